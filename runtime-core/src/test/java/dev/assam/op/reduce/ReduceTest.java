package dev.assam.op.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OneNode;
import dev.assam.testing.OnnxNode;
import org.junit.jupiter.api.Test;

/** Every set of axes against sums the long way, and the ends of the types. */
class ReduceTest {
  @Test
  void everySetOfAxes() {
    for (int[] dims : new int[][] {{3, 4, 2, 5}, {1, 4, 1, 5}, {2, 1, 3, 1}, {1, 1, 1, 600}}) {
      Shape shape = Shape.of(dims);
      for (DType type : new DType[] {DType.FLOAT32, DType.INT64, DType.FLOAT16}) {
        Tensor x = Tensor.allocate(type, shape);
        for (int i = 0; i < x.size(); i++) {
          x.setLong(i, i * 7 % 3);
        }
        for (int set = 1; set < 16; set++) {
          Tensor y = OneNode.run(13, new OnnxNode("ReduceSum"), x, axes(set));
          double[] expected = new double[y.size()];
          int[] strides = y.shape().broadcastStrides(shape);
          dev.assam.op.Odometer odometer = new dev.assam.op.Odometer(shape, strides);
          for (int i = 0; i < x.size(); i++) {
            expected[odometer.at(0)] += x.getDouble(i);
            odometer.next();
          }
          for (int i = 0; i < y.size(); i++) {
            assertEquals(expected[i], y.getDouble(i), type + " " + shape + " axes " + set);
          }
        }
      }
    }
  }

  private static Tensor axes(int set) {
    long[] axes = new long[Integer.bitCount(set)];
    int count = 0;
    for (int axis = 0; axis < 4; axis++) {
      if ((set >> axis & 1) != 0) {
        axes[count++] = axis;
      }
    }
    return Tensor.ofLongs(axes);
  }

  private record Ends(String op, DType type, double expected) {}

  @Test
  void ofNothingTheNeutralElement() {
    Ends[] table = {
      new Ends("ReduceSum", DType.FLOAT32, 0),
      new Ends("ReduceProd", DType.INT32, 1),
      new Ends("ReduceMax", DType.FLOAT32, Double.NEGATIVE_INFINITY),
      new Ends("ReduceMin", DType.FLOAT64, Double.POSITIVE_INFINITY),
      new Ends("ReduceMax", DType.INT8, -128),
      new Ends("ReduceMin", DType.INT8, 127),
      new Ends("ReduceMin", DType.UINT8, 255),
      new Ends("ReduceMax", DType.UINT64, 0),
      new Ends("ReduceMin", DType.UINT64, 0x1p64),
      new Ends("ReduceMin", DType.INT64, Long.MAX_VALUE),
      new Ends("ReduceMax", DType.BOOL, 0),
      new Ends("ReduceMin", DType.BOOL, 1),
      new Ends("ReduceMean", DType.FLOAT32, Double.NaN),
      new Ends("ReduceLogSumExp", DType.FLOAT32, Double.NEGATIVE_INFINITY),
    };
    for (Ends row : table) {
      Tensor x = Tensor.allocate(row.type, Shape.of(2, 0, 3));
      Tensor y = OneNode.run(20, new OnnxNode(row.op), x, Tensor.ofLongs(1));
      assertEquals(Shape.of(2, 1, 3), y.shape());
      assertEquals(row.expected, y.getDouble(5), row.toString());
    }
  }

  @Test
  void infinitiesAndNaN() {
    float inf = Float.POSITIVE_INFINITY;
    Tensor x = Tensor.of(Shape.of(3, 2), inf, 1, -inf, -inf, Float.NaN, 1);
    Tensor axis = Tensor.ofLongs(1);
    OnnxNode node = new OnnxNode("ReduceLogSumExp").attr("keepdims", 0);
    assertArrayEquals(
        new float[] {inf, -inf, Float.NaN}, OneNode.run(18, node, x, axis).toFloats());
    Tensor first = OneNode.run(13, new OnnxNode("ArgMax").attr("axis", 1).attr("keepdims", 0), x);
    assertArrayEquals(new long[] {0, 0, 0}, first.toLongs());
    OnnxNode last = new OnnxNode("ArgMin").attr("axis", 0).attr("select_last_index", 1);
    assertArrayEquals(new long[] {2, 1}, OneNode.run(13, last, x).toLongs());
  }

  @Test
  void longLinesAreFoundAcrossBlocks() {
    Tensor x = Tensor.allocate(DType.UINT64, Shape.of(1500));
    x.setLong(1300, -1);
    x.setLong(1400, -1);
    assertEquals(1300, OneNode.run(13, new OnnxNode("ArgMax"), x).getLong(0));
    OnnxNode last = new OnnxNode("ArgMax").attr("select_last_index", 1);
    assertEquals(1400, OneNode.run(13, last, x).getLong(0));
  }
}
