package dev.assam.op.nn;

import dev.assam.memory.Floats;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
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
    Window geometry = geometry(in);
    int maps = maps(in);
    if (in.has(2)) {
      in.sameDType(0, 2, DTypes.FLOATS);
      Conv.checkBias(in, 2, maps);
    }
    return List.of(new TensorType(in.dtype(0), shape(geometry, in, maps)));
  }

  private int maps(Inputs in) {
    return in.dimension((long) in.shape(1).dim(1) * group);
  }

  private static Shape shape(Window geometry, Inputs in, int maps) {
    int[] dims = in.shape(0).toArray();
    dims[1] = maps;
    for (int d = 0; d < geometry.rank(); d++) {
      dims[d + 2] = geometry.input(d);
    }
    return Shape.of(dims);
  }

  /** The window of the convolution that this one transposes; its input is this one's output. */
  public Window geometry(Inputs in) {
    Shape x = in.shape(0);
    Shape w = in.shape(1);
    int[] kernel = Conv.checkKernel(in, window, x, w);
    if (group < 1 || x.dim(1) % group != 0 || x.dim(1) != w.dim(0)) {
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
    Tensor y = Tensor.allocate(x.dtype(), shape(geometry, in, maps(in)));
    if (y.size() > 0 && x.size() > 0 && w.size() > 0) {
      if (x.dtype() == DType.FLOAT32) {
        convolveF32(geometry, x, w, y);
      } else {
        convolve(geometry, x, w, y);
      }
    }
    if (in.has(2)) {
      Conv.addBias(y, in.tensor(2));
    }
    return List.of(Products.convert(y, in.dtype(0)));
  }

  /** Multiplies W's transpose by some positions of X at a time and folds the product into Y. */
  private void convolveF32(Window geometry, Tensor x, Tensor w, Tensor y) {
    int batch = x.shape().dim(0);
    int channels = x.shape().dim(1) / group;
    int maps = w.shape().dim(1);
    int inPlane = geometry.outputSize();
    int outPlane = geometry.inputSize();
    int taps = geometry.kernelSize();
    int rows = maps * taps;
    int tile = Conv.tile(rows, inPlane);
    Tensor product = Tensor.allocate(DType.FLOAT32, Shape.of(rows * tile));
    int[] table = new int[taps * tile];
    int[] offsets = new int[geometry.maxTaps()];
    int[] places = new int[geometry.maxTaps()];
    for (int p = 0; p < inPlane; p += tile) {
      int count = Math.min(tile, inPlane - p);
      geometry.table(p, count, table, offsets, places);
      for (int part = 0; part < batch * group; part++) {
        Matrix weights = Matrix.columns(w, part % group * channels * rows, rows);
        Matrix values = Matrix.rows(x, part * channels * inPlane + p, inPlane);
        Products.multiply(weights, values, Matrix.rows(product, 0, count), rows, count, channels);
        for (int m = 0; m < maps; m++) {
          int yAt = (part * maps + m) * outPlane;
          fold(product.floats(), m * taps * count, table, taps * count, y.floats(), yAt);
        }
      }
    }
  }

  private static void fold(Floats product, int at, int[] table, int length, Floats y, int yAt) {
    for (int i = 0; i < length; i++) {
      int offset = table[i];
      if (offset >= 0) {
        y.set(yAt + offset, y.get(yAt + offset) + product.get(at + i));
      }
    }
  }

  private void convolve(Window geometry, Tensor x, Tensor w, Tensor y) {
    int batch = x.shape().dim(0);
    int allChannels = x.shape().dim(1);
    int maps = w.shape().dim(1);
    int inPlane = geometry.outputSize();
    int outPlane = geometry.inputSize();
    int kernel = geometry.kernelSize();
    int[] offsets = new int[geometry.maxTaps()];
    int[] places = new int[geometry.maxTaps()];
    for (int p = 0; p < inPlane; p++) {
      int taps = geometry.taps(p, offsets, places);
      for (int n = 0; n < batch; n++) {
        for (int c = 0; c < allChannels; c++) {
          int firstMap = (n * group + c / (allChannels / group)) * maps;
          double value = x.getDouble((n * allChannels + c) * inPlane + p);
          for (int m = 0; m < maps; m++) {
            int yAt = (firstMap + m) * outPlane;
            int wAt = (c * maps + m) * kernel;
            for (int t = 0; t < taps; t++) {
              int at = yAt + offsets[t];
              y.setDouble(at, y.getDouble(at) + value * w.getDouble(wAt + places[t]));
            }
          }
        }
      }
    }
  }
}
