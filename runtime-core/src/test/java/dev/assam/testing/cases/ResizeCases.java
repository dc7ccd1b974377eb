package dev.assam.testing.cases;

import static dev.assam.testing.Arg.NONE;
import static dev.assam.testing.Arg.f32;
import static dev.assam.testing.Arg.floats;
import static dev.assam.testing.Arg.longs;

import dev.assam.tensor.DType;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;

/** Sampling of pictures: Resize, Upsample, GridSample, AffineGrid. */
final class ResizeCases {
  private static final String[] COORDINATES = {
    "half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"
  };
  private static final String[] ROUNDINGS = {
    "round_prefer_floor", "round_prefer_ceil", "floor", "ceil"
  };

  private ResizeCases() {}

  static void addTo(CaseTable table) {
    nearest(table);
    linear(table);
    cubic(table);
    newer(table);
    upsample(table);
    grid(table);
  }

  private static void nearest(CaseTable table) {
    table.op("Resize", 10).attr("mode", "nearest").in(f32(1, 2, 3, 4), floats(1, 1, 2, 2));
    table.op("Resize", 10).attr("mode", "nearest").in(f32(1, 2, 4, 6), floats(1, 1, 0.6, 0.5));
    for (String coordinates : COORDINATES) {
      for (String rounding : ROUNDINGS) {
        table
            .op("Resize", 13)
            .attr("coordinate_transformation_mode", coordinates)
            .attr("nearest_mode", rounding)
            .in(f32(1, 2, 3, 4), NONE, floats(1, 1, 2, 3));
        table
            .op("Resize", 13)
            .attr("coordinate_transformation_mode", coordinates)
            .attr("nearest_mode", rounding)
            .in(f32(1, 2, 5, 7), NONE, NONE, longs(1, 2, 3, 5));
      }
    }
    table.op("Resize", 11).in(f32(1, 1, 4, 4), f32(0), floats(1, 1, 1.5, 0.75));
    table
        .op("Resize", 11)
        .attr("coordinate_transformation_mode", "tf_half_pixel_for_nn")
        .in(f32(1, 1, 4, 4), f32(0), floats(1, 1, 2, 2));
    table.op("Resize", 13).in(f32(2, 3), NONE, floats(2, 2));
    table.op("Resize", 13).in(f32(5), NONE, floats(2.5));
    table.op("Resize", 13).in(f32(1, 2, 2, 3, 2), NONE, floats(1, 1, 2, 2, 2));
    table.op("Resize", 13).in(Arg.of(DType.UINT8, 1, 1, 3, 3), NONE, floats(1, 1, 2, 2));
    table.op("Resize", 13).in(Arg.of(DType.INT8, 1, 1, 3, 3), NONE, floats(1, 1, 2, 2));
    table.op("Resize", 13).in(Arg.of(DType.INT32, 1, 1, 3, 3), NONE, floats(1, 1, 2, 2));
    table.op("Resize", 13).in(f32(1, 1, 3, 3), NONE, floats(1, 1, 1, 1));
  }

  private static void linear(CaseTable table) {
    for (String coordinates : COORDINATES) {
      table
          .op("Resize", 11, 13)
          .attr("mode", "linear")
          .attr("coordinate_transformation_mode", coordinates)
          .in(f32(1, 2, 3, 4), f32(0), floats(1, 1, 2, 3));
      table
          .op("Resize", 13)
          .attr("mode", "linear")
          .attr("coordinate_transformation_mode", coordinates)
          .in(f32(1, 2, 5, 7), NONE, NONE, longs(1, 2, 3, 4));
      table
          .op("Resize", 13)
          .attr("mode", "linear")
          .attr("coordinate_transformation_mode", coordinates)
          .in(f32(1, 1, 5, 4), NONE, NONE, longs(1, 1, 1, 9));
    }
    table.op("Resize", 13).attr("mode", "linear").in(f32(4, 5), NONE, floats(1.7, 0.6));
    table.op("Resize", 13).attr("mode", "linear").in(f32(1, 2, 6), NONE, floats(1, 1, 2));
    table
        .op("Resize", 13)
        .attr("mode", "linear")
        .in(f32(1, 1, 3, 4, 2), NONE, floats(1, 1, 2, 2, 2));
    table
        .op("Resize", 13)
        .attr("mode", "linear")
        .attr("coordinate_transformation_mode", "tf_crop_and_resize")
        .attr("extrapolation_value", 9.0)
        .in(f32(1, 1, 4, 5), floats(0, 0, 0.4, 0.2, 1, 1, 1.3, 0.9), NONE, longs(1, 1, 3, 3));
    table
        .op("Resize", 13)
        .attr("mode", "linear")
        .in(Arg.of(DType.UINT8, 1, 1, 4, 4).in(0, 255), NONE, floats(1, 1, 2, 2));
  }

