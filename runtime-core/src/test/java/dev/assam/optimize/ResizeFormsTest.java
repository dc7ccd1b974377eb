package dev.assam.optimize;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxNode;
import org.junit.jupiter.api.Test;

final class ResizeFormsTest {
  private static OnnxGraph picture(int height, int width) {
    return new OnnxGraph("g").input("x", DType.FLOAT32, 1, 2, height, width);
  }

  /** A node as graphs print it: what is long is cut. */
  private static String resize(
      String mode, String coordinates, String nearest, String cubic, String axes, String inputs) {
    String op =
        "Resize(interpolation=Interpolation[mode="
            + mode
            + ", coordinates="
            + coordinates
            + ", nearestMode="
            + nearest
            + ", cubicCoeffA="
            + cubic
            + ", excludeOutside=false, extrapolationValue=0.0, antialias=false], axes="
            + axes
            + ", policy=stretch, sinceOpset11=true)";
    return "%y = " + (op.length() > 200 ? op.substring(0, 200) + "…" : op) + " " + inputs;
  }

  private static void check(int opset, OnnxGraph graph, String after) {
    new PassRun(new ResizeForms()).opset(opset).checkAfter(graph, after);
  }

  @Test
  void upsamples() {
    check(
        9,
        picture(3, 2)
            .initializer("by", Tensor.of(Shape.of(4), 1, 1, 2, 3))
            .node(new OnnxNode("Upsample").in("x", "by").out("y").attr("mode", "nearest"))
            .output("y", null),
        resize("nearest", "asymmetric", "floor", "0.0", "null", "[%x, _, %by]"));
    check(
        7,
        picture(-1, 2)
            .node(new OnnxNode("Upsample").in("x").out("y").floats("scales", 1, 1, 0.6, 2))
            .output("y", null),
        resize("nearest", "asymmetric", "simple", "0.0", "null", "[%x, _, %Upsample_y/scales]"));
  }

  /** Upsample reads scales whatever their shape is, Resize does not. */
  @Test
  void leavesScalesOfOtherRanks() {
    check(
        9,
        picture(3, 2)
            .initializer("by", Tensor.of(Shape.of(1, 1, 2, 2), 1, 1, 2, 3))
            .node(new OnnxNode("Upsample").in("x", "by").out("y").attr("mode", "nearest"))
            .output("y", null),
        "%y = Upsample(interpolation=Interpolation[mode=nearest, coordinates=asymmetric,"
            + " nearestMode=simple, cubicCoeffA=0.0, excludeOutside=false, extrapolationValue=0.0,"
            + " antialias=false], scales=null) [%x, %by]");
  }

  @Test
  void bringsScalesOfAxesAndSizesToScalesOfAll() {
    String after =
        resize("nearest", "asymmetric", "floor", "0.0", "null", "[%x, _, %Resize_y/scales]");
    check(
        18,
        picture(3, 2)
            .initializer("by", Tensor.of(Shape.of(2), 2, 4))
            .node(new OnnxNode("Resize").in("x", "", "by").out("y").ints("axes", -1, 2))
            .output("y", null),
        after);
    check(
        18,
        picture(3, 2)
            .initializer("to", Tensor.ofLongs(6, 4))
            .node(new OnnxNode("Resize").in("x", "", "", "to").out("y").ints("axes", 2, 3))
            .output("y", null),
        after);
    check(
        13,
        picture(3, 2)
            .initializer("roi", Tensor.of(Shape.of(0)))
            .initializer("to", Tensor.ofLongs(1, 2, 9, 1))
            .node(
                new OnnxNode("Resize")
                    .in("x", "roi", "", "to")
                    .out("y")
                    .attr("coordinate_transformation_mode", "align_corners"))
            .output("y", null),
        resize(
            "nearest",
            "align_corners",
            "round_prefer_floor",
            "-0.75",
            "null",
            "[%x, _, %Resize_y/scales]"));
  }

  /** 5 / 3 is no float: the scale would move the places between the elements. */
  @Test
  void keepsSizesThatNoScaleGives() {
    check(
        18,
        picture(3, 2)
            .initializer("to", Tensor.ofLongs(5))
            .node(
                new OnnxNode("Resize")
                    .in("x", "", "", "to")
                    .out("y")
                    .ints("axes", 2)
                    .attr("mode", "linear")
                    .attr("coordinate_transformation_mode", "pytorch_half_pixel"))
            .output("y", null),
        resize("linear", "half_pixel", "floor", "0.0", "null", "[%x, _, _, %Resize_y/sizes]"));
  }

  @Test
  void leavesOutWhatChangesNothing() {
    check(
        18,
        picture(3, 2)
            .initializer("to", Tensor.ofLongs(3, 2))
            .node(new OnnxNode("Neg").in("x").out("n"))
            .node(new OnnxNode("Resize").in("n", "", "", "to").out("r").ints("axes", 2, 3))
            .node(new OnnxNode("Relu").in("r").out("y"))
            .output("y", null),
        """
        %n = Neg [%x]
        %y = Relu [%n]
        """);
    check(
        18,
        picture(-1, -1)
            .initializer("by", Tensor.of(Shape.of(2), 1, 1))
            .node(new OnnxNode("Neg").in("x").out("n"))
            .node(new OnnxNode("Resize").in("n", "", "by").out("y").ints("axes", 2, 3))
            .output("y", null),
        "%y = Neg [%x]");
  }

  /**
   * What keeps the aspect ratio rounds in its own way, and a region of interest is another thing.
   */
  @Test
  void leavesAspectRatiosAndRegions() {
    check(
        18,
        picture(3, 2)
            .initializer("to", Tensor.ofLongs(7, 7))
            .node(
                new OnnxNode("Resize")
                    .in("x", "", "", "to")
                    .out("y")
                    .ints("axes", 2, 3)
                    .attr("keep_aspect_ratio_policy", "not_larger"))
            .output("y", null),
        resize(
            "nearest", "half_pixel", "round_prefer_floor", "-0.75", "[2, 3]", "[%x, _, _, %to]"));
    check(
        18,
        picture(3, 2)
            .initializer("roi", Tensor.of(Shape.of(8), 0, 0, 0, 0.5f, 1, 1, 1, 0.75f))
            .initializer("by", Tensor.of(Shape.of(4), 1, 1, 1, 1))
            .node(
                new OnnxNode("Resize")
                    .in("x", "roi", "by")
                    .out("y")
                    .attr("coordinate_transformation_mode", "tf_crop_and_resize"))
            .output("y", null),
        resize(
            "nearest",
            "tf_crop_and_resize",
            "round_prefer_floor",
            "-0.75",
            "null",
            "[%x, %roi, %by]"));
  }
}
