package dev.assam.op.linear;

import dev.assam.memory.Floats;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Precision;
import dev.assam.op.linear.Products.Matrix;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y[m,n] = alpha · A · B + beta · C with A [m,k] or, {@code transA}, [k,m]; B [k,n] or, {@code
 * transB}, [n,k]; C, which may be absent, broadcasts to [m,n].
 */
public record Gemm(float alpha, float beta, boolean transA, boolean transB) implements Op {
  public static final OpType<Gemm> TYPE =
      OpType.<Gemm>named("Gemm")
          .inputs(2, 3)
          .since(
              7,
              a ->
                  new Gemm(
                      a.getFloat("alpha", 1),
                      a.getFloat("beta", 1),
                      a.getBoolean("transA", false),
                      a.getBoolean("transB", false)));

  @Override
  public OpType<Gemm> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.sameDType(0, 1, DTypes.NUMBERS);
    Shape a = in.ranked(0, 2);
    Shape b = in.ranked(1, 2);
    if (Shape.differ(a.dim(transA ? 0 : 1), b.dim(transB ? 1 : 0))) {
      throw in.shapeError("shapes " + a + " and " + b + " do not multiply");
    }
    Shape y = Shape.of(a.dim(transA ? 1 : 0), b.dim(transB ? 0 : 1));
    if (in.has(2)) {
      in.sameDType(0, 2, DTypes.NUMBERS);
      Shape c = in.ranked(2);
      if (!c.broadcastsTo(y)) {
        throw in.shapeError("C has shape " + c + " (allowed: one that broadcasts to " + y + ")");
      }
    }
    return List.of(new TensorType(dtype, y));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor a = Products.widen(in.tensor(0));
    Tensor b = Products.widen(in.tensor(1));
    int m = a.shape().dim(transA ? 1 : 0);
    int k = a.shape().dim(transA ? 0 : 1);
    int n = b.shape().dim(transB ? 0 : 1);
    Tensor y = Tensor.allocate(a.dtype(), Shape.of(m, n));
    Products.multiply(
        in,
        transA ? Matrix.columns(a, 0, m) : Matrix.rows(a, 0, k),
        transB ? Matrix.columns(b, 0, k) : Matrix.rows(b, 0, n),
        Matrix.rows(y, 0, n),
        m,
        n,
        k);
    if (in.has(2)) {
      Tensor c = Products.widen(in.tensor(2));
      int[] strides = c.shape().broadcastStrides(y.shape());
      for (int i = 0; i < m; i++) {
        addRow(y, i * n, c, i * strides[0], strides[1], n);
      }
    } else if (alpha != 1) {
      scale(y);
    }
    return List.of(Precision.narrow(y, in.dtype(0)));
  }

  private void addRow(Tensor y, int yAt, Tensor c, int cAt, int cStride, int n) {
    if (y.dtype() == DType.FLOAT32) {
      Floats fy = y.floats();
      Floats fc = c.floats();
      for (int j = 0; j < n; j++) {
        fy.set(yAt + j, alpha * fy.get(yAt + j) + beta * fc.get(cAt + j * cStride));
      }
    } else if (alpha == 1 && beta == 1 && !y.dtype().isFloat()) {
      for (int j = 0; j < n; j++) {
        y.setLong(yAt + j, y.getLong(yAt + j) + c.getLong(cAt + j * cStride));
      }
    } else {
      for (int j = 0; j < n; j++) {
        y.setDouble(yAt + j, alpha * y.getDouble(yAt + j) + beta * c.getDouble(cAt + j * cStride));
      }
    }
  }

  private void scale(Tensor y) {
    for (int i = 0; i < y.size(); i++) {
      y.setDouble(i, alpha * y.getDouble(i));
    }
  }
}
