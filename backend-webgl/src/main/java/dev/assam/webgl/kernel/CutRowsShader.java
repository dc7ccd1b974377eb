package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;

/** Elements one after the other from rows of LENGTH that are filled up to whole texels. */
record CutRowsShader(int targets, boolean flat) implements Shader {
  @Override
  public String name() {
    return "cutRows";
  }

  @Override
  public Glsl write() {
    return new Glsl(targets)
        .rows("X", flat)
        .params("LENGTH", "WIDTH")
        .helper(
            """
            vec4 value(int t, ivec3 at) {
              vec4 y;
              for (int i = 0; i < 4; i++) {
                int r = quotient(4 * t + i, LENGTH);
                y[i] = X_element(r * WIDTH + 4 * t + i - r * LENGTH);
              }
              return y;
            }
            """)
        .perTexel();
  }
}
