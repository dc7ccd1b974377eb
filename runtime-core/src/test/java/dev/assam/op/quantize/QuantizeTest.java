package dev.assam.op.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.error.AssamException;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OneNode;
import dev.assam.testing.OnnxNode;
import org.junit.jupiter.api.Test;

/** Granularities, precisions and vectors, which the conformance suite and the oracle leave out. */
class QuantizeTest {
  private static Tensor i8(Shape shape, long... values) {
    return Tensor.ofLongs(DType.INT8, shape, values);
  }

  private static Tensor f32(Shape shape, float... values) {
    return Tensor.of(shape, values);
  }

  @Test
  void everyGranularityUndoesItself() {
    Shape shape = Shape.of(2, 6, 5);
    int[][] cases = {
      // axis, block size, then the scale's shape
      {1, 0},
      {1, 0, 1},
      {0, 0, 2},
      {1, 0, 6},
      {2, 0, 5},
      {-1, 0, 5},
      {0, 1, 2, 6, 5},
      {1, 2, 2, 3, 5},
      {1, 4, 2, 2, 5},
      {2, 2, 2, 6, 3},
      {2, 9, 2, 6, 1},
    };
    for (int[] row : cases) {
      Shape scales = Shape.of(java.util.Arrays.copyOfRange(row, 2, row.length));
      Tensor scale = Tensor.allocate(DType.FLOAT32, scales);
      Tensor zero = Tensor.allocate(DType.INT16, scales);
      for (int i = 0; i < scale.size(); i++) {
        scale.setDouble(i, 0.5 * (i + 1));
        zero.setLong(i, i - 3);
      }
      Tensor q = Tensor.allocate(DType.INT16, shape);
      for (int i = 0; i < q.size(); i++) {
        q.setLong(i, i * 37 % 200 - 100);
      }
      Tensor x = OneNode.run(23, node("DequantizeLinear", row), q, scale, zero);
      assertEquals(
          (q.getLong(7) - zero.getLong(index(row, 7))) * scale.getDouble(index(row, 7)),
          x.getDouble(7));
      Tensor again = OneNode.run(23, node("QuantizeLinear", row), x, scale, zero);
      assertArrayEquals(q.toLongs(), again.toLongs(), java.util.Arrays.toString(row));
    }
  }

  /** Which scale belongs to element {@code i} of shape [2, 6, 5], the long way. */
  private static int index(int[] row, int i) {
    int[] at = {i / 30, i / 5 % 6, i % 5};
    int axis = Math.floorMod(row[0], 3);
    if (row.length <= 3) {
      return row.length == 3 && row[2] > 1 ? at[axis] : 0;
    }
    at[axis] /= row[1];
    return (at[0] * row[3] + at[1]) * row[4] + at[2];
  }

  private static OnnxNode node(String op, int[] row) {
    return new OnnxNode(op).attr("axis", row[0]).attr("block_size", row[1]);
  }

  @Test
  void theScaleSaysInWhichPrecisionToDivide() {
    Tensor x = Tensor.ofDoubles(DType.FLOAT16, Shape.of(1), 1000);
    Tensor scale = f32(Shape.SCALAR, 0.3f);
    Tensor zero = Tensor.ofLongs(DType.INT16, Shape.SCALAR, 0);
    assertEquals(3333, OneNode.run(23, new OnnxNode("QuantizeLinear"), x, scale, zero).getLong(0));
    OnnxNode half = new OnnxNode("QuantizeLinear").attr("precision", DType.FLOAT16.onnx());
    assertEquals(3334, OneNode.run(23, half, x, scale, zero).getLong(0));
  }

  @Test
  void tiesGoToEvenAndTheRestSaturates() {
    Tensor x = f32(Shape.of(7), 0.5f, 1.5f, -2.5f, 300, -300, Float.NaN, 127.6f);
    Tensor y =
        OneNode.run(
            13, new OnnxNode("QuantizeLinear"), x, f32(Shape.SCALAR, 1), i8(Shape.SCALAR, 1));
    assertArrayEquals(new long[] {1, 3, -1, 127, -128, 1, 127}, y.toLongs());
    Tensor few =
        OneNode.run(
            25,
            new OnnxNode("QuantizeLinear").attr("output_dtype", DType.INT2.onnx()),
            x,
            f32(Shape.SCALAR, 1));
    assertArrayEquals(new long[] {0, 1, -2, 1, -2, 0, 1}, few.toLongs());
  }

  @Test
  void vectorsMultiply() {
    Tensor a = i8(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    Tensor b = i8(Shape.of(3), 1, 1, 2);
    assertArrayEquals(
        new long[] {9, 21}, OneNode.run(10, new OnnxNode("MatMulInteger"), a, b).toLongs());
    assertArrayEquals(
        new long[] {5, 5},
        OneNode.run(10, new OnnxNode("MatMulInteger"), a, b, i8(Shape.of(2), 1, 4)).toLongs());
    Tensor one = f32(Shape.SCALAR, 1);
    Tensor zero = i8(Shape.SCALAR, 0);
    Tensor zeros = i8(Shape.of(2), 0, 0);
    Tensor scales = f32(Shape.of(2), 1, 0.5f);
    OnnxNode node = new OnnxNode("QLinearMatMul");
    assertArrayEquals(
        new long[] {9, 10},
        OneNode.run(10, node, a, scales, zeros, b, one, zero, one, zero).toLongs());
    assertArrayEquals(
        new long[] {6}, OneNode.run(10, node, b, one, zero, b, one, zero, one, zero).toLongs());
    Tensor stacked = i8(Shape.of(3, 2, 1), 1, 2, 3, 4, 5, 6);
    Tensor short1 = i8(Shape.of(1), 2);
    assertArrayEquals(
        new long[] {2, 2, 6, 4, 10, 6},
        OneNode.run(10, node, stacked, scales, zeros, short1, one, zero, one, zero).toLongs());
  }

  @Test
  void longProductsAreExact() {
    int k = 40_000;
    Tensor a = Tensor.allocate(DType.UINT8, Shape.of(1, k));
    Tensor b = Tensor.allocate(DType.UINT8, Shape.of(k, 5));
    long expected = 0;
    for (int i = 0; i < k; i++) {
      a.setLong(i, i % 251);
      for (int j = 0; j < 5; j++) {
        b.setLong(i * 5 + j, (i + j) % 256);
      }
      expected += (long) (i % 251) * ((i + 4) % 256);
    }
    Tensor y = OneNode.run(10, new OnnxNode("MatMulInteger"), a, b);
    assertEquals(expected, y.getLong(4));
  }

  @Test
  void scalesThatDoNotFitAreRefused() {
    Tensor x = i8(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertRefused("allowed: [], [1] or [3]", new OnnxNode("DequantizeLinear"), x, 2);
    assertRefused("allowed: [2,2]", new OnnxNode("DequantizeLinear").attr("block_size", 2), x, 3);
    assertRefused("axis 7", new OnnxNode("DequantizeLinear").attr("axis", 7), x, 3);
    assertRefused("block_size", new OnnxNode("DequantizeLinear").attr("block_size", -1), x, 3);
  }

  private static void assertRefused(String message, OnnxNode node, Tensor x, int scales) {
    Tensor scale = Tensor.allocate(DType.FLOAT32, Shape.of(scales));
    AssamException e = assertThrows(AssamException.class, () -> OneNode.run(21, node, x, scale));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
