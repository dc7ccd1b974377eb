package dev.assam.testing.cases;

import static dev.assam.testing.Arg.f32;
import static dev.assam.testing.Arg.given;
import static dev.assam.testing.Arg.longs;
import static dev.assam.testing.Arg.scalar;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;

/** Reductions, arg-reductions and running sums. */
final class ReduceCases {
  private static final String[] REDUCTIONS = {
    "ReduceL1",
    "ReduceL2",
    "ReduceLogSum",
    "ReduceLogSumExp",
    "ReduceMax",
    "ReduceMean",
    "ReduceMin",
    "ReduceProd",
    "ReduceSum",
    "ReduceSumSquare"
  };

  private ReduceCases() {}

  static void addTo(CaseTable table) {
    for (String op : REDUCTIONS) {
      axesAsAttribute(table, op);
      axesAsInput(table, op);
      types(table, op);
    }
    noElements(table);
    arg(table);
    cumulative(table);
  }

  /** Positive, because of the logarithms. */
  private static Arg x(int... dims) {
    return f32(dims).in(0.1, 2);
  }

  private static void axesAsAttribute(CaseTable table, String op) {
    int newest = op.equals("ReduceSum") ? 11 : 13;
    int[][] axes = {{0}, {1}, {2}, {0, 2}, {1, 2}, {0, 1, 2}};
    for (int[] some : axes) {
      long[] wide = java.util.Arrays.stream(some).asLongStream().toArray();
      table.op(op, newest).ints("axes", wide).in(x(2, 3, 4));
      table.op(op, newest).ints("axes", wide).attr("keepdims", 0).in(x(2, 3, 4));
    }
    table.op(op, 7, 11, newest).in(x(2, 3, 4));
    table.op(op, 11).attr("keepdims", 0).in(x(2, 3, 4));
    table.op(op, 11).ints("axes", -1).in(x(3, 5));
    table.op(op, 11).ints("axes", -2, -1).attr("keepdims", 0).in(x(2, 3, 4, 5));
    table.op(op, 11).ints("axes", 1, 3).attr("keepdims", 0).in(x(2, 3, 4, 5));
    table.op(op, 11).ints("axes", 1).in(x(3, 1, 2));
    table.op(op, 11).attr("keepdims", 0).in(x());
    table.op(op, 11).ints("axes", 0).attr("keepdims", 0).in(x(129));
  }

  private static void axesAsInput(CaseTable table, String op) {
    int opset = op.equals("ReduceSum") ? 13 : 18;
    table.op(op, opset).in(x(2, 3, 4));
    table.op(op, opset).attr("noop_with_empty_axes", 1).in(f32(2, 3, 4).in(0.1, 2));
    table.op(op, opset).in(x(2, 3, 4), longs(1));
    table.op(op, opset).attr("keepdims", 0).in(x(2, 3, 4), longs(0, -1));
    table.op(op, opset).attr("keepdims", 0).in(x(2, 3, 4), longs(2, 1));
    table.op(op, opset).attr("keepdims", 1).in(x(2, 3, 4), longs(-2));
    table.op(op, opset).about("no axes").in(x(2, 3), longs());
    table.op(op, opset).attr("noop_with_empty_axes", 1).in(x(2, 3), longs());
    table.op(op, opset).in(x(1, 16, 9, 9), longs(2, 3));
  }

  private static void types(CaseTable table, String op) {
    for (DType type : new DType[] {DType.FLOAT64, DType.FLOAT16, DType.INT32, DType.INT64}) {
      int[] opsets = op.equals("ReduceSum") ? new int[] {11, 13} : new int[] {13, 18};
      boolean logarithm = op.contains("Log") && type.isInteger();
      if (!logarithm) {
        table.op(op, opsets).attr("keepdims", 0).in(Arg.of(type, 3, 5).in(1, 4));
      }
    }
    if (op.equals("ReduceMax") || op.equals("ReduceMin")) {
      table.op(op, 13, 18).in(Arg.of(DType.INT8, 3, 5));
      table.op(op, 13, 18).in(Arg.of(DType.UINT8, 3, 5));
      table.op(op, 20).in(Arg.of(DType.BOOL, 3, 5), longs(1));
      // With NaN, what ONNX Runtime gives depends on where in the row it is.
      table.op(op, 18).in(f32(3, 4), longs(1));
    }
  }

  private static void noElements(CaseTable table) {
    for (String op :
        new String[] {
          "ReduceSum",
          "ReduceProd",
          "ReduceL1",
          "ReduceL2",
          "ReduceSumSquare",
          "ReduceLogSum",
          "ReduceLogSumExp"
        }) {
      table.op(op, 18).in(f32(2, 0, 4), longs(1));
      table.op(op, 18).attr("keepdims", 0).in(f32(2, 0, 4), longs(2));
    }
    table.op("ReduceMax", 18).attr("keepdims", 0).in(f32(2, 0, 4), longs(2));
    table.op("ReduceMean", 18).attr("keepdims", 0).in(f32(2, 0, 4), longs(2));
  }

  private static void arg(CaseTable table) {
    for (String op : new String[] {"ArgMax", "ArgMin"}) {
      table.op(op, 7, 11, 12, 13).in(f32(2, 3, 4));
      for (int axis = -3; axis < 3; axis++) {
        table.op(op, 13).attr("axis", axis).in(f32(2, 3, 4));
        table.op(op, 13).attr("axis", axis).attr("keepdims", 0).in(f32(2, 3, 4));
      }
      for (DType type : new DType[] {DType.INT32, DType.INT8, DType.UINT8, DType.FLOAT64}) {
        table.op(op, 13).attr("axis", 1).in(Arg.of(type, 3, 20));
      }
      for (int last = 0; last < 2; last++) {
        table
            .op(op, 12, 13)
            .attr("axis", 1)
            .attr("select_last_index", last)
            .about("ties")
            .in(Arg.of(DType.INT32, 4, 12).in(0, 2));
      }
      table.op(op, 13).attr("axis", 1).in(f32(2, 1));
    }
  }

  private static void cumulative(CaseTable table) {
    for (int exclusive = 0; exclusive < 2; exclusive++) {
      for (int reverse = 0; reverse < 2; reverse++) {
        for (int axis = -1; axis < 3; axis++) {
          table
              .op("CumSum", 11, 14)
              .attr("exclusive", exclusive)
              .attr("reverse", reverse)
              .in(f32(2, 3, 4), scalar(axis));
        }
      }
    }
    for (DType type : new DType[] {DType.FLOAT64, DType.INT32, DType.INT64}) {
      table.op("CumSum", 14).in(Arg.of(type, 7), scalar(0));
    }
    table.op("CumSum", 14).in(f32(2, 3), given(Tensor.ofLongs(DType.INT32, Shape.SCALAR, 1)));
    table.op("CumSum", 14).in(f32(0), scalar(0));
    table.op("CumSum", 14).in(f32(5, 1), scalar(1));
  }
}
