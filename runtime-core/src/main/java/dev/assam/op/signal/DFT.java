package dev.assam.op.signal;

import dev.assam.memory.Doubles;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * The discrete Fourier transform of X along an axis, cut or filled with zeros to dft_length. The
 * last dimension of X and Y holds the real part, or both parts. {@code onesided} leaves out the
 * second half of the frequencies, and if {@code inverse} yields a real signal from the first.
 *
 * @param axis null if it is an input, −2 if absent
 */
public record DFT(Integer axis, boolean inverse, boolean onesided) implements Op {
  public static final OpType<DFT> TYPE =
      OpType.<DFT>named("DFT")
          .inputs(1, 3)
          .since(
              20,
              a -> new DFT(null, a.getBoolean("inverse", false), a.getBoolean("onesided", false)))
          .since(
              17,
              a ->
                  new DFT(
                      a.getInt("axis", 1),
                      a.getBoolean("inverse", false),
                      a.getBoolean("onesided", false)));

  @Override
  public OpType<DFT> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.dtype(0, DTypes.FLOATS);
    Shape x = in.shape(0);
    int axis = axis(in);
    int length = length(in, axis);
    int bins = onesided && !inverse ? length / 2 + 1 : length;
    Shape y = x.with(axis, bins).with(x.rank() - 1, onesided && inverse ? 1 : 2);
    return List.of(new TensorType(dtype, y));
  }

  private int axis(Inputs in) {
    Shape x = in.shape(0);
    if (x.rank() < 2 || (x.dim(x.rank() - 1) != 1 && x.dim(x.rank() - 1) != 2)) {
      throw in.shapeError("input has shape " + x + " (allowed: a last dimension of 1 or 2)");
    }
    long given = axis != null ? axis : -2;
    if (in.has(2)) {
      in.dtype(2, DTypes.INDICES);
      given = in.scalar(2);
    }
    int found = in.axis(given, x.rank());
    if (found == x.rank() - 1) {
      throw in.shapeError("axis " + given + " is the last dimension (allowed: any other)");
    }
    return found;
  }

  private int length(Inputs in, int axis) {
    long length = in.shape(0).dim(axis);
    if (in.has(1)) {
      in.dtype(1, DTypes.INDICES);
      length = in.scalar(1);
    } else if (onesided && inverse) {
      length = 2 * (length - 1);
    }
    if (length < 1) {
      throw in.shapeError("the length is " + length + " (allowed: 1 or more)");
    }
    return in.dimension(length);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    int axis = axis(in);
    int n = length(in, axis);
    Tensor y = Tensor.allocate(infer(in).get(0));
    if (y.size() == 0) {
      return List.of(y);
    }
    Shape shape = x.shape();
    int parts = shape.dim(shape.rank() - 1);
    int outParts = y.shape().dim(shape.rank() - 1);
    int outer = (int) shape.product(0, axis);
    int inner = (int) shape.product(axis + 1, shape.rank() - 1);
    int given = shape.dim(axis);
    int bins = y.shape().dim(axis);
    Fourier fourier = new Fourier(n, inverse);
    Doubles re = Fourier.allocate(n);
    Doubles im = Fourier.allocate(n);
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        in.checkTime();
        int used = Math.min(given, onesided && inverse ? n / 2 + 1 : n);
        for (int k = 0; k < n; k++) {
          int at = ((o * given + k) * inner + i) * parts;
          re.set(k, k < used ? x.getDouble(at) : 0);
          im.set(k, k < used && parts == 2 ? x.getDouble(at + 1) : 0);
        }
        if (onesided && inverse) {
          mirror(re, im, n);
        }
        fourier.transform(re, im);
        for (int k = 0; k < bins; k++) {
          int at = ((o * bins + k) * inner + i) * outParts;
          y.setDouble(at, re.get(k));
          if (outParts == 2) {
            y.setDouble(at + 1, im.get(k));
          }
        }
      }
    }
    return List.of(y);
  }

  /** Makes the second half of a real signal's frequencies from the first. */
  private static void mirror(Doubles re, Doubles im, int n) {
    for (int k = n / 2 + 1; k < n; k++) {
      re.set(k, re.get(n - k));
      im.set(k, -im.get(n - k));
    }
  }
}
