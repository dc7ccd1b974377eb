package dev.assam.op.nn;

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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConvPoolTest {
  private static Tensor count(DType dtype, int... dims) {
    Tensor x = Tensor.allocate(dtype, Shape.of(dims));
    for (int i = 0; i < x.size(); i++) {
      x.setDouble(i, (i * 5 + 3) % 7 - 3);
    }
    return x;
  }

  private static void refuses(int opset, OnnxNode node, String words, Tensor... inputs) {
    AssamException e =
        assertThrows(AssamException.class, () -> OneNode.run(opset, node, inputs), words);
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void outputSizes() {
    // input, kernel, stride, dilation, pads, ceil mode, output
    int[][] rows = {
      {5, 2, 1, 1, 0, 0, 0, 4},
      {5, 2, 2, 1, 0, 0, 0, 2},
      {5, 2, 2, 1, 0, 0, 1, 3},
      {5, 2, 2, 1, 0, 1, 0, 3},
      {5, 5, 7, 1, 0, 0, 1, 1},
      {7, 3, 1, 3, 0, 0, 0, 1},
      {6, 3, 2, 2, 1, 1, 0, 2},
      {1, 3, 1, 1, 1, 1, 0, 1},
      // A last window that would begin in the padding does not count.
      {2, 1, 2, 1, 0, 1, 1, 1},
      {4, 3, 3, 1, 0, 2, 1, 2},
    };
    for (int[] row : rows) {
      OnnxNode node =
          new OnnxNode("MaxPool")
              .ints("kernel_shape", row[1])
              .ints("strides", row[2])
              .ints("dilations", row[3])
              .ints("pads", row[4], row[5])
              .attr("ceil_mode", row[6]);
      Tensor y = OneNode.run(22, node, count(DType.FLOAT32, 1, 1, row[0]));
      assertEquals(row[7], y.shape().dim(2), Arrays.toString(row));
    }
  }

  @Test
  void automaticPaddingPutsTheOddElementWhereItsNameSays() {
    Tensor x = Tensor.of(Shape.of(1, 1, 4), 1, 2, 3, 4);
    Tensor w = Tensor.of(Shape.of(1, 1, 2), 1, 10);
    assertArrayEquals(new float[] {21, 32, 43, 4}, conv("SAME_UPPER", x, w));
    assertArrayEquals(new float[] {10, 21, 32, 43}, conv("SAME_LOWER", x, w));
    assertArrayEquals(new float[] {21, 32, 43}, conv("VALID", x, w));
  }

  private static float[] conv(String autoPad, Tensor... inputs) {
    return OneNode.run(22, new OnnxNode("Conv").attr("auto_pad", autoPad), inputs).toFloats();
  }

  @Test
  void otherTypesLikeFloat32() {
    for (String op : new String[] {"Conv", "ConvTranspose", "AveragePool", "MaxPool", "LpPool"}) {
      boolean conv = op.startsWith("Conv");
      OnnxNode node = new OnnxNode(op).ints("strides", 2, 1).ints("pads", 1, 0, 0, 1);
      node = conv ? node.attr("group", 2) : node.ints("kernel_shape", 2, 2);
      float[] expected = null;
      for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16)) {
        Tensor x = count(dtype, 2, 4, 5, 3);
        Tensor w = count(dtype, 4, 2, 2, 2);
        Tensor y = conv ? OneNode.run(22, node, x, w) : OneNode.run(22, node, x);
        assertEquals(dtype, y.dtype());
        expected = expected == null ? y.toFloats() : expected;
        assertArrayEquals(expected, y.toFloats(), 2e-2f, op + " " + dtype);
      }
    }
  }

  @Test
  void largestOfSmallIntegers() {
    OnnxNode node = new OnnxNode("MaxPool").ints("kernel_shape", 2).ints("pads", 1, 1);
    Tensor signed = Tensor.ofLongs(DType.INT8, Shape.of(1, 1, 3), -5, -128, -7);
    assertArrayEquals(new long[] {-5, -5, -7, -7}, OneNode.run(12, node, signed).toLongs());
    Tensor unsigned = Tensor.ofLongs(DType.UINT8, Shape.of(1, 1, 3), 5, 200, 7);
    assertArrayEquals(new long[] {5, 200, 200, 7}, OneNode.run(12, node, unsigned).toLongs());
  }

  @Test
  void indicesInBothOrders() {
    Tensor x = Tensor.of(Shape.of(1, 2, 2, 3), 1, 2, 9, 4, 5, 6, 0, 7, 0, 0, 0, 0);
    OnnxNode node = new OnnxNode("MaxPool").ints("kernel_shape", 2, 3);
    Tensor rows = (Tensor) OneNode.run(12, node, 2, x).get(1);
    assertArrayEquals(new long[] {2, 7}, rows.toLongs());
    Tensor columns = (Tensor) OneNode.run(12, node.attr("storage_order", 1), 2, x).get(1);
    assertArrayEquals(new long[] {4, 8}, columns.toLongs());
  }

  @Test
  void emptyTensors() {
    Tensor w = count(DType.FLOAT32, 2, 3, 2);
    Tensor none = OneNode.run(22, new OnnxNode("Conv"), count(DType.FLOAT32, 0, 3, 4), w);
    assertEquals(Shape.of(0, 2, 3), none.shape());
    Tensor noChannels = count(DType.FLOAT32, 1, 0, 4);
    Tensor bias = Tensor.of(Shape.of(2), 5, 6);
    Tensor wide = count(DType.FLOAT32, 2, 0, 3);
    assertArrayEquals(
        new float[] {5, 5, 6, 6},
        OneNode.run(22, new OnnxNode("Conv"), noChannels, wide, bias).toFloats());
    OnnxNode pool = new OnnxNode("AveragePool").ints("kernel_shape", 1).ints("pads", 1, 0);
    assertArrayEquals(
        new float[] {0}, OneNode.run(22, pool, count(DType.FLOAT32, 1, 1, 0)).toFloats());
  }

  @Test
  void transposedConvolutions() {
    Tensor x = Tensor.of(Shape.of(1, 1, 2), 1, 2);
    Tensor w = Tensor.of(Shape.of(1, 1, 3), 1, 10, 100);
    OnnxNode node = new OnnxNode("ConvTranspose").ints("strides", 2);
    assertArrayEquals(new float[] {1, 10, 102, 20, 200}, OneNode.run(22, node, x, w).toFloats());
    node = new OnnxNode("ConvTranspose").ints("strides", 2).ints("output_shape", 4);
    assertArrayEquals(new float[] {10, 102, 20, 200}, OneNode.run(22, node, x, w).toFloats());
    node = node.attr("auto_pad", "SAME_UPPER");
    assertArrayEquals(new float[] {1, 10, 102, 20}, OneNode.run(22, node, x, w).toFloats());
    node = new OnnxNode("ConvTranspose").ints("strides", 2).ints("output_padding", 1);
    assertArrayEquals(new float[] {1, 10, 102, 20, 200, 0}, OneNode.run(22, node, x, w).toFloats());
  }

  @Test
  void opset6() {
    OnnxNode pool = new OnnxNode("AveragePool").ints("kernel_shape", 2).ints("pads", 1, 0);
    Tensor x = Tensor.of(Shape.of(1, 1, 3), 1, 2, 3);
    assertArrayEquals(new float[] {1, 1.5f, 2.5f}, OneNode.run(6, pool, x).toFloats());
  }

  @Test
  void refusals() {
    Tensor x = count(DType.FLOAT32, 1, 4, 5);
    Tensor w = count(DType.FLOAT32, 2, 4, 3);
    OnnxNode conv = new OnnxNode("Conv");
    refuses(22, conv, "group is 1", x, count(DType.FLOAT32, 2, 3, 3));
    refuses(22, conv.attr("group", 0), "group is 0", x, w);
    conv = new OnnxNode("Conv");
    refuses(22, conv, "rank", x, count(DType.FLOAT32, 2, 4));
    refuses(22, conv, "spans 6 elements", x, count(DType.FLOAT32, 2, 4, 6));
    refuses(22, conv, "kernel is 0", x, count(DType.FLOAT32, 2, 4, 0));
    refuses(22, conv, "one element type", x, count(DType.FLOAT64, 2, 4, 3));
    refuses(22, conv, "allowed: [2]", x, w, count(DType.FLOAT32, 3));
    refuses(22, new OnnxNode("Conv").ints("kernel_shape", 2), "kernel_shape is [2]", x, w);
    refuses(22, new OnnxNode("Conv").ints("strides", 0), "strides has 0", x, w);
    refuses(22, new OnnxNode("Conv").ints("strides", 1, 1), "strides has 2 values", x, w);
    refuses(22, new OnnxNode("Conv").ints("pads", -1, 0), "pads has -1", x, w);
    refuses(22, new OnnxNode("Conv").ints("dilations", 3), "spans 7 elements", x, w);
    refuses(22, new OnnxNode("Conv").attr("auto_pad", "SAME"), "allowed: NOTSET", x, w);
    refuses(22, new OnnxNode("MaxPool"), "kernel_shape is missing", x);
    OnnxNode dilated = new OnnxNode("MaxPool").ints("kernel_shape", 1).ints("dilations", 1);
    refuses(8, dilated, "unknown attribute dilations", x);
    refuses(22, new OnnxNode("LpPool").ints("kernel_shape", 2).attr("p", 0), "p is 0", x);
  }
}
