package dev.assam.testing.cases;

import static dev.assam.testing.Arg.f32;
import static dev.assam.testing.Arg.given;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;

/** Conversions of types: quantisation and Cast. */
final class QuantCases {
  private QuantCases() {}

  static void addTo(CaseTable table) {
    quantize(table);
    dequantize(table);
    dynamic(table);
    cast(table);
    castLike(table);
  }

  private static Arg zero(DType type, long... values) {
    Shape shape = values.length == 1 ? Shape.SCALAR : Shape.of(values.length);
    return given(Tensor.ofLongs(type, shape, values));
  }

  private static void quantize(CaseTable table) {
    Arg scale = Arg.scalar(DType.FLOAT32, 0.013);
    table.op("QuantizeLinear", 10, 13).in(f32(3, 4), scale);
    for (DType type : new DType[] {DType.UINT8, DType.INT8}) {
      table.op("QuantizeLinear", 10, 13, 19, 21, 23, 25).in(f32(3, 4), scale, zero(type, 5));
      for (int axis = -2; axis < 2; axis++) {
        table
            .op("QuantizeLinear", 13, 21)
            .attr("axis", axis)
            .in(f32(3, 3), Arg.floats(0.01, 0.02, 0.05), zero(type, 1, 100, 7));
      }
      table
          .op("QuantizeLinear", 13)
          .about("halves and limits")
          .in(
              given(Tensor.of(Shape.of(9), 0.5f, 1.5f, 2.5f, -0.5f, -1.5f, 300, -300, 1e9f, -1e9f)),
              Arg.scalar(DType.FLOAT32, 1),
              zero(type, 0));
    }
    for (DType type : new DType[] {DType.UINT16, DType.INT16, DType.UINT4, DType.INT4}) {
      table.op("QuantizeLinear", 21).in(f32(3, 5), Arg.scalar(DType.FLOAT32, 0.3), zero(type, 3));
    }
    table
        .op("QuantizeLinear", 21)
        .attr("block_size", 2)
        .attr("axis", 1)
        .in(f32(3, 4), f32(3, 2).in(0.01, 0.05).constant(), Arg.of(DType.UINT8, 3, 2).constant());
    table.op("QuantizeLinear", 21).attr("output_dtype", DType.INT8).in(f32(3, 4), scale);
    // From float16 ONNX Runtime rounds towards zero.
  }

  private static void dequantize(CaseTable table) {
    Arg scale = Arg.scalar(DType.FLOAT32, 0.013);
    for (DType type : new DType[] {DType.UINT8, DType.INT8}) {
      Arg x = Arg.of(type, 3, 4).in(type == DType.INT8 ? -128 : 0, 127);
      table.op("DequantizeLinear", 10, 13).in(x, scale);
      table.op("DequantizeLinear", 10, 13, 19, 21, 23, 25).in(x, scale, zero(type, 5));
      for (int axis = -2; axis < 2; axis++) {
        table
            .op("DequantizeLinear", 13, 21)
            .attr("axis", axis)
            .in(Arg.of(type, 3, 3), Arg.floats(0.01, 0.02, 0.05), zero(type, 1, 100, 7));
      }
    }
    table.op("DequantizeLinear", 10, 13).in(Arg.of(DType.INT32, 3, 4).in(-999, 999), scale);
    for (DType type : new DType[] {DType.UINT16, DType.INT16, DType.UINT4, DType.INT4}) {
      table.op("DequantizeLinear", 21).in(Arg.of(type, 3, 5).in(0, 7), scale, zero(type, 3));
    }
    table
        .op("DequantizeLinear", 21)
        .attr("block_size", 2)
        .attr("axis", 1)
        .in(
            Arg.of(DType.INT4, 3, 4).in(-8, 7),
            f32(3, 2).constant(),
            Arg.of(DType.INT4, 3, 2).in(-8, 7).constant());
    table
        .op("DequantizeLinear", 19)
        .in(Arg.of(DType.UINT8, 3, 4), Arg.scalar(DType.FLOAT16, 0.05), zero(DType.UINT8, 9));
  }

  private static void dynamic(CaseTable table) {
    table.op("DynamicQuantizeLinear", 11).out(3).in(f32(3, 4));
    table.op("DynamicQuantizeLinear", 11).about("positive").out(3).in(f32(20).in(1, 9));
    table.op("DynamicQuantizeLinear", 11).about("negative").out(3).in(f32(20).in(-9, -1));
    // Of zeros only, ONNX Runtime says scale 1 and the definition 0.
    table.op("DynamicQuantizeLinear", 11).out(3).in(f32(1));
  }

