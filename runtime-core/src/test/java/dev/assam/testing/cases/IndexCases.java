package dev.assam.testing.cases;

import static dev.assam.testing.Arg.f32;
import static dev.assam.testing.Arg.floats;
import static dev.assam.testing.Arg.given;
import static dev.assam.testing.Arg.longs;
import static dev.assam.testing.Arg.scalar;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;

/** Gathering, scattering, choosing, ordering. */
final class IndexCases {
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

  private IndexCases() {}

  static void addTo(CaseTable table) {
    gather(table);
    gatherNd(table);
    scatter(table);
    scatterNd(table);
    choose(table);
    topK(table);
    unique(table);
    oneHot(table);
    triangles(table);
    reverse(table);
    boxes(table);
  }

  private static Arg indices(int low, int high, int... dims) {
    return Arg.of(DType.INT64, dims).in(low, high).constant();
  }

  private static void gather(CaseTable table) {
    for (int axis = -3; axis < 3; axis++) {
      table.op("Gather", 11, 13).attr("axis", axis).in(f32(4, 3, 5), indices(-3, 2, 2, 2));
    }
    table.op("Gather", 1).attr("axis", 1).in(f32(4, 3), indices(0, 2, 5));
    table.op("Gather", 13).in(f32(4, 3), scalar(2));
    table.op("Gather", 13).in(f32(4), scalar(-1));
    table.op("Gather", 13).in(f32(4, 3), indices(0, 3, 0));
    table.op("Gather", 13).in(f32(4, 0), indices(0, 3, 2));
    table.op("Gather", 13).in(f32(4, 3), given(Tensor.ofLongs(DType.INT32, Shape.of(2), 3, 0)));
    for (DType type : TYPES) {
      table.op("Gather", 13).attr("axis", 1).in(Arg.of(type, 2, 4), indices(0, 3, 3));
      table.op("GatherElements", 13).attr("axis", 1).in(Arg.of(type, 2, 4), indices(0, 3, 2, 3));
    }
    for (int axis = -2; axis < 2; axis++) {
      table.op("GatherElements", 11, 13).attr("axis", axis).in(f32(4, 4), indices(-4, 3, 4, 4));
    }
    table.op("GatherElements", 13).attr("axis", 1).in(f32(2, 3, 4), indices(-3, 2, 2, 5, 4));
    table.op("GatherElements", 13).in(f32(5), indices(0, 4, 0));
    table
        .op("GatherElements", 13)
        .in(f32(3, 2), given(Tensor.ofLongs(DType.INT32, Shape.of(1, 2), 2, 1)));
  }

  private static void gatherNd(CaseTable table) {
    table.op("GatherND", 11, 12, 13).in(f32(3, 4), indices(-3, 2, 5, 2));
    table.op("GatherND", 13).in(f32(3, 4), indices(0, 2, 2, 1));
    table.op("GatherND", 13).in(f32(3, 3, 4), indices(0, 2, 2, 3, 2));
    table.op("GatherND", 13).in(f32(3), indices(0, 2, 1));
    table.op("GatherND", 12, 13).attr("batch_dims", 1).in(f32(2, 3, 4), indices(0, 2, 2, 1));
    table.op("GatherND", 13).attr("batch_dims", 1).in(f32(2, 3, 4), indices(0, 2, 2, 5, 2));
    table.op("GatherND", 13).attr("batch_dims", 2).in(f32(2, 3, 4, 2), indices(0, 3, 2, 3, 1));
    table.op("GatherND", 13).in(Arg.of(DType.STRING, 3, 4), indices(0, 2, 5, 2));
    table.op("GatherND", 13).in(Arg.of(DType.INT64, 3, 4), indices(0, 2, 5, 2));
  }

