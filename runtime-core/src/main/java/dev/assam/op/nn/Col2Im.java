package dev.assam.op.nn;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Adds the columns of blocks up to images: Y[n,c,p·stride − pad + k·dilation] = Σ X[n, (c,k), p]
 * over the blocks' positions p and elements k; X [N, C · block elements, positions], image_shape
 * and block_shape [spatial rank], Y [N, C, image…].
 */
public record Col2Im(WindowAttributes window) implements Op {
  public static final OpType<Col2Im> TYPE =
      OpType.<Col2Im>named("Col2Im")
          .inputs(3)
          .since(18, a -> new Col2Im(WindowAttributes.explicit(a)));

  @Override
  public OpType<Col2Im> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.NUMBERS);
    Shape x = in.shape(0, 3);
    Window geometry = geometry(in);
    if (x.dim(1) % geometry.kernelSize() != 0 || x.dim(2) != geometry.outputSize()) {
      throw in.shapeError(
          "X is "
              + x
              + " (allowed: [N, a multiple of "
              + geometry.kernelSize()
              + ", "
              + geometry.outputSize()
              + "])");
    }
    return List.of(new TensorType(in.dtype(0), shape(in, geometry)));
  }

  /** The window whose input are the images and whose output the blocks' positions. */
  public Window geometry(Inputs in) {
    long[] image = in.longs(1);
    long[] block = in.longs(2);
    if (image.length == 0 || image.length != block.length) {
      throw in.shapeError(
          "image_shape has "
              + image.length
              + " values and block_shape "
              + block.length
              + " (allowed: as many, 1 or more)");
    }
    int[] x = new int[image.length + 2];
    int[] kernel = new int[image.length];
    for (int d = 0; d < image.length; d++) {
      x[d + 2] = in.dimension(image[d]);
      kernel[d] = in.dimension(block[d]);
    }
    return Window.of(in, window, Shape.of(x), kernel);
  }

  private static Shape shape(Inputs in, Window geometry) {
    Shape x = in.shape(0);
    return geometry.transposedShape(x.dim(0), x.dim(1) / geometry.kernelSize());
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Window geometry = geometry(in);
    Tensor y = Tensor.allocate(x.dtype(), shape(in, geometry));
    if (x.size() == 0 || y.size() == 0) {
      return List.of(y);
    }
    int kernel = geometry.kernelSize();
    int positions = geometry.outputSize();
    int plane = geometry.inputSize();
    int[] offsets = new int[geometry.maxTaps()];
    int[] places = new int[geometry.maxTaps()];
    for (int p = 0; p < positions; p++) {
      in.checkTime();
      int taps = geometry.taps(p, offsets, places);
      for (int image = 0; image < y.size() / plane; image++) {
        for (int t = 0; t < taps; t++) {
          int from = (image * kernel + places[t]) * positions + p;
          int to = image * plane + offsets[t];
          if (x.dtype().isFloat()) {
            y.setDouble(to, y.getDouble(to) + x.getDouble(from));
          } else {
            y.setLong(to, y.getLong(to) + x.getLong(from));
          }
        }
      }
    }
    return List.of(y);
  }
}
