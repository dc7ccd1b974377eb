package dev.assam.testing.cases;

import static dev.assam.testing.Arg.f32;
import static dev.assam.testing.Arg.given;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;

/** Pooling, over windows, whole planes and regions. */
final class PoolCases {
  private PoolCases() {}

  static void addTo(CaseTable table) {
    for (String op : new String[] {"MaxPool", "AveragePool", "LpPool"}) {
      windows(table, op);
    }
    maxPool(table);
    averagePool(table);
    lpPool(table);
    global(table);
    unpool(table);
    regions(table);
  }

  private static void windows(CaseTable table, String op) {
    int opset = op.equals("LpPool") ? 18 : 12;
    int dilated = op.equals("AveragePool") ? 19 : opset;
    table.op(op, 7, opset).ints("kernel_shape", 2, 2).in(f32(1, 3, 6, 7));
    table.op(op, opset).ints("kernel_shape", 3, 2).ints("strides", 2, 1).in(f32(2, 3, 8, 7));
    table
        .op(op, opset)
        .ints("kernel_shape", 3, 3)
        .ints("pads", 1, 1, 1, 1)
        .ints("strides", 2, 2)
        .in(f32(1, 2, 7, 8));
    table.op(op, opset).ints("kernel_shape", 3, 3).ints("pads", 0, 1, 2, 0).in(f32(1, 2, 7, 8));
    table.op(op, dilated).ints("kernel_shape", 2, 3).ints("dilations", 2, 2).in(f32(1, 2, 9, 8));
    for (int[] kernel : new int[][] {{3, 3}, {2, 2}, {2, 3}}) {
      table
          .op(op, op.equals("AveragePool") ? 10 : opset)
          .ints("kernel_shape", kernel[0], kernel[1])
          .ints("strides", 2, 2)
          .attr("ceil_mode", 1)
          .in(f32(1, 2, 7, 6));
    }
    for (String pad : new String[] {"SAME_UPPER", "SAME_LOWER", "VALID"}) {
      table
          .op(op, opset)
          .attr("auto_pad", pad)
          .ints("kernel_shape", 3, 3)
          .ints("strides", 2, 2)
          .in(f32(1, 2, 6, 7));
      table.op(op, opset).attr("auto_pad", pad).ints("kernel_shape", 2, 2).in(f32(1, 2, 6, 7));
    }
    table
        .op(op, opset)
        .ints("kernel_shape", 3)
        .ints("strides", 2)
        .ints("pads", 1, 0)
        .in(f32(1, 3, 9));
    table
        .op(op, opset)
        .ints("kernel_shape", 2, 2, 2)
        .ints("strides", 1, 2, 2)
        .in(f32(1, 2, 4, 5, 6));
    table.op(op, 22).ints("kernel_shape", 2, 2).in(f32(1, 3, 6, 7));
  }

  private static void maxPool(CaseTable table) {
    for (int order = 0; order < 2; order++) {
      table
          .op("MaxPool", 8, 12)
          .attr("storage_order", order)
          .out(2)
          .ints("kernel_shape", 2, 2)
          .ints("strides", 2, 2)
          .in(f32(2, 3, 6, 8));
      table
          .op("MaxPool", 12)
          .attr("storage_order", order)
          .out(2)
          .ints("kernel_shape", 3, 3)
          .ints("pads", 1, 1, 1, 1)
          .in(f32(1, 2, 5, 6));
    }
    table.op("MaxPool", 12).out(2).ints("kernel_shape", 2).in(f32(1, 2, 7));
    table
        .op("MaxPool", 12)
        .ints("kernel_shape", 2, 2)
        .in(Arg.of(DType.UINT8, 1, 2, 5, 5).in(0, 255));
    table
        .op("MaxPool", 12)
        .ints("kernel_shape", 2, 2)
        .ints("pads", 1, 1, 1, 1)
        .in(Arg.of(DType.INT8, 1, 2, 5, 5).in(-128, 127));
    table.op("MaxPool", 12).ints("kernel_shape", 2, 2).in(Arg.of(DType.FLOAT64, 1, 2, 5, 5));
    table.op("MaxPool", 12).ints("kernel_shape", 2, 2).in(Arg.of(DType.FLOAT16, 1, 2, 5, 5));
    table
        .op("MaxPool", 12)
        .ints("kernel_shape", 3, 3)
        .ints("dilations", 2, 2)
        .attr("ceil_mode", 1)
        .ints("strides", 2, 2)
        .ints("pads", 2, 2, 2, 2)
        .in(f32(1, 1, 9, 10));
  }

