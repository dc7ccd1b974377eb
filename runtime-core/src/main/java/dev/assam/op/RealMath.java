package dev.assam.op;

/**
 * Functions of doubles that Java's Math lacks, or that are not accurate in every world Assam runs
 * in; errors are a few units in the last place.
 */
public final class RealMath {
  private static final double LN2 = 0.6931471805599453;
  private static final double SQRT_1_PI = 0.5641895835477563;

  // Cody's coefficients, highest power first: near 0, from 0.46875 to 4, beyond.
  private static final double[] NEAR_P = {
    0.18577770618460315,
    3.1611237438705655,
    113.86415415105016,
    377.485237685302,
    3209.3775891384694
  };
  private static final double[] NEAR_Q = {
    1.0, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171
  };
  private static final double[] MIDDLE_P = {
    2.1531153547440383e-08,
    0.5641884969886701,
    8.883149794388377,
    66.11919063714163,
    298.6351381974001,
    881.952221241769,
    1712.0476126340707,
    2051.0783778260716,
    1230.3393547979972
  };
  private static final double[] MIDDLE_Q = {
    1.0,
    15.744926110709835,
    117.6939508913125,
    537.1811018620099,
    1621.3895745666903,
    3290.7992357334597,
    4362.619090143247,
    3439.3676741437216,
    1230.3393548037495
  };
  private static final double[] FAR_P = {
    0.016315387137302097,
    0.30532663496123236,
    0.36034489994980445,
    0.12578172611122926,
    0.016083785148742275,
    0.0006587491615298378
  };
  private static final double[] FAR_Q = {
    1.0,
    2.568520192289822,
    1.8729528499234673,
    0.5279051029514285,
    0.06051834131244132,
    0.0023352049762686918
  };

  private RealMath() {}

  /** The nearest integer, ties to even; keeps the sign of zero. */
  public static double round(double x) {
    double a = Math.abs(x);
    if (!(a < 0x1p52)) {
      return x;
    }
    return Math.copySign((a + 0x1p52) - 0x1p52, x);
  }

  /** As C's pow, which differs from Java's where the base is 1 or −1. */
  public static double pow(double x, double y) {
    if (x == 1 || x == -1 && Double.isInfinite(y)) {
      return 1;
    }
    return Math.pow(x, y);
  }

  /** exp(x) − 1 (W. Kahan's way). */
  public static double expm1(double x) {
    double u = Math.exp(x);
    if (Math.abs(x) > 1 || Double.isNaN(u)) {
      return u - 1;
    }
    return u == 1 ? x : (u - 1) * x / Math.log(u);
  }

  /** log(1 + x) (W. Kahan's way). */
  public static double log1p(double x) {
    double u = 1 + x;
    if (u == 1) {
      return x;
    }
    return Math.abs(x) > 1 ? Math.log(u) : Math.log(u) * x / (u - 1);
  }

  public static double sinh(double x) {
    double a = Math.abs(x);
    if (a > 22) {
      double half = Math.exp(a / 2);
      return Math.copySign(0.5 * half * half, x);
    }
    double e = expm1(a);
    return Math.copySign((e + e / (e + 1)) / 2, x);
  }

  public static double cosh(double x) {
    double half = Math.exp(Math.abs(x) / 2);
    return 0.5 * half * half + 0.5 / half / half;
  }

  public static double tanh(double x) {
    double a = Math.abs(x);
    if (a > 22) {
      return Math.copySign(1, x);
    }
    double e = expm1(2 * a);
    return Math.copySign(e / (e + 2), x);
  }

  public static double asinh(double x) {
    double a = Math.abs(x);
    double y = a > 0x1p500 ? Math.log(a) + LN2 : log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
    return Math.copySign(y, x);
  }

  public static double acosh(double x) {
    if (!(x >= 1)) {
      return Double.NaN;
    }
    double t = x - 1;
    return x > 0x1p500 ? Math.log(x) + LN2 : log1p(t + Math.sqrt(2 * t + t * t));
  }

  public static double atanh(double x) {
    double a = Math.abs(x);
    return Math.copySign(0.5 * log1p(2 * a / (1 - a)), x);
  }

  /**
   * The error function by the rational approximations of W. J. Cody, "Rational Chebyshev
   * approximations for the error function", Mathematics of Computation 23 (1969).
   */
  public static double erf(double x) {
    double a = Math.abs(x);
    if (a <= 0.46875) {
      return x * polynomial(NEAR_P, x * x) / polynomial(NEAR_Q, x * x);
    }
    if (!(a < 6)) {
      return Double.isNaN(a) ? a : Math.copySign(1, x);
    }
    double rest = expOfMinusSquare(a);
    if (a <= 4) {
      rest *= polynomial(MIDDLE_P, a) / polynomial(MIDDLE_Q, a);
    } else {
      double z = 1 / (a * a);
      rest *= (SQRT_1_PI - z * polynomial(FAR_P, z) / polynomial(FAR_Q, z)) / a;
    }
    return Math.copySign(1 - rest, x);
  }

  private static double polynomial(double[] coefficients, double x) {
    double sum = 0;
    for (double coefficient : coefficients) {
      sum = sum * x + coefficient;
    }
    return sum;
  }

  /** exp(−a²) with the square taken apart, so that its rounding does no harm. */
  private static double expOfMinusSquare(double a) {
    double high = Math.floor(a * 16) / 16;
    return Math.exp(-high * high) * Math.exp(-(a - high) * (a + high));
  }
}