  private static void scatter(CaseTable table) {
    Arg at = given(Tensor.ofLongs(DType.INT64, Shape.of(2, 3), 0, 2, 1, 2, 0, -1));
    table.op("Scatter", 9).in(f32(4, 3), at, f32(2, 3));
    table.op("Scatter", 9).attr("axis", 1).in(f32(2, 3), at, f32(2, 3));
    table.op("ScatterElements", 11, 13, 16, 18).in(f32(4, 3), at, f32(2, 3));
    table.op("ScatterElements", 11, 13, 16, 18).attr("axis", 1).in(f32(2, 5), at, f32(2, 3));
    table.op("ScatterElements", 13).attr("axis", -1).in(f32(3, 4), at, f32(2, 3));
    table.op("ScatterElements", 13).in(f32(3, 2), indices(0, 2, 0, 2), f32(0, 2));
    Arg same = given(Tensor.ofLongs(DType.INT64, Shape.of(1, 4), 1, 1, 3, 1));
    for (String reduction : new String[] {"add", "mul", "min", "max"}) {
      int opset = reduction.startsWith("m") && !reduction.equals("mul") ? 18 : 16;
      table
          .op("ScatterElements", opset)
          .attr("axis", 1)
          .attr("reduction", reduction)
          .in(f32(1, 5), same, f32(1, 4));
      table.op("ScatterElements", 18).attr("reduction", reduction).in(f32(4, 3), at, f32(2, 3));
      table
          .op("ScatterElements", 18)
          .attr("reduction", reduction)
          .in(Arg.of(DType.INT32, 4, 3), at, Arg.of(DType.INT32, 2, 3));
    }
    for (DType type : TYPES) {
      table.op("ScatterElements", 13).in(Arg.of(type, 4, 3), at, Arg.of(type, 2, 3));
    }
  }

  private static void scatterNd(CaseTable table) {
    Arg rows = given(Tensor.ofLongs(DType.INT64, Shape.of(2, 1), 2, -4));
    table.op("ScatterND", 11, 13, 16, 18).in(f32(4, 3), rows, f32(2, 3));
    Arg points = given(Tensor.ofLongs(DType.INT64, Shape.of(3, 2), 0, 1, 3, 2, 1, 0));
    table.op("ScatterND", 13).in(f32(4, 3), points, f32(3));
    table.op("ScatterND", 13).in(f32(4, 3, 2), points, f32(3, 2));
    table.op("ScatterND", 13).in(f32(5), longs(3).constant(), f32());
    table.op("ScatterND", 13).in(f32(4, 3), indices(0, 1, 0, 1), f32(0, 3));
    Arg same = given(Tensor.ofLongs(DType.INT64, Shape.of(4, 1), 1, 3, 1, 1));
    for (String reduction : new String[] {"add", "mul", "min", "max"}) {
      int opset = reduction.equals("add") || reduction.equals("mul") ? 16 : 18;
      table.op("ScatterND", opset).attr("reduction", reduction).in(f32(4, 3), same, f32(4, 3));
    }
    for (DType type : new DType[] {DType.INT64, DType.STRING, DType.BOOL}) {
      table.op("ScatterND", 13).in(Arg.of(type, 4, 3), points, Arg.of(type, 3));
    }
  }

