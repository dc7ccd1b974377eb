package dev.assam.examples;

import static org.bytedeco.onnxruntime.global.onnxruntime.ORT_LOGGING_LEVEL_WARNING;
import static org.bytedeco.onnxruntime.global.onnxruntime.OrtArenaAllocator;
import static org.bytedeco.onnxruntime.global.onnxruntime.OrtMemTypeDefault;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.onnxruntime.Env;
import org.bytedeco.onnxruntime.LongVector;
import org.bytedeco.onnxruntime.MemoryInfo;
import org.bytedeco.onnxruntime.OrtMemoryInfo;
import org.bytedeco.onnxruntime.RunOptions;
import org.bytedeco.onnxruntime.Session;
import org.bytedeco.onnxruntime.SessionOptions;
import org.bytedeco.onnxruntime.StringVector;
import org.bytedeco.onnxruntime.Value;
import org.bytedeco.onnxruntime.ValueVector;

/** A model run by ONNX Runtime, so that the pipelines are tested against a second opinion. */
final class OrtModel implements Model, AutoCloseable {
  private static final Env ENV = new Env(ORT_LOGGING_LEVEL_WARNING, new BytePointer("assam"));

  private final Session session;
  private final List<String> inputs;
  private final List<String> outputs;

  OrtModel(Path onnx) {
    SessionOptions options = new SessionOptions();
    options.SetIntraOpNumThreads(1);
    session = new Session(ENV, new BytePointer(onnx.toString()), options);
    inputs = strings(session.GetInputNames());
    outputs = strings(session.GetOutputNames());
  }

  private static List<String> strings(StringVector names) {
    List<String> list = new ArrayList<>();
    for (long i = 0; i < names.size(); i++) {
      list.add(names.get(i).getString());
    }
    return list;
  }

  @Override
  public List<String> inputs() {
    return inputs;
  }

  @Override
  public Map<String, Values> run(Map<String, Values> values) {
    try (PointerScope scope = new PointerScope()) {
      OrtMemoryInfo memory =
          MemoryInfo.CreateCpu(OrtArenaAllocator, OrtMemTypeDefault).asOrtMemoryInfo();
      Value tensors = new Value(inputs.size());
      for (int i = 0; i < inputs.size(); i++) {
        tensors.position(i).put(tensor(memory, values.get(inputs.get(i))));
      }
      ValueVector results =
          session.Run(
              new RunOptions(),
              new PointerPointer<BytePointer>(inputs.toArray(new String[0])),
              tensors.position(0),
              inputs.size(),
              new PointerPointer<BytePointer>(outputs.toArray(new String[0])),
              outputs.size());
      Map<String, Values> byName = new LinkedHashMap<>();
      for (int i = 0; i < outputs.size(); i++) {
        byName.put(outputs.get(i), floats(results.get(i)));
      }
      return byName;
    }
  }

  private static Value tensor(OrtMemoryInfo memory, Values values) {
    LongPointer dims = new LongPointer(values.dims().length);
    for (int i = 0; i < values.dims().length; i++) {
      dims.put(i, values.dims()[i]);
    }
    return switch (values) {
      case Values.Floats v ->
          Value.CreateTensorFloat(
              memory, new FloatPointer(v.data()), v.data().length, dims, v.dims().length);
      case Values.Longs v ->
          Value.CreateTensorLong(
              memory, new LongPointer(v.data()), v.data().length, dims, v.dims().length);
    };
  }

  private static Values.Floats floats(Value value) {
    LongVector shape = value.GetTensorTypeAndShapeInfo().GetShape();
    int[] dims = new int[(int) shape.size()];
    int count = 1;
    for (int i = 0; i < dims.length; i++) {
      dims[i] = (int) shape.get(i);
      count *= dims[i];
    }
    float[] data = new float[count];
    value.GetTensorMutableDataFloat().get(data);
    return new Values.Floats(data, dims);
  }

  @Override
  public void close() {
    session.close();
  }
}
