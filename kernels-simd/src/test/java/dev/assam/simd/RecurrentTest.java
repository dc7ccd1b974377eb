package dev.assam.simd;

import static dev.assam.simd.KernelCheck.noise;
import static dev.assam.simd.OpMaker.op;

import dev.assam.op.Op;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LSTM, GRU and RNN at the edges of vectors and of pairs of rows. */
class RecurrentTest {
  private static final int[] SIZES = {1, 3, 8, 17, 32, 33};

  private static Tensor lengths(int... values) {
    Tensor tensor = Tensor.allocate(DType.INT32, Shape.of(values.length));
    for (int i = 0; i < values.length; i++) {
      tensor.setLong(i, values[i]);
    }
    return tensor;
  }

  private static KernelCheck weights(Op op, int gates, int d, int batch, int size, int hidden) {
    return new KernelCheck(op)
        .input(noise(1, 4, batch, size))
        .constant(noise(2, d, gates * hidden, size))
        .constant(noise(3, d, gates * hidden, hidden));
  }

  @ParameterizedTest
  @ValueSource(strings = {"forward", "reverse", "bidirectional"})
  void directions(String direction) {
    int d = direction.equals("bidirectional") ? 2 : 1;
    for (int hidden : SIZES) {
      for (int batch : new int[] {1, 2, 5, 9}) {
        weights(op("LSTM", "direction", direction), 4, d, batch, 5, hidden).check("recurrentF32");
        weights(op("RNN", "direction", direction), 1, d, batch, 8, hidden)
            .constant(noise(4, d, 2 * hidden))
            .check("recurrentF32");
        for (int linear = 0; linear < 2; linear++) {
          weights(
                  op("GRU", "direction", direction, "linear_before_reset", linear),
                  3,
                  d,
                  batch,
                  7,
                  hidden)
              .constant(noise(4, d, 6 * hidden))
              .absent()
              .input(noise(5, d, batch, hidden))
              .check("recurrentF32");
        }
      }
    }
  }

  @Test
  void everyInput() {
    for (int hidden : SIZES) {
      for (int forget = 0; forget < 2; forget++) {
        weights(
                op("LSTM", "direction", "bidirectional", "input_forget", forget, "clip", 0.6f),
                4,
                2,
                3,
                5,
                hidden)
            .constant(noise(4, 2, 8 * hidden))
            .input(lengths(4, 2, 0))
            .input(noise(5, 2, 3, hidden))
            .input(noise(6, 2, 3, hidden))
            .constant(noise(7, 2, 3 * hidden))
            .check("recurrentF32");
      }
    }
  }

  @Test
  void otherFunctions() {
    List<String> names = List.of("HardSigmoid", "ScaledTanh", "Affine");
    weights(
            op(
                "LSTM",
                "activations",
                names,
                "activation_alpha",
                List.of(0.3f, 0.7f, 1.5f),
                "activation_beta",
                List.of(0.4f, 1.2f, -0.5f)),
            4,
            1,
            2,
            5,
            9)
        .check("recurrentF32");
    weights(op("RNN", "activations", List.of("Relu")), 1, 1, 2, 5, 9).check("recurrentF32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LSTM", "GRU", "RNN"})
  void batchFirst(String name) {
    int gates = name.equals("LSTM") ? 4 : name.equals("GRU") ? 3 : 1;
    new KernelCheck(op(name, "layout", 1, "direction", "bidirectional"))
        .input(noise(1, 3, 4, 6))
        .constant(noise(2, 2, gates * 10, 6))
        .constant(noise(3, 2, gates * 10, 10))
        .absent()
        .absent()
        .input(noise(5, 3, 2, 10))
        .check("recurrentF32");
  }

  @Test
  void onlyTheLastState() {
    weights(op("GRU"), 3, 1, 2, 5, 9).outputs(1).check("recurrentF32");
  }
}
