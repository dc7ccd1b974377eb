package dev.assam.onnx;

import dev.assam.error.UnsupportedException;
import dev.assam.tensor.DType;
import dev.assam.tensor.OptionalType;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Reads TypeProto; field numbers are those of onnx.proto. */
final class TypeReader {
  private final String what;

  /**
   * @param what how messages name what has the type, as in {@code value "x"}
   */
  TypeReader(String what) {
    this.what = what;
  }

  /** A TypeProto; null where it says nothing. */
  ValueType read(Wire wire) {
    ValueType type = null;
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> type = tensor(wire.message());
        case 4 -> type = new SequenceType(element(wire.message()));
        case 5 -> throw new UnsupportedException(what + " is a map, which Assam does not have");
        case 8 ->
            throw new UnsupportedException(what + " is a sparse tensor, which Assam does not have");
        case 9 -> type = new OptionalType(element(wire.message()));
        default -> wire.skip();
      }
    }
    return type;
  }

  private ValueType element(Wire wire) {
    ValueType type = null;
    while (wire.next()) {
      if (wire.field() == 1) {
        type = read(wire.message());
      } else {
        wire.skip();
      }
    }
    return type;
  }

  private TensorType tensor(Wire wire) {
    DType dtype = null;
    Shape shape = Shape.UNKNOWN;
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> {
          int number = wire.intField();
          dtype = number == 0 ? null : TensorReader.dtype(number, what);
        }
        case 2 -> shape = shape(wire.message());
        default -> wire.skip();
      }
    }
    return new TensorType(dtype, shape);
  }

  private Shape shape(Wire wire) {
    List<Integer> dims = new ArrayList<>();
    List<String> names = new ArrayList<>();
    while (wire.next()) {
      if (wire.field() != 1) {
        wire.skip();
        continue;
      }
      Wire dim = wire.message();
      int value = -1;
      String name = null;
      while (dim.next()) {
        switch (dim.field()) {
          case 1 -> {
            // Exporters write −1 for "any".
            long given = dim.varintField();
            value = given < 0 ? -1 : TensorReader.dimension(what, given);
          }
          case 2 -> name = dim.string();
          default -> dim.skip();
        }
      }
      dims.add(value);
      names.add(name == null || name.isEmpty() ? null : name);
    }
    int[] array = new int[dims.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = dims.get(i);
    }
    return Shape.named(array, names.toArray(new String[0]));
  }
}
