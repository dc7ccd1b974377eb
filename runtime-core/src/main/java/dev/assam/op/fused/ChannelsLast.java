package dev.assam.op.fused;

import dev.assam.op.Inputs;
import dev.assam.op.Moves;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code op} with its first input and its first output as [N, spatial…, C] instead of [N, C,
 * spatial…]; its other inputs, such as weights, are what they are.
 */
public record ChannelsLast(Op op) implements Op {
  public static final OpType<ChannelsLast> TYPE = Internal.declare("ChannelsLast");

  @Override
  public OpType<ChannelsLast> type() {
    return TYPE;
  }

  @Override
  public List<ValueType> infer(Inputs in) {
    List<ValueType> types = new ArrayList<>(op.infer(inner(in)));
    TensorType y = (TensorType) types.get(0);
    types.set(0, new TensorType(y.dtype(), toLast(y.shape())));
    return types;
  }

  @Override
  public List<Datum> reference(Inputs in) {
    List<Datum> results = new ArrayList<>(op.reference(inner(in)));
    Tensor y = (Tensor) results.get(0);
    results.set(0, permuted(y, order(y.shape().rank(), true)));
    return results;
  }

  /** What {@code op} sees of the inputs: the types with channels first, and values where known. */
  public Inputs inner(Inputs in) {
    TensorType x = in.tensorType(0);
    Tensor value = in.isKnown(0) ? in.tensor(0) : null;
    return in.with(
        op,
        new TensorType(x.dtype(), toFirst(x.shape())),
        value == null ? null : permuted(value, order(value.shape().rank(), false)));
  }

  /** [N, C, spatial…] as [N, spatial…, C]. */
  public static Shape toLast(Shape shape) {
    return shape.hasRank() ? shape.permuted(order(shape.rank(), true)) : shape;
  }

  /** [N, spatial…, C] as [N, C, spatial…]. */
  public static Shape toFirst(Shape shape) {
    return shape.hasRank() ? shape.permuted(order(shape.rank(), false)) : shape;
  }

  /** The perm of the Transpose that moves channels last, or first. */
  public static int[] order(int rank, boolean last) {
    int[] order = new int[rank];
    for (int i = 1; i < rank; i++) {
      order[i] = last ? i % (rank - 1) + 1 : (i + rank - 3) % (rank - 1) + 1;
    }
    return order;
  }

  /** A copy whose dimension {@code i} is dimension {@code order[i]} of the tensor. */
  public static Tensor permuted(Tensor x, int[] order) {
    Tensor y = Tensor.allocate(x.dtype(), x.shape().permuted(order));
    int[] strides = x.shape().strides();
    int[] from = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      from[i] = strides[order[i]];
    }
    Moves.strided(x, 0, from, y, 0, y.shape().strides(), y.shape().toArray());
    return y;
  }

  @Override
  public String toString() {
    return "ChannelsLast[" + op + "]";
  }
}
