package dev.assam.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class RealMathTest {
  /** x, erf(x) to sixteen digits. */
  private static final double[][] ERF = {
    {1e-300, 1.1283791670955126e-300},
    {0.1, 0.1124629160182849},
    {0.25, 0.2763263901682369},
    {0.5, 0.5204998778130465},
    {1, 0.8427007929497149},
    {2, 0.9953222650189527},
    {3, 0.9999779095030014},
    {4.5, 0.9999999998033839},
    {7, 1},
    {Double.POSITIVE_INFINITY, 1},
    {Double.NaN, Double.NaN}
  };

  @Test
  void erfIsExactToTheLastDigits() {
    for (double[] row : ERF) {
      assertClose(row[1], RealMath.erf(row[0]), row[0]);
      assertClose(-row[1], RealMath.erf(-row[0]), -row[0]);
    }
  }

  @Test
  void hyperbolicFunctionsAgreeWithJava() {
    for (double x = -40; x < 40; x += 0.0137) {
      assertClose(Math.sinh(x), RealMath.sinh(x), x);
      assertClose(Math.cosh(x), RealMath.cosh(x), x);
      assertClose(Math.tanh(x), RealMath.tanh(x), x);
      assertClose(Math.expm1(x), RealMath.expm1(x), x);
      assertClose(Math.log1p(x), RealMath.log1p(x), x);
    }
    for (double x : new double[] {1e-320, 1e-20, 1e-9, 0, -0.0}) {
      assertClose(Math.sinh(x), RealMath.sinh(x), x);
      assertClose(Math.tanh(x), RealMath.tanh(x), x);
      assertClose(x, RealMath.asinh(x), x);
      assertClose(x, RealMath.atanh(x), x);
    }
  }

  @Test
  void inverseFunctionsUndoThem() {
    for (double x = 0.01; x < 15; x += 0.0173) {
      assertEquals(x, RealMath.asinh(Math.sinh(x)), 1e-15 * (1 + x));
      assertEquals(-x, RealMath.asinh(Math.sinh(-x)), 1e-15 * (1 + x));
      assertEquals(x, RealMath.acosh(Math.cosh(x)), 1e-12);
      assertEquals(x / 8, RealMath.atanh(Math.tanh(x / 8)), 1e-14);
    }
  }

  @Test
  void endsOfTheRange() {
    double infinity = Double.POSITIVE_INFINITY;
    assertEnds(RealMath::sinh, -infinity, infinity);
    assertEnds(RealMath::cosh, infinity, infinity);
    assertEnds(RealMath::tanh, -1, 1);
    assertEnds(RealMath::asinh, -infinity, infinity);
    assertEnds(RealMath::acosh, Double.NaN, infinity);
    assertEnds(RealMath::atanh, Double.NaN, Double.NaN);
    assertEnds(RealMath::expm1, -1, infinity);
    assertEnds(RealMath::log1p, Double.NaN, infinity);
    assertEquals(infinity, RealMath.atanh(1));
    assertEquals(Double.NaN, RealMath.acosh(0.5));
    assertEquals(710.1, RealMath.asinh(Math.sinh(710.1)), 1e-10);
    assertEquals(Double.NEGATIVE_INFINITY, RealMath.log1p(-1));
  }

  @Test
  void roundsTiesToEven() {
    double[] cases = {0.5, 1.5, 2.5, -0.5, -1.5, 0.49999999999999994, -0.2, 2251799813685249.5};
    for (double x : cases) {
      assertEquals(Math.rint(x), RealMath.round(x));
    }
    assertEquals(-0.0, RealMath.round(-0.4));
    assertEquals(0x1p60, RealMath.round(0x1p60));
    assertEquals(Double.NaN, RealMath.round(Double.NaN));
  }

  @Test
  void powersOfOneAreOne() {
    assertEquals(1, RealMath.pow(1, Double.NaN));
    assertEquals(1, RealMath.pow(1, Double.POSITIVE_INFINITY));
    assertEquals(1, RealMath.pow(-1, Double.NEGATIVE_INFINITY));
    assertEquals(Double.NaN, RealMath.pow(-1, 0.5));
    assertEquals(-8, RealMath.pow(-2, 3));
  }

  private static void assertClose(double expected, double value, double x) {
    if (Double.isNaN(expected) || expected == 0) {
      assertEquals(expected, value, "at " + x);
    } else {
      assertEquals(expected, value, Math.abs(expected) * 1e-15 + Double.MIN_VALUE, "at " + x);
    }
  }

  private static void assertEnds(DoubleUnaryOperator f, double low, double high) {
    assertEquals(low, f.applyAsDouble(Double.NEGATIVE_INFINITY));
    assertEquals(high, f.applyAsDouble(Double.POSITIVE_INFINITY));
    assertEquals(Double.NaN, f.applyAsDouble(Double.NaN));
  }
}
