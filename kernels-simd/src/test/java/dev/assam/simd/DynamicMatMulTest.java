package dev.assam.simd;

import static dev.assam.op.Expr.add;
import static dev.assam.op.Expr.c;
import static dev.assam.op.Expr.in;
import static dev.assam.op.Expr.max;
import static dev.assam.op.Expr.sigmoid;
import static dev.assam.simd.KernelCheck.noise;

import dev.assam.op.fused.DynamicQuantizedMatMul;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Products with dynamic quantisation. */
class DynamicMatMulTest {
  private static Tensor bytes(DType dtype, int seed, int... dims) {
    Tensor tensor = Tensor.allocate(dtype, Shape.of(dims));
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setLong(i, (i * 31 + seed) % 251);
    }
    return tensor;
  }

  @Test
  void atEdges() {
    for (int n : new int[] {1, 5, 8, 31, 33, 128}) {
      for (int k : new int[] {1, 8, 33, 384}) {
        new KernelCheck(new DynamicQuantizedMatMul())
            .input(noise(1, 2, 65, k))
            .constant(bytes(DType.INT8, 3, k, n))
            .constant(noise(3, n))
            .epilogue(max(add(in(0), in(1)), c(0)))
            .constant(noise(4, n))
            .tolerance(2e-3)
            .check("dynamicQuantizedF32");
        new KernelCheck(new DynamicQuantizedMatMul())
            .input(noise(1, 7, k))
            .constant(bytes(DType.UINT8, 5, k, n))
            .constant(noise(3, 1))
            .constant(bytes(DType.UINT8, 9, n))
            .tolerance(2e-3)
            .check("dynamicQuantizedF32");
      }
    }
  }

  @Test
  void integersAtEdges() {
    for (int n : new int[] {1, 5, 8, 15, 16, 17, 31, 33, 128}) {
      for (int k : new int[] {1, 3, 8, 33, 384}) {
        new KernelCheck(new DynamicQuantizedMatMul())
            .input(noise(1, 2, 65, k))
            .constant(bytes(DType.INT8, 3, k, n))
            .constant(noise(3, n))
            .epilogue(max(add(add(in(0), in(1)), in(2)), c(0)))
            .constant(noise(4, n))
            .input(noise(5, 2, 65, n))
            .by(new IntDynamicMatMulFactory(true))
            .check("dynamicQuantizedI16");
        new KernelCheck(new DynamicQuantizedMatMul())
            .input(noise(1, 7, k))
            .constant(bytes(DType.UINT8, 5, k, n))
            .constant(noise(3, 1))
            .constant(bytes(DType.UINT8, 9, n))
            .tolerance(0)
            .by(new IntDynamicMatMulFactory(true))
            .check("dynamicQuantizedI16");
        new KernelCheck(new DynamicQuantizedMatMul())
            .input(noise(1, 9, k))
            .constant(bytes(DType.INT8, 5, k, n))
            .constant(noise(3, n))
            .epilogue(sigmoid(add(in(0), in(1))))
            .constant(noise(4, n))
            .by(new IntDynamicMatMulFactory(true))
            .check("dynamicQuantizedI16");
      }
    }
  }

  @Test
  void zeros() {
    new KernelCheck(new DynamicQuantizedMatMul())
        .input(Tensor.allocate(DType.FLOAT32, Shape.of(3, 4)))
        .constant(bytes(DType.INT8, 3, 4, 5))
        .constant(noise(3, 1))
        .check("dynamicQuantizedF32");
    new KernelCheck(new DynamicQuantizedMatMul())
        .input(Tensor.allocate(DType.FLOAT32, Shape.of(3, 4)))
        .constant(bytes(DType.INT8, 3, 4, 5))
        .constant(noise(3, 1))
        .tolerance(0)
        .by(new IntDynamicMatMulFactory(true))
        .check("dynamicQuantizedI16");
  }
}
