package dev.assam.op.cast;

import dev.assam.op.Elements;
import dev.assam.op.Inputs;
import dev.assam.tensor.DType;
import dev.assam.tensor.Narrow;
import dev.assam.tensor.Tensor;

/**
 * Converts elements between types by the rules of ONNX's Cast: floats to integers truncate,
 * integers to narrower integers keep the low bits, anything to bool is ≠ 0, floats to 8-bit floats
 * saturate if asked to, and text is a number in decimal.
 */
final class Conversion {
  private static final int BLOCK = 512;

  private final boolean saturate;
  private final String roundMode;

  /**
   * @param roundMode for float8e8m0: {@code up}, {@code down} or {@code nearest}
   */
  Conversion(boolean saturate, String roundMode) {
    this.saturate = saturate;
    this.roundMode = roundMode;
  }

  Tensor convert(Inputs in, Tensor x, DType to) {
    DType from = x.dtype();
    if (from == to) {
      return x;
    }
    Tensor y = Tensor.allocate(to, x.shape());
    if (from != DType.STRING && to != DType.STRING && to != DType.FLOAT8E8M0 && !isByteFloat(to)) {
      convertNumbers(x, y);
      return y;
    }
    for (int i = 0; i < x.size(); i++) {
      if (from == DType.STRING) {
        parse(in, x.strings()[i], y, i);
      } else if (to == DType.STRING) {
        y.strings()[i] =
            from.isFloat() ? Decimals.format(x.getDouble(i), from) : whole(x.getLong(i), from);
      } else if (to == DType.FLOAT8E8M0) {
        y.setBits(i, toE8M0((float) x.getDouble(i)));
      } else {
        y.setBits(i, Narrow.encode(to, x.getDouble(i), saturate));
      }
    }
    return y;
  }

  /** A stretch of numbers at a time, as longs between integers, else as doubles. */
  private static void convertNumbers(Tensor x, Tensor y) {
    boolean real = x.dtype().isFloat() || y.dtype().isFloat();
    int length = Math.min(BLOCK, x.size());
    double[] reals = new double[real ? length : 0];
    long[] longs = new long[real ? 0 : length];
    for (int at = 0; at < x.size(); at += length) {
      int count = Math.min(length, x.size() - at);
      if (real) {
        Elements.read(x, at, 1, reals, 0, count);
        Elements.write(reals, y, at, count);
      } else {
        Elements.read(x, at, 1, longs, 0, count);
        Elements.write(longs, y, at, count);
      }
    }
  }

  private static boolean isByteFloat(DType type) {
    return type.isFloat() && type.bits() <= 8;
  }

  /** The exponent of the value's magnitude; infinities and NaN become NaN. */
  private int toE8M0(float value) {
    int bits = Float.floatToRawIntBits(value);
    int exponent = (bits >>> 23) & 0xFF;
    if (exponent == 0xFF) {
      return 0xFF;
    }
    int fraction = bits & 0x7FFFFF;
    boolean up =
        switch (roundMode) {
          case "down" -> false;
          case "nearest" -> fraction > 0x400000 || (fraction == 0x400000 && exponent > 0);
          default -> fraction != 0;
        };
    return exponent + (up && !(saturate && exponent == 0xFE) ? 1 : 0);
  }

  private static String whole(long value, DType from) {
    return switch (from) {
      case UINT64 -> Long.toUnsignedString(value);
      case BOOL -> value != 0 ? "True" : "False";
      default -> Long.toString(value);
    };
  }

  private static void parse(Inputs in, String text, Tensor y, int i) {
    String trimmed = text.trim();
    try {
      if (y.dtype().isFloat()) {
        y.setDouble(i, Decimals.parse(trimmed));
      } else if (y.dtype() == DType.UINT64) {
        y.setLong(i, parseUnsigned(trimmed));
      } else if (y.dtype() == DType.BOOL) {
        y.setLong(i, Decimals.parseBoolean(trimmed));
      } else {
        y.setLong(i, Long.parseLong(trimmed));
      }
    } catch (NumberFormatException e) {
      throw in.shapeError("element " + i + " is \"" + text + "\" (allowed: a " + y.dtype() + ")");
    }
  }

  /** Long.parseUnsignedLong, which the browser's class library does not have. */
  private static long parseUnsigned(String text) {
    int last = text.length() - 1;
    long tens = last <= 0 ? 0 : Long.parseLong(text.substring(0, last));
    int unit = last < 0 ? -1 : Character.digit(text.charAt(last), 10);
    long mostTens = Long.divideUnsigned(-1, 10);
    if (unit < 0 || tens < 0 || tens > mostTens || (tens == mostTens && unit > 5)) {
      throw new NumberFormatException(text);
    }
    return tens * 10 + unit;
  }
}