  private static void averagePool(CaseTable table) {
    for (int include = 0; include < 2; include++) {
      table
          .op("AveragePool", 7, 10, 11, 19)
          .attr("count_include_pad", include)
          .ints("kernel_shape", 3, 3)
          .ints("pads", 1, 1, 1, 1)
          .ints("strides", 2, 2)
          .in(f32(1, 2, 7, 8));
      table
          .op("AveragePool", 19)
          .attr("count_include_pad", include)
          .attr("ceil_mode", 1)
          .ints("kernel_shape", 3, 3)
          .ints("pads", 1, 1, 1, 1)
          .ints("strides", 2, 2)
          .in(f32(1, 2, 8, 8));
      table
          .op("AveragePool", 11)
          .attr("count_include_pad", include)
          .attr("auto_pad", "SAME_UPPER")
          .ints("kernel_shape", 2, 2)
          .in(f32(1, 2, 5, 5));
    }
  }

  private static void lpPool(CaseTable table) {
    table.op("LpPool", 11).attr("p", 1).ints("kernel_shape", 2, 2).in(f32(1, 2, 5, 6));
    table
        .op("LpPool", 11, 18)
        .attr("p", 3)
        .ints("kernel_shape", 2, 3)
        .ints("pads", 1, 1, 0, 1)
        .in(f32(1, 2, 5, 6).in(0, 2));
  }

  private static void global(CaseTable table) {
    for (String op : new String[] {"GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool"}) {
      int opset = op.equals("GlobalLpPool") ? 2 : 1;
      table.op(op, Math.max(7, opset)).in(f32(2, 3, 5, 7));
      table.op(op, 11).in(f32(1, 3, 9));
      table.op(op, 11).in(f32(1, 3, 2, 3, 4));
      table.op(op, 11).in(f32(1, 4, 1, 1));
      table.op(op, op.equals("GlobalLpPool") ? 13 : 22).in(f32(1, 33, 7, 7));
    }
    table.op("GlobalLpPool", 2).attr("p", 1).in(f32(1, 3, 4, 5));
    table.op("GlobalLpPool", 2).attr("p", 3).in(f32(1, 3, 4, 5).in(0, 1));
  }

  private static void unpool(CaseTable table) {
    Arg indices = given(Tensor.ofLongs(DType.INT64, Shape.of(1, 1, 2, 2), 0, 3, 9, 14));
    table
        .op("MaxUnpool", 9, 11)
        .ints("kernel_shape", 2, 2)
        .ints("strides", 2, 2)
        .in(f32(1, 1, 2, 2), indices);
    // With another output_shape ONNX Runtime takes the indices for positions in that shape; ONNX's
    // own tests take them for positions in the shape without it.
    table
        .op("MaxUnpool", 11)
        .ints("kernel_shape", 2, 2)
        .ints("strides", 2, 2)
        .in(f32(1, 1, 2, 2), indices, Arg.longs(1, 1, 4, 4));
    table
        .op("MaxUnpool", 11)
        .ints("kernel_shape", 2)
        .ints("strides", 2)
        .in(f32(1, 1, 2), given(Tensor.ofLongs(DType.INT64, Shape.of(1, 1, 2), 1, 2)));
  }

  private static void regions(CaseTable table) {
    Arg regions = given(Tensor.of(Shape.of(3, 5), 0, 0, 0, 5, 5, 0, 2, 1, 7, 6, 1, 3, 3, 4, 7));
    table.op("MaxRoiPool", 1).ints("pooled_shape", 2, 2).in(f32(2, 2, 8, 8), regions);
    table
        .op("MaxRoiPool", 1)
        .ints("pooled_shape", 3, 2)
        .attr("spatial_scale", 0.5)
        .in(f32(2, 2, 8, 8), regions);
    Arg boxes =
        given(Tensor.of(Shape.of(3, 4), 0.2f, 0.1f, 5.5f, 5, 2, 1.5f, 7.3f, 6, 3, 3, 4.2f, 7.9f));
    Arg batch = Arg.longs(0, 1, 1);
    for (String mode : new String[] {"avg", "max"}) {
      table
          .op("RoiAlign", 10, 16)
          .attr("mode", mode)
          .attr("output_height", 3)
          .attr("output_width", 2)
          .attr("sampling_ratio", 2)
          .in(f32(2, 2, 8, 8), boxes, batch);
      table
          .op("RoiAlign", 10)
          .attr("mode", mode)
          .attr("spatial_scale", 0.5)
          .attr("output_height", 2)
          .attr("output_width", 2)
          .in(f32(2, 2, 8, 8), boxes, batch);
      for (String transform : new String[] {"half_pixel", "output_half_pixel"}) {
        table
            .op("RoiAlign", 16)
            .attr("mode", mode)
            .attr("output_height", 2)
            .attr("coordinate_transformation_mode", transform)
            .attr("output_width", 2)
            .in(f32(2, 2, 8, 8), boxes, batch);
      }
    }
  }
}