  private static void cubic(CaseTable table) {
    for (String coordinates : COORDINATES) {
      for (int outside = 0; outside < 2; outside++) {
        table
            .op("Resize", 13)
            .attr("mode", "cubic")
            .attr("exclude_outside", outside)
            .attr("coordinate_transformation_mode", coordinates)
            .in(f32(1, 1, 4, 5), NONE, floats(1, 1, 2, 1.6));
        table
            .op("Resize", 13)
            .attr("mode", "cubic")
            .attr("exclude_outside", outside)
            .attr("coordinate_transformation_mode", coordinates)
            .in(f32(1, 1, 6, 7), NONE, NONE, longs(1, 1, 4, 3));
      }
    }
    table
        .op("Resize", 13)
        .attr("mode", "cubic")
        .attr("cubic_coeff_a", -0.5)
        .in(f32(1, 1, 4, 4), NONE, floats(1, 1, 2, 2));
  }

  private static void newer(CaseTable table) {
    for (String mode : new String[] {"linear", "cubic"}) {
      table
          .op("Resize", 18)
          .attr("mode", mode)
          .attr("antialias", 1)
          .in(f32(1, 1, 8, 9), NONE, floats(1, 1, 0.5, 0.4));
      table
          .op("Resize", 18)
          .attr("mode", mode)
          .attr("antialias", 1)
          .in(f32(1, 2, 8, 9), NONE, NONE, longs(1, 2, 3, 12));
      table
          .op("Resize", 18)
          .attr("mode", mode)
          .ints("axes", 2, 3)
          .in(f32(1, 2, 4, 5), NONE, floats(2, 1.5));
    }
    for (String policy : new String[] {"stretch", "not_larger", "not_smaller"}) {
      table
          .op("Resize", 18)
          .ints("axes", 2, 3)
          .attr("keep_aspect_ratio_policy", policy)
          .in(f32(1, 1, 4, 6), NONE, NONE, longs(7, 8));
      table
          .op("Resize", 18)
          .attr("mode", "linear")
          .ints("axes", 2, 3)
          .attr("keep_aspect_ratio_policy", policy)
          .in(f32(1, 1, 4, 6), NONE, NONE, longs(3, 8));
    }
    table
        .op("Resize", 19)
        .attr("mode", "linear")
        .attr("coordinate_transformation_mode", "half_pixel_symmetric")
        .in(f32(1, 1, 4, 5), NONE, floats(1, 1, 1.7, 0.7));
    table.op("Resize", 18).ints("axes", 3, 2).in(f32(1, 1, 4, 6), NONE, NONE, longs(3, 8));
  }

  private static void upsample(CaseTable table) {
    table
        .op("Upsample", 7)
        .attr("mode", "nearest")
        .floats("scales", 1, 1, 2, 3)
        .in(f32(1, 2, 3, 4));
    table.op("Upsample", 7).attr("mode", "linear").floats("scales", 1, 1, 2, 2).in(f32(1, 2, 3, 4));
    table.op("Upsample", 9).attr("mode", "nearest").in(f32(1, 2, 3, 4), floats(1, 1, 2, 3));
    table.op("Upsample", 9).attr("mode", "linear").in(f32(1, 2, 3, 4), floats(1, 1, 2, 2));
  }

  private static void grid(CaseTable table) {
    for (int corners = 0; corners < 2; corners++) {
      for (String padding : new String[] {"zeros", "border", "reflection"}) {
        // Of points outside the border, ONNX's reference first moves the point, ONNX Runtime as
        // PyTorch does the elements around it.
        double cubicReach = padding.equals("border") ? 1 : 1.5;
        for (String mode : new String[] {"bilinear", "nearest", "bicubic"}) {
          double reach = mode.equals("bicubic") ? cubicReach : 1.5;
          table
              .op("GridSample", 16)
              .attr("mode", mode)
              .attr("padding_mode", padding)
              .attr("align_corners", corners)
              .in(f32(2, 2, 4, 5), f32(2, 3, 4, 2).in(-reach, reach));
        }
        for (String mode : new String[] {"linear", "nearest"}) {
          table
              .op("GridSample", 20)
              .attr("mode", mode)
              .attr("padding_mode", padding)
              .attr("align_corners", corners)
              .in(f32(1, 2, 3, 4, 5), f32(1, 2, 3, 2, 3).in(-1.3, 1.3));
        }
        table
            .op("GridSample", 20)
            .attr("mode", "cubic")
            .attr("padding_mode", padding)
            .attr("align_corners", corners)
            .in(f32(1, 2, 4, 5), f32(1, 3, 4, 2).in(-cubicReach, cubicReach));
      }
      table.op("AffineGrid", 20).attr("align_corners", corners).in(f32(2, 2, 3), longs(2, 3, 4, 5));
      table
          .op("AffineGrid", 20)
          .attr("align_corners", corners)
          .in(f32(2, 3, 4), longs(2, 1, 3, 4, 5));
    }
  }
}
