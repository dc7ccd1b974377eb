package dev.assam.testing.cases;

import static dev.assam.testing.Arg.f32;
import static dev.assam.testing.Arg.given;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;

/** Activations: element by element, and along an axis. */
final class ActivationCases {
  private ActivationCases() {}

  static void addTo(CaseTable table) {
    elementwise(table);
    clip(table);
    alongAnAxis(table);
    dropout(table);
  }

  private static void elementwise(CaseTable table) {
    with(table, "Relu", 6, 13, 14);
    table.op("Relu", 14).in(Arg.of(DType.INT32, 3, 4));
    table.op("Relu", 14).in(Arg.of(DType.INT8, 3, 4));
    with(table, "LeakyRelu", 6, 16);
    table.op("LeakyRelu", 6, 16).attr("alpha", 0.3).in(f32(3, 4));
    with(table, "Elu", 6);
    table.op("Elu", 6).attr("alpha", 2.0).in(f32(3, 4));
    with(table, "Selu", 6);
    table.op("Selu", 6).attr("alpha", 2.0).attr("gamma", 3.0).in(f32(3, 4));
    with(table, "Celu", 12);
    table.op("Celu", 12).attr("alpha", 2.5).in(f32(3, 4));
    with(table, "HardSigmoid", 6);
    table.op("HardSigmoid", 6).attr("alpha", 0.5).attr("beta", 0.6).in(f32(3, 4));
    with(table, "HardSwish", 14);
    table.op("HardSwish", 14).in(f32(40).in(-5, 5));
    with(table, "Softplus", 13);
    table.op("Softplus", 1).in(f32(30).in(-100, 100));
    with(table, "Softsign", 13);
    with(table, "ThresholdedRelu", 10);
    table.op("ThresholdedRelu", 10).attr("alpha", 0.25).in(f32(3, 4));
    with(table, "Shrink", 9);
    table.op("Shrink", 9).attr("lambd", 1.0).attr("bias", 0.5).in(f32(3, 4));
    table.op("Shrink", 9).attr("lambd", 3.0).attr("bias", 1.0).in(Arg.of(DType.INT32, 20));
    with(table, "Mish", 18);
    with(table, "Gelu", 20);
    table.op("Gelu", 20).attr("approximate", "tanh").in(f32(40).in(-5, 5));
    table.op("Gelu", 20).attr("approximate", "none").in(f32(40).in(-5, 5));
    with(table, "Swish", 24);
    table.op("Swish", 24).attr("alpha", 1.7).in(f32(3, 4));
  }

  private static void with(CaseTable table, String op, int... opsets) {
    table.op(op, opsets).in(f32(2, 3, 5).in(-4, 4));
    table.op(op, opsets).in(f32().in(-4, 4));
    table.op(op, opsets).in(f32(0, 2));
    table.op(op, opsets).in(f32(131).in(-4, 4));
    if (!op.equals("Celu")) {
      table.op(op, opsets).in(Arg.of(DType.FLOAT16, 9));
    }
  }

  private static void clip(CaseTable table) {
    table.op("Clip", 6).in(f32(3, 4));
    table.op("Clip", 6).attr("min", -0.5).attr("max", 0.5).in(f32(3, 4));
    table.op("Clip", 6).attr("min", -0.5).in(f32(3, 4));
    table.op("Clip", 6).attr("max", 0.5).in(f32(3, 4));
    Arg low = Arg.scalar(DType.FLOAT32, -0.5);
    Arg high = Arg.scalar(DType.FLOAT32, 0.75);
    table.op("Clip", 11, 12, 13).in(f32(3, 4));
    table.op("Clip", 11, 12, 13).in(f32(3, 4), low);
    table.op("Clip", 11, 12, 13).in(f32(3, 4), Arg.NONE, high);
    table.op("Clip", 11, 12, 13).in(f32(3, 4), low, high);
    table.op("Clip", 13).about("min above max").in(f32(3, 4), high, low);
    table
        .op("Clip", 13)
        .about("NaN")
        .in(given(Tensor.of(Shape.of(3), Float.NaN, Float.POSITIVE_INFINITY, -9)), low, high);
    for (DType type :
        new DType[] {
          DType.INT32,
          DType.INT64,
          DType.INT8,
          DType.UINT8,
          DType.UINT32,
          DType.UINT64,
          DType.FLOAT64,
          DType.FLOAT16
        }) {
      table.op("Clip", 12, 13).in(Arg.of(type, 20), Arg.scalar(type, 1), Arg.scalar(type, 5));
    }
  }

  private static void alongAnAxis(CaseTable table) {
    for (String op : new String[] {"Softmax", "LogSoftmax", "Hardmax"}) {
      for (int opset : new int[] {1, 11, 13}) {
        table.op(op, opset).in(f32(2, 3, 4));
        table.op(op, opset).in(f32(3, 7).in(-30, 30));
        for (int axis = opset == 1 ? 0 : -3; axis < 3; axis++) {
          table.op(op, opset).attr("axis", axis).in(f32(2, 3, 4));
        }
        table.op(op, opset).attr("axis", 1).in(f32(1, 1000));
      }
      table.op(op, 13).attr("axis", -1).in(f32(5).in(-1000, 1000));
      table.op(op, 13).attr("axis", 1).in(f32(2, 1, 3));
      table.op(op, 13).attr("axis", 0).in(f32(0, 3));
      if (!op.equals("Hardmax")) {
        table.op(op, 13).in(Arg.of(DType.FLOAT64, 2, 5));
      }
      table.op(op, 13).in(Arg.of(DType.FLOAT16, 2, 5));
    }
    table
        .op("Softmax", 13)
        .about("−∞")
        .in(
            given(
                Tensor.of(Shape.of(1, 4), Float.NEGATIVE_INFINITY, 1, 2, Float.NEGATIVE_INFINITY)));
    table.op("Hardmax", 13).about("ties").in(given(Tensor.of(Shape.of(2, 3), 1, 2, 2, 3, 3, 3)));
  }

  private static void dropout(CaseTable table) {
    table.op("Dropout", 7, 10).attr("ratio", 0.3).in(f32(2, 3));
    table.op("Dropout", 7, 10).in(f32(2, 3));
    table.op("Dropout", 12, 13).in(f32(2, 3));
    table.op("Dropout", 12, 13).out(2).in(f32(2, 3), Arg.scalar(DType.FLOAT32, 0.5));
    table
        .op("Dropout", 13)
        .out(2)
        .in(
            f32(2, 3),
            Arg.scalar(DType.FLOAT32, 0.5),
            given(Tensor.ofBooleans(Shape.SCALAR, false)));
    table
        .op("Dropout", 13)
        .about("training, nothing dropped")
        .out(2)
        .in(f32(2, 3), Arg.scalar(DType.FLOAT32, 0), given(Tensor.ofBooleans(Shape.SCALAR, true)));
  }
}
