package dev.assam.webgl.kernel;

import dev.assam.op.Expr;
import dev.assam.tensor.DType;
import dev.assam.webgl.Glsl;
import dev.assam.webgl.GlslExpr;
import dev.assam.webgl.Shader;
import java.util.List;

/**
 * A formula of elements.
 *
 * @param inputs how each is walked through; null for one that lies as the target does
 * @param types of the inputs' elements
 */
record PointwiseShader(
    int targets, List<Walk.Kind> inputs, Expr expr, List<DType> types, DType type)
    implements Shader {
  @Override
  public String name() {
    return "pointwise";
  }

  @Override
  public Glsl write() {
    Glsl glsl = new Glsl(targets);
    for (int i = 0; i < inputs.size(); i++) {
      glsl.rows("X" + i, inputs.get(i) == null || inputs.get(i).flat());
    }
    StringBuilder body = new StringBuilder();
    String[] texts = new String[inputs.size()];
    for (int i = 0; i < texts.length; i++) {
      String x = "X" + i;
      Walk.Kind kind = inputs.get(i);
      texts[i] = "x" + i;
      body.append("  vec4 x").append(i).append(" = ");
      if (kind == null) {
        body.append("texelFetch(").append(x).append(", at, 0);\n");
      } else {
        if (kind.mode() != Walk.Mode.SAME) {
          for (int d = 0; d < kind.dims(); d++) {
            glsl.params(x + "DIM" + d, x + "STRIDE" + d);
          }
          glsl.params(x + "BASE");
        }
        glsl.helper(kind.function(x));
        body.append(x).append("_value(t);\n");
      }
    }
    DType[] dtypes = new DType[types.size()];
    for (int i = 0; i < dtypes.length; i++) {
      dtypes[i] = types.get(i);
    }
    GlslExpr writer = new GlslExpr(glsl, body, "  ", dtypes, texts);
    String result = writer.write(expr, type);
    glsl.helper("vec4 value(int t, ivec3 at) {\n" + body + "  return " + result + ";\n}\n");
    boolean aligned = true;
    for (Walk.Kind kind : inputs) {
      aligned &= kind == null;
    }
    return glsl.perTexel(aligned);
  }
}
