package dev.assam.examples;

import dev.assam.nativerun.ort.OrtModel;
import dev.assam.nativerun.ort.OrtOptions;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model run by ONNX Runtime, which the pipelines are tested against. */
public record OracleModel(OrtModel model) implements Model, AutoCloseable {
  /** Opens a model that the build has fetched into target/models. */
  public static OracleModel open(String name) {
    return new OracleModel(OrtModel.open(path(name), OrtOptions.fastest(1)));
  }

  /** A file that the build has fetched into target/models. */
  public static Path path(String name) {
    return Path.of("target", "models", name);
  }

  @Override
  public List<String> inputs() {
    return model.inputNames();
  }

  @Override
  public Map<String, Values> run(Map<String, Values> inputs) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    inputs.forEach((name, values) -> tensors.put(name, SessionModel.tensor(values)));
    Map<String, Datum> outputs = model.run(tensors);
    Map<String, Values> values = SessionModel.values(outputs);
    outputs.values().forEach(Datum::release);
    tensors.values().forEach(Tensor::close);
    return values;
  }

  @Override
  public void close() {
    model.close();
  }
}
