package dev.assam.op.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.error.AssamException;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OpRun;
import org.junit.jupiter.api.Test;

class AttentionTest {
  private static Tensor zeros(int... dims) {
    return Tensor.allocate(DType.FLOAT32, Shape.of(dims));
  }

  /** Equal scores, so each output is the mean of the values 1, 2, 4 that are seen. */
  private static float[] means(OpRun op, int queries, Tensor mask, Tensor nonpad) {
    Tensor v = Tensor.of(Shape.of(1, 1, 3, 1), 1, 2, 4);
    return op.one(zeros(1, 1, queries, 2), zeros(1, 1, 3, 2), v, mask, null, null, nonpad)
        .toFloats();
  }

  private static Tensor longs(long value) {
    return Tensor.ofLongs(value);
  }

  @Test
  void masks() {
    Tensor yes = Tensor.ofBooleans(Shape.of(1, 1), true);
    Tensor two = Tensor.ofBooleans(Shape.of(1, 2), false, true);
    OpRun attention = new OpRun("Attention", 24);
    assertArrayEquals(new float[] {1}, means(attention, 1, yes, null), "padded");
    assertArrayEquals(new float[] {2}, means(attention, 1, two, null), "padded");
    OpRun older = new OpRun("Attention", 23);
    assertArrayEquals(new float[] {7 / 3f}, means(older, 1, yes, null), 1e-6f, "repeated");
    AssamException e = assertThrows(AssamException.class, () -> means(older, 1, two, null));
    assertTrue(e.getMessage().contains("broadcasts to [1,1,1,3]"), e.getMessage());
  }

  @Test
  void paddingAndCausality() {
    OpRun attention = new OpRun("Attention", 24);
    long[] lengths = {Long.MIN_VALUE, 0, 1, 2, 3, 4, Long.MAX_VALUE};
    float[] expected = {0, 0, 1, 1.5f, 7 / 3f, 7 / 3f, 7 / 3f};
    for (int i = 0; i < lengths.length; i++) {
      float[] one = {expected[i]};
      assertArrayEquals(one, means(attention, 1, null, longs(lengths[i])), 1e-6f);
    }
    attention.with("is_causal", 1);
    assertArrayEquals(new float[] {1, 1.5f}, means(attention, 2, null, null));
    assertArrayEquals(new float[] {1.5f, 7 / 3f}, means(attention, 2, null, longs(3)), 1e-6f);
    assertArrayEquals(new float[] {0, 1}, means(attention, 2, null, longs(1)));
  }

  private static void refuses(OpRun op, String words, Tensor... inputs) {
    AssamException e = assertThrows(AssamException.class, () -> op.all(inputs));
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void refusals() {
    OpRun attention = new OpRun("Attention", 23);
    Tensor q = zeros(1, 4, 2, 3);
    refuses(attention, "have 4, 3 and 3 heads", q, zeros(1, 3, 2, 3), zeros(1, 3, 2, 3));
    refuses(attention, "do not belong together", q, zeros(1, 4, 2, 2), zeros(1, 4, 2, 3));
    refuses(attention, "rank 3 or 4", q, q, zeros(1, 4, 2, 3, 1));
    refuses(attention, "made of 0 heads", zeros(1, 2, 12), zeros(1, 2, 12), zeros(1, 2, 12));
    refuses(attention, "does not go with", q, q, q, null, zeros(1, 4, 5, 2), zeros(1, 4, 5, 3));
    refuses(new OpRun("Attention", 23).with("qk_matmul_output_mode", 4), "allowed 0..3", q, q, q);
    refuses(new OpRun("Attention", 22), "supported from opset 23", q, q, q);
  }

  @Test
  void rotaryPositionsAreChecked() {
    Tensor angles = zeros(5, 1);
    OpRun rotary = new OpRun("RotaryEmbedding", 23);
    Tensor x = zeros(1, 1, 2, 2);
    assertEquals(x.shape(), rotary.one(x, angles, angles, position(0, 4)).shape());
    refuses(rotary, "position_ids holds 5 (allowed 0..4)", x, angles, angles, position(0, 5));
    refuses(rotary, "position_ids holds -1", x, angles, angles, position(0, -1));
    refuses(rotary, "even", zeros(1, 1, 2, 3), angles, angles, position(0, 1));
  }

  private static Tensor position(long first, long second) {
    return Tensor.ofLongs(DType.INT64, Shape.of(1, 2), first, second);
  }

  @Test
  void linearAttentionNeedsWhatItsRuleSays() {
    Tensor x = zeros(1, 1, 2);
    OpRun op = new OpRun("LinearAttention", 27).with("q_num_heads", 1).with("kv_num_heads", 1);
    refuses(op, "decay is missing and beta is missing", x, x, x);
    op.with("update_rule", "linear");
    refuses(op, "decay is given", x, x, x, null, x);
    assertEquals(x.shape(), op.one(x, x, x).shape());
  }
}
