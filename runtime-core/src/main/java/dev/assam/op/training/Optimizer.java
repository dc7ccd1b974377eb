package dev.assam.op.training;

import dev.assam.op.Inputs;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the optimisers share: inputs R (learning rate), T (update count), then as many X (values) as
 * G (gradients) as each of the states, and outputs the new X and states in the same order.
 */
final class Optimizer {
  static final String DOMAIN = "ai.onnx.preview.training";

  private static final Set<DType> REALS = EnumSet.of(DType.FLOAT32, DType.FLOAT64);

  private Optimizer() {}

  /** The output types of an optimiser with this many states. */
  static List<TensorType> infer(Inputs in, int states) {
    int count = count(in, states);
    in.dtype(0, REALS);
    in.dtype(1, Set.of(DType.INT64));
    for (int i = 0; i < 2; i++) {
      if (in.shape(i).elements() != 1) {
        throw in.shapeError("input " + i + " is " + in.shape(i) + " (allowed: one value)");
      }
    }
    List<TensorType> types = new ArrayList<>();
    for (int i = 0; i < count * (2 + states); i++) {
      int x = 2 + i % count;
      in.sameDType(x, 2 + i, REALS);
      if (!in.shape(2 + i).equals(in.shape(x))) {
        throw in.shapeError(
            "input " + (2 + i) + " is " + in.shape(2 + i) + " (allowed: " + in.shape(x) + ")");
      }
      if (i < count || i >= 2 * count) {
        types.add(in.tensorType(2 + i));
      }
    }
    return types;
  }

  /** How many values are optimised. */
  static int count(Inputs in, int states) {
    int rest = in.size() - 2;
    if (rest % (2 + states) != 0) {
      throw in.shapeError(
          in.size() + " inputs (allowed: 2 and a multiple of " + (2 + states) + ")");
    }
    return rest / (2 + states);
  }

  /** Zeroed outputs, as inferred. */
  static List<Tensor> allocate(Inputs in, int states) {
    List<Tensor> outputs = new ArrayList<>();
    for (TensorType type : infer(in, states)) {
      outputs.add(Tensor.allocate(type));
    }
    return outputs;
  }
}
