package dev.assam.simd;

import static dev.assam.simd.KernelRun.random;
import static dev.assam.simd.OpMaker.op;

import dev.assam.op.fused.ChannelsLast;
import dev.assam.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Softmaxes, folds, normalisations and pools at the edges of vectors. */
final class LinesKernelsTest {
  private static final int[] SIZES = {1, 3, 4, 5, 7, 8, 9, 31, 32, 33, 127, 128, 129};

  @ParameterizedTest
  @ValueSource(strings = {"Softmax", "LogSoftmax"})
  void softmax(String name) {
    for (int size : SIZES) {
      new KernelRun(op(name), random(size, 3, size)).check();
      new KernelRun(op(name, "axis", 1), random(size, 2, size, 5)).check();
      new KernelRun(op(name, "axis", 0), random(size, 3, size)).check();
      new KernelRun(op(11, name, "axis", 1), random(size, 2, size, 3)).check();
    }
    new KernelRun(op(name), random(1, 4, 33)).overwriting(0).check();
    new KernelRun(op(name, "axis", 0), random(1, 4, 33)).overwriting(0).check();
  }

  @Test
  void softmaxOfMaskedScores() {
    Tensor x = random(1, 2, 37);
    for (int i = 20; i < 37; i++) {
      x.floats().set(i, -1e9f);
      x.floats().set(37 + i, Float.NEGATIVE_INFINITY);
    }
    new KernelRun(op("Softmax"), x).check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"L1", "L2", "Max", "Mean", "Min", "Prod", "Sum", "SumSquare"})
  void folds(String name) {
    for (int size : SIZES) {
      for (long[] axes : new long[][] {{-1}, {0}, {1}, {1, 2}, {0, 1}, {0, 1, 2}}) {
        new KernelRun(op("Reduce" + name), random(size, 3, size, 4), Tensor.ofLongs(axes))
            .constants(1)
            .tolerance(1e-4, 1e-4)
            .check();
      }
    }
  }

  @Test
  void foldsByLogarithms() {
    Tensor last = Tensor.ofLongs(-1);
    for (int size : SIZES) {
      Tensor x = random(size, 3, size);
      new KernelRun(op("ReduceLogSumExp"), x, last).constants(1).check();
      Tensor positive = random(size, 3, size);
      for (int i = 0; i < positive.size(); i++) {
        positive.floats().set(i, positive.floats().get(i) + 4);
      }
      new KernelRun(op("ReduceLogSum"), positive, last).constants(1).check();
    }
  }

  @Test
  void layers() {
    for (int size : SIZES) {
      Tensor x = random(size, 2, 3, size);
      Tensor scale = random(1, size);
      Tensor shift = random(2, size);
      new KernelRun(op("LayerNormalization"), x, scale, shift).tolerance(1e-4, 1e-4).check();
      new KernelRun(op("LayerNormalization"), x, scale).tolerance(1e-4, 1e-4).check();
      new KernelRun(op("RMSNormalization"), x, scale).tolerance(1e-4, 1e-4).check();
      new KernelRun(op("LayerNormalization", "axis", 1), x, random(1, 3, size), random(2, 3, size))
          .tolerance(1e-4, 1e-4)
          .check();
    }
  }

  @Test
  void instances() {
    for (int size : SIZES) {
      Tensor scale = random(1, size);
      Tensor shift = random(2, size);
      new KernelRun(op("InstanceNormalization"), random(size, 2, size, 5, 7), scale, shift)
          .tolerance(1e-4, 1e-4)
          .check();
      new KernelRun(
              new ChannelsLast(op("InstanceNormalization")),
              random(size, 2, 5, 7, size),
              scale,
              shift)
          .tolerance(1e-4, 1e-4)
          .check();
    }
  }

  @Test
  void groups() {
    for (int size : SIZES) {
      new KernelRun(
              op("GroupNormalization", "num_groups", 3),
              random(size, 2, 6, size),
              random(1, 6),
              random(2, 6))
          .tolerance(1e-4, 1e-4)
          .check();
      new KernelRun(
              op(18, "GroupNormalization", "num_groups", 3),
              random(size, 2, 6, size),
              random(1, 3),
              random(2, 3))
          .tolerance(1e-4, 1e-4)
          .check();
    }
  }

  @Test
  void batches() {
    for (int size : SIZES) {
      Tensor variance = random(4, size);
      for (int i = 0; i < size; i++) {
        variance.floats().set(i, Math.abs(variance.floats().get(i)) + 0.1f);
      }
      Tensor[] parameters = {null, random(1, size), random(2, size), random(3, size), variance};
      parameters[0] = random(size, 2, size, 3, 5);
      new KernelRun(op("BatchNormalization"), parameters.clone()).constants(1, 2, 3, 4).check();
      parameters[0] = random(size, 2, 3, 5, size);
      new KernelRun(new ChannelsLast(op("BatchNormalization")), parameters)
          .constants(1, 2, 3, 4)
          .check();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GlobalAveragePool", "GlobalMaxPool"})
  void globalPools(String name) {
    for (int size : SIZES) {
      new KernelRun(op(name), random(size, 2, size, 5, 7)).check();
      new KernelRun(new ChannelsLast(op(name)), random(size, 2, 5, 7, size)).check();
    }
  }
}
