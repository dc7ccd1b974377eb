package dev.assam.pages.webgpu;

import dev.assam.ModelFile;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.ValueInfo;
import dev.assam.backend.Profile;
import dev.assam.backend.device.DeviceBackend;
import dev.assam.simd.SimdBackend;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.webgpu.GpuLimits;
import dev.assam.webgpu.RecordingGpu;
import dev.assam.webgpu.Shader;
import dev.assam.webgpu.WebGpuDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Which shaders a model takes, found without a browser: on a device that only records. */
final class ModelPrograms {
  private ModelPrograms() {}

  /**
   * A line for the model, one for each kind of shader, for a GPU and for an adapter in software.
   *
   * @param shapes of inputs that the file leaves open, as {@code 1x3x224x224}
   */
  static String of(Path file, Map<String, String> shapes) throws IOException {
    return of(file, shapes, true) + of(file, shapes, false);
  }

  private static String of(Path file, Map<String, String> shapes, boolean software)
      throws IOException {
    GpuLimits least = RecordingGpu.LIMITS;
    RecordingGpu gpu =
        new RecordingGpu(
            new GpuLimits(
                software ? "an adapter in software" : "a GPU",
                software,
                1L << 30,
                1L << 30,
                least.buffers(),
                least.alignment(),
                least.workgroupBytes(),
                !software,
                !software,
                true));
    DeviceBackend backend = new DeviceBackend(new WebGpuDevice(gpu), new SimdBackend());
    try (Session session = ModelFile.open(file, SessionOptions.DEFAULT.withBackend(backend))) {
      Map<String, Datum> inputs = new LinkedHashMap<>();
      for (ValueInfo input : session.inputs()) {
        if (input.required()) {
          inputs.put(input.name(), zeros(input, shapes.get(input.name())));
        }
      }
      session.start(inputs).get().close();
      return text(file, gpu, session.profile());
    }
  }

  private static Tensor zeros(ValueInfo input, String given) {
    if (!(input.type() instanceof TensorType type)) {
      throw new IllegalArgumentException(input + " is no tensor");
    }
    Shape shape = type.shape();
    if (given != null) {
      shape = Shape.of(Arrays.stream(given.split("x", -1)).mapToInt(Integer::parseInt).toArray());
    }
    if (!shape.isStatic()) {
      throw new IllegalArgumentException(input + " needs a shape: --shape " + input.name() + "=…");
    }
    Tensor tensor = Tensor.allocate(type.dtype(), shape);
    tensor.retain();
    return tensor;
  }

  private static String text(Path file, RecordingGpu gpu, Profile profile) {
    long onGpu = profile.nodes().stream().filter(node -> node.backend().equals("webgpu")).count();
    Map<String, Integer> kinds = new TreeMap<>();
    for (Shader shader : gpu.shaders()) {
      kinds.merge(shader.name(), 1, Integer::sum);
    }
    return file.getFileName()
        + " on "
        + gpu.limits().name()
        + ": "
        + profile.programs()
        + " pipelines, "
        + profile.launches()
        + " launches, "
        + onGpu
        + " of "
        + profile.nodes().size()
        + " nodes\n  "
        + kinds
        + "\n";
  }
}
