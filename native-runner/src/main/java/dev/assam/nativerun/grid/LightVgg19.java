package dev.assam.nativerun.grid;

import java.util.List;
import java.util.Map;

/**
 * VGG19 in its full size: 16 convolutions and 3 products, 143.7 million weights. As in ONNX's other
 * light models the weights are computed (ConstantOfShape), all of a layer alike, so the file is
 * small.
 */
public final class LightVgg19 {
  public static final String NAME = "light_vgg19";

  /** Convolutions and channels of each stage. */
  private static final int[][] STAGES = {{2, 64}, {2, 128}, {4, 256}, {4, 512}, {4, 512}};

  private static final int SIDE = 224;
  private static final int UNITS = 4096;
  private static final int CLASSES = 1000;

  private final OnnxWriter writer = new OnnxWriter(NAME);
  private int count;

  private LightVgg19() {}

  /** The ONNX file: x [1, 3, 224, 224] to y [1, 1000]. */
  public static byte[] onnx() {
    return new LightVgg19().write();
  }

  private byte[] write() {
    writer.input("x", 1, 3, SIDE, SIDE).output("y", 1, CLASSES);
    String x = "x";
    int channels = 3;
    for (int[] stage : STAGES) {
      for (int i = 0; i < stage[0]; i++) {
        String w = weights(1f / (9 * channels), stage[1], channels, 3, 3);
        Map<String, ?> window =
            Map.of("kernel_shape", new int[] {3, 3}, "pads", new int[] {1, 1, 1, 1});
        x = relu(node("Conv", List.of(x, w, weights(0.01f, stage[1])), window));
        channels = stage[1];
      }
      Map<String, ?> window = Map.of("kernel_shape", new int[] {2, 2}, "strides", new int[] {2, 2});
      x = node("MaxPool", List.of(x), window);
    }
    x = node("Flatten", List.of(x), Map.of());
    int in = channels * 49;
    for (int out : new int[] {UNITS, UNITS, CLASSES}) {
      String w = weights(1f / in, in, out);
      x = node("Gemm", List.of(x, w, weights(0.01f, out)), Map.of());
      x = out == CLASSES ? x : relu(x);
      in = out;
    }
    writer.node("Softmax", List.of(x), List.of("y"), Map.of());
    return writer.toBytes();
  }

  /** A tensor of one value. */
  private String weights(float value, int... dims) {
    String shape = "s" + count++;
    long[] sizes = new long[dims.length];
    for (int i = 0; i < dims.length; i++) {
      sizes[i] = dims[i];
    }
    writer.integers(shape, sizes);
    return node("ConstantOfShape", List.of(shape), Map.of("value", new float[] {value}));
  }

  private String relu(String x) {
    return node("Relu", List.of(x), Map.of());
  }

  private String node(String op, List<String> inputs, Map<String, ?> attributes) {
    String name = "v" + count++;
    writer.node(op, inputs, List.of(name), attributes);
    return name;
  }
}