  private static void choose(CaseTable table) {
    table.op("Where", 9, 16).in(Arg.of(DType.BOOL, 3, 4), f32(3, 4), f32(3, 4));
    table.op("Where", 16).in(Arg.of(DType.BOOL, 4), f32(2, 3, 1), f32());
    table.op("Where", 16).in(Arg.of(DType.BOOL, 2, 1, 1), f32(3, 1), f32(1, 4));
    table.op("Where", 16).in(Arg.of(DType.BOOL), f32(3), f32(3));
    table.op("Where", 16).in(Arg.of(DType.BOOL, 0, 3), f32(1, 3), f32(1));
    for (DType type :
        new DType[] {
          DType.FLOAT64, DType.FLOAT16, DType.UINT8, DType.INT32, DType.INT64, DType.STRING
        }) {
      table.op("Where", 16).in(Arg.of(DType.BOOL, 3, 4), Arg.of(type, 4), Arg.of(type, 3, 1));
    }
    Arg chosen = given(Tensor.ofBooleans(Shape.of(3), true, false, true));
    table.op("Compress", 9, 11).in(f32(2, 4), chosen);
    table.op("Compress", 9, 11).attr("axis", 1).in(f32(2, 4), chosen);
    table.op("Compress", 11).attr("axis", -2).in(f32(3, 4), chosen);
    table.op("Compress", 11).attr("axis", 0).in(Arg.of(DType.STRING, 3, 2), chosen);
    table
        .op("Compress", 11)
        .attr("axis", 0)
        .in(f32(3, 2), given(Tensor.ofBooleans(Shape.of(3), false, false, false)));
    for (DType type :
        new DType[] {DType.FLOAT32, DType.INT32, DType.INT64, DType.BOOL, DType.UINT8}) {
      table.op("NonZero", 9, 13).in(Arg.of(type, 3, 4).in(0, 1));
    }
    table.op("NonZero", 13).in(Arg.of(DType.INT32, 7).in(0, 1));
    table.op("NonZero", 13).in(Arg.of(DType.INT32, 0, 2));
    table.op("NonZero", 13).in(Arg.of(DType.INT64, 2, 2, 3).in(0, 1));
    table.op("NonZero", 13).in(Arg.of(DType.INT64, 2, 2).in(0, 0));
  }

  private static void topK(CaseTable table) {
    table.op("TopK", 1).attr("k", 3).out(2).in(f32(4, 7));
    table.op("TopK", 1).attr("k", 2).attr("axis", 0).out(2).in(f32(4, 3));
    table.op("TopK", 10).out(2).in(f32(4, 7), longs(3));
    for (int largest = 0; largest < 2; largest++) {
      for (int axis = -2; axis < 3; axis++) {
        table
            .op("TopK", 11)
            .attr("largest", largest)
            .attr("axis", axis)
            .out(2)
            .in(f32(4, 5, 6), longs(2));
      }
      table
          .op("TopK", 11)
          .attr("largest", largest)
          .about("ties")
          .out(2)
          .in(Arg.of(DType.INT32, 3, 20).in(0, 3), longs(7));
      table.op("TopK", 11).attr("largest", largest).out(2).in(Arg.of(DType.INT64, 9), longs(9));
      table.op("TopK", 11).attr("largest", largest).out(2).in(Arg.of(DType.FLOAT64, 9), longs(1));
    }
    table.op("TopK", 11).out(2).in(f32(3, 4), longs(0));
    table.op("TopK", 11).out(2).in(f32(1000), longs(100));
    table.op("TopK", 24).out(2).in(f32(3, 4), longs(2));
  }

  private static void unique(CaseTable table) {
    for (int sorted = 0; sorted < 2; sorted++) {
      table.op("Unique", 11).attr("sorted", sorted).out(4).in(f32(12).in(0, 1));
      table.op("Unique", 11).attr("sorted", sorted).out(4).in(Arg.of(DType.INT64, 20).in(0, 5));
      table.op("Unique", 11).attr("sorted", sorted).out(4).in(Arg.of(DType.STRING, 15));
      table
          .op("Unique", 11)
          .attr("sorted", sorted)
          .attr("axis", 0)
          .out(4)
          .in(Arg.of(DType.INT64, 7, 2).in(0, 1));
      table
          .op("Unique", 11)
          .attr("sorted", sorted)
          .attr("axis", -1)
          .out(4)
          .in(Arg.of(DType.INT64, 2, 9).in(0, 1));
    }
    table.op("Unique", 11).in(Arg.of(DType.INT64, 3, 4).in(0, 3));
    table.op("Unique", 11).out("y", "", "inverse").in(Arg.of(DType.INT64, 9).in(0, 3));
    table.op("Unique", 11).out(4).in(Arg.of(DType.INT64, 0));
    table.op("Unique", 11).attr("axis", 1).out(4).in(Arg.of(DType.INT64, 2, 3, 2).in(0, 0));
  }

