package dev.assam.pages.conformance;

import dev.assam.ModelFile;
import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.backend.Profile;
import dev.assam.backend.device.DeviceBackend;
import dev.assam.error.AssamException;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.simd.SimdBackend;
import dev.assam.tensor.Datum;
import dev.assam.tensor.ValueType;
import dev.assam.testing.OpCase;
import dev.assam.webgpu.RecordingGpu;
import dev.assam.webgpu.Shader;
import dev.assam.webgpu.WebGpuDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The WebGPU backend over a device that computes nothing but remembers the shaders. */
final class RecordingWorld implements World {
  /** Shaders by the sources they have, with the first model that has them. */
  final Map<String, String> sources = new LinkedHashMap<>();

  /** Operators that were run on the device at least once. */
  final Set<String> operators = new TreeSet<>();

  /** What the device would have refused. */
  final Set<String> refused = new LinkedHashSet<>();

  @Override
  public String name() {
    return "webgpu-recording";
  }

  @Override
  public String description() {
    return "WebGPU, recorded";
  }

  /** A model of one operator, which counts if nothing of it runs on the CPU. */
  @SuppressWarnings("try")
  void run(OpCase test, OpCase.Form form) {
    RecordingGpu gpu = new RecordingGpu();
    SessionOptions options = SessionOptions.DEFAULT.withBackend(backend(gpu));
    try (MemoryScope scope = MemoryScope.open();
        Session session = Session.open(Storage.ofBytes(test.model(form)), options);
        Result result = session.start(test.inputs(form)).get()) {
      remember(gpu, test.name());
      List<Profile.Entry> nodes = session.profile().nodes();
      boolean all = !nodes.isEmpty() && !result.outputs().isEmpty();
      for (Profile.Entry node : nodes) {
        all &= node.backend().equals("webgpu");
      }
      if (all) {
        operators.add(test.domain().isEmpty() ? test.op() : test.domain() + "." + test.op());
      }
    } catch (IllegalStateException e) {
      refused.add(test + ": " + e.getMessage());
    }
  }

  private static DeviceBackend backend(RecordingGpu gpu) {
    return new DeviceBackend(new WebGpuDevice(gpu), new SimdBackend());
  }

  private void remember(RecordingGpu gpu, String of) {
    for (Shader shader : gpu.shaders()) {
      sources.putIfAbsent(shader.source(), shader.name() + " of " + of);
    }
  }

  @Override
  public List<Datum> run(Path model, Map<String, Datum> inputs, List<ValueType> types) {
    RecordingGpu gpu = new RecordingGpu();
    SessionOptions options = SessionOptions.DEFAULT.withBackend(backend(gpu));
    String of = model.getParent().getFileName().toString();
    try (Session session = ModelFile.open(model, options);
        Result result = session.start(inputs).get()) {
      remember(gpu, of);
      for (Profile.Entry node : session.profile().nodes()) {
        // What the optimiser makes of several nodes is no operator of ONNX.
        if (node.backend().equals("webgpu") && !node.op().startsWith("dev.assam.")) {
          operators.add(node.op());
        }
      }
      result.outputs().values().forEach(Datum::retain);
      return new ArrayList<>(result.outputs().values());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (AssamException e) {
      throw new WorldException(e.code() + " " + e.getMessage());
    } catch (IllegalStateException e) {
      refused.add(of + ": " + e.getMessage());
      throw new WorldException(e.getMessage());
    }
  }

  @Override
  public void close() {}
}
