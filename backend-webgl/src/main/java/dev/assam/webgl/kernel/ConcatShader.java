package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;
import java.util.List;

/**
 * Y [outer, sum of lengths] from X0 [outer, LENGTH0], X1 and so on one after the other.
 *
 * @param whole whether lengths are counted in texels
 * @param flat whether each input lies in one layer
 */
record ConcatShader(int targets, boolean whole, List<Boolean> flat) implements Shader {
  @Override
  public String name() {
    return "concat";
  }

  @Override
  public Glsl write() {
    Glsl glsl = new Glsl(targets);
    for (int i = 0; i < flat.size(); i++) {
      glsl.rows("X" + i, flat.get(i));
    }
    glsl.params("TOTAL");
    String type = whole ? "vec4" : "float";
    StringBuilder text = new StringBuilder(type + " part(int e) {\n");
    text.append("  int o = quotient(e, TOTAL);\n  int c = e - o * TOTAL;\n");
    for (int i = 0; i < flat.size(); i++) {
      glsl.params("LENGTH" + i);
      String get = "return X" + i + (whole ? "_texel" : "_element") + "(o * LENGTH" + i + " + c);";
      if (i < flat.size() - 1) {
        text.append("  if (c < LENGTH").append(i).append(") { ").append(get).append(" }\n");
        text.append("  c -= LENGTH").append(i).append(";\n");
      } else {
        text.append("  ").append(get).append('\n');
      }
    }
    glsl.helper(text.append("}\n").toString());
    glsl.helper(
        whole
            ? "vec4 value(int t, ivec3 at) { return part(t); }\n"
            : """
            vec4 value(int t, ivec3 at) {
              return vec4(part(4 * t), part(4 * t + 1), part(4 * t + 2), part(4 * t + 3));
            }
            """);
    return glsl.perTexel();
  }
}
