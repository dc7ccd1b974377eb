package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;

/**
 * Y = X / (BIAS + ALPHA · Σ X²)^BETA with the sum over SIZE channels around each; X [outer, C,
 * INNER]. The reals are bits of floats; ALPHA is already divided by SIZE.
 */
record LrnShader(int targets, boolean flat) implements Shader {
  @Override
  public String name() {
    return "lrn";
  }

  @Override
  public Glsl write() {
    return new Glsl(targets)
        .rows("X", flat)
        .params("C", "INNER", "SIZE", "ALPHA", "BETA", "BIAS")
        .helper(
            """
            vec4 value(int t, ivec3 at) {
              vec4 y;
              for (int i = 0; i < 4; i++) {
                int e = 4 * t + i;
                int q = quotient(e, INNER);
                int c = q - quotient(q, C) * C;
                float s = 0.0;
                int first = max(-c, -((SIZE - 1) / 2));
                int last = min(C - 1 - c, SIZE / 2);
                for (int k = first; k <= last; k++) {
                  float x = X_element(e + k * INNER);
                  s += x * x;
                }
                float d = intBitsToFloat(BIAS) + intBitsToFloat(ALPHA) * s;
                y[i] = X_element(e) / pow(d, intBitsToFloat(BETA));
              }
              return y;
            }
            """)
        .perTexel();
  }
}
