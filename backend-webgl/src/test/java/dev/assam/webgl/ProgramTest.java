package dev.assam.webgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.backend.Completion;
import dev.assam.backend.MemoryUse;
import dev.assam.backend.Profile;
import dev.assam.backend.device.DeviceBackend;
import dev.assam.error.DeviceException;
import dev.assam.error.InputException;
import dev.assam.memory.Storage;
import dev.assam.reference.ReferenceBackend;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How plans run on a device that records: order, places, copies, errors, what is left over. */
class ProgramTest {
  private static Session open(RecordingGl gl, OnnxGraph graph) {
    DeviceBackend backend = new DeviceBackend(new WebGlDevice(gl), new ReferenceBackend());
    byte[] model = new OnnxModel(graph).opset(21).toBytes();
    return Session.open(Storage.ofBytes(model), SessionOptions.DEFAULT.withBackend(backend));
  }

  /** x [9,8] · w [8,12] + b, then the maximum of that and 0. */
  private static OnnxGraph product() {
    return new OnnxGraph("product")
        .initializer("w", Tensor.allocate(DType.FLOAT32, Shape.of(8, 12)))
        .initializer("b", Tensor.allocate(DType.FLOAT32, Shape.of(12)))
        .input("x", DType.FLOAT32, 9, 8)
        .node(new OnnxNode("MatMul").in("x", "w").out("p"))
        .node(new OnnxNode("Add").in("p", "b").out("s"))
        .node(new OnnxNode("Relu").in("s").out("y"))
        .output("y", DType.FLOAT32, 9, 12);
  }

  private static Map<String, Datum> input(DType dtype, int... dims) {
    return Map.of("x", Tensor.allocate(dtype, Shape.of(dims)));
  }

  @Test
  void aChainIsOneDrawAndACopy() {
    RecordingGl gl = new RecordingGl();
    try (Session session = open(gl, product())) {
      assertTrue(session.ready().isDone());
      session.start(input(DType.FLOAT32, 9, 8)).get().close();
      Profile profile = session.profile();
      assertEquals(2, profile.launches());
      assertEquals(1, profile.uploads());
      assertEquals(1, profile.downloads());
    }
    String expected =
        """
        texture 0: 3×1×1
        upload 12 to 0
        texture 1: 8×3×1
        upload 96 to 1
        texture 2: 6×1×8
        texture 3: 27×1×1
        texture 4: 18×1×1
        compile rows
        compile copy
        upload 72 to 4
        draw rows [4, 1, 0] to 2 6×1
        draw copy [2] to 3 27×1
        read 108 from 3
        delete 2
        delete 3
        delete 4
        delete 0
        delete 1
        """;
    assertEquals(expected, gl.toString());
  }

  @Test
  void theShaderOfAProductIsWhatItWas() {
    RecordingGl gl = new RecordingGl(GlLimits.LEAST);
    open(gl, product()).close();
    String source = gl.shaders().get(0).write().source();
    String loop =
        """
          for (int k = 0; k < CG; k++) {
            int n = 4 * k;
            vec4 w0 = W_at(n + 0, column);
            vec4 w1 = W_at(n + 1, column);
            vec4 w2 = W_at(n + 2, column);
            vec4 w3 = W_at(n + 3, column);
            vec4 x;
            x = texelFetch(X, ivec3((i0 + k) & 1023, (i0 + k) >> 10, 0), 0);
            a0 += x.x * w0 + x.y * w1 + x.z * w2 + x.w * w3;
        """;
    assertTrue(source.contains(loop), source);
    String finish =
        """
        vec4 finish(vec4 x0, vec4 x1) {
          vec4 t0 = (x0 + x1);
          vec4 t1 = mix(t0, vec4(0.0), bvec4(vec4(lessThan(t0, vec4(0.0)))));
          return t1;
        }
        """;
    assertTrue(source.contains(finish), source);
  }

  @Test
  void runsLeaveNothingBehind() {
    RecordingGl gl = new RecordingGl();
    try (Session session = open(gl, product())) {
      session.start(input(DType.FLOAT32, 9, 8)).get().close();
      int objects = gl.objects();
      long bytes = gl.bytes();
      for (int i = 0; i < 1000; i++) {
        session.start(input(DType.FLOAT32, 9, 8)).get().close();
      }
      assertEquals(objects, gl.objects());
      assertEquals(bytes, gl.bytes());
    }
    assertEquals(0, gl.objects());
    assertEquals(0, gl.bytes());
  }

