package dev.assam.nativerun.grid;

import com.google.gson.Gson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A network of the grids of "Moving Deep Learning into Web Browser". The same sizes always make the
 * same weights.
 *
 * @param depth hidden layers (fully connected), layers of convolution and pooling (convolutional),
 *     layers (recurrent)
 * @param width units of a hidden layer, pixels of the picture's side, units of a layer
 */
public record GridModel(Kind kind, int depth, int width) {
  /** Which kind of network. */
  public enum Kind {
    /** 784-[W]×D-10 with sigmoids everywhere, since every peer has these. */
    FC,
    /** Blocks of two convolutions 3 × 3 of 16 channels with ReLU and a pooling. */
    CNN,
    /** Layers of tanh over 28 steps of 28 numbers, and 10 sums of the last state. */
    RNN
  }

  private static final int CLASSES = 10;
  private static final int PIXELS = 784;
  private static final int CHANNELS = 16;
  private static final int STEPS = 28;
  private static final int SMALLEST_SIDE = 4;

  /** One fully connected layer, weights of an input beside one another: {@code [in][out]}. */
  private record Layer(int in, int out, float[] weights, float[] bias) {}

  /** The sizes of the paper's grid for a kind; few of them if not {@code full}. */
  public static List<GridModel> grid(Kind kind, boolean full) {
    int[] depths =
        switch (kind) {
          case FC -> full ? new int[] {1, 2, 4, 8, 16} : new int[] {1, 4};
          case CNN -> full ? new int[] {6, 9, 15, 27} : new int[] {6};
          case RNN -> full ? new int[] {1, 2, 3} : new int[] {1};
        };
    int[] widths =
        switch (kind) {
          case FC -> full ? new int[] {64, 128, 256, 512} : new int[] {64, 256};
          case CNN -> full ? new int[] {200, 400, 800} : new int[] {200};
          case RNN -> full ? new int[] {4, 8, 16, 32, 64, 256} : new int[] {64};
        };
    List<GridModel> models = new ArrayList<>();
    for (int depth : depths) {
      for (int width : widths) {
        models.add(new GridModel(kind, depth, width));
      }
    }
    return models;
  }

  /** As in rows: {@code fc-4x256}. */
  public String name() {
    return switch (kind) {
      case FC -> "fc-" + depth + "x" + width;
      case CNN -> "cnn-" + depth + "x" + width;
      case RNN -> "rnn-" + depth + "x" + width;
    };
  }

  /** The shape of the input, which is called x. */
  public int[] inputDims() {
    return switch (kind) {
      case FC -> new int[] {1, PIXELS};
      case CNN -> new int[] {1, 3, width, width};
      case RNN -> new int[] {STEPS, 1, STEPS};
    };
  }

  /** The ONNX file: x to y [1, 10]. */
  public byte[] onnx() {
    OnnxWriter writer = new OnnxWriter(name()).input("x", inputDims()).output("y", 1, CLASSES);
    switch (kind) {
      case FC -> fullyConnected(writer);
      case CNN -> convolutional(writer);
      case RNN -> recurrent(writer);
    }
    return writer.toBytes();
  }

  /** The same network as JSON for peers that read no ONNX; null if it is not fully connected. */
  public String json() {
    return kind == Kind.FC
        ? new Gson().toJson(Map.of("activation", "sigmoid", "layers", layers()))
        : null;
  }

  private List<Layer> layers() {
    Random random = new Random(name().hashCode());
    List<Layer> layers = new ArrayList<>();
    int in = PIXELS;
    for (int i = 0; i <= depth; i++) {
      int out = i < depth ? width : CLASSES;
      layers.add(new Layer(in, out, random(random, in * out, in), random(random, out, 4)));
      in = out;
    }
    return layers;
  }

