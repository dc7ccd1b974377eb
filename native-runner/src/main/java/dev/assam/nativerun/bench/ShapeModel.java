package dev.assam.nativerun.bench;

import dev.assam.nativerun.grid.OnnxWriter;
import java.util.List;
import java.util.Map;

/** A {@link BenchShape} as an ONNX file, for libraries that read such files. */
public final class ShapeModel {
  private ShapeModel() {}

  /** The shape of the file's input x. */
  public static int[] inputDims(BenchShape shape) {
    List<Integer> s = shape.sizes();
    return shape.isConv()
        ? new int[] {s.get(0), s.get(1), s.get(2), s.get(3)}
        : new int[] {s.get(0), s.get(2)};
  }

  /** The file: one node with constant weights. */
  public static byte[] onnx(BenchShape shape) {
    List<Integer> s = shape.sizes();
    OnnxWriter writer = new OnnxWriter("shape").input("x", inputDims(shape));
    if (!shape.isConv()) {
      int[] dims = {s.get(2), s.get(1)};
      return writer
          .weights("w", dims, weights(dims))
          .node("MatMul", List.of("x", "w"), List.of("y"), Map.of())
          .output("y", s.get(0), s.get(1))
          .toBytes();
    }
    int[] dims = {s.get(4), s.get(1) / s.get(11), s.get(5), s.get(6)};
    int height = (s.get(2) + 2 * s.get(9) - s.get(5)) / s.get(7) + 1;
    int width = (s.get(3) + 2 * s.get(10) - s.get(6)) / s.get(8) + 1;
    Map<String, ?> attributes =
        Map.of(
            "kernel_shape", new int[] {s.get(5), s.get(6)},
            "strides", new int[] {s.get(7), s.get(8)},
            "pads", new int[] {s.get(9), s.get(10), s.get(9), s.get(10)},
            "group", (long) s.get(11));
    return writer
        .weights("w", dims, weights(dims))
        .node("Conv", List.of("x", "w"), List.of("y"), attributes)
        .output("y", s.get(0), s.get(4), height, width)
        .toBytes();
  }

  /** Weights of these sizes: small numbers. */
  public static float[] weights(int[] dims) {
    int size = 1;
    for (int dim : dims) {
      size *= dim;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (i % 17 - 8) / 64f;
    }
    return values;
  }
}
