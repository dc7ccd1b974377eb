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

/** Operators that change shapes and move elements without looking at them. */
final class MoveCases {
  private static final DType[] TYPES = {
    DType.FLOAT64,
    DType.FLOAT16,
    DType.INT8,
    DType.UINT8,
    DType.INT32,
    DType.INT64,
    DType.BOOL,
    DType.STRING
  };

  private MoveCases() {}

  static void addTo(CaseTable table) {
    reshape(table);
    squeeze(table);
    transpose(table);
    concatAndSplit(table);
    slice(table);
    pad(table);
    repeat(table);
    blocks(table);
    shapes(table);
    makers(table);
  }

  private static void reshape(CaseTable table) {
    table.op("Reshape", 5, 13, 14, 19).in(f32(2, 3, 4), longs(4, 6));
    table.op("Reshape", 13).in(f32(2, 3, 4), longs(-1, 4));
    table.op("Reshape", 13).in(f32(2, 3, 4), longs(0, -1));
    table.op("Reshape", 13).in(f32(2, 3, 4), longs(-1));
    table.op("Reshape", 13).in(f32(2, 3, 4), longs(0, 0, 2, 2));
    table.op("Reshape", 13).in(f32(), longs(1, 1));
    table.op("Reshape", 13).in(f32(1), longs());
    table.op("Reshape", 14).in(f32(0, 3), longs(0, 3, 1));
    table.op("Reshape", 14).attr("allowzero", 1).in(f32(0, 3), longs(3, 0, 2));
    table.op("Reshape", 14).attr("allowzero", 0).in(f32(2, 3), longs(0, 3, 1));
    for (DType type : TYPES) {
      table.op("Reshape", 13).in(Arg.of(type, 2, 6), longs(3, -1));
    }
    for (int axis = 0; axis < 4; axis++) {
      table.op("Flatten", 9, 11, 13).attr("axis", axis).in(f32(2, 3, 4));
    }
    table.op("Flatten", 11).attr("axis", -1).in(f32(2, 3, 4));
    table.op("Flatten", 9).in(f32(2, 3, 4, 5));
    table.op("Flatten", 13).in(f32(0, 3));
    table.op("Flatten", 13).in(Arg.of(DType.INT64, 2, 3));
  }

  private static void squeeze(CaseTable table) {
    table.op("Squeeze", 7, 11).in(f32(1, 3, 1, 4));
    table.op("Squeeze", 7, 11).ints("axes", 0).in(f32(1, 3, 1, 4));
    table.op("Squeeze", 11).ints("axes", 0, -2).in(f32(1, 3, 1, 4));
    table.op("Squeeze", 13, 21).in(f32(1, 3, 1, 4));
    table.op("Squeeze", 13, 21).in(f32(1, 3, 1, 4), longs(-2));
    table.op("Squeeze", 13).in(f32(1, 3, 1, 4), longs(2, 0));
    table.op("Squeeze", 13).in(f32(1), longs(0));
    table.op("Squeeze", 13).in(Arg.of(DType.STRING, 1, 2));
    table.op("Unsqueeze", 7, 11).ints("axes", 0).in(f32(3, 4));
    table.op("Unsqueeze", 7, 11).ints("axes", 1, 3).in(f32(3, 4));
    table.op("Unsqueeze", 11).ints("axes", -1, -3).in(f32(3, 4));
    table.op("Unsqueeze", 13, 21).in(f32(3, 4), longs(0, 3));
    table.op("Unsqueeze", 13).in(f32(3, 4), longs(-1));
    table.op("Unsqueeze", 13).in(f32(3, 4), longs(2, 0, -1));
    table.op("Unsqueeze", 13).in(f32(), longs(0));
  }

