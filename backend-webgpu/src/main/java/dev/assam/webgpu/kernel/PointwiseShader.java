package dev.assam.webgpu.kernel;

import dev.assam.op.Expr;
import dev.assam.tensor.DType;
import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import dev.assam.webgpu.WgslExpr;
import java.util.List;

/**
 * One output element, or four in a row, from the input elements at the same place.
 *
 * @param accesses how each input is read
 * @param rank of the coordinates that inputs are read by, 0 if none is
 * @param vector whether four elements at once
 * @param slots the binding of each input, then the output's; inputs in one place share theirs
 */
record PointwiseShader(
    Expr expr,
    List<DType> types,
    DType out,
    List<Access> accesses,
    int rank,
    boolean vector,
    List<Integer> slots)
    implements Shader {
  static final int MOST_DIMS = 6;

  /** How an input is read. */
  enum Access {
    /** At the output's index. */
    FLAT,
    /** By coordinates; four in a row at once. */
    ROWS,
    /** By coordinates, of four in a row the same element. */
    COLUMNS,
    /** Its one element. */
    ONE;

    boolean byCoordinates() {
      return this == ROWS || this == COLUMNS;
    }
  }

  PointwiseShader {
    types = List.copyOf(types);
    accesses = List.copyOf(accesses);
    slots = List.copyOf(slots);
  }

  /** Whether elements of two types are declared alike. */
  static boolean sameWords(DType a, DType b) {
    return WgslExpr.stored(a).equals(WgslExpr.stored(b));
  }

  @Override
  public String name() {
    return "pointwise" + (vector ? "4" : "");
  }

  @Override
  public int buffers() {
    int most = 0;
    for (int slot : slots) {
      most = Math.max(most, slot + 1);
    }
    return most;
  }

  private int width(Access access) {
    return vector && (access == Access.FLAT || access == Access.ROWS) ? 4 : 1;
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl();
    int width = vector ? 4 : 1;
    int inputs = types.size();
    for (int slot = 0; slot < buffers(); slot++) {
      int k = slots.indexOf(slot);
      String element =
          k == inputs
              ? WgslExpr.type(WgslExpr.stored(out), width)
              : WgslExpr.type(WgslExpr.stored(types.get(k)), width(accesses.get(k)));
      wgsl.buffer("b" + slot, element);
    }
    wgsl.flat();
    coordinates(wgsl);
    String[] texts = new String[inputs];
    for (int k = 0; k < inputs; k++) {
      texts[k] = "x" + k;
      wgsl.line("let x" + k + " = " + element(wgsl, k) + ";");
    }
    WgslExpr writer =
        new WgslExpr(wgsl, wgsl.body(), "  ", width, types.toArray(new DType[0]), texts);
    String value = writer.write(expr, out);
    wgsl.line("b" + slots.get(inputs) + "[i] = " + WgslExpr.toStored(out, width, value) + ";");
    return wgsl.source();
  }

  private void coordinates(Wgsl wgsl) {
    for (int d = 1; d < rank; d++) {
      wgsl.params("d" + d);
    }
    if (rank > 0) {
      wgsl.line("var rest = i;");
      for (int d = rank - 1; d > 0; d--) {
        wgsl.line("let c" + d + " = rest % p.d" + d + ";");
        wgsl.line("rest /= p.d" + d + ";");
      }
      wgsl.line("let c0 = rest;");
    }
  }

  /** The element of input {@code k}, as what is computed with. */
  private String element(Wgsl wgsl, int k) {
    Access access = accesses.get(k);
    StringBuilder index = new StringBuilder();
    if (access.byCoordinates()) {
      for (int d = 0; d < rank; d++) {
        wgsl.params("s" + k + "_" + d);
        index.append(d == 0 ? "" : " + ").append("c" + d + " * p.s" + k + "_" + d);
      }
    } else {
      index.append(access == Access.FLAT ? "i" : "0");
    }
    String text = "b" + slots.get(k) + "[" + index + "]";
    int width = vector ? 4 : 1;
    if (width(access) < width) {
      text = WgslExpr.type(WgslExpr.stored(types.get(k)), width) + "(" + text + ")";
    }
    return WgslExpr.loaded(types.get(k), width, text);
  }
}
