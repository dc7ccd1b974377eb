package dev.assam.op.move;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.error.AssamException;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OneNode;
import dev.assam.testing.OnnxNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MoveTest {
  private static final Tensor X = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);

  private static OnnxNode op(String name) {
    return new OnnxNode(name);
  }

  private static Tensor longs(long... values) {
    return Tensor.ofLongs(values);
  }

  private record Refused(String message, int opset, OnnxNode node, Tensor... inputs) {}

  @TestFactory
  Stream<DynamicTest> whatDoesNotFitIsRefused() {
    Tensor two = Tensor.of(Shape.of(2), 1, 2);
    return Stream.of(
            new Refused("does not fit into [4, 2]", 13, op("Reshape"), X, longs(4, 2)),
            new Refused("more than one -1", 13, op("Reshape"), X, longs(-1, -1)),
            new Refused("keeps dimension 2 of [2,3]", 13, op("Reshape"), X, longs(2, 3, 0)),
            new Refused("dimension -2", 13, op("Reshape"), X, longs(-2, 3)),
            new Refused("axis 3 out of range", 13, op("Flatten").attr("axis", 3), X),
            new Refused("axis 0 of [2,3] is not 1", 13, op("Squeeze"), X, longs(0)),
            new Refused("named twice", 13, op("Unsqueeze"), X, longs(0, -4)),
            new Refused("attribute axes is missing", 11, op("Unsqueeze"), X),
            new Refused("not an order", 13, op("Transpose").ints("perm", 0, 0), X),
            new Refused("do not join at axis 0", 13, op("Concat").attr("axis", 0), X, two),
            new Refused("attribute axis is missing", 13, op("Concat"), X, X),
            new Refused("unknown attribute nothing", 13, op("Size").attr("nothing", 1), X),
            new Refused("for dimension 2 and 1 outputs", 13, op("Split"), X, longs(1)),
            new Refused("attribute num_outputs is 0", 18, op("Split").attr("num_outputs", 0), X),
            new Refused("step 0", 13, op("Slice"), X, longs(0), longs(1), longs(0), longs(0)),
            new Refused("differ in length", 13, op("Slice"), X, longs(0), longs(1, 2)),
            new Refused("1 pads for 2 axes", 13, op("Pad"), X, longs(1)),
            new Refused("dimension -1", 13, op("Pad"), X, longs(-3, 0, 0, 0)),
            new Refused(
                "nothing to pad with", 13, op("Pad").attr("mode", "edge"), X, longs(-2, 0, 3, 0)),
            new Refused(
                "attribute mode is \"wrap\"", 13, op("Pad").attr("mode", "wrap"), X, longs()),
            new Refused("3 repeats for [2,3]", 13, op("Tile"), X, longs(1, 2, 3)),
            new Refused("do not broadcast", 13, op("Expand"), X, longs(2, 2)),
            new Refused("index 2 out of range for axis 0", 13, op("Gather"), X, longs(2)),
            new Refused("rank 2", 13, op("GatherElements"), X, longs(0)),
            new Refused("do not name slices", 13, op("GatherND"), X, longs(0, 1, 1)),
            new Refused("updates have shape", 13, op("ScatterND"), X, longs(0), two),
            new Refused(
                "opset 10 (supported from opset 11)", 10, op("ScatterND"), X, longs(0), two),
            new Refused(
                "differ", 13, op("ScatterElements"), X, longs(0, 1).withShape(Shape.of(1, 2)), X),
            new Refused("k is 4 for axis 1", 13, op("TopK"), X, longs(4)),
            new Refused("blocks of 2²", 13, op("DepthToSpace").attr("blocksize", 2), x4()),
            new Refused(
                "attribute blocksize is 0", 13, op("SpaceToDepth").attr("blocksize", 0), x4()),
            new Refused("by 0.0", 13, op("Range"), scalar(0), scalar(5), scalar(0)),
            new Refused(
                "time_axis is 1", 13, op("ReverseSequence").attr("time_axis", 1), X, longs(1)),
            new Refused("element type 99", 13, op("EyeLike").attr("dtype", 99), X),
            new Refused("2^31", 13, op("ConstantOfShape"), longs(100_000, 100_000)))
        .map(c -> DynamicTest.dynamicTest(c.message, () -> check(c)));
  }

  private static Tensor x4() {
    return X.withShape(Shape.of(1, 6, 1, 1));
  }

  private static Tensor scalar(float value) {
    return Tensor.of(Shape.SCALAR, value);
  }

  private static void check(Refused c) {
    AssamException e =
        assertThrows(AssamException.class, () -> OneNode.run(c.opset, c.node, c.inputs));
    assertTrue(e.getMessage().contains(c.message), e.getMessage());
  }

  @Test
  void topKTakesNanForTheLargestAndZerosForEqual() {
    Tensor x = Tensor.of(Shape.of(6), 1, Float.NaN, -0f, 0, Float.POSITIVE_INFINITY, -2);
    List<Datum> largest = OneNode.run(11, op("TopK"), 2, x, longs(5));
    assertArrayEquals(new long[] {1, 4, 0, 2, 3}, ((Tensor) largest.get(1)).toLongs());
    Tensor smallest =
        (Tensor) OneNode.run(11, op("TopK").attr("largest", 0), 2, x, longs(3)).get(1);
    assertArrayEquals(new long[] {5, 2, 3}, smallest.toLongs());
    Tensor large = Tensor.ofLongs(DType.UINT64, Shape.of(3), 1, -1, 5);
    Tensor first = (Tensor) OneNode.run(11, op("TopK"), 2, large, longs(2)).get(1);
    assertArrayEquals(new long[] {1, 2}, first.toLongs());
  }

  @Test
  void uniqueStringsAndSlicesWithoutElements() {
    Tensor words = Tensor.ofStrings(Shape.of(5), "b", "a", "b", "", "a");
    List<Datum> sorted = OneNode.run(11, op("Unique"), 4, words);
    assertArrayEquals(new String[] {"", "a", "b"}, ((Tensor) sorted.get(0)).strings());
    assertArrayEquals(new long[] {3, 1, 0}, ((Tensor) sorted.get(1)).toLongs());
    assertArrayEquals(new long[] {2, 1, 2, 0, 1}, ((Tensor) sorted.get(2)).toLongs());
    List<Datum> found = OneNode.run(11, op("Unique").attr("sorted", 0), 4, words);
    assertArrayEquals(new String[] {"b", "a", ""}, ((Tensor) found.get(0)).strings());
    assertArrayEquals(new long[] {2, 2, 1}, ((Tensor) found.get(3)).toLongs());
    Tensor empty = Tensor.allocate(DType.FLOAT32, Shape.of(3, 0));
    assertEquals(Shape.of(1, 0), OneNode.run(11, op("Unique").attr("axis", 0), empty).shape());
  }

  @Test
  void ranges() {
    Tensor start = Tensor.ofLongs(DType.INT64, Shape.SCALAR, Long.MAX_VALUE - 3);
    Tensor limit = Tensor.ofLongs(DType.INT64, Shape.SCALAR, Long.MIN_VALUE);
    Tensor step = Tensor.ofLongs(DType.INT64, Shape.SCALAR, Long.MIN_VALUE);
    assertArrayEquals(
        new long[] {Long.MAX_VALUE - 3, -4},
        OneNode.run(11, op("Range"), start, limit, step).toLongs());
    assertArrayEquals(
        new float[] {1, 0.25f, -0.5f},
        OneNode.run(11, op("Range"), scalar(1), scalar(-1), scalar(-0.75f)).toFloats());
  }

  @Test
  void shapesClampAndSlicesReachTheEnds() {
    OnnxNode shape = op("Shape").attr("start", -100).attr("end", -1);
    assertArrayEquals(new long[] {2}, OneNode.run(15, shape, X).toLongs());
    Tensor reversed =
        OneNode.run(
            13, op("Slice"), X, longs(-1), longs(Long.MIN_VALUE), longs(1), longs(Long.MIN_VALUE));
    assertArrayEquals(new float[] {3, 6}, reversed.toFloats());
    OnnxNode old = op("Slice").ints("starts", -2).ints("ends", Long.MAX_VALUE).ints("axes", 1);
    assertArrayEquals(new float[] {2, 3, 5, 6}, OneNode.run(9, old, X).toFloats());
  }

  @Test
  void reflectionRepeats() {
    Tensor x = Tensor.of(Shape.of(3), 1, 2, 3);
    OnnxNode node = op("Pad").attr("mode", "reflect");
    assertArrayEquals(
        new float[] {1, 2, 3, 2, 1, 2, 3, 2, 1}, OneNode.run(13, node, x, longs(4, 2)).toFloats());
  }

  @Test
  void scatteringJoins() {
    Tensor at = longs(1, 1, 0).withShape(Shape.of(3, 1));
    Tensor updates = Tensor.ofLongs(DType.INT32, Shape.of(3), 5, -7, 9);
    Tensor x = Tensor.ofLongs(DType.INT32, Shape.of(2), 1, 2);
    String[] reductions = {"none", "add", "mul", "max", "min"};
    long[][] expected = {{9, -7}, {10, 0}, {9, -70}, {9, 5}, {1, -7}};
    for (int i = 0; i < reductions.length; i++) {
      OnnxNode node = op("ScatterND").attr("reduction", reductions[i]);
      assertArrayEquals(expected[i], OneNode.run(18, node, x, at, updates).toLongs());
    }
  }
}