  @Test
  void aLostContextIsReplacedOnce() {
    RecordingGl gl = new RecordingGl();
    try (Session session = open(gl, product())) {
      gl.lose();
      session.start(input(DType.FLOAT32, 9, 8)).get().close();
      assertTrue(gl.toString().contains("recover\n"));
    }
  }

  @Test
  void indicesAreCheckedAsTheyAreUploaded() {
    OnnxGraph graph =
        new OnnxGraph("gather")
            .initializer("table", Tensor.allocate(DType.FLOAT32, Shape.of(1000, 8)))
            .input("x", DType.INT64, 300)
            .node(new OnnxNode("Gather").in("table", "x").out("y"))
            .output("y", DType.FLOAT32, 300, 8);
    RecordingGl gl = new RecordingGl();
    try (Session session = open(gl, graph)) {
      session.start(input(DType.INT64, 300)).get().close();
      Tensor wrong = Tensor.allocate(DType.INT64, Shape.of(300));
      wrong.longs().set(7, 1000);
      Completion<?> failed = session.start(Map.of("x", wrong));
      InputException e = assertThrows(InputException.class, failed::get);
      assertTrue(e.getMessage().contains("1000"), e.getMessage());
      assertTrue(e.getMessage().contains("-1000..999"), e.getMessage());
    }
  }

  @Test
  void aTextureTooLargeIsRefusedAtOpening() {
    RecordingGl gl = new RecordingGl(new GlLimits("small", 16, 4, 4, 16));
    DeviceException e = assertThrows(DeviceException.class, () -> open(gl, large()));
    assertTrue(e.getMessage().contains("allowed: 16 x 16 x 4"), e.getMessage());
    assertEquals(List.of(), List.copyOf(gl.shaders()));
  }

  private static OnnxGraph large() {
    return new OnnxGraph("large")
        .initializer("w", Tensor.allocate(DType.FLOAT32, Shape.of(64, 256)))
        .input("x", DType.FLOAT32, 100, 64)
        .node(new OnnxNode("MatMul").in("x", "w").out("y"))
        .output("y", DType.FLOAT32, 100, 256);
  }

  /** VGG19 with a quarter of its channels: 16 convolutions and 3 products. */
  private static OnnxGraph vgg() {
    OnnxGraph graph = new OnnxGraph("vgg").input("x", DType.FLOAT32, 1, 3, 224, 224);
    String from = "x";
    int channels = 3;
    int number = 0;
    int[][] stages = {{2, 16}, {2, 32}, {4, 64}, {4, 128}, {4, 128}};
    for (int[] stage : stages) {
      for (int i = 0; i < stage[0]; i++) {
        String name = "c" + number++;
        Shape weights = Shape.of(stage[1], channels, 3, 3);
        graph.initializer(name + "w", Tensor.allocate(DType.FLOAT32, weights));
        graph.initializer(name + "b", Tensor.allocate(DType.FLOAT32, Shape.of(stage[1])));
        graph.node(
            new OnnxNode("Conv")
                .in(from, name + "w", name + "b")
                .out(name)
                .ints("pads", 1, 1, 1, 1));
        graph.node(new OnnxNode("Relu").in(name).out(name + "r"));
        from = name + "r";
        channels = stage[1];
      }
      graph.node(
          new OnnxNode("MaxPool")
              .in(from)
              .out("p" + number)
              .ints("kernel_shape", 2, 2)
              .ints("strides", 2, 2));
      from = "p" + number;
    }
    graph.node(new OnnxNode("Flatten").in(from).out("f"));
    graph.initializer("fw", Tensor.allocate(DType.FLOAT32, Shape.of(128 * 49, 1024)));
    graph.node(new OnnxNode("MatMul").in("f", "fw").out("g"));
    graph.initializer("gw", Tensor.allocate(DType.FLOAT32, Shape.of(1024, 1000)));
    graph.node(new OnnxNode("MatMul").in("g", "gw").out("h"));
    graph.node(new OnnxNode("Softmax").in("h").out("y"));
    return graph.output("y", DType.FLOAT32, 1, 1000);
  }

  @Test
  void aDeepNetworkTakesLittleMoreThanLivesAtOnce() {
    RecordingGl gl = new RecordingGl();
    try (Session session = open(gl, vgg())) {
      MemoryUse use = session.memory();
      assertEquals(gl.bytes(), use.weights() + use.activations());
      assertTrue(
          gl.bytes() <= 1.3 * (use.weights() + use.atLeast()), gl.bytes() + " bytes for " + use);
      for (Profile.Entry node : session.profile().nodes()) {
        assertEquals("webgl", node.backend(), node.toString());
      }
    }
  }
}
