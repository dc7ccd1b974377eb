package dev.assam.op;

import static dev.assam.op.Expr.add;
import static dev.assam.op.Expr.c;
import static dev.assam.op.Expr.call;
import static dev.assam.op.Expr.in;
import static dev.assam.op.Expr.less;
import static dev.assam.op.Expr.max;
import static dev.assam.op.Expr.mul;
import static dev.assam.op.Expr.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assam.op.Expr.Fn;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExprTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final long MIN = Long.MIN_VALUE;

  private record Reals(Fn fn, double a, double b, double expected) {}

  private static final Reals[] REALS = {
    new Reals(Fn.DIV, 1, -0.0, -INF),
    new Reals(Fn.DIV, 0, 0, NAN),
    new Reals(Fn.REM, -7.5, 2, -1.5),
    new Reals(Fn.REM, 7.5, -2, 1.5),
    new Reals(Fn.REM, 5, INF, 5),
    new Reals(Fn.REM, 5, 0, NAN),
    new Reals(Fn.MOD, -7.5, 2, 0.5),
    new Reals(Fn.MOD, 7.5, -2, -0.5),
    new Reals(Fn.POW, 1, NAN, 1),
    new Reals(Fn.POW, -2, 3, -8),
    new Reals(Fn.MIN, NAN, 1, NAN),
    new Reals(Fn.MIN, 1, NAN, NAN),
    new Reals(Fn.MIN, -0.0, 0, -0.0),
    new Reals(Fn.MAX, 1, NAN, NAN),
    new Reals(Fn.MAX, -0.0, 0, 0),
    new Reals(Fn.NEG, 0, 0, -0.0),
    new Reals(Fn.SIGN, -3, 0, -1),
    new Reals(Fn.SIGN, NAN, 0, NAN),
    new Reals(Fn.SQRT, -1, 0, NAN),
    new Reals(Fn.LOG, 0, 0, -INF),
    new Reals(Fn.ROUND, 2.5, 0, 2),
    new Reals(Fn.TANH, 800, 0, 1),
    new Reals(Fn.LESS, NAN, 1, 0),
    new Reals(Fn.LESS, -INF, 1, 1),
    new Reals(Fn.LESS_OR_EQUAL, 1, 1, 1),
    new Reals(Fn.EQUAL, NAN, NAN, 0),
    new Reals(Fn.EQUAL, 0, -0.0, 1),
    new Reals(Fn.IS_NAN, NAN, 0, 1),
    new Reals(Fn.IS_NAN, INF, 0, 0),
  };

  private record Integers(Fn fn, DType type, long a, long b, long expected) {}

  private static final Integers[] INTEGERS = {
    new Integers(Fn.ADD, DType.INT8, 100, 100, -56),
    new Integers(Fn.ADD, DType.UINT8, 200, 100, 44),
    new Integers(Fn.SUB, DType.UINT16, 1, 2, 65535),
    new Integers(Fn.MUL, DType.INT32, 1 << 20, 1 << 12, 0),
    new Integers(Fn.MUL, DType.UINT4, 7, 7, 1),
    new Integers(Fn.NEG, DType.INT8, -128, 0, -128),
    new Integers(Fn.ABS, DType.INT16, -5, 0, 5),
    new Integers(Fn.ABS, DType.UINT64, -5, 0, -5),
    new Integers(Fn.SIGN, DType.UINT64, -5, 0, 1),
    new Integers(Fn.SIGN, DType.INT32, -5, 0, -1),
    new Integers(Fn.DIV, DType.INT32, -7, 2, -3),
    new Integers(Fn.DIV, DType.INT32, 7, 0, 0),
    new Integers(Fn.DIV, DType.INT64, MIN, -1, MIN),
    new Integers(Fn.DIV, DType.UINT64, -2, 2, Long.MAX_VALUE),
    new Integers(Fn.DIV, DType.UINT64, -1, -1, 1),
    new Integers(Fn.REM, DType.INT64, -7, 3, -1),
    new Integers(Fn.REM, DType.INT64, MIN, -1, 0),
    new Integers(Fn.REM, DType.INT64, 5, 0, 0),
    new Integers(Fn.MOD, DType.INT64, -7, 3, 2),
    new Integers(Fn.MOD, DType.INT64, 7, -3, -2),
    new Integers(Fn.MOD, DType.UINT64, -1, 10, 5),
    new Integers(Fn.MOD, DType.UINT8, 7, 0, 0),
    new Integers(Fn.POW, DType.INT32, 3, 4, 81),
    new Integers(Fn.POW, DType.INT8, 2, 9, 0),
    new Integers(Fn.POW, DType.INT64, 2, -1, 0),
    new Integers(Fn.POW, DType.INT64, -1, -3, -1),
    new Integers(Fn.POW, DType.INT64, 0, 0, 1),
    new Integers(Fn.MIN, DType.UINT64, -1, 3, 3),
    new Integers(Fn.MAX, DType.UINT64, -1, 3, -1),
    new Integers(Fn.MAX, DType.INT64, -1, 3, 3),
    new Integers(Fn.LESS, DType.UINT64, 3, -1, 1),
    new Integers(Fn.LESS, DType.INT64, 3, -1, 0),
    new Integers(Fn.LESS_OR_EQUAL, DType.UINT32, 3, 3, 1),
    new Integers(Fn.EQUAL, DType.UINT64, -1, -1, 1),
    new Integers(Fn.NOT, DType.UINT8, 1, 0, 254),
    new Integers(Fn.NOT, DType.INT8, 1, 0, -2),
    new Integers(Fn.NOT, DType.BOOL, 1, 0, 0),
    new Integers(Fn.AND, DType.BOOL, 1, 0, 0),
    new Integers(Fn.OR, DType.INT16, 5, 2, 7),
    new Integers(Fn.XOR, DType.BOOL, 1, 1, 0),
    new Integers(Fn.SHIFT_LEFT, DType.UINT8, 255, 4, 240),
    new Integers(Fn.SHIFT_LEFT, DType.UINT8, 255, 8, 0),
    new Integers(Fn.SHIFT_LEFT, DType.UINT64, 1, 64, 0),
    new Integers(Fn.SHIFT_LEFT, DType.UINT64, 1, 63, MIN),
    new Integers(Fn.SHIFT_RIGHT, DType.UINT64, -1, 63, 1),
    new Integers(Fn.SHIFT_RIGHT, DType.UINT64, -1, -1, 0),
    new Integers(Fn.SHIFT_RIGHT, DType.INT8, -128, 9, -1),
    new Integers(Fn.SHIFT_RIGHT, DType.INT8, -128, 2, -32),
    new Integers(Fn.ERF, DType.INT32, 7, 0, 1),
  };

  @Test
  void functionsOfReals() {
    for (Reals row : REALS) {
      Tensor a = Tensor.ofDoubles(DType.FLOAT64, Shape.SCALAR, row.a);
      Tensor b = Tensor.ofDoubles(DType.FLOAT64, Shape.SCALAR, row.b);
      Expr expr = row.fn.arity() == 1 ? call(row.fn, in(0)) : call(row.fn, in(0), in(1));
      Tensor y = ExprEvaluator.evaluate(expr, DType.FLOAT64, Shape.SCALAR, a, b);
      assertEquals(row.expected, y.getDouble(0), row.toString());
    }
  }

  @Test
  void functionsOfIntegers() {
    for (Integers row : INTEGERS) {
      Tensor a = Tensor.ofLongs(row.type, Shape.SCALAR, row.a);
      Tensor b = Tensor.ofLongs(row.type, Shape.SCALAR, row.b);
      Expr expr = row.fn.arity() == 1 ? call(row.fn, in(0)) : call(row.fn, in(0), in(1));
      DType type = row.fn.kind() == Expr.Kind.PREDICATE ? DType.BOOL : row.type;
      Tensor y = ExprEvaluator.evaluate(expr, type, Shape.SCALAR, a, b);
      assertEquals(row.expected, y.getLong(0), row.toString());
    }
  }

  @Test
  void broadcastsAtTheEdgesOfBlocks() {
    int[][][] shapes = {
      {{1}, {511}},
      {{512}, {1}},
      {{513}, {513}},
      {{}, {1025}},
      {{3, 1}, {1, 700}},
      {{2, 3, 4}, {3, 1}},
      {{5, 1, 7, 1}, {1, 6, 1, 8}},
      {{600, 2}, {600, 1}},
      {{600, 2}, {2}},
      {{0, 3}, {1, 3}},
      {{2, 0}, {1}},
      {{1, 1}, {1, 1, 1}},
      {{2, 1, 3, 1}, {2, 4, 3, 5}}
    };
    for (int[][] pair : shapes) {
      for (DType type : new DType[] {DType.FLOAT32, DType.FLOAT16, DType.INT32, DType.UINT8}) {
        Tensor a = counting(type, Shape.of(pair[0]), 3);
        Tensor b = counting(type, Shape.of(pair[1]), 5);
        Shape shape = Shape.broadcast(a.shape(), b.shape());
        Tensor y = ExprEvaluator.evaluate(add(mul(in(0), c(2)), in(1)), type, shape, a, b);
        Odometer odometer =
            new Odometer(
                shape, a.shape().broadcastStrides(shape), b.shape().broadcastStrides(shape));
        for (int i = 0; i < y.size(); i++) {
          double expected = 2 * a.getDouble(odometer.at(0)) + b.getDouble(odometer.at(1));
          assertEquals(expected, y.getDouble(i), type + " " + shape + " at " + i);
          odometer.next();
        }
      }
    }
  }

  private static Tensor counting(DType type, Shape shape, int modulus) {
    Tensor x = Tensor.allocate(type, shape);
    for (int i = 0; i < x.size(); i++) {
      x.setLong(i, i % modulus);
    }
    return x;
  }

  @Test
  void realsWinWhereTheyMeetIntegers() {
    Tensor ints = Tensor.ofLongs(DType.INT32, Shape.of(3), -4, 1, 5);
    Tensor halves = Tensor.of(Shape.of(3), 0.5f, 0.5f, 0.5f);
    assertEquals(
        List.of(-2L, 0L, 2L),
        longs(ExprEvaluator.evaluate(mul(in(0), in(1)), DType.INT32, ints.shape(), ints, halves)));
    assertEquals(
        List.of(-3L, 0L, 4L),
        longs(
            ExprEvaluator.evaluate(
                select(less(in(0), c(-0.5)), add(in(0), c(1)), max(c(0), add(in(0), c(-1)))),
                DType.INT32,
                ints.shape(),
                ints)));
  }

  @Test
  void castsRoundToTheirType() {
    Tensor x = Tensor.ofDoubles(DType.FLOAT64, Shape.of(3), 0.1, 300.7, -1.5);
    Expr narrow = new Expr.Cast(DType.FLOAT32, in(0));
    assertEquals(
        (float) 0.1, ExprEvaluator.evaluate(narrow, DType.FLOAT64, x.shape(), x).getDouble(0));
    Expr bytes = add(new Expr.Cast(DType.UINT8, in(0)), c(0));
    assertEquals(
        List.of(0L, 44L, 255L), longs(ExprEvaluator.evaluate(bytes, DType.INT32, x.shape(), x)));
    Expr truth = new Expr.Cast(DType.BOOL, in(0));
    assertEquals(
        List.of(1L, 1L, 1L), longs(ExprEvaluator.evaluate(truth, DType.INT32, x.shape(), x)));
    Tensor large = Tensor.ofLongs(DType.UINT64, Shape.SCALAR, -1);
    assertEquals(
        0x1p64, ExprEvaluator.evaluate(in(0), DType.FLOAT64, Shape.SCALAR, large).getDouble(0));
  }

  private static List<Long> longs(Tensor x) {
    return java.util.Arrays.stream(x.toLongs()).boxed().toList();
  }

  @Test
  void substitutionFuses() {
    Expr relu = max(in(0), c(0));
    Expr fused = relu.substitute(List.of(add(in(0), in(1))));
    assertEquals("max(add(x0, x1), 0.0)", fused.toString());
    assertEquals(max(add(in(0), in(1)), c(0)), fused);
    Expr cast = new Expr.Cast(DType.FLOAT16, in(0)).substitute(List.of(in(3)));
    assertEquals("float16(x3)", cast.toString());
  }

  @Test
  void callsCountTheirArguments() {
    assertThrows(IllegalArgumentException.class, () -> call(Fn.ADD, in(0)));
  }
}
