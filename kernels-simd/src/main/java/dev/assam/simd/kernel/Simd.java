package dev.assam.simd.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.B2S;
import static jdk.incubator.vector.VectorOperators.F2I;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.S2I;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2S;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_S2I;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;

/**
 * What the Vector API has no word for, each with a meaning on the JVM and one or a few instructions
 * in WebAssembly. All vectors have as many bits as {@link Lanes} says. A <i>block</i> is 128 bits:
 * on a JVM a vector has one, two or four of them, in WebAssembly one.
 */
public final class Simd {
  private Simd() {}

  /** The greatest whole numbers that are not above; keeps NaN, infinities and the sign of zero. */
  public static FloatVector floor(FloatVector x) {
    FloatVector t = SimdParts.whole(x);
    return SimdParts.keepWhole(t.sub(1f, t.compare(GT, x)), x);
  }

  /** The smallest whole numbers that are not below. */
  public static FloatVector ceil(FloatVector x) {
    FloatVector t = SimdParts.whole(x);
    return SimdParts.keepWhole(t.add(1f, t.compare(LT, x)), x);
  }

  /** The whole parts, rounded towards zero. */
  public static FloatVector trunc(FloatVector x) {
    return SimdParts.keepWhole(SimdParts.whole(x), x);
  }

  /** The nearest whole numbers; of two equally near ones the even one. */
  public static FloatVector nearest(FloatVector x) {
    return SimdParts.keepWhole(x.abs().add(SimdParts.WHOLE).sub(SimdParts.WHOLE), x);
  }

  /** {@code b < a ? b : a}: faster than min, but takes {@code a} where one is NaN. */
  public static FloatVector pmin(FloatVector a, FloatVector b) {
    return a.blend(b, b.compare(LT, a));
  }

  /** {@code a < b ? b : a}: faster than max, but takes {@code a} where one is NaN. */
  public static FloatVector pmax(FloatVector a, FloatVector b) {
    return a.blend(b, a.compare(LT, b));
  }

  /** a·b + c, rounded once or twice; the same as {@link FloatVector#fma} in a kernel. */
  public static FloatVector madd(FloatVector a, FloatVector b, FloatVector c) {
    return a.fma(b, c);
  }

  /** c − a·b, rounded once or twice. */
  public static FloatVector nmadd(FloatVector a, FloatVector b, FloatVector c) {
    return a.neg().fma(b, c);
  }

  /** Rounded towards zero and held to the range of ints; 0 for NaN. */
  public static IntVector toInts(FloatVector x) {
    return (IntVector) x.convert(F2I, 0);
  }

  /** The nearest floats. */
  public static FloatVector toFloats(IntVector x) {
    return (FloatVector) x.convert(I2F, 0);
  }

  /**
   * In each lane of {@code acc} the dot product of four pairs of bytes more. {@code a} has any
   * bytes, {@code b} has 0..127: for other values of {@code b} machines differ.
   */
  public static IntVector dotI8(IntVector acc, ByteVector a, ByteVector b) {
    ShortVector x = a.reinterpretAsShorts();
    ShortVector y = b.reinterpretAsShorts();
    ShortVector even = SimdParts.low(x).mul(SimdParts.low(y));
    ShortVector odd = x.lanewise(ASHR, 8).mul(y.lanewise(ASHR, 8));
    IntVector pairs = even.add(odd).reinterpretAsInts();
    return acc.add(SimdParts.low(pairs)).add(pairs.lanewise(ASHR, 16));
  }

  /** In each lane of {@code acc} the dot product of two pairs of shorts more; wraps around. */
  public static IntVector dotI16(IntVector acc, ShortVector a, ShortVector b) {
    IntVector x = a.reinterpretAsInts();
    IntVector y = b.reinterpretAsInts();
    IntVector even = SimdParts.low(x).mul(SimdParts.low(y));
    return acc.add(even).add(x.lanewise(ASHR, 16).mul(y.lanewise(ASHR, 16)));
  }

  /** The first half of the lanes, each with its sign. */
  public static ShortVector widenLow(ByteVector x) {
    return (ShortVector) x.convertShape(B2S, Lanes.S, 0);
  }

  /** The second half of the lanes, each with its sign. */
  public static ShortVector widenHigh(ByteVector x) {
    return (ShortVector) x.convertShape(B2S, Lanes.S, 1);
  }

  /** The first half of the lanes, none with a sign. */
  public static ShortVector widenLowU(ByteVector x) {
    return (ShortVector) x.convertShape(ZERO_EXTEND_B2S, Lanes.S, 0);
  }

  /** The second half of the lanes, none with a sign. */
  public static ShortVector widenHighU(ByteVector x) {
    return (ShortVector) x.convertShape(ZERO_EXTEND_B2S, Lanes.S, 1);
  }

