package dev.assam.op.nn;

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
import org.junit.jupiter.api.Test;

class NormalizationTest {
  private static Tensor of(double... values) {
    return Tensor.ofDoubles(DType.FLOAT32, Shape.of(values.length), values);
  }

  private static void refuses(int opset, OnnxNode node, String words, Tensor... inputs) {
    AssamException e =
        assertThrows(AssamException.class, () -> OneNode.run(opset, node, inputs), words);
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void batchNormalizationThroughTheOpsets() {
    Tensor x = Tensor.of(Shape.of(2, 2, 1), 1, 2, 3, 6);
    OnnxNode node = new OnnxNode("BatchNormalization").attr("epsilon", 0.0);
    Tensor[] in = {x, of(1, 2), of(0, 1), of(1, 2), of(4, 16)};
    float[] expected = {0, 1, 1, 3};
    for (int opset : new int[] {6, 7, 9, 14, 15, 22}) {
      assertArrayEquals(expected, OneNode.run(opset, node, in).toFloats());
    }
    OnnxNode each = new OnnxNode("BatchNormalization").attr("epsilon", 0.0).attr("spatial", 0);
    Tensor[] ofElements = new Tensor[5];
    for (int i = 0; i < 5; i++) {
      ofElements[i] = i == 0 ? x : in[i].withShape(Shape.of(2, 1));
    }
    assertArrayEquals(expected, OneNode.run(7, each, ofElements).toFloats());
    refuses(9, each, "spatial", in);
  }

  @Test
  void batchNormalizationInTraining() {
    Tensor x = Tensor.of(Shape.of(2, 1, 2), 1, 2, 3, 6);
    OnnxNode node = new OnnxNode("BatchNormalization").attr("epsilon", 0.5).attr("momentum", 0.75);
    Tensor[] in = {x, of(1), of(0), of(7), of(1.5)};
    float[] y = {-1, -0.5f, 0, 1.5f};
    List<Datum> old = OneNode.run(9, node, 5, in);
    List<Datum> now = OneNode.run(14, node.attr("training_mode", 1), 3, in);
    for (List<Datum> outputs : List.of(old, now)) {
      assertArrayEquals(y, ((Tensor) outputs.get(0)).toFloats());
      assertEquals(6, ((Tensor) outputs.get(1)).getDouble(0));
      assertEquals(2, ((Tensor) outputs.get(2)).getDouble(0));
    }
    assertEquals(3, ((Tensor) old.get(3)).getDouble(0));
    assertEquals(3.5, ((Tensor) old.get(4)).getDouble(0));
  }

  @Test
  void groupNormalizationScalesGroupsThenChannels() {
    Tensor x = Tensor.of(Shape.of(1, 4, 1), 1, 3, 5, 9);
    OnnxNode node = new OnnxNode("GroupNormalization").attr("num_groups", 2).attr("epsilon", 0.0);
    assertArrayEquals(
        new float[] {-2, 2, -2, 4}, OneNode.run(18, node, x, of(2, 3), of(0, 1)).toFloats());
    assertArrayEquals(
        new float[] {-1, 2, -3, 5},
        OneNode.run(21, node, x, of(1, 2, 3, 4), of(0, 0, 0, 1)).toFloats());
    refuses(21, node, "allowed: [4]", x, of(2, 3), of(0, 1));
    refuses(18, node, "allowed: [2]", x, of(1, 2, 3, 4), of(0, 0, 0, 1));
  }

  @Test
  void layerNormalizationBroadcastsItsScale() {
    Tensor x = Tensor.of(Shape.of(2, 2), 1, 3, 4, 8);
    OnnxNode node = new OnnxNode("LayerNormalization").attr("epsilon", 0.0);
    Tensor column = Tensor.of(Shape.of(2, 1), 2, 3);
    List<Datum> outputs = OneNode.run(17, node, 3, x, column, of(1));
    assertArrayEquals(new float[] {-1, 3, -2, 4}, ((Tensor) outputs.get(0)).toFloats());
    assertArrayEquals(new float[] {2, 6}, ((Tensor) outputs.get(1)).toFloats());
    assertArrayEquals(new float[] {1, 0.5f}, ((Tensor) outputs.get(2)).toFloats());
    assertEquals(Shape.of(2, 1), ((Tensor) outputs.get(1)).shape());
    refuses(17, node, "broadcasts to [2,2]", x, of(1, 2, 3));
  }

  @Test
  void softmaxFamilyBeforeOpset13RunsOverAllThatFollows() {
    Tensor x = Tensor.of(Shape.of(1, 2, 2), 0, 0, 0, 0);
    float quarter = 0.25f;
    float[] flat = {quarter, quarter, quarter, quarter};
    float[] half = {0.5f, 0.5f, 0.5f, 0.5f};
    assertArrayEquals(flat, OneNode.run(11, new OnnxNode("Softmax"), x).toFloats(), 1e-6f);
    assertArrayEquals(half, OneNode.run(13, new OnnxNode("Softmax"), x).toFloats(), 1e-6f);
    assertArrayEquals(
        new float[] {1, 0, 0, 0}, OneNode.run(11, new OnnxNode("Hardmax"), x).toFloats());
    assertArrayEquals(
        new float[] {1, 0, 1, 0}, OneNode.run(13, new OnnxNode("Hardmax"), x).toFloats());
    float log = (float) Math.log(0.25);
    assertArrayEquals(
        new float[] {log, log, log, log},
        OneNode.run(11, new OnnxNode("LogSoftmax"), x).toFloats(),
        1e-6f);
    assertArrayEquals(new float[] {1}, OneNode.run(11, new OnnxNode("Softmax"), of(3)).toFloats());
    assertEquals(
        Shape.of(2, 0, 3),
        OneNode.run(
                13,
                new OnnxNode("Softmax").attr("axis", 1),
                Tensor.allocate(DType.FLOAT32, Shape.of(2, 0, 3)))
            .shape());
    refuses(13, new OnnxNode("Softmax").attr("axis", 3), "axis 3 out of range for rank 3", x);
  }

  @Test
  void normalizationsOfZerosAndAxes() {
    assertArrayEquals(
        new float[] {0, 0}, OneNode.run(22, new OnnxNode("LpNormalization"), of(0, 0)).toFloats());
    Tensor x = Tensor.of(Shape.of(2, 2), 1, 3, 5, 5);
    OnnxNode rows = new OnnxNode("MeanVarianceNormalization").ints("axes", -1);
    assertArrayEquals(new float[] {-1, 1, 0, 0}, OneNode.run(13, rows, x).toFloats(), 1e-6f);
    refuses(13, new OnnxNode("MeanVarianceNormalization"), "axis 2", x);
    refuses(22, new OnnxNode("LpNormalization").attr("p", 3), "p is 3", x);
    refuses(22, new OnnxNode("LRN"), "size is missing", x);
  }
}
