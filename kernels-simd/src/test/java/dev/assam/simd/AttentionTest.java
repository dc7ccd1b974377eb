package dev.assam.simd;

import static dev.assam.simd.KernelCheck.noise;

import dev.assam.op.attention.Attention;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Attention, its heads apart or packed. */
class AttentionTest {
  private static Attention attention(Float scale, boolean causal, int qHeads, int kvHeads) {
    return new Attention(scale, 0, causal, qHeads, kvHeads, 0, null, false);
  }

  private static void check(Attention attention, Tensor... inputs) {
    KernelCheck check = new KernelCheck(attention).outputs(1);
    for (Tensor input : inputs) {
      check.input(input);
    }
    check.tolerance(1e-5).check("attentionF32");
  }

  @Test
  void headsApart() {
    for (int keys : new int[] {1, 3, 8, 31, 33, 128}) {
      for (int size : new int[] {1, 5, 16, 32, 33}) {
        check(
            attention(null, false, 0, 0),
            noise(1, 2, 3, 9, size),
            noise(2, 2, 3, keys, size),
            noise(3, 2, 3, keys, size + 1));
      }
    }
  }

  @Test
  void headsPacked() {
    check(
        attention(0.3f, false, 6, 2), //
        noise(1, 2, 50, 48),
        noise(2, 2, 61, 16),
        noise(3, 2, 61, 16));
  }

  @Test
  void causalAndMasked() {
    check(
        attention(null, true, 4, 4), //
        noise(1, 1, 65, 64),
        noise(2, 1, 65, 64),
        noise(3, 1, 65, 64));
    Tensor mask = noise(4, 2, 1, 1, 33);
    for (int i = 0; i < 20; i++) {
      mask.floats().set(i, Float.NEGATIVE_INFINITY);
    }
    check(
        attention(null, false, 0, 0),
        noise(1, 2, 3, 7, 8),
        noise(2, 2, 3, 33, 8),
        noise(3, 2, 3, 33, 8),
        mask);
    check(
        attention(null, false, 0, 0),
        noise(1, 2, 3, 7, 8),
        noise(2, 2, 3, 33, 8),
        noise(3, 2, 3, 33, 8),
        noise(5, 3, 7, 1));
    for (int i = 20; i < 33; i++) {
      mask.floats().set(i, Float.NEGATIVE_INFINITY);
    }
    check(
        attention(null, true, 0, 0),
        noise(1, 2, 3, 7, 8),
        noise(2, 2, 3, 33, 8),
        noise(3, 2, 3, 33, 8),
        mask);
  }

  private static Tensor allowed(int... dims) {
    Tensor mask = Tensor.allocate(DType.BOOL, Shape.of(dims));
    for (int i = 0; i < mask.size(); i++) {
      mask.setLong(i, i % 7 % 3 == 0 || i < 40 ? 0 : 1);
    }
    return mask;
  }

  @Test
  void maskOfBooleans() {
    new KernelCheck(attention(null, false, 0, 0))
        .input(noise(1, 2, 3, 7, 8))
        .input(noise(2, 2, 3, 33, 8))
        .input(noise(3, 2, 3, 33, 8))
        .input(allowed(7, 33))
        .outputs(1)
        .check("attentionF32");
    new KernelCheck(attention(null, false, 0, 0))
        .input(noise(1, 2, 3, 1, 8))
        .input(noise(2, 2, 3, 33, 8))
        .input(noise(3, 2, 3, 33, 8))
        .input(allowed(2, 1, 1, 33))
        .outputs(1)
        .check("attentionF32");
  }

  @Test
  void past() {
    for (int past : new int[] {1, 5, 32}) {
      for (boolean causal : new boolean[] {false, true}) {
        new KernelCheck(attention(null, causal, 0, 0))
            .input(noise(1, 2, 6, 4, 8))
            .input(noise(2, 2, 3, 4, 8))
            .input(noise(3, 2, 3, 4, 9))
            .absent()
            .input(noise(4, 2, 3, past, 8))
            .input(noise(5, 2, 3, past, 9))
            .outputs(3)
            .check("attentionF32");
        new KernelCheck(attention(null, causal, 6, 3))
            .input(noise(1, 2, 1, 48))
            .input(noise(2, 2, 1, 24))
            .input(noise(3, 2, 1, 24))
            .input(noise(6, 1, past + 1))
            .input(noise(4, 2, 3, past, 8))
            .input(noise(5, 2, 3, past, 8))
            .outputs(3)
            .check("attentionF32");
      }
    }
  }
}
