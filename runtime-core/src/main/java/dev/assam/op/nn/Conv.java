package dev.assam.op.nn;

import dev.assam.memory.Floats;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Precision;
import dev.assam.op.linear.Products;
import dev.assam.op.linear.Products.Matrix;
import dev.assam.tensor.DType;
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

  /** Elements that the unfolded input takes at most, 1 MiB in float32, to stay in a cache. */
  private static final int UNFOLDED = 256 * 1024;

  @Override
  public OpType<Conv> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.sameDType(0, 1, DTypes.FLOATS);
    Shape w = in.shape(1);
    Window geometry = geometry(in, in.ranked(0), w);
    if (in.has(2)) {
      in.sameDType(0, 2, DTypes.FLOATS);
      checkBias(in, 2, w.dim(0));
    }
    Shape y = geometry.outputShape(in.ranked(0).dim(0), w.dim(0));
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
        || (x.dim(1) >= 0 && (x.dim(1) % group != 0 || x.dim(1) / group != w.dim(1)))) {
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
    int fewest = Math.min(16, (1 << 28) / rows);
    return Math.max(1, Math.min(positions, Math.max(UNFOLDED / rows & ~3, fewest)));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = Products.widen(in.tensor(0));
    Tensor w = Products.widen(in.tensor(1));
    Window geometry = geometry(in);
    Shape shape = geometry.outputShape(x.shape().dim(0), w.shape().dim(0));
    Tensor y = Tensor.allocate(x.dtype(), shape);
    convolve(in, geometry, group, x, w, y);
    if (in.has(2)) {
      addBias(y, in.tensor(2));
    }
    return List.of(Precision.narrow(y, in.dtype(0)));
  }

  /** Y[n,m,…] += B[m]. */
  static void addBias(Tensor y, Tensor b) {
    int channels = b.size();
    int plane = y.size() == 0 ? 0 : (int) y.shape().product(2, y.shape().rank());
    for (int at = 0; at < y.size(); at += plane) {
      Moments.affine(y, y, at, plane, 1, b.getDouble(at / plane % channels));
    }
  }

  /**
   * Y = X ∗ W without bias, all of one numeric type. Unfolds the input, some output positions at a
   * time, to a matrix that W is multiplied by.
   */
  public static void convolve(Inputs in, Window geometry, int group, Tensor x, Tensor w, Tensor y) {
    if (y.size() == 0 || w.size() == 0) {
      return;
    }
    int batch = x.shape().dim(0);
    int channels = w.shape().dim(1);
    int maps = w.shape().dim(0) / group;
    int inPlane = geometry.inputSize();
    int outPlane = geometry.outputSize();
    int taps = geometry.kernelSize();
    int rows = channels * taps;
    boolean pointwise = geometry.isPointwise();
    int tile = pointwise ? outPlane : tile(rows, outPlane);
    Tensor unfolded = Tensor.allocate(x.dtype(), Shape.of(pointwise ? 0 : rows * tile));
    int[] table = new int[pointwise ? 0 : taps * tile];
    int[] offsets = new int[geometry.maxTaps()];
    int[] places = new int[geometry.maxTaps()];
    for (int p = 0; p < outPlane; p += tile) {
      int count = Math.min(tile, outPlane - p);
      if (!pointwise) {
        geometry.table(p, count, table, offsets, places);
      }
      for (int part = 0; part < batch * group; part++) {
        int xAt = part * channels * inPlane;
        Matrix weights = Matrix.rows(w, part % group * maps * rows, rows);
        Matrix result = Matrix.rows(y, part * maps * outPlane + p, outPlane);
        if (pointwise) {
          Products.multiply(in, weights, Matrix.rows(x, xAt, inPlane), result, maps, count, rows);
          continue;
        }
        for (int c = 0; c < channels; c++) {
          int to = c * taps * count;
          if (x.dtype() == DType.FLOAT32) {
            unfoldF32(x.floats(), xAt + c * inPlane, table, taps * count, unfolded.floats(), to);
          } else {
            unfold(x, xAt + c * inPlane, table, taps * count, unfolded, to);
          }
        }
        Products.multiply(in, weights, Matrix.rows(unfolded, 0, count), result, maps, count, rows);
      }
    }
  }

  private static void unfoldF32(Floats x, int xAt, int[] table, int length, Floats to, int toAt) {
    for (int i = 0; i < length; i++) {
      int offset = table[i];
      to.set(toAt + i, offset < 0 ? 0 : x.get(xAt + offset));
    }
  }

  private static void unfold(Tensor x, int xAt, int[] table, int length, Tensor to, int toAt) {
    for (int i = 0; i < length; i++) {
      int offset = table[i];
      to.setBits(toAt + i, offset < 0 ? 0 : x.bits(xAt + offset));
    }
  }
}
