package dev.assam.nativerun.bench;

import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Op;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.linear.MatMul;
import dev.assam.op.nn.Conv;
import dev.assam.op.nn.WindowAttributes;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.List;
import java.util.Map;

/**
 * A product with a constant matrix or a convolution with constant weights, as in a list of shapes.
 * Compiled for the page, too.
 *
 * @param isConv whether it is {@code conv N C H W M KH KW SY SX PY PX GROUP} rather than {@code
 *     gemm M N K}, C = A[M,K] · B[K,N]
 * @param sizes the numbers in this order; padding is the same at both ends
 */
public record BenchShape(boolean isConv, List<Integer> sizes) {
  private static final int GEMM_SIZES = 3;
  private static final int CONV_SIZES = 12;

  /** About how many elements of a result are compared. */
  private static final int SAMPLES = 1000;

  public BenchShape {
    sizes = List.copyOf(sizes);
    if (sizes.size() != (isConv ? CONV_SIZES : GEMM_SIZES)) {
      throw new IllegalArgumentException(
          sizes + " (allowed: " + (isConv ? CONV_SIZES : GEMM_SIZES) + " sizes)");
    }
  }

  private int size(int i) {
    return sizes.get(i);
  }

  private int outHeight() {
    return (size(2) + 2 * size(9) - size(5)) / size(7) + 1;
  }

  private int outWidth() {
    return (size(3) + 2 * size(10) - size(6)) / size(8) + 1;
  }

  /** Floating-point operations: two for each product that is added up. */
  public double operations() {
    if (!isConv) {
      return 2.0 * size(0) * size(1) * size(2);
    }
    double taps = (double) size(5) * size(6) * size(1) / size(11);
    return 2.0 * size(0) * size(4) * outHeight() * outWidth() * taps;
  }

  /** How many elements of the result are compared. */
  public int samples() {
    return (elements() - 1) / stride() + 1;
  }

  private int elements() {
    return isConv ? size(0) * size(4) * outHeight() * outWidth() : size(0) * size(1);
  }

  /** Odd, so that whatever is wrong at even places shows. */
  private int stride() {
    return elements() / SAMPLES | 1;
  }

  /**
   * Where an element that is compared lies in the result.
   *
   * @param channelsLast whether a picture's channels lie beside one another, as our kernels have it
   */
  public int place(int sample, boolean channelsLast) {
    int place = sample * stride();
    return isConv && channelsLast ? moved(place, size(4), outHeight() * outWidth()) : place;
  }

  /** Where element {@code place} of an image with channels first lies with channels last. */
  private static int moved(int place, int channels, int pixels) {
    int image = place / (channels * pixels);
    int rest = place % (channels * pixels);
    return (image * pixels + rest % pixels) * channels + rest / pixels;
  }

  /** An input's element, as {@link dev.assam.simd.KernelLoop} sets it, by ONNX's order. */
  public float input(int element) {
    int place = isConv ? moved(element, size(1), size(2) * size(3)) : element;
    return (place % 13 - 6) / 8f;
  }

  private TensorType inputType() {
    Shape shape =
        isConv ? Shape.of(size(0), size(2), size(3), size(1)) : Shape.of(size(0), size(2));
    return new TensorType(DType.FLOAT32, shape);
  }

  private Shape weights() {
    return isConv
        ? Shape.of(size(4), size(1) / size(11), size(5), size(6))
        : Shape.of(size(2), size(1));
  }

  private Op op() {
    if (!isConv) {
      return new MatMul();
    }
    List<Integer> kernel = List.of(size(5), size(6));
    List<Integer> strides = List.of(size(7), size(8));
    List<Integer> pads = List.of(size(9), size(10), size(9), size(10));
    WindowAttributes window =
        new WindowAttributes("NOTSET", kernel, strides, List.of(1, 1), pads, false);
    return new ChannelsLast(new Conv(window, size(11)));
  }

  /** A graph of this one node, with weights that are small numbers. */
  public Graph graph() {
    Tensor weights = Tensor.allocate(DType.FLOAT32, weights());
    for (int i = 0; i < weights.size(); i++) {
      weights.floats().set(i, (i % 17 - 8) / 64f);
    }
    weights.retain();
    Value x = new Value("x", inputType());
    Value w = new Value("w", weights.type());
    Value y = new Value("y", null);
    Node node = new Node("node", op(), List.of(x, w), List.of(y));
    return new Graph("bench", List.of(x), List.of(y), List.of(node), Map.of(w, weights));
  }

  /** The types of that graph's input. */
  public static Map<Value, ValueType> inputs(Graph graph) {
    Value x = graph.inputs().get(0);
    return Map.of(x, x.declared());
  }

  /** As in a list of shapes. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(isConv ? "conv" : "gemm");
    for (int size : sizes) {
      text.append(' ').append(size);
    }
    return text.toString();
  }
}
