package dev.assam.webgl;

/** Functions that GLSL lacks, or has with less range than is needed. */
final class GlslMath {
  private GlslMath() {}

  /** The function of this name for four elements, as {@code erf_4}. */
  static String function(String name) {
    return switch (name) {
      // The built-in one may overflow in e^2x.
      case "tanh" ->
          """
          vec4 tanh_4(vec4 x) {
            vec4 y = tanh(clamp(x, -10.0, 10.0));
            return mix(y, x, bvec4(vec4(greaterThan(floatBitsToUint(x) & 0x7fffffffu,
                uvec4(0x7f800000u)))));
          }
          """;
      // Abramowitz and Stegun 7.1.26, |error| below 2e-7.
      case "erf" ->
          """
          vec4 erf_4(vec4 x) {
            vec4 a = abs(x);
            vec4 t = 1.0 / (1.0 + 0.3275911 * a);
            vec4 s = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t
                + 0.254829592) * t;
            return sign(x) * (1.0 - s * exp(-a * a));
          }
          """;
      // The built-in one knows no negative bases.
      case "power" ->
          """
          float power_1(float x, float y) {
            if (y == 0.0 || x == 1.0) { return 1.0; }
            if (y == 1.0) { return x; }
            if (y == 2.0) { return x * x; }
            if (y == 0.5) { return sqrt(x); }
            bool whole = floor(y) == y;
            bool odd = whole && abs(y) < 16777216.0 && (int(y) & 1) != 0;
            if (x == 0.0) {
              if (y > 0.0) { return odd ? x : 0.0; }
              return odd ? 1.0 / x : 1.0 / abs(x);
            }
            if (whole && abs(y) < 9.0) {
              float r = 1.0;
              for (float k = 0.0; k < abs(y); k += 1.0) { r *= x; }
              return y < 0.0 ? 1.0 / r : r;
            }
            float r = pow(abs(x), y);
            if (x < 0.0) { return whole ? (odd ? -r : r) : sqrt(x); }
            return r;
          }
          vec4 power_4(vec4 x, vec4 y) {
            return vec4(power_1(x.x, y.x), power_1(x.y, y.y), power_1(x.z, y.z), power_1(x.w, y.w));
          }
          """;
      default -> throw new IllegalArgumentException(name);
    };
  }
}
