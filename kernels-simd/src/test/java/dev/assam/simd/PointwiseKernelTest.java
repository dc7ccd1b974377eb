package dev.assam.simd;

import static dev.assam.simd.KernelRun.random;
import static dev.assam.simd.OpMaker.op;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.op.Expr;
import dev.assam.op.Op;
import dev.assam.op.Pointwise;
import dev.assam.op.cast.Cast;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every elementwise operator by its kernel at the edges of vectors and blocks, and broadcasting.
 */
final class PointwiseKernelTest {
  private static final int[] SIZES = {
    1, 3, 4, 5, 7, 8, 9, 31, 32, 33, 127, 128, 129, 511, 513, 9000
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Abs",
        "Acos",
        "Acosh",
        "Asin",
        "Asinh",
        "Atan",
        "Atanh",
        "Ceil",
        "Celu",
        "Cos",
        "Cosh",
        "Elu",
        "Erf",
        "Exp",
        "Floor",
        "Gelu",
        "HardSigmoid",
        "HardSwish",
        "IsInf",
        "IsNaN",
        "LeakyRelu",
        "Log",
        "Mish",
        "Neg",
        "Reciprocal",
        "Relu",
        "Round",
        "Selu",
        "Shrink",
        "Sigmoid",
        "Sign",
        "Sin",
        "Sinh",
        "Softplus",
        "Softsign",
        "Sqrt",
        "Swish",
        "Tan",
        "Tanh",
        "ThresholdedRelu"
      })
  void unary(String name) {
    for (int size : SIZES) {
      new KernelRun(op(name), random(size, size)).check();
    }
    if (!name.startsWith("Is")) {
      new KernelRun(op(name), random(1, 33)).overwriting(0).check();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Add",
        "Sub",
        "Mul",
        "Div",
        "Max",
        "Min",
        "Mod",
        "Pow",
        "PRelu",
        "Less",
        "LessOrEqual",
        "Greater",
        "GreaterOrEqual",
        "Equal",
        "Sum",
        "Mean"
      })
  void binary(String name) {
    Op op = name.equals("Mod") ? op(name, "fmod", 1L) : op(name);
    for (int size : SIZES) {
      new KernelRun(op, random(1, size), random(2, size)).check();
      new KernelRun(op, random(1, size), random(2, 1)).check();
      new KernelRun(op, random(1, size), random(2, 1)).constants(1).check();
    }
  }

  @Test
  void broadcasts() {
    Op op = op("Sub");
    int[][][] shapes = {
      {{2, 3, 5}, {5}},
      {{2, 3, 5}, {3, 1}},
      {{2, 3, 5}, {2, 1, 5}},
      {{2, 3, 5}, {2, 1, 1}},
      {{2, 1, 5}, {1, 3, 1}},
      {{5}, {4, 3, 1}},
      {{700, 3}, {3}},
      {{700, 3}, {700, 1}},
      {{3, 700}, {700}},
      {{3, 700}, {3, 1}},
      {{1, 40, 40, 24}, {1, 1, 1, 24}},
      {{2, 7, 7, 96}, {2, 1, 1, 96}},
      {{1, 24, 1, 1}, {1, 24, 40, 40}},
      {{2, 4, 3, 600}, {2, 1, 3, 1}},
      {{2, 4, 3, 600}, {2, 1, 1, 600}},
      {{1, 3, 80, 8, 2}, {1, 3, 1, 1, 2}},
      {{2, 1, 3, 1, 5}, {1, 4, 1, 3, 1}},
      {{}, {4}},
      {{}, {}},
    };
    for (int[][] pair : shapes) {
      Tensor a = random(1, pair[0]);
      Tensor b = random(2, pair[1]);
      new KernelRun(op, a, b).check();
      new KernelRun(op, b, a).check();
    }
  }

  @Test
  void mixesTypes() {
    for (int size : SIZES) {
      Tensor condition = Tensor.allocate(DType.BOOL, Shape.of(size));
      Tensor other = Tensor.allocate(DType.BOOL, Shape.of(size));
      Tensor longs = Tensor.allocate(DType.INT64, Shape.of(size));
      for (int i = 0; i < size; i++) {
        condition.setLong(i, i % 3 == 0 ? 1 : 0);
        other.setLong(i, i % 2);
        longs.setLong(i, i * 37L - 300);
      }
      new KernelRun(op("Where"), condition, random(1, size), random(2, size)).check();
      new KernelRun(op("Where"), condition, random(1, 1), random(2, 1)).constants(1, 2).check();
      new KernelRun(op("Not"), condition).check();
      for (String name : new String[] {"And", "Or", "Xor"}) {
        new KernelRun(op(name), condition, other).check();
      }
      for (DType type : new DType[] {DType.INT64, DType.INT32, DType.UINT8, DType.INT8}) {
        new KernelRun(new Cast(type, true, "up"), random(1, size)).check();
      }
      new KernelRun(new Cast(DType.BOOL, true, "up"), random(1, size)).check();
      new KernelRun(new Cast(DType.FLOAT32, true, "up"), condition).check();
      new KernelRun(new Cast(DType.FLOAT32, true, "up"), longs).check();
    }
  }

  @Test
  void clips() {
    Tensor x = random(1, 100);
    Op clip = op("Clip");
    Tensor low = Tensor.of(Shape.SCALAR, -1);
    Tensor high = Tensor.of(Shape.SCALAR, 2);
    new KernelRun(clip, x, low, high).check();
    new KernelRun(clip, x, low, high).constants(1, 2).check();
    new KernelRun(clip, x, null, high).constants(2).check();
  }

  @Test
  void keepsSpecialValues() {
    float inf = Float.POSITIVE_INFINITY;
    Tensor x =
        Tensor.of(
            Shape.of(13),
            Float.NaN,
            inf,
            -inf,
            0,
            -0f,
            1,
            -1,
            100,
            -100,
            1e-40f,
            -1e-40f,
            1e30f,
            -1e30f);
    String[] names = {
      "Exp",
      "Log",
      "Tanh",
      "Sigmoid",
      "Erf",
      "Relu",
      "Sqrt",
      "Sign",
      "Floor",
      "Ceil",
      "Round",
      "Abs",
      "Neg",
      "Gelu",
      "Softplus",
      "LeakyRelu",
      "Elu",
      "Sin",
      "Cos",
      "IsNaN",
      "IsInf",
      "Reciprocal",
      "Softsign"
    };
    for (String name : names) {
      new KernelRun(op(name), x).check();
    }
  }

  @Test
  void findsPhrases() {
    Op gelu = op("Gelu");
    Tape tape =
        Tape.compile(((Pointwise) gelu).expr(null), new DType[] {DType.FLOAT32}, DType.FLOAT32);
    assertEquals("r1 = gelu r0\n", tape.toString());
    Expr x = Expr.in(0);
    Expr gate = Expr.min(Expr.max(Expr.add(x, Expr.c(3)), Expr.c(0)), Expr.c(6));
    Expr swish = Expr.div(Expr.mul(x, gate), Expr.c(6));
    tape = Tape.compile(swish, new DType[] {DType.FLOAT32}, DType.FLOAT32);
    assertEquals("r1 = 0.0\nr2 = 0.16666667\nr3 = hardSwish r0 r2 r1\n", tape.toString());
  }
}
