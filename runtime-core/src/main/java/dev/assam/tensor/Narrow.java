package dev.assam.tensor;

/**
 * The floating-point types of sixteen bits and fewer: their bits to and from double. Encoding
 * rounds to nearest, ties to even.
 *
 * <p>Sources: IEEE 754 for float16, "FP8 Formats for Deep Learning" (Micikevicius et al., 2022) for
 * E4M3FN and E5M2, ONNX's "Float stored in 8 bits" and "4 bit types" for the FNUZ types, E8M0 and
 * E2M1.
 */
public final class Narrow {
  private Narrow() {}

  /** The value of an element whose bits are the low bits of {@code bits}. */
  public static double decode(DType type, long bits) {
    int b = (int) bits;
    return switch (type) {
      case FLOAT16 -> decode(b & 0xFFFF, 5, 10, 15, Specials.IEEE);
      case BFLOAT16 -> Float.intBitsToFloat(b << 16);
      case FLOAT8E4M3FN -> decode(b & 0xFF, 4, 3, 7, Specials.FN);
      case FLOAT8E4M3FNUZ -> decode(b & 0xFF, 4, 3, 8, Specials.FNUZ);
      case FLOAT8E5M2 -> decode(b & 0xFF, 5, 2, 15, Specials.IEEE);
      case FLOAT8E5M2FNUZ -> decode(b & 0xFF, 5, 2, 16, Specials.FNUZ);
      case FLOAT4E2M1 -> decode(b & 0xF, 2, 1, 1, Specials.NONE);
      case FLOAT8E8M0 -> (b & 0xFF) == 0xFF ? Double.NaN : powerOfTwo((b & 0xFF) - 127);
      default -> throw new IllegalArgumentException(type + " is not a narrow float");
    };
  }

  /**
   * The bits nearest to {@code value}. Too large values become the largest finite one when {@code
   * saturate}, else infinity, or NaN where the type has no infinity.
   */
  public static int encode(DType type, double value, boolean saturate) {
    return switch (type) {
      case FLOAT16 -> encode(value, 5, 10, 15, Specials.IEEE, saturate);
      case BFLOAT16 -> encode(value, 8, 7, 127, Specials.IEEE, saturate);
      case FLOAT8E4M3FN -> encode(value, 4, 3, 7, Specials.FN, saturate);
      case FLOAT8E4M3FNUZ -> encode(value, 4, 3, 8, Specials.FNUZ, saturate);
      case FLOAT8E5M2 -> encode(value, 5, 2, 15, Specials.IEEE, saturate);
      case FLOAT8E5M2FNUZ -> encode(value, 5, 2, 16, Specials.FNUZ, saturate);
      case FLOAT4E2M1 -> encode(value, 2, 1, 1, Specials.NONE, true);
      case FLOAT8E8M0 -> encodeE8M0(value);
      default -> throw new IllegalArgumentException(type + " is not a narrow float");
    };
  }

  /** Which bit patterns are not ordinary numbers. */
  private enum Specials {
    /** Exponent all ones: infinity and NaN. */
    IEEE,
    /** Only all ones is NaN; no infinity. */
    FN,
    /** Only minus zero is NaN; no infinity. */
    FNUZ,
    /** Every pattern is a number. */
    NONE
  }

  private static double decode(int bits, int exponentBits, int fractionBits, int bias, Specials s) {
    int sign = bits >>> (exponentBits + fractionBits);
    int exponentMask = (1 << exponentBits) - 1;
    int exponent = (bits >>> fractionBits) & exponentMask;
    int fraction = bits & ((1 << fractionBits) - 1);
    int magnitude = bits & ((1 << (exponentBits + fractionBits)) - 1);
    double value;
    if (s == Specials.IEEE && exponent == exponentMask) {
      value = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (s == Specials.FN && magnitude == (1 << (exponentBits + fractionBits)) - 1) {
      value = Double.NaN;
    } else if (s == Specials.FNUZ && sign == 1 && magnitude == 0) {
      return Double.NaN;
    } else if (exponent == 0) {
      value = fraction * powerOfTwo(1 - bias - fractionBits);
    } else {
      value = ((1 << fractionBits) + fraction) * powerOfTwo(exponent - bias - fractionBits);
    }
    return sign == 1 ? -value : value;
  }

  private static int encode(
      double value, int exponentBits, int fractionBits, int bias, Specials s, boolean saturate) {
    long raw = Double.doubleToRawLongBits(value);
    int sign = (int) (raw >>> 63) << (exponentBits + fractionBits);
    int allOnes = (1 << (exponentBits + fractionBits)) - 1;
    int infinity = ((1 << exponentBits) - 1) << fractionBits;
    int nan =
        switch (s) {
          case IEEE -> infinity | (1 << (fractionBits - 1));
          case FN -> allOnes;
          case FNUZ -> 1 << (exponentBits + fractionBits);
          case NONE -> 0;
        };
    int largest =
        switch (s) {
          case IEEE -> infinity - 1;
          case FN -> allOnes - 1;
          case FNUZ, NONE -> allOnes;
        };
    if (Double.isNaN(value)) {
      return s == Specials.FNUZ ? nan : sign | nan;
    }
    int overflow =
        saturate
            ? sign | largest
            : s == Specials.IEEE ? sign | infinity : s == Specials.FNUZ ? nan : sign | nan;
    double magnitude = Math.abs(value);
    if (magnitude == Double.POSITIVE_INFINITY) {
      return overflow;
    }
    // The unit in the last place at this magnitude; subnormals share the smallest normal's.
    int exponent = Math.max(exponentOf(magnitude), 1 - bias);
    double units = magnitude * powerOfTwo(fractionBits - exponent);
    long rounded = roundHalfEven(units);
    int bits;
    if (rounded < (1L << fractionBits)) {
      bits = (int) rounded;
    } else {
      long biased = (long) (exponent + bias) << fractionBits;
      // A carry out of the fraction moves into the exponent by itself.
      long all = biased + (rounded - (1L << fractionBits));
      if (all > largest) {
        return overflow;
      }
      bits = (int) all;
    }
    return s == Specials.FNUZ && bits == 0 ? 0 : sign | bits;
  }

  private static int encodeE8M0(double value) {
    if (Double.isNaN(value) || value == Double.POSITIVE_INFINITY) {
      return 0xFF;
    }
    double magnitude = Math.abs(value);
    if (magnitude < 0x1p-127) {
      return 0;
    }
    int exponent = exponentOf(magnitude);
    double mantissa = magnitude * powerOfTwo(-exponent);
    int rounded = exponent + (mantissa >= 1.5 ? 1 : 0) + 127;
    return Math.min(rounded, 0xFE);
  }

  /** floor(log2(x)) for x &gt; 0; −1023 for the subnormal doubles. */
  private static int exponentOf(double x) {
    return (int) ((Double.doubleToRawLongBits(x) >>> 52) & 0x7FF) - 1023;
  }

  private static long roundHalfEven(double x) {
    long down = (long) x;
    double rest = x - down;
    return rest > 0.5 || (rest == 0.5 && (down & 1) == 1) ? down + 1 : down;
  }

  /** 2 to the {@code exponent}, for the exponents of normal doubles. */
  private static double powerOfTwo(int exponent) {
    return Double.longBitsToDouble((long) (exponent + 1023) << 52);
  }
}
