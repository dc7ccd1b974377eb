package dev.assam.pages.webgpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assam.error.AssamException;
import dev.assam.pages.Chromium;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxNode;
import dev.assam.webgpu.Gpu;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recurrent cells on the GPU: sizes, directions, layouts, lengths, activations. */
class RecurrentTest {
  private static WebGpuPage page;

  @BeforeAll
  static void open() {
    page = new WebGpuPage(Chromium.withWebGpu());
  }

  @AfterAll
  static void close() {
    page.close();
  }

  private static GpuCase cell(String op, OnnxNode node, int directions, int hidden, int size) {
    int gates = op.equals("LSTM") ? 4 : op.equals("GRU") ? 3 : 1;
    return new GpuCase(node.attr("hidden_size", hidden))
        .input("x", DType.FLOAT32, 5, 3, size)
        .constant("w", DType.FLOAT32, directions, gates * hidden, size)
        .constant("r", DType.FLOAT32, directions, gates * hidden, hidden)
        .constant("b", DType.FLOAT32, directions, 2 * gates * hidden);
  }

  @ParameterizedTest
  @CsvSource({
    "LSTM,software",
    "GRU,software",
    "RNN,software",
    "LSTM,plain",
    "GRU,plain",
    "RNN,plain"
  })
  void sizesAndDirections(String op, String kind) {
    Gpu gpu = ProductsTest.gpu(page, kind);
    for (int hidden : new int[] {1, 6, 64, 68}) {
      cell(op, new OnnxNode(op), 1, hidden, 7)
          .output(DType.FLOAT32, 5, 1, 3, hidden)
          .check(gpu, "recurrent", 1e-4);
    }
    GpuCase both =
        cell(op, new OnnxNode(op).attr("direction", "bidirectional").attr("clip", 0.5f), 2, 12, 8)
            .given("lengths", Tensor.ofLongs(DType.INT32, Shape.of(3), 5, 0, 3))
            .input("h0", DType.FLOAT32, 2, 3, 12);
    if (op.equals("LSTM")) {
      both.input("c0", DType.FLOAT32, 2, 3, 12);
    }
    both.output(DType.FLOAT32, 5, 2, 3, 12).output(DType.FLOAT32, 2, 3, 12);
    if (op.equals("LSTM")) {
      both.output(DType.FLOAT32, 2, 3, 12);
    }
    both.check(gpu, "recurrent", 1e-4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LSTM", "GRU", "RNN"})
  void weightsThatAreInputs(String op) {
    int gates = op.equals("LSTM") ? 4 : op.equals("GRU") ? 3 : 1;
    new GpuCase(
            new OnnxNode(op).attr("hidden_size", 5).attr("layout", 1).attr("direction", "reverse"))
        .input("x", DType.FLOAT32, 2, 4, 3)
        .input("w", DType.FLOAT32, 1, gates * 5, 3)
        .input("r", DType.FLOAT32, 1, gates * 5, 5)
        .input("b", DType.FLOAT32, 1, 2 * gates * 5)
        .output(DType.FLOAT32, 2, 4, 1, 5)
        .output(DType.FLOAT32, 2, 1, 5)
        .check(page.gpu(), "recurrent", 1e-4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Affine",
        "Elu",
        "HardSigmoid",
        "LeakyRelu",
        "Relu",
        "ScaledTanh",
        "Softplus",
        "Softsign",
        "ThresholdedRelu"
      })
  void activations(String name) {
    OnnxNode node = new OnnxNode("RNN").strings("activations", name, "Sigmoid");
    cell("RNN", node.attr("direction", "bidirectional"), 2, 4, 4)
        .output(DType.FLOAT32, 5, 2, 3, 4)
        .check(page.gpu(), "recurrent", 1e-4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void flags(boolean flag) {
    long value = flag ? 1 : 0;
    cell("GRU", new OnnxNode("GRU").attr("linear_before_reset", value), 1, 8, 4)
        .output(DType.FLOAT32, 5, 1, 3, 8)
        .check(page.gpu(), "recurrent", 1e-4);
    cell("LSTM", new OnnxNode("LSTM").attr("input_forget", value), 1, 8, 4)
        .absent()
        .absent()
        .absent()
        .constant("p", DType.FLOAT32, 1, 24)
        .output(DType.FLOAT32, 5, 1, 3, 8)
        .check(page.gpu(), "recurrent", 1e-4);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 6})
  void lengthsThatAreNotAllowed(int length) {
    GpuCase wrong =
        cell("RNN", new OnnxNode("RNN").name("rnn"), 1, 4, 4)
            .given("lengths", Tensor.ofLongs(DType.INT32, Shape.of(3), 5, length, 3))
            .output(DType.FLOAT32, 5, 1, 3, 4);
    AssamException e =
        assertThrows(AssamException.class, () -> wrong.run(page.gpu(), new ArrayList<>()));
    assertEquals(
        "sequence_lens holds a length that is not allowed (0..5)",
        e.getMessage().substring(e.getMessage().indexOf("sequence_lens")));
  }
}
