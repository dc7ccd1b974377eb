package dev.assam.op.control;

import dev.assam.op.Inputs;
import dev.assam.op.move.Concat;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/** The tensors that the passes of a loop yield, joined along a new axis in the end. */
final class Stack {
  private final List<Tensor> parts = new ArrayList<>();

  /** Keeps a pass's result, which later passes would otherwise give back. */
  void add(Inputs in, Datum part) {
    if (!(part instanceof Tensor tensor)) {
      throw in.typeError("the body yields a " + part.type() + " to stack (allowed: a tensor)");
    }
    if (!parts.isEmpty() && !tensor.type().equals(parts.get(0).type())) {
      throw in.shapeError(
          "the body yields " + tensor + " to stack after " + parts.get(0) + " (allowed: the same)");
    }
    tensor.retain();
    parts.add(tensor);
  }

  /**
   * All parts in order, or in reverse, along a new axis.
   *
   * @param declared the type of a part if there is none
   */
  Tensor join(Inputs in, ValueType declared, int axis, boolean reversed) {
    if (parts.isEmpty()) {
      TensorType part = declared instanceof TensorType t ? t : new TensorType(null, Shape.UNKNOWN);
      int[] dims = part.shape().hasRank() ? part.shape().toArray() : new int[0];
      for (int d = 0; d < dims.length; d++) {
        dims[d] = Math.max(0, dims[d]);
      }
      Shape shape = Shape.of(dims).insert(in.axis(axis, dims.length + 1), 0);
      return Tensor.allocate(part.dtype() == null ? DType.FLOAT32 : part.dtype(), shape);
    }
    Shape shape = parts.get(0).shape();
    int at = in.axis(axis, shape.rank() + 1);
    List<Tensor> widened = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Tensor part = parts.get(reversed ? parts.size() - 1 - i : i);
      widened.add(part.withShape(shape.insert(at, 1)));
    }
    TensorType type = new TensorType(parts.get(0).dtype(), shape.insert(at, parts.size()));
    return Concat.join(widened, type, at);
  }

  /** Lets go of the parts. */
  void close() {
    parts.forEach(Tensor::release);
    parts.clear();
  }
}
