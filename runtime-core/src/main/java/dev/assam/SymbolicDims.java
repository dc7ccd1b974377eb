package dev.assam;

import dev.assam.graph.Value;
import dev.assam.tensor.Shape;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.HashMap;
import java.util.Map;

/** The named dimensions of a model's inputs. */
final class SymbolicDims {
  private SymbolicDims() {}

  /** The type with each named dimension that has a size given replaced by it. */
  static ValueType bind(ValueType type, Map<String, Integer> sizes) {
    if (!(type instanceof TensorType tensor) || !tensor.shape().hasRank() || sizes.isEmpty()) {
      return type;
    }
    Shape shape = tensor.shape();
    int[] dims = shape.toArray();
    String[] names = new String[dims.length];
    for (int i = 0; i < dims.length; i++) {
      names[i] = shape.name(i);
      Integer size = names[i] == null ? null : sizes.get(names[i]);
      if (dims[i] < 0 && size != null) {
        dims[i] = size;
      }
    }
    return new TensorType(tensor.dtype(), Shape.named(dims, names));
  }

  /** Whether dimensions that the inputs' declared types give one name have one size. */
  static boolean areConsistent(Map<Value, ValueType> types) {
    Map<String, Integer> sizes = new HashMap<>();
    for (Map.Entry<Value, ValueType> entry : types.entrySet()) {
      if (entry.getKey().declared() instanceof TensorType declared
          && declared.shape().hasRank()
          && entry.getValue() instanceof TensorType type
          && type.shape().hasRank()) {
        for (int i = 0; i < declared.shape().rank(); i++) {
          String name = declared.shape().ownName(i);
          Integer before = name == null ? null : sizes.put(name, type.shape().dim(i));
          if (before != null && before != type.shape().dim(i)) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
