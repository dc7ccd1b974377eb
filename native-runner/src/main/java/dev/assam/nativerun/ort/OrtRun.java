package dev.assam.nativerun.ort;

import dev.assam.tensor.Datum;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.onnxruntime.IoBinding;
import org.bytedeco.onnxruntime.MemoryInfo;
import org.bytedeco.onnxruntime.RunOptions;
import org.bytedeco.onnxruntime.Session;
import org.bytedeco.onnxruntime.ValueVector;
import org.bytedeco.onnxruntime.global.onnxruntime;

/** A model with its inputs in place; {@link #run} copies nothing. */
public final class OrtRun implements AutoCloseable {
  private final Session session;
  private final List<String> outputNames;
  private final IoBinding binding;
  private final RunOptions options = new RunOptions();

  OrtRun(Session session, Map<String, ? extends Datum> inputs, List<String> outputNames) {
    this.session = session;
    this.outputNames = outputNames;
    this.binding = new IoBinding(session);
    // The binding shares ownership of what is bound, so the scope may give its own halves back.
    try (PointerScope _ = new PointerScope()) {
      inputs.forEach((name, value) -> binding.BindInput(name, OrtValues.toOrt(value)));
      MemoryInfo memory =
          MemoryInfo.CreateCpu(onnxruntime.OrtArenaAllocator, onnxruntime.OrtMemTypeDefault);
      outputNames.forEach(name -> binding.BindOutput(name, memory.asOrtMemoryInfo()));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Runs the model.
   *
   * @throws OrtException if ONNX Runtime fails
   */
  public void run() {
    OrtModel.guarded(() -> {
      session.Run(options, binding);
      return null;
    });
  }

  /** Copies of the last run's outputs in the model's order; the caller owns them. */
  public Map<String, Datum> outputs() {
    return OrtModel.guarded(() -> {
      try (PointerScope _ = new PointerScope()) {
        ValueVector values = binding.GetOutputValues();
        Map<String, Datum> outputs = new LinkedHashMap<>();
        for (int i = 0; i < outputNames.size(); i++) {
          outputs.put(outputNames.get(i), OrtValues.fromOrt(values.get(i)));
        }
        return outputs;
      }
    });
  }

  @Override
  public void close() {
    binding.close();
    options.close();
  }
}
