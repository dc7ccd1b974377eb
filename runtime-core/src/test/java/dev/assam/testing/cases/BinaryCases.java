package dev.assam.testing.cases;

import static dev.assam.testing.Arg.f32;
import static dev.assam.testing.Arg.given;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;

/** Operators of two or more inputs, element by element, with broadcasting. */
final class BinaryCases {
  private static final int[][][] BROADCASTS = {
    {{2, 3, 4}, {2, 3, 4}},
    {{2, 3, 4}, {4}},
    {{4}, {2, 3, 4}},
    {{2, 3, 4}, {}},
    {{}, {}},
    {{2, 1, 4}, {3, 1}},
    {{1, 3, 1, 5}, {2, 1, 4, 1}},
    {{0, 3}, {1, 3}},
    {{1}, {0}},
    {{7, 1}, {1, 9}},
    {{2, 3, 1, 1}, {2, 3, 8, 8}},
    {{129}, {129}},
  };

  private static final DType[] NUMBERS = {
    DType.FLOAT64,
    DType.FLOAT16,
    DType.INT32,
    DType.INT64,
    DType.INT8,
    DType.UINT8,
    DType.INT16,
    DType.UINT16,
    DType.UINT32,
    DType.UINT64
  };

  private BinaryCases() {}

  static void addTo(CaseTable table) {
    arithmetic(table);
    powers(table);
    remainders(table);
    comparisons(table);
    logic(table);
    bits(table);
    variadic(table);
  }

  private static void arithmetic(CaseTable table) {
    for (String op : new String[] {"Add", "Sub", "Mul", "Div"}) {
      for (int[][] shapes : BROADCASTS) {
        table.op(op, 14).in(f32(shapes[0]), f32(shapes[1]).in(0.5, 2).constant());
      }
      for (DType type : NUMBERS) {
        table.op(op, 14).in(Arg.of(type, 3, 4).in(0, 100), Arg.of(type, 4).in(1, 9));
      }
      table.op(op, 7, 13).in(f32(2, 3), f32(3).in(1, 2));
      table.op(op, 7).in(Arg.of(DType.INT64, 2, 3), Arg.of(DType.INT64).in(1, 3));
    }
    table.op("Div", 14).in(Arg.of(DType.INT32, 20).in(-20, 20), Arg.of(DType.INT32, 20).in(-7, -1));
    table.op("Div", 14).about("by zero").in(f32(4), given(Tensor.of(Shape.of(4), 0, -0f, 1, 0)));
    table
        .op("Add", 14)
        .about("overflow")
        .in(
            given(Tensor.ofLongs(DType.INT32, Shape.of(2), Integer.MAX_VALUE, -5)),
            given(Tensor.ofLongs(DType.INT32, Shape.of(2), 1, 7)));
    table
        .op("Mul", 14)
        .about("overflow")
        .in(
            given(Tensor.ofLongs(DType.INT8, Shape.of(3), 100, -128, 3)),
            given(Tensor.ofLongs(DType.INT8, Shape.of(3), 3, -1, 4)));
    for (int[][] shapes : BROADCASTS) {
      if (shapes[1].length <= shapes[0].length && shapes[0].length < 4) {
        boolean unidirectional =
            Shape.of(shapes[0]).equals(Shape.broadcast(Shape.of(shapes[0]), Shape.of(shapes[1])));
        if (unidirectional) {
          table.op("PRelu", 9, 16).in(f32(shapes[0]), f32(shapes[1]).constant());
        }
      }
    }
    table.op("PRelu", 7).in(f32(1, 3, 4, 5), f32(3, 1, 1).constant());
  }

  private static void powers(CaseTable table) {
    table.op("Pow", 7, 12, 13, 15).in(f32(2, 3).in(0.1, 3), f32(2, 3));
    table.op("Pow", 13).in(f32(2, 3, 4).in(0.1, 3), f32(3, 1));
    table.op("Pow", 13).in(f32(9).in(-3, 3), Arg.scalar(DType.FLOAT32, 2));
    table.op("Pow", 13).in(f32(9).in(-3, 3), Arg.scalar(DType.FLOAT32, 3));
    table.op("Pow", 13).in(f32(9).in(0, 3), Arg.scalar(DType.FLOAT32, 0.5));
    table.op("Pow", 13).in(f32(9).in(-3, 3), Arg.scalar(DType.INT64, -2));
    DType[] types = {DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64};
    for (DType base : types) {
      for (DType exponent : types) {
        table.op("Pow", 13).in(Arg.of(base, 8).in(1, 6), Arg.of(exponent, 8).in(0, 4));
      }
    }
    table.op("Pow", 13).in(Arg.of(DType.FLOAT16, 8).in(1, 3), Arg.of(DType.FLOAT16, 8));
    table
        .op("Pow", 13)
        .about("negative base")
        .in(Arg.of(DType.INT64, 8).in(-6, 6), Arg.of(DType.INT64, 8).in(0, 5));
  }

