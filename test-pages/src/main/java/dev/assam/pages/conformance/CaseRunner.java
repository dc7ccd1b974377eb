package dev.assam.pages.conformance;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.ValueInfo;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.onnx.OnnxReader;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs one case; the same code on the JVM and in the page. */
public final class CaseRunner implements AutoCloseable {
  private final Session session;

  /** Opens the case's model. */
  public CaseRunner(Storage model) {
    this.session = Session.open(model, SessionOptions.DEFAULT);
  }

  /**
   * Runs the model once and compares.
   *
   * @param inputs files with the values of the first inputs, in order; where there is none, the
   *     first input is arange(n) / n
   * @param outputs files with the expected values of the first outputs, in order
   * @return the first difference, or null
   */
  @SuppressWarnings("try")
  public String run(List<Storage> inputs, List<Storage> outputs, double rtol, double atol) {
    Map<String, Datum> given = new HashMap<>();
    try (MemoryScope scope = MemoryScope.open()) {
      for (int i = 0; i < inputs.size(); i++) {
        ValueInfo info = session.inputs().get(i);
        given.put(info.name(), OnnxReader.readDatum(inputs.get(i), info.type()));
      }
      if (inputs.isEmpty()) {
        for (ValueInfo info : session.inputs()) {
          if (info.required()) {
            Datum value = ramp((TensorType) info.type());
            given.put(info.name(), value);
          }
        }
      }
      try (Result result = session.run(given)) {
        Comparison comparison = new Comparison(rtol, atol);
        for (int i = 0; i < outputs.size(); i++) {
          ValueInfo info = session.outputs().get(i);
          Datum actual = result.get(info.name());
          Datum expected = OnnxReader.readDatum(outputs.get(i), actual.type());
          String difference = comparison.difference(actual, expected);
          if (difference != null) {
            return "output " + info.name() + " " + difference;
          }
        }
        return null;
      }
    }
  }

  private static Tensor ramp(TensorType type) {
    Shape shape = type.shape();
    Tensor tensor = Tensor.allocate(DType.FLOAT32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats().set(i, (float) i / tensor.size());
    }
    return tensor;
  }

  @Override
  public void close() {
    session.close();
  }
}
