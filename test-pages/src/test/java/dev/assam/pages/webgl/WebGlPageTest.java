package dev.assam.pages.webgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.memory.Storage;
import dev.assam.op.nn.Conv;
import dev.assam.pages.Chromium;
import dev.assam.pages.Project;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What only a browser tells: that nothing is left over, and that a lost context is replaced. */
class WebGlPageTest {
  private static WebGlPage page;

  @BeforeAll
  static void open() {
    page = new WebGlPage(new Chromium(), Project.web());
  }

  @AfterAll
  static void close() {
    page.close();
  }

  private static Tensor noise(int... dims) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(dims));
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats().set(i, (float) Math.sin(i * 1.7 + dims.length));
    }
    return tensor;
  }

  /** A {@link Conv}, then a maximum, with odd numbers of channels. */
  private static byte[] model() {
    OnnxGraph graph =
        new OnnxGraph("g")
            .initializer("w", noise(6, 3, 3, 3))
            .input("x", DType.FLOAT32, 1, 3, 9, 7)
            .node(new OnnxNode("Conv").in("x", "w").out("c").ints("pads", 1, 1, 1, 1))
            .node(new OnnxNode("Relu").in("c").out("y"))
            .output("y", DType.FLOAT32, 1, 6, 9, 7);
    return new OnnxModel(graph).opset(21).toBytes();
  }

  private static Session session(SessionOptions options) {
    return Session.open(Storage.ofBytes(model()), options);
  }

  private static float[] run(Session session) {
    try (Result result = session.start(Map.of("x", (Datum) noise(1, 3, 9, 7))).get()) {
      return result.tensor("y").toFloats();
    }
  }

  private static void assertClose(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-4f, "element " + i);
    }
  }

  @Test
  void aThousandRunsLeaveNothingBehind() {
    float[] expected = run(session(SessionOptions.DEFAULT));
    try (Session session = session(SessionOptions.DEFAULT.withBackend(page.backend()))) {
      assertClose(expected, run(session));
      Object before = page.gl().counts();
      for (int i = 1; i < 1000; i++) {
        run(session);
      }
      assertEquals(before, page.gl().counts());
      assertClose(expected, run(session));
    }
  }

  @Test
  void aLostContextIsReplaced() {
    float[] expected = run(session(SessionOptions.DEFAULT));
    try (Session session = session(SessionOptions.DEFAULT.withBackend(page.backend()))) {
      assertClose(expected, run(session));
      page.gl().lose();
      assertClose(expected, run(session));
      assertTrue(session.profile().nodes().stream().allMatch(n -> n.backend().equals("webgl")));
    }
  }
}
