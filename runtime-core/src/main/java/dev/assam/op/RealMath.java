package dev.assam.op;

/**
 * Functions of doubles that Java's Math lacks, or that are not accurate in every world Assam runs
 * in; errors are a few units in the last place.
 */
public final class RealMath {
  private static final double LN2 = 0.6931471805599453;

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
      double z = x * x;
      double p =
          (((0.185777706184603153 * z + 3.16112374387056560) * z + 113.864154151050156) * z
                      + 377.485237685302021)
                  * z
              + 3209.37758913846947;
      double q =
          (((z + 23.6012909523441209) * z + 244.024637934444173) * z + 1282.61652607737228) * z
              + 2844.23683343917062;
      return x * p / q;
    }
    if (!(a < 6)) {
      return Double.isNaN(a) ? a : Math.copySign(1, x);
    }
    return Math.copySign(1 - (a <= 4 ? erfcMiddle(a) : erfcTail(a)), x);
  }

  private static double erfcMiddle(double a) {
    double p =
        (((((((2.15311535474403846e-8 * a + 0.564188496988670089) * a + 8.88314979438837594) * a
                                                + 66.1191906371416295)
                                            * a
                                        + 298.635138197400131)
                                    * a
                                + 881.952221241769090)
                            * a
                        + 1712.04761263407058)
                    * a
                + 2051.07837782607147)
            * a;
    double q =
        (((((((a + 15.7449261107098347) * a + 117.693950891312499) * a + 537.181101862009858) * a
                                        + 1621.38957456669019)
                                    * a
                                + 3290.79923573345963)
                            * a
                        + 4362.61909014324716)
                    * a
                + 3439.36767414372164)
            * a;
    return expOfMinusSquare(a) * (p + 1230.33935479799725) / (q + 1230.33935480374942);
  }

  private static double erfcTail(double a) {
    double z = 1 / (a * a);
    double p =
        ((((0.0163153871373020978 * z + 0.305326634961232344) * z + 0.360344899949804439) * z
                        + 0.125781726111229246)
                    * z
                + 0.0160837851487422766)
            * z;
    double q =
        ((((z + 2.56852019228982242) * z + 1.87295284992346725) * z + 0.527905102951428412) * z
                + 0.0605183413124413191)
            * z;
    double r = z * (p + 6.58749161529837803e-4) / (q + 2.33520497626869185e-3);
    return expOfMinusSquare(a) * (0.56418958354775628695 - r) / a;
  }

  /** exp(−a²) with the square taken apart, so that its rounding does no harm. */
  private static double expOfMinusSquare(double a) {
    double high = Math.floor(a * 16) / 16;
    return Math.exp(-high * high) * Math.exp(-(a - high) * (a + high));
  }
}
