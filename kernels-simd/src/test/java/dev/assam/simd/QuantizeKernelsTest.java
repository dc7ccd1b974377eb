package dev.assam.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** QuantizeLinear and DequantizeLinear. */
class QuantizeKernelsTest {
  private static Tensor bytes(DType dtype, int... dims) {
    Tensor tensor = Tensor.allocate(dtype, Shape.of(dims));
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setLong(i, i * 37L);
    }
    return tensor;
  }

  private static Tensor scale(int... dims) {
    Tensor tensor = KernelRun.random(7, dims);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats().set(i, 0.01f + Math.abs(tensor.floats().get(i)) / 100);
    }
    return tensor;
  }

  private static void check(Tensor x, Tensor scale, Tensor zero, String name, Object... given) {
    for (int[] constants : new int[][] {{}, {1, 2}}) {
      KernelRun run = new KernelRun(OpMaker.op(name, given), x, scale, zero);
      assertEquals("quantize", run.constants(constants).tolerance(0, 0).check());
    }
  }

  @Test
  void exactly() {
    for (DType dtype : new DType[] {DType.INT8, DType.UINT8}) {
      for (int n : new int[] {1, 7, 16, 33, 700}) {
        Tensor x = KernelRun.random(n, 3, 5, n);
        x.floats().set(0, 1e9f);
        x.floats().set(1, Float.NEGATIVE_INFINITY);
        x.floats().set(2, Float.NaN);
        check(bytes(dtype, 3, 5, n), scale(), bytes(dtype), "DequantizeLinear");
        check(bytes(dtype, 3, 5, n), scale(n), bytes(dtype, n), "DequantizeLinear", "axis", -1);
        check(x, scale(), bytes(dtype), "QuantizeLinear");
        check(x, scale(n), bytes(dtype, n), "QuantizeLinear", "axis", 2);
      }
    }
  }

  @Test
  void withoutZeroPoint() {
    KernelRun run =
        new KernelRun(OpMaker.op("DequantizeLinear"), bytes(DType.INT32, 4, 9), scale(1));
    assertEquals("quantize", run.tolerance(0, 0).check());
  }
}
