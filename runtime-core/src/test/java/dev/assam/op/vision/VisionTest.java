package dev.assam.op.vision;

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

class VisionTest {
  private static Tensor of(double... values) {
    return Tensor.ofDoubles(DType.FLOAT32, Shape.of(values.length), values);
  }

  private static void refuses(int opset, OnnxNode node, String words, Tensor... inputs) {
    AssamException e =
        assertThrows(AssamException.class, () -> OneNode.run(opset, node, inputs), words);
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void upsampleWithScalesAsAttributeAndAsInput() {
    OnnxNode old = new OnnxNode("Upsample").floats("scales", 2.5);
    float[] expected = {1, 1, 1, 2, 2};
    assertArrayEquals(expected, OneNode.run(7, old, of(1, 2)).toFloats());
    assertArrayEquals(
        expected, OneNode.run(9, new OnnxNode("Upsample"), of(1, 2), of(2.5)).toFloats());
    OnnxNode linear = new OnnxNode("Upsample").attr("mode", "linear");
    assertArrayEquals(
        new float[] {1, 1.5f, 2, 2}, OneNode.run(9, linear, of(1, 2), of(2)).toFloats());
    refuses(7, new OnnxNode("Upsample"), "scales is missing", of(1, 2));
    refuses(9, new OnnxNode("Upsample"), "2 scales", of(1, 2), of(1, 2));
  }

  @Test
  void resizeBeforeAndAfterOpset11() {
    Tensor x = of(1, 2, 3, 4);
    assertArrayEquals(
        new float[] {1, 3}, OneNode.run(10, new OnnxNode("Resize"), x, of(0.6)).toFloats());
    OnnxNode asymmetric =
        new OnnxNode("Resize")
            .attr("coordinate_transformation_mode", "asymmetric")
            .attr("nearest_mode", "floor");
    assertArrayEquals(new float[] {1, 2}, OneNode.run(11, asymmetric, x, of(), of(0.6)).toFloats());
    OnnxNode shifted =
        new OnnxNode("Resize").attr("coordinate_transformation_mode", "tf_half_pixel_for_nn");
    assertArrayEquals(new float[] {2, 4}, OneNode.run(11, shifted, x, of(), of(0.5)).toFloats());
  }

  @Test
  void resizeOfIntegersAndWords() {
    OnnxNode cubic = new OnnxNode("Resize").attr("mode", "cubic");
    Tensor bytes = Tensor.ofLongs(DType.UINT8, Shape.of(4), 0, 255, 255, 0);
    for (long value : OneNode.run(19, cubic, bytes, null, of(3)).toLongs()) {
      assertTrue(value >= 0 && value <= 255);
    }
    // The overshoot beyond 255 saturates.
    assertEquals(255, OneNode.run(19, cubic, bytes, null, of(3)).getLong(5));
    Tensor words = Tensor.ofStrings(Shape.of(2), "a", "b");
    assertArrayEquals(
        new String[] {"a", "a", "b", "b"},
        OneNode.run(19, new OnnxNode("Resize"), words, null, of(2)).strings());
    refuses(19, cubic, "string", words, null, of(2));
  }

  @Test
  void resizeRefusals() {
    Tensor x = of(1, 2);
    OnnxNode node = new OnnxNode("Resize");
    refuses(19, node, "both missing", x);
    refuses(19, node, "both given", x, null, of(2), Tensor.ofLongs(4));
    refuses(19, node, "scale -1", x, null, of(-1));
    refuses(19, node, "allowed: [1]", x, null, of(1, 1));
    refuses(19, new OnnxNode("Resize").ints("axes", 0, 0), "each axis once", x, null, of(1, 1));
    refuses(
        19,
        new OnnxNode("Resize").attr("coordinate_transformation_mode", "tf_crop_and_resize"),
        "roi",
        x,
        null,
        of(2));
    refuses(19, new OnnxNode("Resize").attr("antialias", 1), "antialias", x, null, of(2));
    refuses(11, new OnnxNode("Resize").attr("antialias", 1), "antialias", x, of(), of(2));
    refuses(19, node, "dimension", x, null, of(1e30));
    Tensor nothing = Tensor.allocate(DType.FLOAT32, Shape.of(0));
    refuses(19, node, "cannot become", nothing, null, null, Tensor.ofLongs(3));
  }

  @Test
  void regionsOfInterest() {
    Tensor x = Tensor.of(Shape.of(1, 1, 2, 2), 1, 2, 3, 4);
    Tensor rois = Tensor.of(Shape.of(1, 4), 0, 0, 2, 2);
    Tensor batch = Tensor.ofLongs(0);
    OnnxNode align = new OnnxNode("RoiAlign");
    assertArrayEquals(new float[] {3.25f}, OneNode.run(10, align, x, rois, batch).toFloats());
    assertArrayEquals(new float[] {2.5f}, OneNode.run(16, align, x, rois, batch).toFloats());
    refuses(16, align, "batch index 1", x, rois, Tensor.ofLongs(1));
    Tensor huge = Tensor.of(Shape.of(1, 4), 0, 0, 1e30f, 1e30f);
    refuses(16, align, "a region's cell", x, huge, batch);
    Tensor far = Tensor.of(Shape.of(1, 4), 0, 0, 1e7f, 1e7f);
    assertEquals(0, OneNode.run(16, align, x, far, batch).getDouble(0), 1e-6);
    OnnxNode pool = new OnnxNode("MaxRoiPool").ints("pooled_shape", 1, 2);
    Tensor five = Tensor.of(Shape.of(1, 5), 0, 0, 0, 1, 0);
    assertArrayEquals(new float[] {1, 2}, OneNode.run(22, pool, x, five).toFloats());
    refuses(22, pool, "batch index NaN", x, Tensor.of(Shape.of(1, 5), Float.NaN, 0, 0, 1, 0));
  }

  @Test
  void boxesWithEqualScoresKeepTheirOrder() {
    Tensor boxes = Tensor.of(Shape.of(1, 3, 4), 0, 0, 1, 1, 5, 5, 6, 6, 1, 1, 0, 0);
    Tensor scores = Tensor.of(Shape.of(1, 1, 3), -0f, 0f, 0f);
    OnnxNode node = new OnnxNode("NonMaxSuppression");
    Tensor most = Tensor.ofLongs(9);
    Tensor y = OneNode.run(11, node, boxes, scores, most, of(0.5));
    assertArrayEquals(new long[] {0, 0, 0, 0, 0, 1}, y.toLongs());
    assertEquals(Shape.of(0, 3), OneNode.run(11, node, boxes, scores).shape());
    Tensor above = OneNode.run(11, node, boxes, scores, most, of(0.5), of(0));
    assertEquals(Shape.of(0, 3), above.shape());
  }

  @Test
  void gridSampleNamesOfOpset16And20() {
    Tensor x = Tensor.of(Shape.of(1, 1, 1, 2), 1, 3);
    Tensor grid = Tensor.of(Shape.of(1, 1, 3, 2), 0, 0, -1, 0, Float.NaN, 0);
    float[] expected = {2, 0.5f, 0};
    assertArrayEquals(expected, OneNode.run(16, new OnnxNode("GridSample"), x, grid).toFloats());
    assertArrayEquals(
        expected,
        OneNode.run(20, new OnnxNode("GridSample").attr("mode", "linear"), x, grid).toFloats());
    refuses(20, new OnnxNode("GridSample").attr("mode", "bilinear"), "allowed: linear", x, grid);
    refuses(16, new OnnxNode("GridSample").attr("mode", "linear"), "allowed: bilinear", x, grid);
    refuses(20, new OnnxNode("GridSample"), "spatial rank", x, Tensor.of(Shape.of(1, 1, 1, 1), 0));
  }

  @Test
  void croppingAndPadding() {
    OnnxNode node = new OnnxNode("CenterCropPad").ints("axes", -1);
    Tensor words = Tensor.ofStrings(Shape.of(1, 4), "a", "b", "c", "d");
    assertArrayEquals(
        new String[] {"a", "b", "c"}, OneNode.run(18, node, words, Tensor.ofLongs(3)).strings());
    assertArrayEquals(
        new String[] {"", "a", "b", "c", "d", "", ""},
        OneNode.run(18, node, words, Tensor.ofLongs(7)).strings());
    refuses(18, node, "dimension -1", words, Tensor.ofLongs(-1));
  }
}
