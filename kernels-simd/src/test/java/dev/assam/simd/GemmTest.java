package dev.assam.simd;

import static dev.assam.op.Expr.add;
import static dev.assam.op.Expr.c;
import static dev.assam.op.Expr.in;
import static dev.assam.op.Expr.max;
import static dev.assam.op.Expr.min;
import static dev.assam.op.Expr.mul;
import static dev.assam.op.Expr.sigmoid;
import static dev.assam.simd.KernelCheck.noise;

import dev.assam.op.Expr;
import dev.assam.op.linear.Gemm;
import dev.assam.op.linear.MatMul;
import org.junit.jupiter.api.Test;

/** Products with constant matrices. */
class GemmTest {
  private static final int[] SIZES = {1, 3, 4, 5, 7, 8, 9, 31, 32, 33, 127, 128, 129};

  @Test
  void matMulAtEdges() {
    for (int m : new int[] {1, 5, 6, 7, 13}) {
      for (int n : SIZES) {
        for (int k : new int[] {1, 2, 7, 33}) {
          new KernelCheck(new MatMul())
              .input(noise(1, m, k))
              .constant(noise(2, k, n))
              .check("gemmF32");
        }
      }
    }
    for (int m : SIZES) {
      new KernelCheck(new MatMul())
          .input(noise(1, 2, m, 19))
          .constant(noise(2, 19, 40))
          .check("gemmF32");
    }
    for (int k : new int[] {191, 192, 193, 385, 1000}) {
      new KernelCheck(new MatMul())
          .input(noise(1, k))
          .constant(noise(2, k, 37))
          .tolerance(1e-4)
          .check("gemmF32");
    }
    new KernelCheck(new MatMul())
        .input(noise(1, 700, 64))
        .constant(noise(2, 64, 70))
        .check("gemmF32");
  }

  @Test
  void gemmWithScales() {
    for (int n : SIZES) {
      new KernelCheck(new Gemm(0.5f, -2, false, true))
          .input(noise(1, 9, 21))
          .constant(noise(2, n, 21))
          .constant(noise(3, n))
          .check("gemmF32");
      new KernelCheck(new Gemm(1, 3, false, false))
          .input(noise(1, 6, 21))
          .constant(noise(2, 21, n))
          .input(noise(3, 1, n))
          .check("gemmF32");
    }
    new KernelCheck(new Gemm(1, 2, false, false))
        .input(noise(1, 6, 5))
        .constant(noise(2, 5, 35))
        .constant(noise(3, 1))
        .check("gemmF32");
  }

  @Test
  void epilogues() {
    for (int n : SIZES) {
      new KernelCheck(new MatMul())
          .input(noise(1, 3, 14, 11))
          .constant(noise(2, 11, n))
          .epilogue(min(max(add(in(2), add(in(0), in(1))), c(-0.25)), c(0.75)))
          .constant(noise(3, n))
          .input(noise(4, 3, 14, n))
          .check("gemmF32");
      new KernelCheck(new MatMul())
          .input(noise(1, 14, 11))
          .constant(noise(2, 11, n))
          .epilogue(max(in(0), c(0)))
          .check("gemmF32");
    }
  }

  @Test
  void formulas() {
    for (int n : SIZES) {
      new KernelCheck(new MatMul())
          .input(noise(1, 2, 50, 11))
          .constant(noise(2, 11, n))
          .epilogue(mul(add(in(0), in(1)), sigmoid(add(in(0), in(1)))))
          .constant(noise(3, n))
          .check("gemmF32");
      new KernelCheck(new Gemm(1, 1, false, true))
          .input(noise(1, 14, 11))
          .constant(noise(2, n, 11))
          .constant(noise(3, n))
          .epilogue(mul(in(0), in(1)))
          .input(noise(4, 14, 1))
          .check("gemmF32");
      Expr hardSwish = mul(in(0), min(max(add(in(0), c(3)), c(0)), c(6)));
      for (Expr formula : new Expr[] {hardSwish, add(mul(hardSwish, c(0.1)), c(-0.5))}) {
        new KernelCheck(new MatMul())
            .input(noise(1, 14, 97))
            .constant(noise(2, 97, n))
            .epilogue(formula)
            .check("gemmF32");
      }
    }
  }

  @Test
  void clampKeepsNaN() {
    var a = noise(1, 7, 3);
    a.floats().set(3, Float.NaN);
    for (int n : new int[] {3, 8, 40}) {
      new KernelCheck(new MatMul())
          .input(a)
          .constant(noise(2, 3, n))
          .epilogue(max(in(0), c(0)))
          .check("gemmF32");
    }
  }

  @Test
  void matMulOfActivations() {
    for (int m : new int[] {1, 6, 13, 50}) {
      for (int n : SIZES) {
        new KernelCheck(new MatMul())
            .input(noise(1, 2, 3, m, 10))
            .input(noise(2, 2, 3, 10, n))
            .epilogue(mul(add(in(0), in(1)), in(2)))
            .input(noise(3, n))
            .input(noise(4, 2, 3, m, n))
            .check("matMulF32");
        new KernelCheck(new MatMul())
            .input(noise(1, m, 11))
            .constant(noise(2, 3, 11, n))
            .epilogue(max(add(in(0), in(1)), c(0)))
            .input(noise(3, n))
            .check("matMulF32");
        new KernelCheck(new MatMul())
            .input(noise(1, 4, m, 7))
            .input(noise(2, 7, n))
            .check("matMulF32");
      }
    }
    new KernelCheck(new MatMul()).input(noise(1, 9)).input(noise(2, 9)).check("matMulF32");
  }
}
