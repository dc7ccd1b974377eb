package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import dev.assam.op.RealMath;

/** Functions too rare for a vector form, computed as doubles and rounded once. */
public final class ScalarMath {
  public static final int POW = 0;
  public static final int REM = 1;
  public static final int MOD = 2;
  public static final int TAN = 3;
  public static final int ASIN = 4;
  public static final int ACOS = 5;
  public static final int ATAN = 6;
  public static final int SINH = 7;
  public static final int COSH = 8;
  public static final int ASINH = 9;
  public static final int ACOSH = 10;
  public static final int ATANH = 11;

  private ScalarMath() {}

  /** y[yAt + i] = function(a[aAt + i], b[bAt + i]) for i below n. */
  public static void apply(
      int function, Floats a, int aAt, Floats b, int bAt, Floats y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y.set(yAt + i, (float) value(function, a.get(aAt + i), b.get(bAt + i)));
    }
  }

  private static double value(int function, double a, double b) {
    return switch (function) {
      case POW -> RealMath.pow(a, b);
      case REM -> a % b;
      case MOD -> modulo(a, b);
      case TAN -> Math.tan(a);
      case ASIN -> Math.asin(a);
      case ACOS -> Math.acos(a);
      case ATAN -> Math.atan(a);
      case SINH -> RealMath.sinh(a);
      case COSH -> RealMath.cosh(a);
      case ASINH -> RealMath.asinh(a);
      case ACOSH -> RealMath.acosh(a);
      default -> RealMath.atanh(a);
    };
  }

  private static double modulo(double a, double b) {
    double r = a % b;
    return r != 0 && r < 0 != b < 0 ? r + b : r;
  }
}
