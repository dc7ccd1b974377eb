package dev.assam.simd.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * Transcendental functions of vectors of floats, the same code on every machine. Errors are the
 * largest found by a sweep over all exponents, in units in the last place (ulp) of the result. NaN
 * stays NaN.
 */
public final class VectorMath {
  private static final float LOG2_E = 1.44269504f;

  /** ln 2 in two parts, the first of so few bits that its multiples are exact. */
  private static final float LN2_HIGH = 0.693359375f;

  private static final float LN2_LOW = -2.12194440e-4f;

  /** Added to a float, it leaves the nearest whole number in the lowest bits. */
  private static final float ROUNDER = 12582912f;

  /** Below this exp is not a normal number. */
  private static final float SMALLEST_NORMAL_EXP = -87.33654f;

  /** Cosines and sines of larger numbers need more bits of π than {@link #sin} has. */
  public static final float LARGEST_ANGLE = 8192f;

  private VectorMath() {}

  private static FloatVector v(float value) {
    return FloatVector.broadcast(Lanes.F, value);
  }

  /** eˣ, at most 2 ulp off, denormal results and infinities included. */
  public static FloatVector exp(FloatVector x) {
    FloatVector held = Simd.pmax(Simd.pmin(x, v(89f)), v(-104f));
    FloatVector shifted = held.mul(LOG2_E).add(ROUNDER);
    IntVector n = shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUNDER));
    IntVector half = n.lanewise(ASHR, 1);
    FloatVector a = half.add(127).lanewise(LSHL, 23).reinterpretAsFloats();
    FloatVector b = n.sub(half).add(127).lanewise(LSHL, 23).reinterpretAsFloats();
    return expFraction(held, shifted.sub(ROUNDER)).mul(a).mul(b);
  }

  /** eˣ, at most 2 ulp off where it is a normal number; held to 2⁻¹²⁶ and 2.4e38. */
  public static FloatVector expNormal(FloatVector x) {
    FloatVector held = Simd.pmax(Simd.pmin(x, v(88.37f)), v(SMALLEST_NORMAL_EXP));
    FloatVector shifted = held.mul(LOG2_E).add(ROUNDER);
    IntVector exponent = shifted.reinterpretAsInts().lanewise(LSHL, 23);
    FloatVector fraction = expFraction(held, shifted.sub(ROUNDER));
    return fraction.reinterpretAsInts().add(exponent).reinterpretAsFloats();
  }

  /** eˣ of numbers up to 0, at most 2 ulp off; 0 instead of denormal results. */
  public static FloatVector expNegative(FloatVector x) {
    return expNormal(x).blend(0f, x.compare(LT, SMALLEST_NORMAL_EXP));
  }

  /** e to the power of x − n ln 2. */
  private static FloatVector expFraction(FloatVector x, FloatVector n) {
    FloatVector r = n.fma(v(-LN2_LOW), n.fma(v(-LN2_HIGH), x));
    FloatVector p = r.fma(v(1.9875691500e-4f), v(1.3981999507e-3f));
    p = p.fma(r, v(8.3334519073e-3f));
    p = p.fma(r, v(4.1665795894e-2f));
    p = p.fma(r, v(1.6666665459e-1f));
    p = p.fma(r, v(5.0000001201e-1f));
    return p.fma(r.mul(r), r).add(1f);
  }

  /** The natural logarithm, at most 2 ulp off; −∞ of 0, NaN of negative numbers. */
  public static FloatVector log(FloatVector x) {
    VectorMask<Float> denormal = x.compare(LT, Float.MIN_NORMAL);
    IntVector bits = x.blend(x.mul(0x1p23f), denormal).reinterpretAsInts();
    // Fractions from √½ to √2.
    IntVector exponent = bits.sub(0x3f3504f3).lanewise(ASHR, 23);
    FloatVector f = bits.sub(exponent.lanewise(LSHL, 23)).reinterpretAsFloats().sub(1f);
    FloatVector e = Simd.toFloats(exponent);
    e = e.blend(e.sub(23f), denormal);
    FloatVector z = f.mul(f);
    FloatVector p = f.fma(v(7.0376836292e-2f), v(-1.1514610310e-1f));
    p = p.fma(f, v(1.1676998740e-1f));
    p = p.fma(f, v(-1.2420140846e-1f));
    p = p.fma(f, v(1.4249322787e-1f));
    p = p.fma(f, v(-1.6668057665e-1f));
    p = p.fma(f, v(2.0000714765e-1f));
    p = p.fma(f, v(-2.4999993993e-1f));
    p = p.fma(f, v(3.3333331174e-1f));
    FloatVector y = p.mul(f).mul(z);
    y = e.fma(v(LN2_LOW), y);
    y = z.fma(v(-0.5f), y);
    FloatVector r = e.fma(v(LN2_HIGH), f.add(y));
    r = x.blend(r, x.compare(LT, Float.POSITIVE_INFINITY));
    r = r.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0f));
    return r.blend(Float.NaN, x.compare(LT, 0f));
  }

  /** 1 / (1 + e⁻ˣ), at most 3 ulp off where it is a normal number, 1e-38 otherwise. */
  public static FloatVector sigmoid(FloatVector x) {
    return v(1f).div(expNormal(x.neg()).add(1f));
  }

  /** The hyperbolic tangent, at most 5 ulp off. */
  public static FloatVector tanh(FloatVector x) {
    FloatVector c = Simd.pmax(Simd.pmin(x, v(7.9988117f)), v(-7.9988117f));
    FloatVector z = c.mul(c);
    FloatVector p = z.fma(v(-2.76076847742355e-16f), v(2.00018790482477e-13f));
    p = p.fma(z, v(-8.60467152213735e-11f));
    p = p.fma(z, v(5.12229709037114e-08f));
    p = p.fma(z, v(1.48572235717979e-05f));
    p = p.fma(z, v(6.37261928875436e-04f));
    p = p.fma(z, v(4.89352455891786e-03f));
    FloatVector q = z.fma(v(1.19825839466702e-06f), v(1.18534705686654e-04f));
    q = q.fma(z, v(2.26843463243900e-03f));
    q = q.fma(z, v(4.89352518554385e-03f));
    FloatVector y = c.mul(p.div(q));
    return x.blend(y, x.abs().compare(GE, 0.0004f));
  }

  /** The error function, at most 5 ulp off. */
  public static FloatVector erf(FloatVector x) {
    FloatVector c = Simd.pmax(Simd.pmin(x, v(4f)), v(-4f));
    FloatVector z = c.mul(c);
    FloatVector p = z.fma(v(-2.72614225801306e-10f), v(2.77068142495902e-08f));
    p = p.fma(z, v(-2.10102402082508e-06f));
    p = p.fma(z, v(-5.69250639462346e-05f));
    p = p.fma(z, v(-7.34990630326855e-04f));
    p = p.fma(z, v(-2.95459980854025e-03f));
    p = p.fma(z, v(-1.60960333262415e-02f));
    FloatVector q = z.fma(v(-1.45660718464996e-05f), v(-2.13374055278905e-04f));
    q = q.fma(z, v(-1.68282697438203e-03f));
    q = q.fma(z, v(-7.37332916720468e-03f));
    q = q.fma(z, v(-1.42647390514189e-02f));
    return c.mul(p.div(q));
  }

  /** The sine of angles up to {@link #LARGEST_ANGLE}. */
  public static FloatVector sin(FloatVector x) {
    FloatVector shifted = x.mul(0.636619772f).add(ROUNDER);
    return circle(x, shifted, shifted.reinterpretAsInts());
  }

  /** The cosine of angles up to {@link #LARGEST_ANGLE}. */
  public static FloatVector cos(FloatVector x) {
    FloatVector shifted = x.mul(0.636619772f).add(ROUNDER);
    return circle(x, shifted, shifted.reinterpretAsInts().add(1));
  }

  /** The sine of x − n π/2, turned by {@code quadrant} right angles; n is in {@code shifted}. */
  private static FloatVector circle(FloatVector x, FloatVector shifted, IntVector quadrant) {
    FloatVector n = shifted.sub(ROUNDER);
    FloatVector r = n.fma(v(-1.5703125f), x);
    r = n.fma(v(-4.837512969970703125e-4f), r);
    r = n.fma(v(-7.54978995489188216e-8f), r);
    FloatVector z = r.mul(r);
    FloatVector sine = z.fma(v(-1.9515295891e-4f), v(8.3321608736e-3f));
    sine = sine.fma(z, v(-1.6666654611e-1f));
    sine = sine.mul(z).fma(r, r);
    FloatVector cosine = z.fma(v(2.443315711809948e-5f), v(-1.388731625493765e-3f));
    cosine = cosine.fma(z, v(4.166664568298827e-2f));
    cosine = cosine.fma(z, v(-0.5f)).fma(z, v(1f));
    IntVector zero = IntVector.zero(Lanes.I);
    IntVector bits =
        sine.reinterpretAsInts()
            .blend(cosine.reinterpretAsInts(), quadrant.lanewise(LSHL, 31).compare(LT, zero));
    IntVector sign = quadrant.lanewise(LSHL, 30).and(0x80000000);
    return bits.lanewise(XOR, sign).reinterpretAsFloats();
  }
}
