package dev.assam.op.ml;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the operators of ai.onnx.ml share. */
final class Ml {
  static final String DOMAIN = "ai.onnx.ml";

  /** What most of them take. */
  static final Set<DType> INPUTS =
      EnumSet.of(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64);

  private Ml() {}

  /** X[rows, columns], from rank 2, or rank 1 for one row. */
  static Shape matrix(Inputs in) {
    Shape shape = in.shape(0);
    if (shape.rank() == 1) {
      return shape.insert(0, 1);
    }
    return in.shape(0, 2);
  }

  /** The floats of an attribute, or of the tensor NAME_as_tensor; null if there is neither. */
  static double[] numbers(Attributes a, String name) {
    Tensor tensor = a.getTensor(name + "_as_tensor");
    List<Float> floats = a.getFloats(name);
    if (tensor != null && floats != null) {
      throw a.error(name, "given twice, as list and as tensor");
    }
    return tensor != null ? doubles(a, name, tensor) : floats == null ? null : doubles(floats);
  }

  static double[] doubles(Attributes a, String name, Tensor tensor) {
    if (tensor.dtype() == DType.STRING) {
      throw a.error(name, tensor + " (allowed: numbers)");
    }
    double[] values = new double[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.getDouble(i);
    }
    return values;
  }

  static double[] doubles(List<Float> floats) {
    double[] values = new double[floats.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats.get(i);
    }
    return values;
  }

  /** A list that must be there. */
  static List<Integer> ints(Attributes a, String name) {
    a.require(name);
    return a.getInts(name);
  }
}
