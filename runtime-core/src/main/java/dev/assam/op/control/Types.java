package dev.assam.op.control;

import dev.assam.tensor.OptionalType;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;

/** Types of values that come from more than one place. Null is a type that is not known. */
public final class Types {
  private Types() {}

  /** This type without its shapes, since another value of it may have others. */
  public static ValueType anyShape(ValueType type) {
    return switch (type) {
      case null -> null;
      case TensorType tensor -> new TensorType(tensor.dtype(), Shape.UNKNOWN);
      case SequenceType sequence -> new SequenceType(anyShape(sequence.element()));
      case OptionalType optional -> new OptionalType(anyShape(optional.element()));
    };
  }

  /** What is known of a value that has one of these types. */
  public static ValueType either(ValueType a, ValueType b) {
    if (a instanceof TensorType x && b instanceof TensorType y) {
      return x.dtype() == y.dtype()
          ? new TensorType(x.dtype(), either(x.shape(), y.shape()))
          : null;
    }
    if (a instanceof SequenceType x && b instanceof SequenceType y) {
      return new SequenceType(anyShape(either(x.element(), y.element())));
    }
    if (a instanceof OptionalType x && b instanceof OptionalType y) {
      return new OptionalType(anyShape(either(x.element(), y.element())));
    }
    return null;
  }

  private static Shape either(Shape a, Shape b) {
    if (!a.hasRank() || !b.hasRank() || a.rank() != b.rank()) {
      return Shape.UNKNOWN;
    }
    int[] dims = a.toArray();
    for (int d = 0; d < dims.length; d++) {
      dims[d] = dims[d] == b.dim(d) ? dims[d] : -1;
    }
    return Shape.of(dims);
  }
}
