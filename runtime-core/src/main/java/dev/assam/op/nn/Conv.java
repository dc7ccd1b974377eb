package dev.assam.op.nn;

import dev.assam.memory.Floats;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.op.FloatGemm;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Precision;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y[n,m,p] = B[m] + Σ X[n,c,p·stride − pad + k·dilation] · W[m,c,k] over the channels c of m's
 * group and the kernel's elements k; X [N, C, spatial…], W [M, C/group, kernel…], B [M], Y [N, M,
 * …].
 */
public record Conv(WindowAttributes window, int group) implements Op {
  public static final OpType<Conv> TYPE =
      OpType.<Conv>named("Conv")
          .inputs(2, 3)
          .since(1, a -> new Conv(WindowAttributes.conv(a), a.getInt("group", 1)));

  /** Floats that the unfolded input takes at most, to stay in a cache of 256 KiB. */
  private static final int UNFOLDED_FLOATS = 32 * 1024;

  @Override
  public OpType<Conv> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.sameDType(0, 1, DTypes.FLOATS);
    Shape w = in.shape(1);
    Window geometry = geometry(in);
    if (in.has(2)) {
      in.sameDType(0, 2, DTypes.FLOATS);
      checkBias(in, 2, w.dim(0));
    }
    Shape y = geometry.outputShape(in.shape(0).dim(0), w.dim(0));
    return List.of(new TensorType(in.dtype(0), y));
  }

  /** The window for the shapes of inputs 0 and 1, which are checked. */
  public Window geometry(Inputs in) {
    return geometry(in, in.shape(0), in.shape(1));
  }

  /** As {@link #geometry(Inputs)} for operators that have X and W at other places. */
  public Window geometry(Inputs in, Shape x, Shape w) {
    int[] kernel = checkKernel(in, window, x, w);
    if (group < 1
        || w.dim(0) % group != 0
        || x.dim(1) % group != 0
        || x.dim(1) / group != w.dim(1)) {
      throw in.shapeError(
          "group is "
              + group
              + " for X "
              + x
              + " and W "
              + w
              + " (allowed: a divisor of M and C, with W [M, C/group, kernel…])");
    }
    return Window.of(in, window, x, kernel);
  }

  /** The kernel's dimensions by W's shape, which kernel_shape must repeat. */
  static int[] checkKernel(Inputs in, WindowAttributes window, Shape x, Shape w) {
    if (x.rank() < 3 || w.rank() != x.rank()) {
      throw in.shapeError(
          "X is " + x + " and W is " + w + " (allowed: one rank for both, 3 or more)");
    }
    Shape kernel = w.slice(2, w.rank());
    if (window.kernelShape() != null && !kernel.equals(Shape.of(window.kernelShape()))) {
      throw in.shapeError("kernel_shape is " + window.kernelShape() + ", W is " + w);
    }
    return kernel.toArray();
  }

  static void checkBias(Inputs in, int i, int channels) {
    if (in.shape(i, 1).dim(0) != channels) {
      throw in.shapeError("B is " + in.shape(i) + " (allowed: [" + channels + "])");
    }
  }

  /** Output positions per step, so that {@code rows} unfolded rows of them stay in the cache. */
  static int tile(int rows, int positions) {
    return Math.max(
        1, Math.min(positions, Math.max(UNFOLDED_FLOATS / rows, Math.min(16, (1 << 28) / rows))));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor w = in.tensor(1);
    Tensor b = in.has(2) ? in.tensor(2) : null;
    Window geometry = geometry(in);
    Shape shape = geometry.outputShape(x.shape().dim(0), w.shape().dim(0));
    if (!Precision.isSingle(x.dtype())) {
      Tensor y = Tensor.allocate(x.dtype(), shape);
      fill(y, b);
      if (y.size() > 0 && w.size() > 0) {
        addDoubles(geometry, x, w, y);
      }
      return List.of(y);
    }
    Tensor y = Tensor.allocate(dev.assam.tensor.DType.FLOAT32, shape);
    fill(y, b);
    if (y.size() > 0 && w.size() > 0) {
      addFloats(geometry, Precision.widen(x), Precision.widen(w), y);
    }
    return List.of(Precision.narrow(y, x.dtype()));
  }

  /** Y[n,m,…] = B[m]. */
  static void fill(Tensor y, Tensor b) {
    if (b == null || y.size() == 0) {
      return;
    }
    int channels = y.shape().dim(1);
    int plane = (int) y.shape().product(2, y.shape().rank());
    for (int i = 0; i < y.size(); i++) {
      y.setDouble(i, b.getDouble(i / plane % channels));
    }
  }

  /** Unfolds the input, some output positions at a time, to a matrix that W is multiplied by. */
  private void addFloats(Window geometry, Tensor x, Tensor w, Tensor y) {
    Floats from = x.floats();
    int batch = x.shape().dim(0);
    int channels = w.shape().dim(1);
    int maps = w.shape().dim(0) / group;
    int inPlane = geometry.inputSize();
    int outPlane = geometry.outputSize();
    int taps = geometry.kernelSize();
    int rows = channels * taps;
    boolean pointwise = geometry.isPointwise();
    int tile = pointwise ? outPlane : tile(rows, outPlane);
    Floats unfolded = Storage.allocate(Kind.FLOATS, pointwise ? 0 : rows * tile).floats();
    int[] table = new int[pointwise ? 0 : taps * tile];
    int[] offsets = new int[geometry.maxTaps()];
    int[] places = new int[geometry.maxTaps()];
    for (int p = 0; p < outPlane; p += tile) {
      int count = Math.min(tile, outPlane - p);
      if (!pointwise) {
        geometry.table(p, count, table, offsets, places);
      }
      for (int n = 0; n < batch; n++) {
        for (int g = 0; g < group; g++) {
          int xAt = (n * group + g) * channels * inPlane;
          int wAt = g * maps * rows;
          int yAt = (n * group + g) * maps * outPlane + p;
          if (pointwise) {
            FloatGemm.multiplyAdd(
                maps,
                count,
                rows,
                w.floats(),
                wAt,
                rows,
                1,
                from,
                xAt,
                inPlane,
                y.floats(),
                yAt,
                outPlane);
            continue;
          }
          for (int c = 0; c < channels; c++) {
            unfold(from, xAt + c * inPlane, table, taps * count, unfolded, c * taps * count);
          }
          FloatGemm.multiplyAdd(
              maps,
              count,
              rows,
              w.floats(),
              wAt,
              rows,
              1,
              unfolded,
              0,
              count,
              y.floats(),
              yAt,
              outPlane);
        }
      }
    }
  }

  private static void unfold(Floats x, int xAt, int[] table, int length, Floats to, int toAt) {
    for (int i = 0; i < length; i++) {
      int offset = table[i];
      to.set(toAt + i, offset < 0 ? 0 : x.get(xAt + offset));
    }
  }

  private void addDoubles(Window geometry, Tensor x, Tensor w, Tensor y) {
    int batch = x.shape().dim(0);
    int channels = w.shape().dim(1);
    int allMaps = w.shape().dim(0);
    int inPlane = geometry.inputSize();
    int outPlane = geometry.outputSize();
    int kernel = geometry.kernelSize();
    int[] offsets = new int[geometry.maxTaps()];
    int[] places = new int[geometry.maxTaps()];
    for (int p = 0; p < outPlane; p++) {
      int taps = geometry.taps(p, offsets, places);
      for (int n = 0; n < batch; n++) {
        for (int m = 0; m < allMaps; m++) {
          int firstChannel = (n * group + m / (allMaps / group)) * channels;
          int yAt = (n * allMaps + m) * outPlane + p;
          double sum = y.getDouble(yAt);
          for (int c = 0; c < channels; c++) {
            int xAt = (firstChannel + c) * inPlane;
            int wAt = (m * channels + c) * kernel;
            for (int t = 0; t < taps; t++) {
              sum += x.getDouble(xAt + offsets[t]) * w.getDouble(wAt + places[t]);
            }
          }
          y.setDouble(yAt, sum);
        }
      }
    }
  }
}
