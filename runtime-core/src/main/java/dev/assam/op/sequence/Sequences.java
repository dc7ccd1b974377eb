package dev.assam.op.sequence;

import dev.assam.op.Inputs;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Datum;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** What the operators on sequences share. */
final class Sequences {
  private Sequences() {}

  /** The type of a sequence of tensors of this element type and any shapes. */
  static SequenceType of(DType dtype) {
    return new SequenceType(new TensorType(dtype, Shape.UNKNOWN));
  }

  /** The type of input {@code i}, a sequence. */
  static SequenceType type(Inputs in, int i) {
    if (in.type(i) instanceof SequenceType sequence) {
      return sequence;
    }
    throw in.typeError("input " + i + " is a " + in.type(i) + " (allowed: a sequence)");
  }

  /** Checks that input {@code i} can be a position. */
  static void checkPosition(Inputs in, int i) {
    in.dtype(i, DTypes.INDICES);
    if (in.shape(i).elements() != 1) {
      throw in.shapeError("the position is " + in.tensorType(i) + " (allowed: one integer)");
    }
  }

  /**
   * The position that input {@code i} names, from the end if negative, among {@code length}; the
   * given one if there is no such input.
   */
  static int position(Inputs in, int i, int length, int otherwise, int last) {
    long position = in.has(i) ? in.scalar(i) : otherwise;
    if (position < -length || position > last) {
      throw in.shapeError("position " + position + " (allowed " + -length + ".." + last + ")");
    }
    return (int) (position < 0 ? position + length : position);
  }

  /** The elements of a sequence, all of them tensors. */
  static List<Tensor> tensors(Inputs in, int i) {
    List<Tensor> tensors = new ArrayList<>();
    for (Datum element : in.sequence(i).elements()) {
      if (!(element instanceof Tensor tensor)) {
        throw in.typeError("an element is a " + element.type() + " (allowed: a tensor)");
      }
      tensors.add(tensor);
    }
    return tensors;
  }
}
