package dev.assam.simd;

import static dev.assam.simd.KernelRun.random;
import static dev.assam.simd.OpMaker.op;

import dev.assam.op.Op;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators that move elements, at the edges of vectors and of units. */
final class MoveKernelsTest {
  private static final int[] SIZES = {1, 3, 4, 5, 7, 8, 9, 31, 32, 33, 127, 128, 129};

  @Test
  void transposes() {
    List<List<Long>> orders =
        List.of(
            List.of(0L, 2L, 3L, 1L),
            List.of(0L, 3L, 1L, 2L),
            List.of(0L, 2L, 1L, 3L),
            List.of(3L, 2L, 1L, 0L),
            List.of(1L, 0L, 3L, 2L),
            List.of(0L, 1L, 3L, 2L));
    for (List<Long> order : orders) {
      for (int size : SIZES) {
        new KernelRun(op("Transpose", "perm", order), random(1, 2, size, 3, 5)).check();
        new KernelRun(op("Transpose", "perm", order), random(1, 2, 3, 5, size)).check();
        new KernelRun(op("Transpose", "perm", order), random(1, 3, 4, size, 2)).check();
      }
    }
    new KernelRun(op("Transpose"), random(1, 300, 200)).check();
    new KernelRun(op("Transpose"), random(1, 4, 9000)).check();
  }

  @ParameterizedTest
  @EnumSource(names = {"INT32", "INT64", "INT8", "UINT8", "BOOL", "FLOAT16"})
  void movesAllTypes(DType type) {
    Tensor x = Tensor.allocate(type, Shape.of(3, 5, 7));
    for (int i = 0; i < x.size(); i++) {
      x.setLong(i, type == DType.BOOL ? i % 2 : i);
    }
    new KernelRun(op("Transpose"), x).check();
    new KernelRun(op("Concat", "axis", 1), x, x).check();
    new KernelRun(op("Tile"), x, Tensor.ofLongs(2, 1, 3)).constants(1).check();
    new KernelRun(op("Gather", "axis", 1), x, Tensor.ofLongs(4, -5, 0)).check();
  }

  @Test
  void joinsAndCuts() {
    for (int size : SIZES) {
      Tensor a = random(1, 2, size, 3);
      Tensor b = random(2, 2, 5, 3);
      new KernelRun(op("Concat", "axis", 1), a, b, a).check();
      new KernelRun(op("Concat", "axis", -1), random(1, 3, size), random(2, 3, 4)).check();
      new KernelRun(op("Split", "axis", 1), random(1, 2, size + 5, 3), Tensor.ofLongs(size, 5))
          .constants(1)
          .check(2);
    }
    new KernelRun(op("Concat", "axis", 0), random(1, 40000), random(2, 3)).check();
  }

  @Test
  void slices() {
    for (int size : SIZES) {
      Tensor x = random(1, 3, size, 6);
      Tensor axes = Tensor.ofLongs(1, 2);
      new KernelRun(op("Slice"), x, Tensor.ofLongs(0, 1), Tensor.ofLongs(1000, 5), axes)
          .constants(1, 2, 3)
          .check();
      new KernelRun(
              op("Slice"),
              x,
              Tensor.ofLongs(-1, 5),
              Tensor.ofLongs(-1000, 0),
              axes,
              Tensor.ofLongs(-1, -2))
          .constants(1, 2, 3, 4)
          .check();
    }
  }

  @Test
  void repeats() {
    for (int size : SIZES) {
      new KernelRun(op("Expand"), random(1, 2, 1, size), Tensor.ofLongs(3, 2, 4, size))
          .constants(1)
          .check();
      new KernelRun(op("Expand"), random(1, size, 1), Tensor.ofLongs(size, 9)).constants(1).check();
      new KernelRun(op("Tile"), random(1, 3, size), Tensor.ofLongs(2, 3)).constants(1).check();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"constant", "reflect", "edge", "wrap"})
  void pads(String mode) {
    Op op = op("Pad", "mode", mode);
    Tensor pads = Tensor.ofLongs(0, 0, 2, 1, 0, 0, 3, 2);
    for (int size : SIZES) {
      if (size > 3) {
        new KernelRun(op, random(1, 2, 3, 5, size), pads).constants(1).check();
      }
      new KernelRun(new ChannelsLast(op), random(1, 2, 5, 4, size), pads).constants(1).check();
    }
    Tensor value = Tensor.of(Shape.SCALAR, 2.5f);
    Tensor negative = Tensor.ofLongs(1, -1, -1, 2);
    new KernelRun(op, random(1, 4, 9), negative, value).constants(1, 2).check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DCR", "CRD"})
  void squares(String mode) {
    Op apart = op("DepthToSpace", "blocksize", 2, "mode", mode);
    Op together = op("SpaceToDepth", "blocksize", 2);
    for (int size : new int[] {1, 3, 8, 17}) {
      new KernelRun(apart, random(1, 2, 4 * size, 3, 5)).check();
      new KernelRun(together, random(1, 2, size, 6, 10)).check();
      new KernelRun(new ChannelsLast(apart), random(1, 2, 3, 5, 4 * size)).check();
      new KernelRun(new ChannelsLast(together), random(1, 2, 6, 10, size)).check();
    }
  }

  @Test
  void gathers() {
    for (int size : SIZES) {
      Tensor x = random(1, 9, size);
      Tensor indices = Tensor.ofLongs(DType.INT64, Shape.of(2, 2), 8, 0, -1, 3);
      new KernelRun(op("Gather"), x, indices).check();
      new KernelRun(op("Gather", "axis", 0), x, Tensor.ofLongs(DType.INT32, Shape.SCALAR, 4))
          .check();
      new KernelRun(op("Gather", "axis", 1), random(1, 3, 9, size), indices).check();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nearest", "linear", "cubic"})
  void resizes(String mode) {
    for (String coordinates : List.of("half_pixel", "asymmetric", "align_corners")) {
      Op op = op("Resize", "mode", mode, "coordinate_transformation_mode", coordinates);
      for (float scale : new float[] {2, 1.5f, 0.6f}) {
        Tensor scales = Tensor.of(Shape.of(4), 1, 1, scale, 2);
        for (int channels : new int[] {1, 3, 4, 8, 17}) {
          new KernelRun(op, random(1, 2, channels, 5, 6), null, scales)
              .constants(2)
              .tolerance(1e-4, 1e-4)
              .check();
          new KernelRun(new ChannelsLast(op), random(1, 2, 5, 6, channels), null, scales)
              .constants(2)
              .tolerance(1e-4, 1e-4)
              .check();
        }
      }
    }
  }
}
