package dev.assam.op.shape;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Moves;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Sizes;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** A tensor of the shape that the input names, every element {@code value} (float32 0 if null). */
public record ConstantOfShape(Tensor value) implements Op {
  public static final OpType<ConstantOfShape> TYPE =
      OpType.<ConstantOfShape>named("ConstantOfShape").since(9, ConstantOfShape::of);

  private static ConstantOfShape of(Attributes a) {
    Tensor value = a.getTensor("value");
    if (value != null && value.size() != 1) {
      throw a.error("value", value + " (allowed: a tensor of one element)");
    }
    return new ConstantOfShape(value);
  }

  /** Equal are those that fill with equal elements. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ConstantOfShape that
        && (value == null) == (that.value == null)
        && (value == null
            || value.dtype() == that.value.dtype() && value.bits(0) == that.value.bits(0));
  }

  @Override
  public int hashCode() {
    return value == null ? 0 : value.dtype().hashCode() * 31 + Long.hashCode(value.bits(0));
  }

  @Override
  public OpType<ConstantOfShape> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    long[] sizes = in.isKnown(0) ? in.longs(0) : in.sizes(0);
    int[] dims = new int[sizes == null ? in.longs(0).length : sizes.length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = Sizes.isKnown(sizes[i]) ? in.dimension(sizes[i]) : Sizes.unknownDim(sizes[i]);
    }
    return List.of(new TensorType(value == null ? DType.FLOAT32 : value.dtype(), Shape.of(dims)));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor y = Tensor.allocate(infer(in).get(0));
    if (value != null) {
      Moves.fill(y, value);
    }
    return List.of(y);
  }
}