  private void fullyConnected(OnnxWriter writer) {
    String x = "x";
    List<Layer> layers = layers();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      writer.weights("w" + i, new int[] {layer.in(), layer.out()}, layer.weights());
      writer.weights("b" + i, new int[] {layer.out()}, layer.bias());
      writer.node("Gemm", List.of(x, "w" + i, "b" + i), List.of("sum" + i), Map.of());
      x = i == layers.size() - 1 ? "y" : "h" + i;
      writer.node("Sigmoid", List.of("sum" + i), List.of(x), Map.of());
    }
  }

  private void convolutional(OnnxWriter writer) {
    Random random = new Random(name().hashCode());
    String x = "x";
    int channels = 3;
    int side = width;
    for (int i = 0; i < depth; i++) {
      String y = "v" + i;
      if (i % 3 == 2) {
        boolean halves = side >= 2 * SMALLEST_SIDE;
        int[] pads = halves ? new int[] {0, 0, 0, 0} : new int[] {1, 1, 1, 1};
        int kernel = halves ? 2 : 3;
        int stride = halves ? 2 : 1;
        Map<String, ?> window =
            Map.of(
                "kernel_shape", new int[] {kernel, kernel},
                "strides", new int[] {stride, stride},
                "pads", pads);
        writer.node("MaxPool", List.of(x), List.of(y), window);
        side = halves ? side / 2 : side;
      } else {
        int taps = channels * 9;
        writer.weights(
            "w" + i, new int[] {CHANNELS, channels, 3, 3}, random(random, CHANNELS * taps, taps));
        writer.weights("b" + i, new int[] {CHANNELS}, random(random, CHANNELS, 4));
        Map<String, ?> window =
            Map.of("kernel_shape", new int[] {3, 3}, "pads", new int[] {1, 1, 1, 1});
        writer.node("Conv", List.of(x, "w" + i, "b" + i), List.of("c" + i), window);
        writer.node("Relu", List.of("c" + i), List.of(y), Map.of());
        channels = CHANNELS;
      }
      x = y;
    }
    writer.node("GlobalAveragePool", List.of(x), List.of("mean"), Map.of());
    writer.node("Flatten", List.of("mean"), List.of("flat"), Map.of());
    last(writer, "flat", CHANNELS, random);
  }

  private void recurrent(OnnxWriter writer) {
    Random random = new Random(name().hashCode());
    writer.integers("one", 1);
    writer.integers("zero", 0);
    String x = "x";
    int in = STEPS;
    for (int i = 0; i < depth; i++) {
      writer.weights("w" + i, new int[] {1, width, in}, random(random, width * in, in));
      writer.weights("r" + i, new int[] {1, width, width}, random(random, width * width, width));
      writer.weights("b" + i, new int[] {1, 2 * width}, random(random, 2 * width, 4));
      writer.node(
          "RNN",
          List.of(x, "w" + i, "r" + i, "b" + i),
          List.of("y" + i, "h" + i),
          Map.of("hidden_size", (long) width));
      x = "s" + i;
      if (i < depth - 1) {
        writer.node("Squeeze", List.of("y" + i, "one"), List.of(x), Map.of());
      } else {
        writer.node("Squeeze", List.of("h" + i, "zero"), List.of(x), Map.of());
      }
      in = width;
    }
    last(writer, x, width, random);
  }

  private static void last(OnnxWriter writer, String x, int in, Random random) {
    writer.weights("w", new int[] {in, CLASSES}, random(random, in * CLASSES, in));
    writer.weights("b", new int[] {CLASSES}, random(random, CLASSES, 4));
    writer.node("Gemm", List.of(x, "w", "b"), List.of("y"), Map.of());
  }

  /** Of such a size that sums of {@code in} products neither vanish nor grow. */
  private static float[] random(Random random, int count, int in) {
    float[] values = new float[count];
    float size = (float) Math.sqrt(6.0 / in);
    for (int i = 0; i < count; i++) {
      values[i] = (random.nextFloat() * 2 - 1) * size;
    }
    return values;
  }
}
