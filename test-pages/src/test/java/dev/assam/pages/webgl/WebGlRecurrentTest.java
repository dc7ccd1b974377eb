package dev.assam.pages.webgl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.memory.Storage;
import dev.assam.op.recurrent.LSTM;
import dev.assam.pages.Chromium;
import dev.assam.pages.Project;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link LSTM} and its siblings, drawn in Chromium: sizes, directions, states given. */
class WebGlRecurrentTest {
  private static WebGlPage page;

  @BeforeAll
  static void open() {
    page = new WebGlPage(new Chromium(), Project.web());
  }

  @AfterAll
  static void close() {
    page.close();
  }

  private static Tensor noise(double size, int... dims) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(dims));
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats().set(i, (float) (size * Math.sin(i * 1.7 + dims.length)));
    }
    return tensor;
  }

  private static Map<String, float[]> run(Session session, Map<String, Datum> inputs) {
    Map<String, float[]> outputs = new LinkedHashMap<>();
    try (Result result = session.start(inputs).get()) {
      for (String name : result.outputs().keySet()) {
        outputs.put(name, result.tensor(name).toFloats());
      }
    }
    return outputs;
  }

  @ParameterizedTest
  @CsvSource({
    "LSTM, forward, 1, 1, 4, 8, false",
    "LSTM, forward, 7, 3, 5, 6, false",
    "LSTM, bidirectional, 4, 2, 8, 12, true",
    "LSTM, reverse, 9, 1, 16, 32, true",
    "GRU, forward, 5, 9, 7, 5, false",
    "GRU, bidirectional, 6, 2, 4, 8, true",
    "RNN, forward, 3, 1, 3, 4, false",
    "RNN, bidirectional, 8, 2, 4, 1, true",
  })
  void cellsAreRight(
      String op, String direction, int steps, int batch, int size, int hidden, boolean given) {
    int directions = direction.equals("bidirectional") ? 2 : 1;
    int gates = op.equals("LSTM") ? 4 : op.equals("GRU") ? 3 : 1;
    OnnxGraph graph =
        new OnnxGraph("g")
            .initializer("w", noise(0.7, directions, gates * hidden, size))
            .initializer("r", noise(0.4, directions, gates * hidden, hidden))
            .initializer("b", noise(0.3, directions, 2 * gates * hidden))
            .input("x", DType.FLOAT32, steps, batch, size);
    Map<String, Datum> inputs = new LinkedHashMap<>();
    inputs.put("x", noise(1, steps, batch, size));
    OnnxNode node = new OnnxNode(op).attr("hidden_size", hidden).attr("direction", direction);
    boolean lstm = op.equals("LSTM");
    if (given) {
      graph.input("h", DType.FLOAT32, directions, batch, hidden);
      inputs.put("h", noise(0.9, directions, batch, hidden));
      if (lstm) {
        graph.input("c", DType.FLOAT32, directions, batch, hidden);
        inputs.put("c", noise(0.8, directions, batch, hidden));
        node.in("x", "w", "r", "b", "", "h", "c");
      } else {
        node.in("x", "w", "r", "b", "", "h");
      }
    } else {
      node.in("x", "w", "r", "b");
    }
    if (op.equals("GRU")) {
      node.attr("linear_before_reset", 1);
    }
    graph.output("y", DType.FLOAT32, steps, directions, batch, hidden);
    graph.output("yh", DType.FLOAT32, directions, batch, hidden);
    if (lstm) {
      graph.node(node.out("y", "yh", "yc"));
      graph.output("yc", DType.FLOAT32, directions, batch, hidden);
    } else {
      graph.node(node.out("y", "yh"));
    }
    byte[] model = new OnnxModel(graph).opset(21).toBytes();
    Map<String, float[]> expected;
    try (Session cpu = Session.open(Storage.ofBytes(model), SessionOptions.DEFAULT)) {
      expected = run(cpu, inputs);
    }
    SessionOptions options = SessionOptions.DEFAULT.withBackend(page.backend());
    try (Session gpu = Session.open(Storage.ofBytes(model), options)) {
      Map<String, float[]> actual = run(gpu, inputs);
      for (String name : expected.keySet()) {
        float[] values = expected.get(name);
        assertEquals(values.length, actual.get(name).length);
        for (int i = 0; i < values.length; i++) {
          assertEquals(values[i], actual.get(name)[i], 1e-5f, name + " " + i);
        }
      }
      gpu.profile().nodes().forEach(n -> assertEquals("webgl", n.backend(), n.toString()));
    }
  }
}
