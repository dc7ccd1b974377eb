package dev.assam.pages.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assam.ModelFile;
import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.backend.Profile;
import dev.assam.backend.device.Device;
import dev.assam.backend.device.DeviceBackend;
import dev.assam.nativerun.grid.LightVgg19;
import dev.assam.pages.measure.BenchModel;
import dev.assam.simd.SimdBackend;
import dev.assam.tensor.Datum;
import dev.assam.webgl.RecordingGl;
import dev.assam.webgl.WebGlDevice;
import dev.assam.webgpu.RecordingGpu;
import dev.assam.webgpu.WebGpuDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The known models are planned and run for both kinds of GPU, on devices that record. */
class ModelsOnDevicesTest {
  /** Of these no node may be left to the CPU. */
  private static final Set<String> WHOLE =
      Set.of(
          "squeezenet1.1",
          "light_squeezenet",
          "light_resnet50",
          "candy",
          "esrgan",
          "super_resolution",
          "ppocr-det",
          "minilm");

  /** VGG19's weights would be held several times. */
  static Stream<String> models() {
    return BenchModel.all().stream()
        .map(BenchModel::name)
        .filter(name -> !name.equals(LightVgg19.NAME));
  }

  @ParameterizedTest
  @MethodSource("models")
  void run(String name) throws IOException {
    BenchModel model =
        BenchModel.all().stream().filter(known -> known.name().equals(name)).findFirst().get();
    assumeTrue(Files.exists(model.file()), () -> model.file() + " is not there");
    run(model, new WebGpuDevice(new RecordingGpu()));
    run(model, new WebGlDevice(new RecordingGl()));
  }

  private static void run(BenchModel model, Device<?> device) throws IOException {
    SessionOptions options =
        SessionOptions.DEFAULT.withBackend(new DeviceBackend(device, new SimdBackend()));
    Map<String, Datum> inputs = model.values();
    try (Session session = ModelFile.open(model.file(), options);
        Result result = session.start(inputs).get()) {
      assertEquals(session.outputs().size(), result.outputs().size());
      List<Profile.Entry> nodes = session.profile().nodes();
      assertTrue(nodes.stream().anyMatch(node -> node.backend().equals(device.name())));
      if (WHOLE.contains(model.name())) {
        assertEquals(
            List.of(),
            nodes.stream().filter(node -> !node.backend().equals(device.name())).toList());
      }
    } finally {
      inputs.values().forEach(Datum::release);
    }
  }
}