  private static void transpose(CaseTable table) {
    table.op("Transpose", 1, 13).in(f32(2, 3, 4));
    int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int[] o : orders) {
      table.op("Transpose", 13).ints("perm", o[0], o[1], o[2]).in(f32(2, 3, 4));
    }
    table.op("Transpose", 13).ints("perm", 0, 2, 3, 1).in(f32(2, 3, 4, 5));
    table.op("Transpose", 13).ints("perm", 0, 3, 1, 2).in(f32(1, 9, 7, 5));
    table.op("Transpose", 13).ints("perm", 1, 0).in(f32(33, 31));
    table.op("Transpose", 13).in(f32(5));
    table.op("Transpose", 13).in(f32(0, 3));
    table.op("Transpose", 13).ints("perm", 3, 1, 4, 0, 2).in(f32(2, 3, 2, 1, 4));
    for (DType type : TYPES) {
      table.op("Transpose", 13, 21).ints("perm", 1, 0, 2).in(Arg.of(type, 2, 3, 2));
    }
  }

  private static void concatAndSplit(CaseTable table) {
    for (int axis = -3; axis < 3; axis++) {
      int at = (axis + 3) % 3;
      int[] a = {2, 3, 4};
      int[] b = {2, 3, 4};
      b[at] = 5;
      table.op("Concat", 11, 13).attr("axis", axis).in(f32(a), f32(b), f32(a));
    }
    table.op("Concat", 4).attr("axis", 1).in(f32(2, 3), f32(2, 1));
    table.op("Concat", 13).attr("axis", 0).in(f32(3));
    table.op("Concat", 13).attr("axis", 0).in(f32(0, 2), f32(3, 2), f32(0, 2));
    for (DType type : TYPES) {
      table.op("Concat", 13).attr("axis", 1).in(Arg.of(type, 2, 1), Arg.of(type, 2, 3));
    }
    table.op("Split", 2, 11).attr("axis", 1).out(2).in(f32(2, 4, 3));
    table.op("Split", 2, 11).attr("axis", 1).ints("split", 1, 3).out(2).in(f32(2, 4, 3));
    table.op("Split", 11).attr("axis", -1).ints("split", 2, 1, 1).out(3).in(f32(2, 4));
    table.op("Split", 13).out(3).in(f32(6, 2));
    table.op("Split", 13).attr("axis", -1).out(2).in(f32(3, 5), longs(2, 3));
    table.op("Split", 13).attr("axis", 1).out(3).in(f32(3, 5), longs(2, 0, 3));
    table.op("Split", 18).attr("axis", 1).attr("num_outputs", 3).out(3).in(f32(2, 7));
    table.op("Split", 18).attr("axis", 0).attr("num_outputs", 2).out(2).in(f32(4, 3));
    table.op("Split", 18).attr("axis", 1).out(2).in(f32(2, 7), longs(3, 4));
    for (DType type : TYPES) {
      table.op("Split", 13).attr("axis", 1).out(2).in(Arg.of(type, 2, 4));
    }
  }

  private static void slice(CaseTable table) {
    table.op("Slice", 1).ints("starts", 1, 0).ints("ends", 3, -1).in(f32(4, 5));
    table.op("Slice", 1).ints("axes", 1).ints("starts", -3).ints("ends", 1000).in(f32(4, 5));
    Arg x = f32(4, 5, 6);
    table.op("Slice", 10, 11, 13).in(x, longs(1, 0), longs(3, -1));
    table.op("Slice", 10, 11, 13).in(x, longs(1), longs(4), longs(2));
    table.op("Slice", 11, 13).in(x, longs(0, 1), longs(4, 6), longs(-3, -1), longs(2, 3));
    table.op("Slice", 11, 13).in(x, longs(-1), longs(-1000), longs(1), longs(-1));
    table.op("Slice", 13).in(x, longs(4, 5), longs(0, 1), longs(1, 2), longs(-2, -3));
    table.op("Slice", 13).in(x, longs(100), longs(-100), longs(2), longs(-4));
    table.op("Slice", 13).in(x, longs(3), longs(2), longs(0));
    table.op("Slice", 13).in(x, longs(-100), longs(100), longs(0));
    table.op("Slice", 13).in(x, longs(0), longs(Long.MAX_VALUE), longs(1), longs(2));
    table.op("Slice", 13).in(x, longs(-1), longs(Long.MIN_VALUE), longs(1), longs(-1));
    table.op("Slice", 13).in(x, longs(0), longs(2), Arg.NONE, longs(2));
    table.op("Slice", 13).in(f32(0, 3), longs(1), longs(2), longs(1));
    Arg one = given(Tensor.ofLongs(DType.INT32, Shape.of(1), 1));
    table.op("Slice", 13).in(x, one, given(Tensor.ofLongs(DType.INT32, Shape.of(1), 3)), one);
    for (DType type : TYPES) {
      table.op("Slice", 13).in(Arg.of(type, 3, 4), longs(3), longs(0), longs(1), longs(-2));
    }
  }

  private static void pad(CaseTable table) {
    for (String mode : new String[] {"constant", "reflect", "edge"}) {
      table.op("Pad", 2).attr("mode", mode).ints("pads", 0, 1, 2, 1).in(f32(4, 5));
      for (int opset : new int[] {11, 13, 18, 19}) {
        table.op("Pad", opset).attr("mode", mode).in(f32(4, 5), longs(0, 1, 2, 1));
      }
      table.op("Pad", 13).attr("mode", mode).in(f32(1, 2, 4, 5), longs(0, 0, 1, 2, 0, 0, 3, 2));
      table.op("Pad", 13).attr("mode", mode).in(f32(6), longs(3, 2));
      table.op("Pad", 13).attr("mode", mode).in(f32(4, 5), longs(-1, 1, 0, -2));
      table.op("Pad", 18).attr("mode", mode).in(f32(2, 3, 4), longs(1, 2), Arg.NONE, longs(-1));
    }
    table.op("Pad", 2).attr("value", 1.5).ints("pads", 1, 1, 1, 1).in(f32(2, 3));
    Arg value = Arg.scalar(DType.FLOAT32, -7);
    table.op("Pad", 11, 13, 18).in(f32(2, 3), longs(1, 0, 2, 1), value);
    table.op("Pad", 18).in(f32(2, 3, 4), longs(1, 2, 3, 4), value, longs(0, 2));
    table.op("Pad", 13).in(f32(0, 2), longs(1, 1, 2, 0), value);
    table.op("Pad", 19).attr("mode", "wrap").in(f32(4, 5), longs(1, 2, 3, 1));
    table.op("Pad", 19).attr("mode", "wrap").in(f32(3), longs(2, 3));
    for (DType type :
        new DType[] {
          DType.INT32, DType.INT64, DType.INT8, DType.UINT8, DType.BOOL, DType.FLOAT64
        }) {
      table.op("Pad", 13).in(Arg.of(type, 2, 2), longs(1, 0, 0, 1), Arg.scalar(type, 1));
    }
  }

  private static void repeat(CaseTable table) {
    table.op("Tile", 6, 13).in(f32(2, 3), longs(2, 2));
    table.op("Tile", 13).in(f32(2, 3), longs(1, 1));
    table.op("Tile", 13).in(f32(2, 3, 4), longs(1, 3, 1));
    table.op("Tile", 13).in(f32(2, 1, 4), longs(3, 1, 2));
    table.op("Tile", 13).in(f32(2, 3), longs(0, 2));
    table.op("Tile", 13).in(f32(5), longs(3));
    for (DType type : TYPES) {
      if (type != DType.FLOAT16) {
        table.op("Tile", 13).in(Arg.of(type, 2, 2), longs(2, 1));
      }
      table.op("Expand", 13).in(Arg.of(type, 2, 1), longs(2, 3));
    }
    table.op("Expand", 8, 13).in(f32(3, 1), longs(3, 4));
    table.op("Expand", 13).in(f32(3, 1), longs(2, 1, 6));
    table.op("Expand", 13).in(f32(3, 4), longs(1, 1));
    table.op("Expand", 13).in(f32(), longs(2, 3));
    table.op("Expand", 13).in(f32(1, 3), longs(0, 3));
    table.op("Expand", 13).in(f32(2, 3), longs());
  }

  private static void blocks(CaseTable table) {
    table.op("DepthToSpace", 7, 11, 13).attr("blocksize", 2).in(f32(2, 8, 3, 4));
    table.op("DepthToSpace", 11, 13).attr("blocksize", 2).attr("mode", "CRD").in(f32(2, 8, 3, 4));
    table.op("DepthToSpace", 13).attr("blocksize", 3).attr("mode", "DCR").in(f32(1, 9, 2, 3));
    table.op("SpaceToDepth", 7, 13).attr("blocksize", 2).in(f32(2, 3, 4, 6));
    table.op("SpaceToDepth", 13).attr("blocksize", 3).in(f32(1, 2, 3, 6));
    table.op("CenterCropPad", 18).in(f32(10, 7, 3), longs(5, 9, 3));
    table.op("CenterCropPad", 18).ints("axes", 0, 1).in(f32(10, 7, 3), longs(5, 9));
    table.op("CenterCropPad", 18).ints("axes", -3).in(f32(10, 7, 3), longs(13));
  }

  private static void shapes(CaseTable table) {
    table.op("Shape", 1, 13, 15).in(f32(2, 3, 4));
    table.op("Shape", 15).in(f32());
    table.op("Shape", 15).attr("start", 1).in(f32(2, 3, 4));
    table.op("Shape", 15).attr("start", -2).attr("end", -1).in(f32(2, 3, 4));
    table.op("Shape", 15).attr("start", 5).in(f32(2, 3, 4));
    table.op("Shape", 15).attr("end", -1).in(f32(2, 3, 4));
    table.op("Shape", 13).in(Arg.of(DType.STRING, 0, 3));
    table.op("Size", 1, 13).in(f32(2, 3, 4));
    table.op("Size", 13).in(f32());
    table.op("Size", 13).in(Arg.of(DType.BOOL, 0, 3));
  }

  private static void makers(CaseTable table) {
    table.op("ConstantOfShape", 9).in(longs(2, 3));
    table.op("ConstantOfShape", 9).in(longs());
    table.op("ConstantOfShape", 9).in(longs(2, 0));
    for (DType type :
        new DType[] {
          DType.FLOAT32,
          DType.FLOAT64,
          DType.FLOAT16,
          DType.INT8,
          DType.INT32,
          DType.INT64,
          DType.UINT8,
          DType.BOOL
        }) {
      Tensor value = Tensor.ofDoubles(type, Shape.of(1), 1);
      table.op("ConstantOfShape", 9).attr("value", value).in(longs(2, 3));
    }
    table.op("Constant", 11, 13).attr("value", Tensor.of(Shape.of(2, 2), 1, 2, 3, 4)).in();
    table.op("Constant", 12).attr("value_int", 7).in();
    table.op("Constant", 12).attr("value_float", 2.5).in();
    table.op("Constant", 12).attr("value_string", "text").in();
    table.op("Constant", 12).ints("value_ints", 7, 8).in();
    table.op("Constant", 12).floats("value_floats", 7, 8).in();
    table.op("Constant", 12).strings("value_strings", "p", "q").in();
    table.op("Range", 11).in(scalar(2), scalar(11), scalar(3));
    table.op("Range", 11).in(scalar(5), scalar(-5), scalar(-2));
    table.op("Range", 11).in(scalar(5), scalar(5), scalar(1));
    for (DType type : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      table.op("Range", 11).in(Arg.scalar(type, 0.5), Arg.scalar(type, 3), Arg.scalar(type, 0.7));
      table.op("Range", 11).in(Arg.scalar(type, 3), Arg.scalar(type, -1), Arg.scalar(type, -0.5));
    }
    for (DType type : new DType[] {DType.INT16, DType.INT32}) {
      table.op("Range", 11).in(Arg.scalar(type, 1), Arg.scalar(type, 9), Arg.scalar(type, 2));
    }
    for (int k = -2; k < 3; k++) {
      table.op("EyeLike", 9).attr("k", k).in(f32(3, 4));
    }
    table.op("EyeLike", 9).attr("dtype", DType.INT64).in(Arg.of(DType.INT32, 4, 3));
    table.op("EyeLike", 9).attr("dtype", DType.FLOAT64).in(f32(2, 2));
  }
}
