package dev.assam.simd;

import static dev.assam.op.Expr.add;
import static dev.assam.op.Expr.c;
import static dev.assam.op.Expr.in;
import static dev.assam.op.Expr.max;
import static dev.assam.simd.OpMaker.op;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.memory.Floats;
import dev.assam.memory.Shorts;
import dev.assam.op.Expr;
import dev.assam.op.cast.Cast;
import dev.assam.op.fused.Fused;
import dev.assam.simd.kernel.HalfF16;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** float16: conversion of every number, and operators by kernels of float32. */
class HalfTest {
  private static Tensor halves(int seed, int... dims) {
    Tensor floats = KernelCheck.noise(seed, dims);
    Tensor tensor = Tensor.allocate(DType.FLOAT16, Shape.of(dims));
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setDouble(i, floats.getDouble(i));
    }
    return tensor;
  }

  @Test
  void everyNumberThereAndBack() {
    Tensor halves = Tensor.allocate(DType.FLOAT16, Shape.of(0x10003));
    Shorts bits = halves.shorts();
    for (int i = 0; i < halves.size(); i++) {
      bits.set(i, (short) i);
    }
    Floats floats = HalfKernel.widened(halves).floats();
    Tensor back = Tensor.allocate(DType.FLOAT16, halves.shape());
    HalfF16.narrow(floats, 0, back.shorts(), 0, back.size());
    for (int i = 0; i < halves.size(); i++) {
      float expected = Float.float16ToFloat((short) i);
      assertEquals(expected, floats.get(i));
      if (!Float.isNaN(expected)) {
        assertEquals((short) i, back.shorts().get(i));
      }
    }
  }

  @Test
  void roundsAsJavaDoes() {
    int count = 1 << 16;
    Tensor x = Tensor.allocate(DType.FLOAT32, Shape.of(count));
    for (int i = 0; i < count; i++) {
      // All exponents and signs, and fractions near and at ties.
      int bits = i << 16 | new int[] {0, 0x0FFF, 0x1000, 0x1001, 0x3000}[i % 5];
      x.floats().set(i, Float.intBitsToFloat(bits));
    }
    Tensor rounded = Tensor.allocate(DType.FLOAT32, x.shape());
    HalfF16.round(x.floats(), 0, rounded.floats(), 0, count);
    Tensor narrow = Tensor.allocate(DType.FLOAT16, x.shape());
    HalfF16.narrow(x.floats(), 0, narrow.shorts(), 0, count);
    for (int i = 0; i < count; i++) {
      short expected = Float.floatToFloat16(x.floats().get(i));
      float value = Float.float16ToFloat(expected);
      assertEquals(value, rounded.floats().get(i), "rounded " + x.floats().get(i));
      if (!Float.isNaN(value)) {
        assertEquals(expected, narrow.shorts().get(i), "narrowed " + x.floats().get(i));
      }
    }
  }

  @Test
  void casts() {
    for (int size : new int[] {1, 7, 8, 33, 513}) {
      new KernelCheck(new Cast(DType.FLOAT32, true, "up"))
          .input(halves(1, size))
          .tolerance(0)
          .check("pointwise");
      new KernelCheck(new Cast(DType.FLOAT16, true, "up"))
          .input(KernelCheck.noise(1, size))
          .tolerance(0)
          .check("pointwise");
    }
  }

  @Test
  void elementwise() {
    Expr rounded = new Expr.Cast(DType.FLOAT16, add(in(0), in(1)));
    for (int size : new int[] {1, 7, 33, 513}) {
      new KernelCheck(op("Add"))
          .input(halves(1, size))
          .input(halves(2, size))
          .tolerance(1e-3)
          .check("pointwise");
      new KernelCheck(new Fused(Expr.mul(rounded, in(0)), DType.FLOAT16))
          .input(halves(1, size))
          .constant(halves(2, 1))
          .tolerance(1e-3)
          .check("pointwise");
    }
  }

  @Test
  void products() {
    for (int n : new int[] {1, 5, 8, 33}) {
      new KernelCheck(op("MatMul"))
          .input(halves(1, 2, 9, 40))
          .constant(halves(2, 40, n))
          .tolerance(2e-3)
          .check("gemmF32");
      new KernelCheck(op("MatMul"))
          .input(halves(1, 2, 9, 40))
          .input(halves(2, 40, n))
          .epilogue(max(add(in(0), in(1)), c(0)))
          .constant(halves(3, n))
          .tolerance(2e-3)
          .check("matMulF32");
      new KernelCheck(op("Conv"))
          .input(halves(1, 1, 6, 7, 5))
          .constant(halves(2, n, 6, 3, 2))
          .constant(halves(3, n))
          .channelsLast()
          .tolerance(2e-3)
          .check("convF32");
    }
  }

  @Test
  void others() {
    new KernelCheck(op("Softmax")).input(halves(1, 3, 33)).tolerance(1e-3).check("lines");
    new KernelCheck(op("LayerNormalization"))
        .input(halves(1, 3, 33))
        .constant(halves(2, 33))
        .constant(halves(3, 33))
        .outputs(1)
        .tolerance(4e-3)
        .check("norm");
    new KernelCheck(op("Transpose")).input(halves(1, 3, 33)).tolerance(0).check("move");
  }
}
