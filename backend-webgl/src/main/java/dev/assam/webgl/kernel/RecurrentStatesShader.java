package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;
import dev.assam.webgl.TexelLayout.Rows;

/**
 * States [times, ROWS, HIDDEN] from those that steps left in turn in two textures, LINES for each;
 * all of them in the order of time, or only those after step {@code ONLY}.
 */
record RecurrentStatesShader() implements Shader {
  @Override
  public String name() {
    return "recurrentStates";
  }

  @Override
  public Glsl write() {
    return new Glsl(1)
        .tiles("E")
        .tiles("O")
        .params("HIDDEN", "ROWS", "BATCH", "STEPS", "P", "LINES", "REVERSE", "ONLY", "LAYER")
        .helper(
            """
            float state(int e) {
              int q = quotient(e, HIDDEN);
              int j = e - q * HIDDEN;
              int t = quotient(q, ROWS);
              int row = q - t * ROWS;
              int s = row >= BATCH || REVERSE == 1 ? STEPS - 1 - t : t;
              s = ONLY < 0 ? s : ONLY;
            """
                + "  int at = (s >> 1) * LINES * "
                + Rows.WIDTH
                + " + row * P + (j >> 2);\n"
                + """
                  return ((s & 1) == 0 ? E_at(at, LAYER) : O_at(at, LAYER))[j & 3];
                }
                vec4 value(int t, ivec3 at) {
                  return vec4(state(4 * t), state(4 * t + 1), state(4 * t + 2), state(4 * t + 3));
                }
                """)
        .perTexel();
  }
}