  /** The first half of the lanes, each with its sign. */
  public static IntVector widenLow(ShortVector x) {
    return (IntVector) x.convertShape(S2I, Lanes.I, 0);
  }

  /** The second half of the lanes, each with its sign. */
  public static IntVector widenHigh(ShortVector x) {
    return (IntVector) x.convertShape(S2I, Lanes.I, 1);
  }

  /** The first half of the lanes, none with a sign. */
  public static IntVector widenLowU(ShortVector x) {
    return (IntVector) x.convertShape(ZERO_EXTEND_S2I, Lanes.I, 0);
  }

  /** The second half of the lanes, none with a sign. */
  public static IntVector widenHighU(ShortVector x) {
    return (IntVector) x.convertShape(ZERO_EXTEND_S2I, Lanes.I, 1);
  }

  /** The lanes of {@code low}, then those of {@code high}, held to −128..127. */
  public static ByteVector narrow(ShortVector low, ShortVector high) {
    return SimdParts.join(
        low.max((short) -128).min((short) 127), high.max((short) -128).min((short) 127));
  }

  /** The lanes of {@code low}, then those of {@code high}, held to 0..255. */
  public static ByteVector narrowU(ShortVector low, ShortVector high) {
    return SimdParts.join(
        low.max((short) 0).min((short) 255), high.max((short) 0).min((short) 255));
  }

  /** The lanes of {@code low}, then those of {@code high}, held to −32768..32767. */
  public static ShortVector narrow(IntVector low, IntVector high) {
    return SimdParts.join(low.max(-32768).min(32767), high.max(-32768).min(32767));
  }

  /** The lanes of {@code low}, then those of {@code high}, held to 0..65535. */
  public static ShortVector narrowU(IntVector low, IntVector high) {
    return SimdParts.join(low.max(0).min(65535), high.max(0).min(65535));
  }

  /** a0 b0 a1 b1 of each block. */
  public static FloatVector unpackLow(FloatVector a, FloatVector b) {
    return a.rearrange(Shuffles.LOW_F, b);
  }

  /** a2 b2 a3 b3 of each block. */
  public static FloatVector unpackHigh(FloatVector a, FloatVector b) {
    return a.rearrange(Shuffles.HIGH_F, b);
  }

  /** a0 a1 b0 b1 of each block. */
  public static FloatVector unpackLow64(FloatVector a, FloatVector b) {
    return a.rearrange(Shuffles.LOW_PAIRS_F, b);
  }

  /** a2 a3 b2 b3 of each block. */
  public static FloatVector unpackHigh64(FloatVector a, FloatVector b) {
    return a.rearrange(Shuffles.HIGH_PAIRS_F, b);
  }

  /** a0 a2 b0 b2 of each block: of pairs, the first ones. */
  public static FloatVector evens(FloatVector a, FloatVector b) {
    return a.rearrange(Shuffles.EVENS_F, b);
  }

  /** a1 a3 b1 b3 of each block: of pairs, the second ones. */
  public static FloatVector odds(FloatVector a, FloatVector b) {
    return a.rearrange(Shuffles.ODDS_F, b);
  }

  /** a0 b0 a1 b1 of each block. */
  public static IntVector unpackLow(IntVector a, IntVector b) {
    return a.rearrange(Shuffles.LOW_I, b);
  }

  /** a2 b2 a3 b3 of each block. */
  public static IntVector unpackHigh(IntVector a, IntVector b) {
    return a.rearrange(Shuffles.HIGH_I, b);
  }

  /** a0 a1 b0 b1 of each block. */
  public static IntVector unpackLow64(IntVector a, IntVector b) {
    return a.rearrange(Shuffles.LOW_PAIRS_I, b);
  }

  /** a2 a3 b2 b3 of each block. */
  public static IntVector unpackHigh64(IntVector a, IntVector b) {
    return a.rearrange(Shuffles.HIGH_PAIRS_I, b);
  }

  /** a0 b0 a1 b1 a2 b2 a3 b3 of each block. */
  public static ShortVector unpackLow(ShortVector a, ShortVector b) {
    return a.rearrange(Shuffles.LOW_S, b);
  }

  /** a4 b4 a5 b5 a6 b6 a7 b7 of each block. */
  public static ShortVector unpackHigh(ShortVector a, ShortVector b) {
    return a.rearrange(Shuffles.HIGH_S, b);
  }

  /** a0 b0 a1 b1 … a7 b7 of each block. */
  public static ByteVector unpackLow(ByteVector a, ByteVector b) {
    return a.rearrange(Shuffles.LOW_B, b);
  }

  /** a8 b8 a9 b9 … a15 b15 of each block. */
  public static ByteVector unpackHigh(ByteVector a, ByteVector b) {
    return a.rearrange(Shuffles.HIGH_B, b);
  }
}
