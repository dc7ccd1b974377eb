package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;

/** Rows of LENGTH elements filled up with zeros to whole texels. */
record FillRowsShader(int targets, boolean flat) implements Shader {
  @Override
  public String name() {
    return "fillRows";
  }

  @Override
  public Glsl write() {
    return new Glsl(targets)
        .rows("X", flat)
        .params("LENGTH", "COUNT")
        .helper(
            """
            vec4 value(int t, ivec3 at) {
              int r = quotient(t, YROW);
              int c = 4 * (t - r * YROW);
              int e = r * LENGTH + c;
              vec4 y = vec4(0.0);
              for (int i = 0; i < 4; i++) {
                if (c + i < LENGTH && e + i < COUNT) { y[i] = X_element(e + i); }
              }
              return y;
            }
            """)
        .perTexel();
  }
}
