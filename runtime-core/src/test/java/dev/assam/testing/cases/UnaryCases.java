package dev.assam.testing.cases;

import static dev.assam.testing.Arg.f32;
import static dev.assam.testing.Arg.given;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;
import java.util.Set;

/** Operators of one input, element by element, without the activations. */
final class UnaryCases {
  /** Values on which rounding, signs and limits differ. */
  private static final double[] EDGES = {
    0.0,
    -0.0,
    0.5,
    -0.5,
    1.5,
    -1.5,
    2.5,
    -2.5,
    0.49999997,
    1e-40,
    8388609.0,
    -8388609.0,
    3e9,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN
  };

  /** Those that ONNX Runtime computes in float64 as well. */
  private static final Set<String> DOUBLES =
      Set.of(
          "Sin",
          "Exp",
          "Tanh",
          "Sigmoid",
          "Floor",
          "Ceil",
          "Abs",
          "Neg",
          "Sign",
          "Log",
          "Sqrt",
          "Reciprocal",
          "Round",
          "Identity");

  private UnaryCases() {}

  static void addTo(CaseTable table) {
    floats(table);
    edges(table);
    integers(table);
    booleans(table);
  }

  private static void floats(CaseTable table) {
    for (String op :
        new String[] {"Sin", "Cos", "Atan", "Asinh", "Sinh", "Cosh", "Erf", "Tan", "Exp", "Tanh"}) {
      sizes(table, op, -3, 3);
    }
    for (String op : new String[] {"Sigmoid", "Floor", "Ceil", "Abs", "Neg", "Sign"}) {
      sizes(table, op, -10, 10);
    }
    sizes(table, "Asin", -1, 1);
    sizes(table, "Acos", -1, 1);
    sizes(table, "Atanh", -0.99, 0.99);
    sizes(table, "Acosh", 1, 20);
    sizes(table, "Log", 1e-6, 50);
    sizes(table, "Sqrt", 0, 50);
    sizes(table, "Reciprocal", 0.1, 20);
    sizes(table, "Round", -10, 10);
    sizes(table, "Identity", -1, 1);
  }

  private static void sizes(CaseTable table, String op, double low, double high) {
    int opset = 13;
    table.op(op, opset).in(f32(2, 3, 5).in(low, high));
    table.op(op, opset).in(f32(129).in(low, high));
    table.op(op, opset).in(f32().in(low, high));
    table.op(op, opset).in(f32(0, 4).in(low, high));
    if (DOUBLES.contains(op)) {
      table.op(op, opset).in(Arg.of(DType.FLOAT64, 7).in(low, high));
    }
    table.op(op, opset).in(Arg.of(DType.FLOAT16, 3, 4).in(low, high));
  }

  private static void edges(CaseTable table) {
    for (String op :
        new String[] {
          "Abs",
          "Neg",
          "Floor",
          "Ceil",
          "Round",
          "Sqrt",
          "Exp",
          "Log",
          "Tanh",
          "Sigmoid",
          "Reciprocal",
          "Erf",
          "IsNaN",
          "IsInf",
          "Sign",
          "Identity"
        }) {
      // Of NaN, ONNX Runtime makes 0 or 1.
      int n = op.equals("Sign") || op.equals("Erf") ? EDGES.length - 1 : EDGES.length;
      Shape shape = Shape.of(n);
      double[] values = java.util.Arrays.copyOf(EDGES, n);
      table.op(op, 13).about("edges").in(given(Tensor.ofDoubles(DType.FLOAT32, shape, values)));
    }
    for (int negative = 0; negative < 2; negative++) {
      for (int positive = 0; positive < 2; positive++) {
        table
            .op("IsInf", 10, 20)
            .attr("detect_negative", negative)
            .attr("detect_positive", positive)
            .in(given(Tensor.ofDoubles(DType.FLOAT32, Shape.of(EDGES.length), EDGES)));
      }
    }
    table.op("IsInf", 20).in(given(Tensor.ofDoubles(DType.FLOAT16, Shape.of(16), EDGES)));
    table.op("IsInf", 10).in(given(Tensor.ofDoubles(DType.FLOAT64, Shape.of(16), EDGES)));
    table.op("IsNaN", 9, 20).in(given(Tensor.ofDoubles(DType.FLOAT16, Shape.of(16), EDGES)));
    table.op("IsNaN", 13).in(given(Tensor.ofDoubles(DType.FLOAT64, Shape.of(16), EDGES)));
  }

  private static void integers(CaseTable table) {
    DType[] signed = {DType.INT8, DType.INT16, DType.INT32, DType.INT64};
    DType[] unsigned = {DType.UINT8, DType.UINT16, DType.UINT32, DType.UINT64};
    for (DType type : signed) {
      table.op("Abs", 7, 13).in(Arg.of(type, 3, 4));
      table.op("Sign", 9).in(Arg.of(type, 3, 4));
    }
    for (DType type : new DType[] {DType.INT8, DType.INT32, DType.INT64}) {
      table.op("Neg", 7, 13).in(Arg.of(type, 3, 4));
    }
    for (DType type : unsigned) {
      table.op("Abs", 13).in(Arg.of(type, 3, 4));
      table.op("Sign", 13).in(Arg.of(type, 3, 4));
      table.op("BitwiseNot", 18).in(Arg.of(type, 2, 5));
    }
    for (DType type : signed) {
      table.op("BitwiseNot", 18).in(Arg.of(type, 2, 5));
    }
    table.op("Abs", 13).in(Arg.given(Tensor.ofLongs(DType.INT8, Shape.of(3), -128, 127, -1)));
    for (DType type : new DType[] {DType.STRING, DType.BOOL, DType.INT64, DType.UINT8}) {
      table.op("Identity", 1, 13, 16).in(Arg.of(type, 2, 2));
    }
  }

  private static void booleans(CaseTable table) {
    table.op("Not", 1).in(Arg.of(DType.BOOL, 2, 3, 4));
    table.op("Not", 1).in(Arg.of(DType.BOOL));
    table.op("Not", 1).in(Arg.of(DType.BOOL, 0));
  }
}
