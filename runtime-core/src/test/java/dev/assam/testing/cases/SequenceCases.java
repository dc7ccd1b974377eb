package dev.assam.testing.cases;

import static dev.assam.testing.Arg.f32;
import static dev.assam.testing.Arg.given;
import static dev.assam.testing.Arg.longs;
import static dev.assam.testing.Arg.scalar;

import dev.assam.tensor.DType;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxNode;
import java.util.List;
import java.util.Map;

/** Sequences and optionals. */
final class SequenceCases {
  private static final TensorType FLOATS = new TensorType(DType.FLOAT32, Shape.UNKNOWN);

  private SequenceCases() {}

  static void addTo(CaseTable table) {
    sequences(table);
    joining(table);
    splitting(table);
    mapping(table);
    optionals(table);
  }

  /** Three float tensors [2,2], [1,2], [3,2]. */
  private static Arg three() {
    return given(
        new SequenceDatum(
            new SequenceType(FLOATS),
            List.of(
                Tensor.of(Shape.of(2, 2), 1, 2, 3, 4),
                Tensor.of(Shape.of(1, 2), 5, 6),
                Tensor.of(Shape.of(3, 2), 7, 8, 9, 10, 11, 12))));
  }

  private static Arg sameShapes() {
    return given(
        new SequenceDatum(
            new SequenceType(FLOATS),
            List.of(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4), Tensor.of(Shape.of(2, 2), 5, 6, 7, 8))));
  }

  private static void sequences(CaseTable table) {
    table.op("SequenceConstruct", 11).in(f32(2, 3), f32(1), f32());
    table.op("SequenceConstruct", 11).in(Arg.of(DType.INT64, 2), Arg.of(DType.INT64, 0));
    table.op("SequenceEmpty", 11).in();
    table.op("SequenceEmpty", 11).attr("dtype", DType.INT64).in();
    table.op("SequenceLength", 11).in(three());
    for (int at : new int[] {0, 2, -1, -3}) {
      table.op("SequenceAt", 11).in(three(), scalar(at));
      table.op("SequenceErase", 11).in(three(), scalar(at));
    }
    table.op("SequenceErase", 11).in(three());
    table.op("SequenceInsert", 11).in(three(), f32(4, 2));
    for (int at : new int[] {0, 1, 3, -1, -3}) {
      table.op("SequenceInsert", 11).in(three(), f32(4, 2), scalar(at));
    }
    table.graph(
        "SequenceInsert",
        11,
        "into an empty one",
        Map.of("x", f32(2)),
        List.of("y"),
        graph ->
            graph
                .node(new OnnxNode("SequenceEmpty").out("e"))
                .node(new OnnxNode("SequenceInsert").in("e", "x").out("y")));
    table.op("Identity", 16).in(three());
  }

  private static void joining(CaseTable table) {
    table.op("ConcatFromSequence", 11).attr("axis", 0).in(three());
    for (int axis = -2; axis < 2; axis++) {
      table.op("ConcatFromSequence", 11).attr("axis", axis).in(sameShapes());
      table.op("ConcatFromSequence", 11).attr("axis", axis).attr("new_axis", 1).in(sameShapes());
    }
    table.op("ConcatFromSequence", 11).attr("axis", 2).attr("new_axis", 1).in(sameShapes());
  }

  private static void splitting(CaseTable table) {
    table.op("SplitToSequence", 11).in(f32(4, 3));
    table.op("SplitToSequence", 11).attr("keepdims", 0).in(f32(4, 3));
    table.op("SplitToSequence", 11).attr("axis", 1).attr("keepdims", 0).in(f32(4, 3));
    table.op("SplitToSequence", 11).attr("axis", -1).in(f32(4, 5), scalar(2));
    table.op("SplitToSequence", 11).attr("axis", 1).in(f32(4, 5), longs(1, 3, 1));
    table.op("SplitToSequence", 11).in(Arg.of(DType.INT64, 4), longs(1, 3));
  }

  private static void mapping(CaseTable table) {
    OnnxGraph twice =
        new OnnxGraph("twice")
            .input("e", FLOATS)
            .output("f", FLOATS)
            .node(new OnnxNode("Add").in("e", "e").out("f"));
    table.graph(
        "SequenceMap",
        17,
        "one sequence",
        Map.of("s", three()),
        List.of("y"),
        graph -> graph.node(new OnnxNode("SequenceMap").in("s").out("y").attr("body", twice)));
    OnnxGraph plus =
        new OnnxGraph("plus")
            .input("e", FLOATS)
            .input("t", FLOATS)
            .output("f", FLOATS)
            .output("g", new TensorType(DType.INT64, Shape.UNKNOWN))
            .node(new OnnxNode("Add").in("e", "t").out("f"))
            .node(new OnnxNode("Shape").in("e").out("g"));
    table.graph(
        "SequenceMap",
        17,
        "a sequence and a tensor",
        Map.of("s", three(), "t", f32(2)),
        List.of("y", "z"),
        graph ->
            graph.node(new OnnxNode("SequenceMap").in("s", "t").out("y", "z").attr("body", plus)));
  }

  private static void optionals(CaseTable table) {
    table.op("Optional", 15).in(f32(2, 3));
    table.op("OptionalHasElement", 18).in(f32(2, 3));
    table.op("OptionalGetElement", 18).in(f32(2, 3));
    table.op("OptionalGetElement", 18).in(three());
    table.op("OptionalHasElement", 18).in();
    table.graph(
        "OptionalGetElement",
        15,
        "what was put in",
        Map.of("x", f32(2)),
        List.of("y"),
        graph ->
            graph
                .node(new OnnxNode("Optional").in("x").out("o"))
                .node(new OnnxNode("OptionalGetElement").in("o").out("y")));
    table.graph(
        "OptionalHasElement",
        15,
        "full and empty",
        Map.of("x", f32(2)),
        List.of("y", "z"),
        graph ->
            graph
                .node(new OnnxNode("Optional").in("x").out("o"))
                .node(new OnnxNode("Optional").out("p").attr("type", FLOATS))
                .node(new OnnxNode("OptionalHasElement").in("o").out("y"))
                .node(new OnnxNode("OptionalHasElement").in("p").out("z")));
  }
}
