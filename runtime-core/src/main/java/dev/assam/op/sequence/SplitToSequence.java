package dev.assam.op.sequence;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.move.Split;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * X cut along {@code axis}: into parts of the sizes in the second input, or of its one size if it
 * is a scalar; without it into parts of 1, which lose the axis unless {@code keepDims}.
 */
public record SplitToSequence(int axis, boolean keepDims) implements Op {
  public static final OpType<SplitToSequence> TYPE =
      OpType.<SplitToSequence>named("SplitToSequence")
          .inputs(1, 2)
          .since(11, a -> new SplitToSequence(a.getInt("axis", 0), a.getBoolean("keepdims", true)));

  private static final int MAX_PARTS = 1 << 24;

  @Override
  public OpType<SplitToSequence> type() {
    return TYPE;
  }

  @Override
  public List<SequenceType> infer(Inputs in) {
    Shape shape = in.shape(0);
    int dim = shape.dim(in.axis(axis, shape.rank()));
    if (in.has(1)) {
      in.dtype(1, DTypes.INDICES);
      if (in.isKnown(1)) {
        sizes(in, dim);
      }
    }
    return List.of(Sequences.of(in.dtype(0)));
  }

  private static List<Integer> sizes(Inputs in, int dim) {
    List<Integer> sizes = new ArrayList<>();
    if (in.has(1) && in.shape(1).rank() > 0) {
      long sum = 0;
      for (long size : in.longs(1)) {
        sizes.add(in.dimension(size));
        sum += size;
      }
      if (sum != dim) {
        throw in.shapeError("parts of " + sizes + " for dimension " + dim);
      }
      return sizes;
    }
    int size = in.has(1) ? in.dimension(in.scalar(1)) : 1;
    if (size == 0 || dim / size >= MAX_PARTS) {
      throw in.shapeError("parts of size " + size + " for dimension " + dim);
    }
    for (int rest = dim; rest > 0; rest -= size) {
      sizes.add(Math.min(size, rest));
    }
    return sizes;
  }

  @Override
  public List<SequenceDatum> reference(Inputs in) {
    Tensor x = in.tensor(0);
    int at = in.axis(axis, x.shape().rank());
    List<Tensor> parts = new ArrayList<>();
    int done = 0;
    for (int size : sizes(in, x.shape().dim(at))) {
      TensorType type = new TensorType(x.dtype(), x.shape().with(at, size));
      Tensor part = Split.part(x, at, done, type);
      parts.add(keepDims || in.has(1) ? part : part.withShape(x.shape().without(at)));
      done += size;
    }
    return List.of(new SequenceDatum(infer(in).get(0), parts));
  }
}