  private static void oneHot(CaseTable table) {
    Arg values = Arg.floats(-1, 4);
    table.op("OneHot", 9, 11).in(indices(0, 4, 6), scalar(5), values);
    for (int axis = -3; axis < 3; axis++) {
      table.op("OneHot", 11).attr("axis", axis).in(indices(-5, 4, 2, 3), scalar(5), values);
    }
    table.op("OneHot", 11).about("out of range").in(indices(-9, 9, 12), longs(4), values);
    table.op("OneHot", 11).in(floats(2, 0, -1, 1), Arg.scalar(DType.FLOAT32, 3), values);
    table.op("OneHot", 11).in(indices(0, 2, 4), scalar(3), longs(0, 1));
    table.op("OneHot", 11).in(Arg.of(DType.INT32, 4).in(0, 2), Arg.scalar(DType.INT32, 3), values);
    table.op("OneHot", 11).in(indices(0, 2, 4), scalar(3), Arg.strings("off", "on"));
  }

  private static void triangles(CaseTable table) {
    for (int upper = 0; upper < 2; upper++) {
      table.op("Trilu", 14).attr("upper", upper).in(f32(4, 5));
      for (int k = -5; k < 6; k += 2) {
        table.op("Trilu", 14).attr("upper", upper).in(f32(2, 4, 5), scalar(k));
      }
      table.op("Trilu", 14).attr("upper", upper).in(Arg.of(DType.INT64, 3, 3), scalar(0));
      table.op("Trilu", 14).attr("upper", upper).in(Arg.of(DType.BOOL, 3, 3), scalar(1));
      table.op("Trilu", 14).attr("upper", upper).in(f32(3, 0, 5), scalar(1));
    }
  }

  private static void reverse(CaseTable table) {
    table.op("ReverseSequence", 10).in(f32(4, 3, 2), longs(4, 1, 2));
    table
        .op("ReverseSequence", 10)
        .attr("batch_axis", 0)
        .attr("time_axis", 1)
        .in(f32(3, 4), longs(1, 4, 3));
    table
        .op("ReverseSequence", 10)
        .attr("batch_axis", 1)
        .attr("time_axis", 0)
        .in(Arg.of(DType.INT64, 4, 3), longs(4, 1, 3));
  }

  private static void boxes(CaseTable table) {
    float[] corners = {
      0, 0, 1, 1, 0, 0.1f, 1, 1.1f, 0, -0.1f, 1, 0.9f, 0, 10, 1, 11, 0, 10.1f, 1, 11.1f, 0, 100, 1,
      101
    };
    Arg boxes = given(Tensor.of(Shape.of(1, 6, 4), corners));
    Arg scores = given(Tensor.of(Shape.of(1, 1, 6), 0.9f, 0.75f, 0.6f, 0.95f, 0.5f, 0.3f));
    Arg three = longs(3);
    table.op("NonMaxSuppression", 10, 11).in(boxes, scores, three, Arg.floats(0.5), Arg.floats(0));
    table.op("NonMaxSuppression", 11).in(boxes, scores, longs(30), Arg.floats(0.5));
    table.op("NonMaxSuppression", 11).in(boxes, scores, three, Arg.floats(0.5), Arg.floats(0.4));
    table.op("NonMaxSuppression", 11).in(boxes, scores);
    table.op("NonMaxSuppression", 11).in(boxes, scores, three);
    table
        .op("NonMaxSuppression", 11)
        .attr("center_point_box", 1)
        .in(
            f32(2, 20, 4).in(1, 3),
            f32(2, 3, 20).in(0, 1),
            longs(5),
            Arg.floats(0.3),
            Arg.floats(0.2));
    table
        .op("NonMaxSuppression", 11)
        .in(f32(2, 20, 4).in(0, 3), f32(2, 3, 20).in(0, 1), longs(5), Arg.floats(0.3));
  }
}
