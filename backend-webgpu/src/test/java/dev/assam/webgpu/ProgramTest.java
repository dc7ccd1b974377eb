package dev.assam.webgpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.backend.Completion;
import dev.assam.backend.Profile;
import dev.assam.backend.device.DeviceBackend;
import dev.assam.backend.device.DeviceSource;
import dev.assam.error.DeviceException;
import dev.assam.error.InputException;
import dev.assam.error.MemoryException;
import dev.assam.error.UnsupportedException;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.reference.ReferenceBackend;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How plans run on a device that records: order, places, copies, errors, what is left over. */
class ProgramTest {
  private static Session open(RecordingGpu gpu, OnnxGraph graph) {
    DeviceBackend backend = new DeviceBackend(new WebGpuDevice(gpu), new ReferenceBackend());
    byte[] model = new OnnxModel(graph).opset(21).toBytes();
    return Session.open(Storage.ofBytes(model), SessionOptions.DEFAULT.withBackend(backend));
  }

  /** x [5,8] · w [8,12] + b, then the maximum of that and 0. */
  private static OnnxGraph product() {
    return new OnnxGraph("product")
        .initializer("w", Tensor.allocate(DType.FLOAT32, Shape.of(8, 12)))
        .initializer("b", Tensor.allocate(DType.FLOAT32, Shape.of(12)))
        .input("x", DType.FLOAT32, 5, 8)
        .node(new OnnxNode("MatMul").in("x", "w").out("p"))
        .node(new OnnxNode("Add").in("p", "b").out("s"))
        .node(new OnnxNode("Relu").in("s").out("y"))
        .output("y", DType.FLOAT32, 5, 12);
  }

  private static Map<String, Datum> input(DType dtype, int... dims) {
    return Map.of("x", Tensor.allocate(dtype, Shape.of(dims)));
  }

  @Test
  void aChainIsOneLaunch() {
    RecordingGpu gpu = new RecordingGpu();
    try (Session session = open(gpu, product())) {
      assertTrue(session.ready().isDone());
      session.start(input(DType.FLOAT32, 5, 8)).get().close();
      Profile profile = session.profile();
      assertEquals(1, profile.launches());
      assertEquals(1, profile.uploads());
      assertEquals(160, profile.uploadBytes());
      assertEquals(1, profile.downloads());
      assertEquals(240, profile.downloadBytes());
    }
    String expected =
        """
        create 0: 768
        create 1: 384
        upload 96 to 1+0
        create 2: 48
        upload 12 to 2+0
        compile gemm4x4k4
        create 3: 256
        upload 64 to 3+0
        record 4
        upload 40 to 0+512
        launch gemm4x4k4 1×1×1 0+512:160 1+0:384 0+256:240 2+0:48
        read 60 from 0+256
        read 1 from 0+0
        forget 4
        destroy 0
        destroy 3
        destroy 1
        destroy 2
        """;
    assertEquals(expected, gpu.toString());
  }

  @Test
  void theShaderOfAProductIsWhatItWas() {
    RecordingGpu gpu = new RecordingGpu();
    open(gpu, product()).close();
    String source = gpu.shaders().get(0).source();
    String finish =
        """
        fn finish(x0: vec4<f32>, row: u32, column: u32) -> vec4<f32> {
          let x1 = e0[column / 4u];
          let t0 = (x0 + x1);
          let t1 = select(t0, vec4<f32>(0.0f), (t0 < vec4<f32>(0.0f)));
          return t1;
        }
        """;
    assertTrue(source.contains(finish), source);
  }

  @Test
  void runsLeaveNothingBehind() {
    RecordingGpu gpu = new RecordingGpu();
    long bytes;
    try (Session session = open(gpu, product())) {
      Map<String, Datum> input = input(DType.FLOAT32, 5, 8);
      session.start(input).get().close();
      bytes = gpu.bytes();
      long tensors = MemoryScope.usedBytes();
      for (int i = 0; i < 1000; i++) {
        session.start(input).get().close();
      }
      assertEquals(bytes, gpu.bytes());
      assertEquals(tensors, MemoryScope.usedBytes());
    }
    assertEquals(0, gpu.bytes());
  }

  @Test
  void aLostDeviceIsReplacedOnce() {
    RecordingGpu gpu = new RecordingGpu();
    try (Session session = open(gpu, product())) {
      session.start(input(DType.FLOAT32, 5, 8)).get().close();
      gpu.lose();
      session.start(input(DType.FLOAT32, 5, 8)).get().close();
      assertTrue(gpu.toString().contains("recover"));
      assertEquals(1, gpu.shaders().size());
    }
  }