  private static void cast(CaseTable table) {
    DType[] types = {
      DType.FLOAT32,
      DType.FLOAT64,
      DType.FLOAT16,
      DType.BFLOAT16,
      DType.INT8,
      DType.UINT8,
      DType.INT16,
      DType.UINT16,
      DType.INT32,
      DType.UINT32,
      DType.INT64,
      DType.UINT64,
      DType.BOOL
    };
    for (DType from : types) {
      for (DType to : types) {
        double low = from.isUnsigned() || to.isUnsigned() ? 0 : -100;
        Arg x = from == DType.BOOL ? Arg.of(from, 9) : Arg.of(from, 9).in(low, 120);
        table
            .op("Cast", from == DType.BFLOAT16 || to == DType.BFLOAT16 ? 13 : 9)
            .attr("to", to)
            .in(x);
      }
    }
    table.op("Cast", 9, 13, 19, 24).attr("to", DType.INT32).in(f32(3, 4).in(-9, 9));
    table
        .op("Cast", 13)
        .attr("to", DType.FLOAT16)
        .about("limits")
        .in(
            given(
                Tensor.of(Shape.of(8), 65504, 65519, 65520, 1e-8f, 6e-8f, Float.NaN, 1e9f, -1e9f)));
    table
        .op("Cast", 13)
        .attr("to", DType.BFLOAT16)
        .about("limits")
        .in(given(Tensor.of(Shape.of(5), 1.0039062f, 1.0117188f, 3e38f, Float.NaN, -1e-40f)));
    table
        .op("Cast", 13)
        .attr("to", DType.UINT8)
        .about("wraps")
        .in(given(Tensor.ofLongs(DType.INT32, Shape.of(4), 256, 257, -1, 1000)));
    table
        .op("Cast", 13)
        .attr("to", DType.INT8)
        .about("wraps")
        .in(given(Tensor.ofLongs(DType.INT64, Shape.of(4), 128, 255, -129, 1L << 40)));
    table
        .op("Cast", 13)
        .attr("to", DType.BOOL)
        .in(given(Tensor.of(Shape.of(5), 0, -0f, 0.1f, Float.NaN, -3)));
    table
        .op("Cast", 13)
        .attr("to", DType.FLOAT32)
        .in(Arg.strings("1.5", "-2", "1e3", "NaN", "INF", "-INF", "+7", ".5"));
    table.op("Cast", 13).attr("to", DType.INT64).in(Arg.strings("15", "-2", "0"));
    table
        .op("Cast", 13)
        .attr("to", DType.STRING)
        .in(given(Tensor.ofLongs(DType.INT64, Shape.of(3), 15, -2, 0)));
    // Whole numbers and bools are "1" in ONNX Runtime, "1.0" and "True" in ONNX's reference.
    table
        .op("Cast", 13)
        .attr("to", DType.STRING)
        .in(given(Tensor.of(Shape.of(5), -2.5f, 0.1f, 0.9767611f, 123456.78f, 3.1415927f)));
    for (DType to :
        new DType[] {
          DType.FLOAT8E4M3FN, DType.FLOAT8E4M3FNUZ, DType.FLOAT8E5M2, DType.FLOAT8E5M2FNUZ
        }) {
      table.op("Cast", 19).attr("to", to).in(f32(40).in(-500, 500));
      table.op("Cast", 19).attr("to", to).in(f32(40).in(-0.05, 0.05));
      // Between its largest number and infinity ONNX Runtime makes NaN of float8e5m2.
      double most = to == DType.FLOAT8E5M2 ? 5e4 : 9e4;
      table.op("Cast", 19).attr("to", to).attr("saturate", 0).in(f32(20).in(-most, most));
      table.op("Cast", 19).attr("to", to).attr("saturate", 1).in(f32(20).in(-9e4, 9e4));
    }
    for (DType to : new DType[] {DType.INT4, DType.UINT4}) {
      table.op("Cast", 21).attr("to", to).in(Arg.of(DType.INT32, 7).in(0, 7));
      table.op("Cast", 21).attr("to", DType.FLOAT32).in(Arg.of(to, 7).in(0, 7));
    }
  }

  private static void castLike(CaseTable table) {
    table.op("CastLike", 15, 19, 24).in(f32(3, 4), Arg.of(DType.INT64, 1));
    table.op("CastLike", 15).in(Arg.of(DType.INT64, 3), Arg.of(DType.FLOAT16, 2));
    table.op("CastLike", 15).in(Arg.of(DType.BOOL, 3), f32(2));
  }
}
