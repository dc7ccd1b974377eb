package dev.assam.examples;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.ValueInfo;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An Assam session as the pipelines see a model. The session stays its opener's to close. */
public record SessionModel(Session session) implements Model {
  @Override
  public List<String> inputs() {
    List<String> names = new ArrayList<>();
    for (ValueInfo input : session.inputs()) {
      names.add(input.name());
    }
    return names;
  }

  @Override
  public Map<String, Values> run(Map<String, Values> inputs) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    inputs.forEach((name, values) -> tensors.put(name, tensor(values)));
    try (Result result = session.run(tensors)) {
      return values(result.outputs());
    } finally {
      tensors.values().forEach(Tensor::close);
    }
  }

  /** A tensor of Assam with the same values. */
  static Tensor tensor(Values values) {
    Shape shape = Shape.of(values.dims());
    return switch (values) {
      case Values.Floats floats -> Tensor.of(shape, floats.data());
      case Values.Longs longs -> Tensor.ofLongs(DType.INT64, shape, longs.data());
    };
  }

  /** The values of a model's outputs, as floats. */
  static Map<String, Values> values(Map<String, Datum> outputs) {
    Map<String, Values> values = new LinkedHashMap<>();
    outputs.forEach((name, output) -> {
      Tensor tensor = (Tensor) output;
      values.put(name, new Values.Floats(tensor.toFloats(), tensor.shape().toArray()));
    });
    return values;
  }
}
