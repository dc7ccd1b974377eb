package dev.assam.op.ml;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.List;

/** Linear functions of a row, one for each output. */
record Linear(List<Float> coefficients, List<Float> intercepts, int outputs) {
  static Linear of(Attributes a, int outputs) {
    a.require("coefficients");
    List<Float> coefficients = a.getFloats("coefficients");
    List<Float> intercepts = a.getFloats("intercepts");
    if (outputs < 1 || coefficients.size() % outputs != 0) {
      throw a.error("coefficients", coefficients.size() + " numbers for " + outputs + " outputs");
    }
    if (intercepts != null && intercepts.isEmpty()) {
      intercepts = null;
    }
    if (intercepts != null && intercepts.size() != outputs) {
      throw a.error("intercepts", intercepts.size() + " numbers for " + outputs + " outputs");
    }
    return new Linear(coefficients, intercepts, outputs);
  }

  /** The shape of the results. */
  Shape infer(Inputs in) {
    in.dtype(0, Ml.INPUTS);
    Shape shape = Ml.matrix(in);
    if (shape.dim(1) != coefficients.size() / outputs) {
      throw in.shapeError(
          "input 0 has shape "
              + shape
              + " (allowed: "
              + coefficients.size() / outputs
              + " columns)");
    }
    return Shape.of(shape.dim(0), outputs);
  }

  double[] row(Tensor x, int row) {
    int columns = coefficients.size() / outputs;
    double[] results = new double[outputs];
    for (int k = 0; k < outputs; k++) {
      double sum = intercepts == null ? 0 : intercepts.get(k);
      for (int c = 0; c < columns; c++) {
        sum += x.getDouble(row * columns + c) * coefficients.get(k * columns + c);
      }
      results[k] = sum;
    }
    return results;
  }
}
