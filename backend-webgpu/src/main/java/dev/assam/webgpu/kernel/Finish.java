package dev.assam.webgpu.kernel;

import dev.assam.backend.NodeRequest;
import dev.assam.backend.device.ExprWriter;
import dev.assam.op.Expr;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.Wgsl;
import dev.assam.webgpu.WgslExpr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is done with each element of a product [rows, columns] before it is stored: a formula of it,
 * x0, and of the elements of further inputs.
 *
 * @param extras how the inputs that are x1 and so on are read
 */
record Finish(Expr expr, List<Extra> extras) {
  /** How an input is read for the element at a row and column. */
  enum Extra {
    /** The element there. */
    FLAT,
    /** That of the column. */
    COLUMN,
    /** That of the row. */
    ROW,
    /** The only one. */
    ONE
  }

  /** A finish and the inputs of the node that are its extras. */
  record Bound(Finish finish, int[] inputs) {
    /** Adds the extras' places. */
    void addTo(List<Gpu.Slice> buffers, Places places) {
      for (int input : inputs) {
        buffers.add(places.in(input));
      }
    }
  }

  Finish {
    extras = List.copyOf(extras);
  }

  /**
   * A request's epilogue after a formula of the product, x0, and some of the operator's inputs, x1
   * and so on.
   *
   * @param own those inputs
   * @return null if it cannot be done with the elements in hand
   */
  static Bound of(NodeRequest request, Expr first, int columns, int... own) {
    int more = request.inputs() - request.opInputs();
    int[] inputs = Arrays.copyOf(own, own.length + more);
    List<Expr> parts = new ArrayList<>(List.of(first));
    for (int i = 0; i < more; i++) {
      inputs[own.length + i] = request.opInputs() + i;
      parts.add(Expr.in(1 + own.length + i));
    }
    List<Extra> extras = new ArrayList<>();
    DType[] types = new DType[1 + inputs.length];
    types[0] = DType.FLOAT32;
    for (int i = 0; i < inputs.length; i++) {
      if (!request.has(inputs[i]) || request.in(inputs[i]).dtype() != DType.FLOAT32) {
        return null;
      }
      types[1 + i] = DType.FLOAT32;
      Extra extra = extra(request.shape(inputs[i]), request.out(0).shape(), columns);
      if (extra == null) {
        return null;
      }
      extras.add(extra);
    }
    Expr expr = request.epilogue() == null ? first : request.epilogue().substitute(parts);
    return inputs.length <= 4
            && request.out(0).dtype() == DType.FLOAT32
            && ExprWriter.canWrite(expr, types, DType.FLOAT32)
        ? new Bound(new Finish(expr, extras), inputs)
        : null;
  }

  private static Extra extra(Shape shape, Shape out, int columns) {
    Shape matrix =
        out.rank() > 0 && out.dim(out.rank() - 1) == columns ? out : out.insert(out.rank(), 1);
    Shape own = matrix == out || shape.elements() == 1 ? shape : shape.insert(shape.rank(), 1);
    if (own.rank() > matrix.rank()) {
      return null;
    }
    int last = matrix.rank() - 1;
    int[] strides = own.broadcastStrides(matrix);
    boolean flat = true;
    boolean one = true;
    boolean row = true;
    int stride = 1;
    int rows = 1;
    for (int d = last; d >= 0; d--) {
      if (matrix.dim(d) > 1) {
        flat &= strides[d] == stride;
        one &= strides[d] == 0 || d == last;
        row &= strides[d] == (d == last ? 0 : rows);
      }
      stride *= matrix.dim(d);
      rows *= d == last ? 1 : matrix.dim(d);
    }
    boolean along = matrix.dim(last) > 1 && strides[last] == 1;
    if (flat) {
      return Extra.FLAT;
    }
    if (one) {
      return along ? Extra.COLUMN : Extra.ONE;
    }
    return row ? Extra.ROW : null;
  }

  /** Declares the extras' buffers, after the shader's own. */
  void declare(Wgsl wgsl, int width) {
    for (int i = 0; i < extras.size(); i++) {
      boolean wide = extras.get(i) == Extra.FLAT || extras.get(i) == Extra.COLUMN;
      wgsl.buffer("e" + i, WgslExpr.type("f32", wide ? width : 1));
    }
  }

  /**
   * Adds the function {@code finish(value, row, column)} for 1 or 4 columns at once; the shader has
   * a parameter {@code n}, the number of columns, a multiple of that.
   */
  void define(Wgsl wgsl, int width) {
    String type = WgslExpr.type("f32", width);
    String unit = width == 1 ? "" : " / 4u";
    StringBuilder body = new StringBuilder();
    String[] texts = new String[1 + extras.size()];
    DType[] types = new DType[texts.length];
    Arrays.fill(types, DType.FLOAT32);
    texts[0] = "x0";
    for (int i = 0; i < extras.size(); i++) {
      texts[1 + i] = "x" + (1 + i);
      String of = "e" + i;
      body.append("  let x").append(1 + i).append(" = ");
      body.append(
          switch (extras.get(i)) {
            case FLAT -> of + "[(row * p.n + column)" + unit + "]";
            case COLUMN -> of + "[column" + unit + "]";
            case ROW -> type + "(" + of + "[row])";
            case ONE -> type + "(" + of + "[0])";
          });
      body.append(";\n");
    }
    String value = new WgslExpr(wgsl, body, "  ", width, types, texts).write(expr, DType.FLOAT32);
    wgsl.function(
        "fn finish(x0: "
            + type
            + ", row: u32, column: u32) -> "
            + type
            + " {\n"
            + body
            + "  return "
            + value
            + ";\n}\n");
  }
}
