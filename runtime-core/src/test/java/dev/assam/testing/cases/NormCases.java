package dev.assam.testing.cases;

import static dev.assam.testing.Arg.f32;

import dev.assam.tensor.DType;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;

/** Normalisations. */
final class NormCases {
  private NormCases() {}

  static void addTo(CaseTable table) {
    batch(table);
    instance(table);
    layer(table);
    group(table);
    rms(table);
    others(table);
  }

  private static Arg w(int... dims) {
    return f32(dims).constant();
  }

  private static Arg variance(int... dims) {
    return f32(dims).in(0.2, 3).constant();
  }

  private static void batch(CaseTable table) {
    int[][] shapes = {{2, 3, 4, 5}, {2, 3}, {2, 3, 7}, {1, 3, 2, 3, 4}, {0, 3, 2}};
    for (int[] shape : shapes) {
      table.op("BatchNormalization", 7, 9, 14, 15).in(f32(shape), w(3), w(3), w(3), variance(3));
    }
    table
        .op("BatchNormalization", 15)
        .attr("epsilon", 0.1)
        .in(f32(1, 3, 4), w(3), w(3), w(3), variance(3));
    table
        .op("BatchNormalization", 14, 15)
        .attr("training_mode", 1)
        .attr("momentum", 0.7)
        .out(3)
        .in(f32(2, 3, 4), w(3), w(3), w(3), variance(3));
  }

  private static void instance(CaseTable table) {
    int[][] shapes = {{2, 3, 4, 5}, {2, 3, 7}, {1, 3, 2, 3, 4}};
    for (int[] shape : shapes) {
      table.op("InstanceNormalization", 6, 22).in(f32(shape), w(3), w(3));
    }
    table.op("InstanceNormalization", 6).attr("epsilon", 0.3).in(f32(1, 2, 6, 6), w(2), w(2));
  }

  private static void layer(CaseTable table) {
    table.op("LayerNormalization", 17).in(f32(2, 3, 4), w(4), w(4));
    table.op("LayerNormalization", 17).in(f32(2, 3, 4), w(4));
    table.op("LayerNormalization", 17).out(3).in(f32(2, 3, 4), w(4), w(4));
    table.op("LayerNormalization", 17).attr("axis", 1).in(f32(2, 3, 4), w(3, 4), w(3, 4));
    table.op("LayerNormalization", 17).attr("axis", 0).in(f32(2, 3), w(2, 3), w(2, 3));
    table.op("LayerNormalization", 17).attr("axis", -2).out(3).in(f32(2, 3, 4), w(3, 4), w(3, 4));
    table.op("LayerNormalization", 17).attr("epsilon", 0.2).in(f32(1, 5, 129), w(129), w(129));
    table
        .op("LayerNormalization", 17)
        .in(Arg.of(DType.FLOAT16, 2, 8), Arg.of(DType.FLOAT16, 8), Arg.of(DType.FLOAT16, 8));
    table
        .op("LayerNormalization", 17)
        .in(Arg.of(DType.FLOAT64, 2, 8), Arg.of(DType.FLOAT64, 8), Arg.of(DType.FLOAT64, 8));
  }

  private static void group(CaseTable table) {
    for (int groups : new int[] {1, 2, 4}) {
      table
          .op("GroupNormalization", 18)
          .attr("num_groups", groups)
          .in(f32(2, 4, 3, 5), w(groups), w(groups));
      table.op("GroupNormalization", 21).attr("num_groups", groups).in(f32(2, 4, 3, 5), w(4), w(4));
    }
    table
        .op("GroupNormalization", 21)
        .attr("num_groups", 2)
        .attr("epsilon", 0.1)
        .in(f32(1, 6, 7), w(6), w(6));
  }

  private static void rms(CaseTable table) {
    table.op("RMSNormalization", 23).in(f32(2, 3, 4), w(4));
    table.op("RMSNormalization", 23).attr("axis", 1).in(f32(2, 3, 4), w(3, 4));
    table
        .op("RMSNormalization", 23)
        .attr("axis", -2)
        .attr("epsilon", 0.1)
        .in(f32(2, 3, 4), w(3, 4));
  }

  private static void others(CaseTable table) {
    for (int axis = -1; axis < 3; axis++) {
      for (int p = 1; p < 3; p++) {
        table.op("LpNormalization", 1, 13).attr("axis", axis).attr("p", p).in(f32(2, 3, 4));
      }
    }
    table.op("LpNormalization", 1).in(f32(3, 4));
    for (int size : new int[] {1, 3, 5}) {
      table.op("LRN", 1, 13).attr("size", size).in(f32(2, 7, 3, 4));
    }
    table
        .op("LRN", 13)
        .attr("size", 3)
        .attr("alpha", 0.5)
        .attr("beta", 0.6)
        .attr("bias", 2.0)
        .in(f32(1, 5, 3, 4));
    table.op("MeanVarianceNormalization", 9, 13).in(f32(2, 3, 4, 5));
    table.op("MeanVarianceNormalization", 9, 13).ints("axes", 2, 3).in(f32(2, 3, 4, 5));
    table.op("MeanVarianceNormalization", 13).ints("axes", 0, 1, 2, 3).in(f32(2, 3, 4, 5));
  }
}
