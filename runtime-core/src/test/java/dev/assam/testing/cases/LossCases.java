package dev.assam.testing.cases;

import static dev.assam.testing.Arg.f32;
import static dev.assam.testing.Arg.given;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;

/** Losses. */
final class LossCases {
  private static final String[] REDUCTIONS = {"none", "sum", "mean"};

  private LossCases() {}

  static void addTo(CaseTable table) {
    for (String reduction : REDUCTIONS) {
      loss(table, "NegativeLogLikelihoodLoss", reduction);
      loss(table, "SoftmaxCrossEntropyLoss", reduction);
      table
          .op("SoftmaxCrossEntropyLoss", 12, 13)
          .attr("reduction", reduction)
          .out(2)
          .in(f32(3, 5), labels(3));
    }
  }

  private static Arg labels(int... dims) {
    return Arg.of(DType.INT64, dims).in(0, 4).constant();
  }

  private static void loss(CaseTable table, String op, String reduction) {
    table.op(op, 12, 13).attr("reduction", reduction).in(f32(3, 5), labels(3));
    table.op(op, 13).attr("reduction", reduction).in(f32(3, 5, 2), labels(3, 2));
    table.op(op, 13).attr("reduction", reduction).in(f32(2, 5, 3, 2), labels(2, 3, 2));
    table
        .op(op, 13)
        .attr("reduction", reduction)
        .in(f32(3, 5), labels(3), f32(5).in(0.1, 2).constant());
    table
        .op(op, 13)
        .attr("reduction", reduction)
        .attr("ignore_index", 2)
        .in(f32(2, 5, 9), labels(2, 9), f32(5).in(0.1, 2).constant());
    table
        .op(op, 13)
        .attr("reduction", reduction)
        .attr("ignore_index", -1)
        .in(f32(3, 5), given(Tensor.ofLongs(DType.INT64, Shape.of(3), 0, -1, 4)));
    table.op(op, 13).attr("reduction", reduction).in(f32(3, 5), Arg.of(DType.INT32, 3).in(0, 4));
  }
}
