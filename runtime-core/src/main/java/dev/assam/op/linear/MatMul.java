package dev.assam.op.linear;

import dev.assam.op.Inputs;
import dev.assam.op.Odometer;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Precision;
import dev.assam.op.linear.Products.Matrix;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y[…,m,n] = A[…,m,k] · B[…,k,n], the dimensions in front broadcast; an A of rank 1 is a row and a
 * B of rank 1 a column, whose dimension of 1 the result leaves out.
 */
public record MatMul() implements Op {
  public static final OpType<MatMul> TYPE =
      OpType.<MatMul>named("MatMul").inputs(2).since(1, a -> new MatMul());

  @Override
  public OpType<MatMul> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    return List.of(
        new TensorType(in.sameDType(0, 1, DTypes.NUMBERS), shape(in, in.ranked(0), in.ranked(1))));
  }

  /**
   * Shape of the product of A and B, whose dimensions may be unknown.
   *
   * @throws dev.assam.error.ShapeException if they do not fit or one has rank 0
   */
  public static Shape shape(Inputs in, Shape a, Shape b) {
    if (a.rank() == 0 || b.rank() == 0) {
      throw in.shapeError("shapes are " + a + " and " + b + " (allowed: rank 1 or more)");
    }
    Shape left = asMatrix(a, 0);
    Shape right = asMatrix(b, 1);
    int k = left.dim(left.rank() - 1);
    if (Shape.differ(right.dim(right.rank() - 2), k)) {
      throw in.shapeError(
          "shapes "
              + a
              + " and "
              + b
              + " do not multiply: "
              + k
              + " columns, "
              + right.dim(right.rank() - 2)
              + " rows");
    }
    Shape y = in.broadcast(batch(left), batch(right));
    if (a.rank() > 1) {
      y = y.insert(y.rank(), left.dim(left.rank() - 2));
    }
    if (b.rank() > 1) {
      y = y.insert(y.rank(), right.dim(right.rank() - 1));
    }
    return y;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor y = multiply(in, Products.widen(in.tensor(0)), Products.widen(in.tensor(1)));
    return List.of(Precision.narrow(y, in.dtype(0)));
  }

  /** The product of two tensors of one type that {@link #shape} accepts. */
  public static Tensor multiply(Inputs in, Tensor a, Tensor b) {
    Tensor y = Tensor.allocate(a.dtype(), shape(in, a.shape(), b.shape()));
    Shape left = asMatrix(a.shape(), 0);
    Shape right = asMatrix(b.shape(), 1);
    if (y.size() == 0) {
      return y;
    }
    int m = left.dim(left.rank() - 2);
    int k = left.dim(left.rank() - 1);
    int n = right.dim(right.rank() - 1);
    Shape batch = Shape.broadcast(batch(left), batch(right));
    int products = batch.size();
    if (right.rank() == 2) {
      m *= products;
      products = 1;
    }
    Odometer odometer =
        new Odometer(
            batch, batch(left).broadcastStrides(batch), batch(right).broadcastStrides(batch));
    for (int i = 0; i < products; i++) {
      Products.multiply(
          in,
          Matrix.rows(a, odometer.at(0) * m * k, k),
          Matrix.rows(b, odometer.at(1) * k * n, n),
          Matrix.rows(y, i * m * n, n),
          m,
          n,
          k);
      odometer.next();
    }
    return y;
  }

  private static Shape asMatrix(Shape shape, int dim) {
    return shape.rank() == 1 ? shape.insert(dim, 1) : shape;
  }

  private static Shape batch(Shape matrices) {
    return matrices.slice(0, matrices.rank() - 2);
  }
}
