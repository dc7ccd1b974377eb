package dev.assam.op.cast;

import dev.assam.tensor.DType;

/** Floating-point numbers as text, in the form that numpy prints: 0.5, 1e-07, 1.5e+20, inf, nan. */
final class Decimals {
  private Decimals() {}

  /** The shortest text that reads back as the same value of the type. */
  static String format(double value, DType type) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    String java = type == DType.FLOAT64 ? Double.toString(value) : Float.toString((float) value);
    boolean negative = java.charAt(0) == '-';
    StringBuilder digits = new StringBuilder();
    // The decimal exponent of 0.d1d2d3…
    int exponent = 0;
    boolean fraction = false;
    for (int i = negative ? 1 : 0; i < java.length(); i++) {
      char c = java.charAt(i);
      if (c == 'E') {
        exponent += Integer.parseInt(java.substring(i + 1));
        break;
      }
      if (c == '.') {
        fraction = true;
      } else if (c != '0' || digits.length() > 0) {
        digits.append(c);
        exponent += fraction ? 0 : 1;
      } else if (fraction) {
        exponent--;
      }
    }
    while (digits.length() > 1 && digits.charAt(digits.length() - 1) == '0') {
      digits.setLength(digits.length() - 1);
    }
    String text = place(digits, exponent);
    return negative ? "-" + text : text;
  }

  private static String place(StringBuilder digits, int exponent) {
    if (exponent <= -4 || exponent > 16) {
      String mantissa = digits.length() == 1 ? "" + digits : digits.insert(1, '.').toString();
      int power = exponent - 1;
      String magnitude = Integer.toString(Math.abs(power));
      return mantissa + (power < 0 ? "e-" : "e+") + (magnitude.length() < 2 ? "0" : "") + magnitude;
    }
    if (exponent <= 0) {
      return "0." + "0".repeat(-exponent) + digits;
    }
    if (digits.length() <= exponent) {
      return digits + "0".repeat(exponent - digits.length()) + ".0";
    }
    return digits.insert(exponent, '.').toString();
  }

  /**
   * @throws NumberFormatException if it is none
   */
  static double parse(String text) {
    String lower = text.toLowerCase(java.util.Locale.ROOT);
    return switch (lower) {
      case "nan", "+nan", "-nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> {
        char last = lower.isEmpty() ? 'x' : lower.charAt(lower.length() - 1);
        if (last == 'f' || last == 'd' || lower.indexOf('x') >= 0) {
          throw new NumberFormatException(text);
        }
        yield Double.parseDouble(lower);
      }
    };
  }

  static long parseBoolean(String text) {
    return switch (text) {
      case "1", "true", "True" -> 1;
      case "0", "false", "False" -> 0;
      default -> throw new NumberFormatException(text);
    };
  }
}