  @Test
  void aDeviceThatIsLostAgainIsAnError() {
    RecordingGpu gpu = new RecordingGpu();
    DeviceBackend backend =
        new DeviceBackend(new WebGpuDevice(gpu), new ReferenceBackend()) {
          @Override
          public Completion<Boolean> recover() {
            Completion<Boolean> recovered = super.recover();
            gpu.lose();
            return recovered;
          }
        };
    byte[] model = new OnnxModel(product()).opset(21).toBytes();
    try (Session session =
        Session.open(Storage.ofBytes(model), SessionOptions.DEFAULT.withBackend(backend))) {
      gpu.lose();
      DeviceException e =
          assertThrows(
              DeviceException.class, () -> session.start(input(DType.FLOAT32, 5, 8)).get());
      assertEquals("DEVICE", e.code());
    }
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsSize() {
    GpuLimits small = new GpuLimits("small", true, 1024, 1024, 8, 256, 16384, false, false, true);
    OnnxGraph graph =
        new OnnxGraph("large")
            .input("x", DType.FLOAT32, 128, 128)
            .node(new OnnxNode("Relu").in("x").out("y"))
            .output("y", DType.FLOAT32, 128, 128);
    MemoryException e =
        assertThrows(MemoryException.class, () -> open(new RecordingGpu(small), graph));
    assertEquals("values on the GPU need 65792 bytes (allowed by small: 1024)", e.getMessage());
  }

  @Test
  void runTellsToStart() {
    try (Session session = open(new RecordingGpu(), product())) {
      UnsupportedException e =
          assertThrows(UnsupportedException.class, () -> session.run(input(DType.FLOAT32, 5, 8)));
      assertEquals(
          "the webgpu backend answers later (allowed: start instead of run)", e.getMessage());
    }
  }

  @Test
  void longIntegersAreCheckedWhenTheyAreUploaded() {
    OnnxGraph graph =
        new OnnxGraph("long")
            .input("x", DType.INT64, 2, 3)
            .node(new OnnxNode("Transpose").in("x").out("y"))
            .output("y", DType.INT64, 3, 2);
    try (Session session = open(new RecordingGpu(), graph)) {
      Tensor x = Tensor.ofLongs(DType.INT64, Shape.of(2, 3), 1, 2, 3, 4, 5, 1L << 31);
      InputException e =
          assertThrows(InputException.class, () -> session.start(Map.of("x", x)).get());
      assertEquals(
          "\"x\" has the element 2147483648 (allowed on the GPU: 32-bit integers)", e.getMessage());
    }
  }

  @Test
  void anInputInTwoPlacesIsReadFromOne() {
    OnnxGraph graph =
        new OnnxGraph("square")
            .input("x", DType.FLOAT32, 4, 4)
            .node(new OnnxNode("MatMul").in("x", "x").out("p"))
            .node(new OnnxNode("Mul").in("p", "p").out("y"))
            .output("y", DType.FLOAT32, 4, 4);
    RecordingGpu gpu = new RecordingGpu();
    try (Session session = open(gpu, graph)) {
      session.start(input(DType.FLOAT32, 4, 4)).get().close();
      List<String> kernels = gpu.toString().lines().filter(l -> l.startsWith("launch")).toList();
      assertTrue(kernels.get(0).startsWith("launch copy"), kernels.toString());
      assertTrue(kernels.get(1).startsWith("launch gemm"), kernels.toString());
    }
  }

  @Test
  void nodesWithoutKernelsRunBesideTheDevice() {
    OnnxGraph graph =
        new OnnxGraph("mixed")
            .input("x", DType.FLOAT32, 128, 128)
            .node(new OnnxNode("Relu").in("x").out("r"))
            .node(new OnnxNode("NonZero").name("where").in("r").out("n"))
            .node(new OnnxNode("Exp").in("r").out("y"))
            .output("y", DType.FLOAT32, 128, 128)
            .output("n", DType.INT64, 2, -1);
    RecordingGpu gpu = new RecordingGpu();
    try (Session session = open(gpu, graph)) {
      session.start(input(DType.FLOAT32, 128, 128)).get().close();
      List<Profile.Entry> nodes = session.profile().nodes();
      assertEquals(3, nodes.size());
      assertEquals("reference", nodes.get(2).backend());
      assertEquals("where", nodes.get(2).node());
      assertEquals(2, session.profile().downloads());
    }
  }

  @Test
  void whatLiesOnTheDeviceIsTakenAndKeptThere() {
    RecordingGpu gpu = new RecordingGpu();
    try (Session session = open(gpu, product())) {
      Map<String, Datum> x = input(DType.FLOAT32, 5, 8);
      DeviceSource source = gpu.keep(new Gpu.Slice(1, 0, 160));
      Tensor held = source.tensor(new TensorType(DType.FLOAT32, Shape.of(5, 8)));
      try (Result result = session.start(Map.of("x", held), Set.of("y")).get()) {
        DeviceSource kept = DeviceSource.of(result.tensor("y"));
        String run =
            """
            take 40 of 5 to 0+512
            launch gemm4x4k4 1×1×1 0+512:160 1+0:384 0+256:240 2+0:48
            keep 6: 240 from 0+256
            read 1 from 0+0
            """;
        assertTrue(gpu.toString().endsWith(run), gpu.toString());
        assertEquals(6, kept.number());
        assertThrows(UnsupportedException.class, () -> result.tensor("y").floats());
      }
      assertTrue(gpu.toString().endsWith("close 6\n"));
      held.close();
      assertTrue(gpu.toString().endsWith("close 5\n"));
      session.start(x, Set.of("nothing")).get().close();
      assertTrue(gpu.toString().endsWith("read 60 from 0+256\nread 1 from 0+0\n"));
    }
  }
}