  private static void remainders(CaseTable table) {
    for (DType type : NUMBERS) {
      if (type.isFloat()) {
        table
            .op("Mod", 10, 13)
            .attr("fmod", 1)
            .in(Arg.of(type, 12).in(-20, 20), Arg.of(type, 12).in(0.7, 5));
        table
            .op("Mod", 13)
            .attr("fmod", 1)
            .in(Arg.of(type, 12).in(-20, 20), Arg.of(type).in(-5, -1));
      } else {
        double low = type.isUnsigned() ? 0 : -60;
        table.op("Mod", 10, 13).in(Arg.of(type, 12).in(low, 60), Arg.of(type, 12).in(1, 7));
        table
            .op("Mod", 13)
            .attr("fmod", 1)
            .in(Arg.of(type, 12).in(low, 60), Arg.of(type, 12).in(1, 7));
        if (!type.isUnsigned()) {
          table.op("Mod", 13).in(Arg.of(type, 3, 4).in(-60, 60), Arg.of(type, 4).in(-7, -1));
          table
              .op("Mod", 13)
              .attr("fmod", 1)
              .in(Arg.of(type, 3, 4).in(-60, 60), Arg.of(type, 4).in(-7, -1));
        }
      }
    }
    table.op("Mod", 13).attr("fmod", 1).in(f32(2, 3).in(-9, 9), f32(3).in(1, 3));
  }

  private static void comparisons(CaseTable table) {
    for (String op : new String[] {"Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual"}) {
      int[] opsets = op.endsWith("OrEqual") ? new int[] {12, 16} : new int[] {7, 9, 11, 13};
      for (int[][] shapes : BROADCASTS) {
        table
            .op(op, 16)
            .in(Arg.of(DType.INT32, shapes[0]).in(0, 2), Arg.of(DType.INT32, shapes[1]).in(0, 2));
      }
      for (DType type : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
        boolean old = !op.equals("Equal");
        table.op(op, old ? opsets : new int[] {11, 13}).in(Arg.of(type, 2, 3), Arg.of(type, 3));
      }
      table.op(op, 13).in(Arg.of(DType.INT64, 20).in(0, 3), Arg.of(DType.INT64, 20).in(0, 3));
      table
          .op(op, 16)
          .about("NaN")
          .in(
              given(Tensor.of(Shape.of(3), Float.NaN, 1, Float.NaN)),
              given(Tensor.of(Shape.of(3), Float.NaN, Float.NaN, 1)));
      table.op(op, 16).in(Arg.of(DType.UINT8, 9).in(0, 255), Arg.of(DType.UINT8, 9).in(0, 255));
      table.op(op, 16).in(Arg.of(DType.UINT64, 9).in(-3, 3), Arg.of(DType.UINT64, 9).in(-3, 3));
    }
    table.op("Equal", 7, 11, 13).in(Arg.of(DType.BOOL, 3, 4), Arg.of(DType.BOOL, 4));
    table.op("Equal", 19).in(Arg.of(DType.STRING, 40), Arg.of(DType.STRING, 40));
  }

  private static void logic(CaseTable table) {
    for (String op : new String[] {"And", "Or", "Xor"}) {
      for (int[][] shapes : BROADCASTS) {
        table.op(op, 7).in(Arg.of(DType.BOOL, shapes[0]), Arg.of(DType.BOOL, shapes[1]));
      }
    }
  }

  private static void bits(CaseTable table) {
    DType[] all = {
      DType.INT8, DType.INT16, DType.INT32, DType.INT64,
      DType.UINT8, DType.UINT16, DType.UINT32, DType.UINT64
    };
    for (DType type : all) {
      for (String op : new String[] {"BitwiseAnd", "BitwiseOr", "BitwiseXor"}) {
        table.op(op, 18).in(Arg.of(type, 3, 4).in(0, 127), Arg.of(type, 4).in(0, 127));
        if (!type.isUnsigned()) {
          table.op(op, 18).in(Arg.of(type, 9).in(-128, 127), Arg.of(type, 9).in(-128, 127));
        }
      }
      if (type.isUnsigned() && type != DType.UINT16) {
        for (String direction : new String[] {"LEFT", "RIGHT"}) {
          table
              .op("BitShift", 11)
              .attr("direction", direction)
              .in(Arg.of(type, 2, 3).in(0, 255), Arg.of(type, 3).in(0, 7));
        }
      }
    }
  }

  private static void variadic(CaseTable table) {
    for (String op : new String[] {"Max", "Min", "Sum", "Mean"}) {
      table.op(op, 8, 13).in(f32(2, 3));
      table.op(op, 8, 13).in(f32(2, 3), f32(2, 3));
      table.op(op, 8, 13).in(f32(2, 3, 4), f32(4), f32(3, 1), f32());
      table.op(op, 13).in(f32(0, 3), f32(1, 3));
      table.op(op, 13).in(f32(1), f32(2, 1), f32(3, 1, 1), f32(1, 4), f32(1));
    }
    for (String op : new String[] {"Max", "Min"}) {
      table.op(op, 12, 13).in(Arg.of(DType.FLOAT64, 3, 4), Arg.of(DType.FLOAT64, 4));
      for (DType type :
          new DType[] {
            DType.INT32,
            DType.INT64,
            DType.UINT32,
            DType.UINT64,
            DType.FLOAT16,
            DType.INT8,
            DType.UINT8
          }) {
        table.op(op, 12, 13).in(Arg.of(type, 3, 4), Arg.of(type, 4), Arg.of(type, 3, 1));
      }
      table
          .op(op, 13)
          .about("NaN")
          .in(
              given(Tensor.of(Shape.of(4), Float.NaN, 1, -0f, 2)),
              given(Tensor.of(Shape.of(4), 1, Float.NaN, 3, -2)));
    }
  }
}
