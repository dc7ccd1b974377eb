package dev.assam.webgpu;

/** Functions that WGSL lacks, or has with less range than is needed. */
final class WgslMath {
  private WgslMath() {}

  /** The function of this name for 1 or 4 elements, as {@code erf_4}. */
  static String function(String name, int width) {
    String t = WgslExpr.type("f32", width);
    String head = "fn " + name + "_" + width;
    return switch (name) {
      // The built-in one may overflow in e^2x.
      case "tanh" ->
          head
              + "(x: "
              + t
              + ") -> "
              + t
              + " {\n"
              + "  return select(tanh(clamp(x, "
              + t
              + "(-10.0f), "
              + t
              + "(10.0f))), x, x != x);\n"
              + "}\n";
      // Abramowitz and Stegun 7.1.26, |error| below 2e-7.
      case "erf" ->
          head
              + "(x: "
              + t
              + ") -> "
              + t
              + " {\n"
              + "  let a = abs(x);\n"
              + "  let t = "
              + t
              + "(1.0f) / (1.0f + 0.3275911f * a);\n"
              + "  let s = ((((1.061405429f * t - 1.453152027f) * t + 1.421413741f) * t"
              + " - 0.284496736f) * t + 0.254829592f) * t;\n"
              + "  return sign(x) * (1.0f - s * exp(-a * a));\n"
              + "}\n";
      // The built-in one knows no negative bases.
      case "power" -> power(head, t, width);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String power(String head, String t, int width) {
    String one =
        """
        fn power_one(x: f32, y: f32) -> f32 {
          if (y == 0.0f || x == 1.0f) { return 1.0f; }
          let whole = floor(y) == y;
          let odd = whole && abs(y) < 16777216.0f && (i32(y) & 1) != 0;
          if (x == 0.0f) {
            if (y > 0.0f) { return select(0.0f, x, odd); }
            let pole = 1.0f / abs(x);
            return select(pole, 1.0f / x, odd);
          }
          if (y == 1.0f) { return x; }
          if (y == 2.0f) { return x * x; }
          if (y == 0.5f) { return sqrt(x); }
          var r = pow(abs(x), y);
          if (whole && abs(y) < 9.0f) {
            r = 1.0f;
            for (var k = 0.0f; k < abs(y); k += 1.0f) { r *= x; }
            return select(r, 1.0f / r, y < 0.0f);
          }
          if (x < 0.0f) { return select(sqrt(x), select(r, -r, odd), whole); }
          return r;
        }
        """;
    if (width == 1) {
      return one + head + "(x: f32, y: f32) -> f32 { return power_one(x, y); }\n";
    }
    return one
        + head
        + "(x: "
        + t
        + ", y: "
        + t
        + ") -> "
        + t
        + " {\n"
        + "  return "
        + t
        + "(power_one(x.x, y.x), power_one(x.y, y.y), power_one(x.z, y.z),"
        + " power_one(x.w, y.w));\n"
        + "}\n";
  }
}
