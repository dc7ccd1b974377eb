package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;
import dev.assam.webgl.TexelLayout.Rows;

/**
 * Convolutions of pictures with channels last, whole texels of channels in each group: a fragment
 * computes four channels of as many pixels as the target has layers, so that each texel of weights
 * serves all of them.
 *
 * @param flat whether X lies in one layer
 * @param pointwise pixels see themselves only
 * @param grouped several groups, each of CG texels of X's channels and MG of Y's
 * @param padded whether windows reach beyond the picture
 * @param few X's channels where they are a single texel, else 0
 */
record ConvShader(
    int targets,
    boolean flat,
    boolean pointwise,
    boolean transposed,
    boolean grouped,
    boolean padded,
    int few,
    Finish.Kind finish)
    implements Shader {
  private static final String[] SUMS = {
    "",
    "x.x * w0",
    "x.x * w0 + x.y * w1",
    "x.x * w0 + x.y * w1 + x.z * w2",
    "x.x * w0 + x.y * w1 + x.z * w2 + x.w * w3"
  };

  /** Products of rows with a matrix. */
  static ConvShader rows(int targets, boolean flat, Finish.Kind finish) {
    return new ConvShader(targets, flat, true, false, false, false, 0, finish);
  }

  @Override
  public String name() {
    return pointwise ? "rows" : transposed ? "convTransposed" : grouped ? "convGroups" : "conv";
  }

  @Override
  public Glsl write() {
    Glsl glsl = new Glsl(targets).rows("X", flat).matrix("W");
    finish.declare(glsl);
    glsl.params("C", "CG", "MG", "ROWS");
    if (!pointwise) {
      Images.params(glsl);
    }
    glsl.block();
    for (int j = 0; j < targets; j++) {
      glsl.line("vec4 a" + j + " = vec4(0.0);");
    }
    glsl.line(grouped ? "int from = quotient(column, MG) * CG;" : "int from = 0;");
    if (pointwise) {
      for (int j = 0; j < targets; j++) {
        glsl.line("int r" + j + " = min(block * " + targets + " + " + j + ", ROWS - 1);");
        address(glsl, "", j);
      }
      loop(glsl, "", "4 * k");
    } else {
      Images.positions(glsl, targets);
      if (!transposed) {
        Images.corners(glsl, targets);
      }
      glsl.line("for (int ky = 0; ky < KH; ky++) {");
      if (!transposed && padded) {
        Images.rows(glsl, "  ", targets);
      }
      glsl.line("  for (int kx = 0; kx < KW; kx++) {");
      if (!transposed) {
        Images.taps(glsl, "    ", targets, padded);
      }
      for (int j = 0; j < targets; j++) {
        if (transposed) {
          Images.tap(glsl, "    ", j, true);
        }
        address(glsl, "    ", j);
      }
      glsl.line("    int w = (ky * KW + kx) * CG * 4;");
      loop(glsl, "    ", "w + 4 * k");
      glsl.line("  }");
      glsl.line("}");
    }
    finish.write(glsl);
    return glsl;
  }

  /** The layer and the first texel of row {@code r} of X. */
  private void address(Glsl glsl, String indent, int j) {
    if (flat) {
      glsl.line(indent + "int i" + j + " = r" + j + " * C + from;");
    } else {
      glsl.line(indent + "int i" + j + " = (r" + j + " >> XBITS) * C + from;");
      glsl.line(indent + "int l" + j + " = r" + j + " & ((1 << XBITS) - 1);");
    }
  }

  private void loop(Glsl glsl, String indent, String weights) {
    boolean masked = !pointwise && (padded || transposed);
    int lanes = few == 0 ? 4 : few;
    glsl.line(indent + (few == 0 ? "for (int k = 0; k < CG; k++) {" : "{ const int k = 0;"));
    glsl.line(indent + "  int n = " + weights + ";");
    for (int i = 0; i < lanes; i++) {
      glsl.line(indent + "  vec4 w" + i + " = W_at(n + " + i + ", column);");
    }
    glsl.line(indent + "  vec4 x;");
    for (int j = 0; j < targets; j++) {
      String layer = flat ? "0" : "l" + j;
      String at = "(i" + j + " + k)";
      String fetch = "texelFetch(X, " + Rows.at(at, layer) + ", 0)";
      glsl.line(
          indent
              + "  x = "
              + (masked ? "mix(vec4(0.0), " + fetch + ", bvec4(in" + j + "))" : fetch)
              + ";");
      glsl.line(indent + "  a" + j + " += " + SUMS[lanes] + ";");
    }
    glsl.line(indent + "}");
  }
}
