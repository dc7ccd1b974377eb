package dev.assam.op.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.error.AssamException;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OpRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecurrentTest {
  private static final int STEPS = 3;
  private static final int BATCH = 2;
  private static final int HIDDEN = 2;

  private static Tensor values(int... dims) {
    Tensor x = Tensor.allocate(DType.FLOAT64, Shape.of(dims));
    for (int i = 0; i < x.size(); i++) {
      x.setDouble(i, Math.sin(i * 1.7 + dims.length));
    }
    return x;
  }

  /** Swaps the first two dimensions [a,b,rest]. */
  private static Tensor swap(Tensor x, int a, int b) {
    Tensor y = Tensor.allocate(x.dtype(), x.shape().with(0, b).with(1, a));
    int rest = x.size() / (a * b);
    for (int i = 0; i < a * b; i++) {
      y.copyFrom((i % b * a + i / b) * rest, x, i * rest, rest);
    }
    return y;
  }

  @Test
  void bothLayoutsAreTheSame() {
    String[] names = {"RNN", "GRU", "LSTM"};
    int[] gates = {1, 3, 4};
    for (int i = 0; i < 3; i++) {
      Tensor x = values(STEPS, BATCH, 3);
      Tensor w = values(2, gates[i] * HIDDEN, 3);
      Tensor r = values(2, gates[i] * HIDDEN, HIDDEN);
      Tensor b = values(2, 2 * gates[i] * HIDDEN);
      Tensor lengths = Tensor.ofLongs(DType.INT32, Shape.of(BATCH), 3, 2);
      Tensor h = values(2, BATCH, HIDDEN);
      OpRun op = new OpRun(names[i], 14).with("direction", "bidirectional");
      List<? extends Datum> steps = op.all(x, w, r, b, lengths, h);
      op.with("layout", 1);
      Tensor swapped = swap(x, STEPS, BATCH);
      List<? extends Datum> batches = op.all(swapped, w, r, b, lengths, swap(h, 2, BATCH));
      Tensor y = (Tensor) steps.get(0);
      Tensor byBatch = (Tensor) batches.get(0);
      assertEquals(Shape.of(STEPS, 2, BATCH, HIDDEN), y.shape());
      assertEquals(Shape.of(BATCH, STEPS, 2, HIDDEN), byBatch.shape());
      for (int t = 0; t < STEPS; t++) {
        for (int d = 0; d < 2; d++) {
          for (int n = 0; n < BATCH; n++) {
            double expected = y.getDouble(((t * 2 + d) * BATCH + n) * HIDDEN);
            assertEquals(expected, byBatch.getDouble(((n * STEPS + t) * 2 + d) * HIDDEN), names[i]);
            assertTrue(expected != 0 || t >= 2 && n == 1);
          }
        }
      }
      for (int s = 1; s < steps.size(); s++) {
        assertArrayEquals(
            swap((Tensor) steps.get(s), 2, BATCH).toFloats(), ((Tensor) batches.get(s)).toFloats());
      }
    }
  }

  @Test
  void withoutStepsTheStateStays() {
    Tensor h = values(1, BATCH, HIDDEN);
    List<? extends Datum> outputs =
        new OpRun("GRU", 22)
            .all(values(0, BATCH, 3), values(1, 6, 3), values(1, 6, HIDDEN), null, null, h);
    assertArrayEquals(h.toFloats(), ((Tensor) outputs.get(1)).toFloats());
    outputs = new OpRun("LSTM", 22).all(values(2, 0, 3), values(1, 8, 3), values(1, 8, HIDDEN));
    assertEquals(Shape.of(2, 1, 0, HIDDEN), ((Tensor) outputs.get(0)).shape());
  }

  private static void refuses(OpRun op, String words, Tensor... inputs) {
    AssamException e = assertThrows(AssamException.class, () -> op.all(inputs));
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void refusals() {
    Tensor x = values(STEPS, BATCH, 3);
    Tensor w = values(1, 4, 3);
    Tensor r = values(1, 4, 4);
    refuses(new OpRun("RNN", 7).with("layout", 0), "unknown attribute layout", x, w, r);
    refuses(new OpRun("RNN", 14).with("hidden_size", 5), "hidden_size is 5", x, w, r);
    refuses(new OpRun("RNN", 14).with("direction", "up"), "allowed: forward", x, w, r);
    refuses(new OpRun("RNN", 14).with("activations", List.of("Sine")), "allowed: Affine", x, w, r);
    refuses(new OpRun("GRU", 14).with("activations", List.of("Tanh")), "allowed: 2 names", x, w, r);
    refuses(new OpRun("RNN", 14), "dimension 2 of 3", x, values(1, 4, 2), r);
    refuses(new OpRun("GRU", 14), "dimension 1 of 12", x, w, r);
    Tensor lengths = Tensor.ofLongs(DType.INT32, Shape.of(BATCH), 1, STEPS + 1);
    refuses(new OpRun("RNN", 14), "sequence_lens holds 4 (allowed 0..3)", x, w, r, null, lengths);
  }
}
