package dev.assam.simd;

import static dev.assam.simd.KernelRun.random;
import static dev.assam.simd.OpMaker.op;

import dev.assam.op.Op;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools of all sorts of windows, channels first and last. */
final class PoolKernelsTest {
  private static List<Long> list(long... values) {
    List<Long> list = new ArrayList<>();
    for (long value : values) {
      list.add(value);
    }
    return list;
  }

  private static void check(Op op, int channels) {
    new KernelRun(op, random(1, 2, channels, 11, 9)).check();
    new KernelRun(new ChannelsLast(op), random(1, 2, 11, 9, channels)).check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MaxPool", "AveragePool"})
  void windows(String name) {
    List<Long> three = list(3, 3);
    List<Long> ones = list(1, 1, 1, 1);
    for (int channels : new int[] {1, 3, 4, 5, 8, 16, 17, 33, 64, 65}) {
      check(op(name, "kernel_shape", three), channels);
      check(op(name, "kernel_shape", list(2, 2), "strides", list(2, 2)), channels);
      check(op(name, "kernel_shape", three, "strides", list(2, 1), "pads", ones), channels);
      check(
          op(name, "kernel_shape", three, "strides", list(2, 2), "pads", ones, "ceil_mode", 1),
          channels);
      check(op(name, "kernel_shape", list(2, 3), "dilations", list(3, 2)), channels);
      check(op(name, "kernel_shape", list(3, 2), "auto_pad", "SAME_UPPER"), channels);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MaxPool", "AveragePool"})
  void lines(String name) {
    Op op = op(name, "kernel_shape", list(3), "strides", list(2), "pads", list(1, 1));
    new KernelRun(op, random(1, 2, 5, 13)).check();
    new KernelRun(new ChannelsLast(op), random(1, 2, 13, 5)).check();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void meansThatCountPadding(int ceil) {
    Op op =
        op(
            "AveragePool",
            "kernel_shape",
            list(3, 3),
            "strides",
            list(2, 2),
            "pads",
            list(1, 0, 1, 2),
            "ceil_mode",
            ceil,
            "count_include_pad",
            1);
    check(op, 9);
  }

  private static Tensor bytes(DType dtype, int seed, int... dims) {
    Tensor tensor = Tensor.allocate(dtype, Shape.of(dims));
    Random random = new Random(seed);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setLong(i, random.nextInt(256) - (dtype == DType.INT8 ? 128 : 0));
    }
    return tensor;
  }

  @ParameterizedTest
  @EnumSource(names = {"INT8", "UINT8"})
  void maximaOfBytes(DType dtype) {
    List<Long> two = list(2, 2);
    for (int channels : new int[] {1, 3, 15, 16, 17, 31, 32, 63, 64, 65, 129}) {
      for (Op op :
          List.of(
              op("MaxPool", "kernel_shape", list(3, 3), "strides", two, "pads", list(1, 1, 1, 1)),
              op("MaxPool", "kernel_shape", two, "dilations", list(3, 2)),
              op("MaxPool", "kernel_shape", two, "strides", two, "ceil_mode", 1))) {
        new KernelRun(op, bytes(dtype, 1, 2, channels, 11, 9)).tolerance(0, 0).check();
        new KernelRun(new ChannelsLast(op), bytes(dtype, 1, 2, 11, 9, channels))
            .tolerance(0, 0)
            .check();
      }
    }
  }
}
