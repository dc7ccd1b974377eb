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
 * The transpose of Conv: each X[n,c,p] adds X[n,c,p] · W[c,m,k] to Y[n,m,p·stride − pad +
 * k·dilation], which begins as B[m]; X [N, C, spatial…], W [C, M/group, kernel…], Y [N, M, …].
 */
public record ConvTranspose(
    WindowAttributes window, int group, List<Integer> outputPadding, List<Integer> outputShape)
    implements Op {
  public static final OpType<ConvTranspose> TYPE =
      OpType.<ConvTranspose>named("ConvTranspose")
          .inputs(2, 3)
          .since(
              1,
              a ->
                  new ConvTranspose(
                      WindowAttributes.conv(a),
                      a.getInt("group", 1),
                      a.getInts("output_padding"),
                      a.getInts("output_shape")));

  @Override
  public OpType<ConvTranspose> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.sameDType(0, 1, DTypes.FLOATS);
    Window geometry = geometry(in, in.ranked(0));
    int maps = maps(in);
    if (in.has(2)) {
      in.sameDType(0, 2, DTypes.FLOATS);
      Conv.checkBias(in, 2, maps);
    }
    return List.of(
        new TensorType(in.dtype(0), geometry.transposedShape(in.ranked(0).dim(0), maps)));
  }

  private int maps(Inputs in) {
    return in.dimension((long) in.shape(1).dim(1) * group);
  }

  /** The window of the convolution that this one transposes; its input is this one's output. */
  public Window geometry(Inputs in) {
    return geometry(in, in.shape(0));
  }

  private Window geometry(Inputs in, Shape x) {
    Shape w = in.shape(1);
    int[] kernel = Conv.checkKernel(in, window, x, w);
    if (group < 1 || Shape.differ(x.dim(1), w.dim(0)) || w.dim(0) % group != 0) {
      throw in.shapeError(
          "group is "
              + group
              + " for X "
              + x
              + " and W "
              + w
              + " (allowed: a divisor of C, with W [C, M/group, kernel…])");
    }
    return Window.transposed(in, window, outputPadding, outputShape, x, kernel);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = Products.widen(in.tensor(0));
    Tensor w = Products.widen(in.tensor(1));
    Window geometry = geometry(in);
    Tensor y = Tensor.allocate(x.dtype(), geometry.transposedShape(x.shape().dim(0), maps(in)));
    if (y.size() > 0 && x.size() > 0 && w.size() > 0) {
      convolve(in, geometry, x, w, y);
    }
    if (in.has(2)) {
      Conv.addBias(y, in.tensor(2));
    }
    return List.of(Precision.narrow(y, in.dtype(0)));
  }

  /** Multiplies W's transpose by some positions of X at a time and folds the product into Y. */
  private void convolve(Inputs in, Window geometry, Tensor x, Tensor w, Tensor y) {
    int batch = x.shape().dim(0);
    int channels = x.shape().dim(1) / group;
    int maps = w.shape().dim(1);
    int inPlane = geometry.outputSize();
    int outPlane = geometry.inputSize();
    int taps = geometry.kernelSize();
    int rows = maps * taps;
    int tile = Conv.tile(rows, inPlane);
    Tensor product = Tensor.allocate(x.dtype(), Shape.of(rows * tile));
    int[] table = new int[taps * tile];
    int[] offsets = new int[geometry.maxTaps()];
    int[] places = new int[geometry.maxTaps()];
    for (int p = 0; p < inPlane; p += tile) {
      int count = Math.min(tile, inPlane - p);
      geometry.table(p, count, table, offsets, places);
      for (int part = 0; part < batch * group; part++) {
        Matrix weights = Matrix.columns(w, part % group * channels * rows, rows);
        Matrix values = Matrix.rows(x, part * channels * inPlane + p, inPlane);
        Products.multiply(
            in, weights, values, Matrix.rows(product, 0, count), rows, count, channels);
        for (int m = 0; m < maps; m++) {
          int yAt = (part * maps + m) * outPlane;
          if (y.dtype() == DType.FLOAT32) {
            foldF32(product.floats(), m * taps * count, table, taps * count, y.floats(), yAt);
          } else {
            fold(product, m * taps * count, table, taps * count, y, yAt);
          }
        }
      }
    }
  }

  private static void foldF32(Floats product, int at, int[] table, int length, Floats y, int yAt) {
    for (int i = 0; i < length; i++) {
      int offset = table[i];
      if (offset >= 0) {
        y.set(yAt + offset, y.get(yAt + offset) + product.get(at + i));
      }
    }
  }

  private static void fold(Tensor product, int at, int[] table, int length, Tensor y, int yAt) {
    for (int i = 0; i < length; i++) {
      int to = yAt + table[i];
      if (table[i] >= 0) {
        y.setDouble(to, y.getDouble(to) + product.getDouble(at + i));
      }
    }
  }
}
