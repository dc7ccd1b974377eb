package dev.assam.webgl.kernel;

import dev.assam.op.nn.Window;
import dev.assam.webgl.Glsl;
import java.util.List;

/** Windows over pictures [N, H, W, C] in shaders. */
final class Images {
  private Images() {}

  /** The parameters of a window, as {@link #addValues} has them. */
  static void params(Glsl glsl) {
    glsl.params("H", "W_", "OH", "OW", "KH", "KW", "SH", "SW", "DH", "DW", "PT", "PL");
  }

  /**
   * The parameters' values.
   *
   * @param transposed whether the window's input is the output
   */
  static void addValues(List<Integer> values, Window window, boolean transposed) {
    Window w = window;
    int two = w.rank() == 2 ? 1 : 0;
    int h = two == 1 ? w.input(0) : 1;
    int oh = two == 1 ? w.output(0) : 1;
    values.add(transposed ? oh : h);
    values.add(transposed ? w.output(two) : w.input(two));
    values.add(transposed ? h : oh);
    values.add(transposed ? w.input(two) : w.output(two));
    values.add(two == 1 ? w.kernel(0) : 1);
    values.add(w.kernel(two));
    values.add(two == 1 ? w.stride(0) : 1);
    values.add(w.stride(two));
    values.add(two == 1 ? w.dilation(0) : 1);
    values.add(w.dilation(two));
    values.add(two == 1 ? w.padBegin(0) : 0);
    values.add(w.padBegin(two));
  }

  /**
   * The picture and the position {@code oy, ox} of the pixels of a block, {@code targets} of them.
   */
  static void positions(Glsl glsl, int targets) {
    for (int j = 0; j < targets; j++) {
      glsl.line("int p" + j + " = min(block * " + targets + " + " + j + ", ROWS - 1);");
      glsl.line("int q" + j + " = quotient(p" + j + ", OW);");
      glsl.line("int n" + j + " = quotient(q" + j + ", OH);");
      glsl.line("int ox" + j + " = p" + j + " - q" + j + " * OW;");
      glsl.line("int oy" + j + " = q" + j + " - n" + j + " * OH;");
    }
  }

  /**
   * Where the windows of a block's pixels begin: {@code y, x} and {@code b}, the number of that
   * pixel, which need not be there.
   */
  static void corners(Glsl glsl, int targets) {
    for (int j = 0; j < targets; j++) {
      glsl.line("int y" + j + "_ = oy" + j + " * SH - PT;");
      glsl.line("int x" + j + "_ = ox" + j + " * SW - PL;");
      glsl.line("int b" + j + " = (n" + j + " * H + y" + j + "_) * W_ + x" + j + "_;");
    }
  }

  /** Whether the rows of pixels at {@code ky} are there: {@code row}. */
  static void rows(Glsl glsl, String indent, int targets) {
    for (int j = 0; j < targets; j++) {
      glsl.line(indent + "bool row" + j + " = uint(y" + j + "_ + ky * DH) < uint(H);");
    }
  }

  /**
   * The pixels {@code r} that a block sees at {@code ky, kx}, and if {@code padded} whether each is
   * {@code in} the picture.
   */
  static void taps(Glsl glsl, String indent, int targets, boolean padded) {
    glsl.line(indent + "int o = ky * DH * W_ + kx * DW;");
    for (int j = 0; j < targets; j++) {
      if (padded) {
        String column = "uint(x" + j + "_ + kx * DW) < uint(W_)";
        glsl.line(indent + "bool in" + j + " = row" + j + " && " + column + ";");
      }
      glsl.line(indent + "int r" + j + " = b" + j + " + o;");
    }
  }

  /**
   * The pixel {@code r} that a pixel of the block sees at {@code ky, kx}, and whether it lies
   * {@code in} the picture; the first one where not.
   */
  static void tap(Glsl glsl, String indent, int j, boolean transposed) {
    if (transposed) {
      glsl.line(indent + "int u" + j + " = oy" + j + " + PT - ky * DH;");
      glsl.line(indent + "int v" + j + " = ox" + j + " + PL - kx * DW;");
      glsl.line(indent + "int iy" + j + " = u" + j + " < 0 ? -1 : quotient(u" + j + ", SH);");
      glsl.line(indent + "int ix" + j + " = v" + j + " < 0 ? -1 : quotient(v" + j + ", SW);");
    } else {
      glsl.line(indent + "int iy" + j + " = oy" + j + " * SH - PT + ky * DH;");
      glsl.line(indent + "int ix" + j + " = ox" + j + " * SW - PL + kx * DW;");
    }
    String in = "iy" + j + " >= 0 && iy" + j + " < H && ix" + j + " >= 0 && ix" + j + " < W_";
    if (transposed) {
      in += " && iy" + j + " * SH == u" + j + " && ix" + j + " * SW == v" + j;
    }
    glsl.line(indent + "bool in" + j + " = " + in + ";");
    glsl.line(
        indent
            + "int r"
            + j
            + " = in"
            + j
            + " ? (n"
            + j
            + " * H + iy"
            + j
            + ") * W_ + ix"
            + j
            + " : 0;");
  }
}
