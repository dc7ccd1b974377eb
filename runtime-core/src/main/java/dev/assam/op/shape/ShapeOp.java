package dev.assam.op.shape;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Sizes;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * The dimensions of X from {@code start} to {@code end} (exclusive; null for all the rest), both
 * counted from the end if negative and clamped.
 */
public record ShapeOp(int start, Integer end) implements Op {
  public static final OpType<ShapeOp> TYPE =
      OpType.<ShapeOp>named("Shape")
          .since(15, a -> new ShapeOp(a.getInt("start", 0), a.has("end") ? a.getInt("end") : null))
          .since(1, a -> new ShapeOp(0, null));

  @Override
  public OpType<ShapeOp> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    Shape shape = in.tensorType(0).shape();
    if (!shape.hasRank()) {
      return List.of(new TensorType(DType.INT64, Shape.of(-1)));
    }
    int count = Math.max(0, to(shape.rank()) - from(shape.rank()));
    return List.of(new TensorType(DType.INT64, Shape.of(count)));
  }

  @Override
  public long[] sizes(Inputs in) {
    Shape shape = in.ranked(0);
    return Sizes.of(shape, from(shape.rank()), to(shape.rank()));
  }

  private int from(int rank) {
    return clamp(start, rank);
  }

  private int to(int rank) {
    return end == null ? rank : clamp(end, rank);
  }

  private static int clamp(int at, int rank) {
    return Math.max(0, Math.min(at < 0 ? at + rank : at, rank));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Shape shape = in.shape(0);
    int from = from(shape.rank());
    long[] dims = new long[Math.max(0, to(shape.rank()) - from)];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = shape.dim(from + i);
    }
    return List.of(Tensor.ofLongs(dims));
  }
}
