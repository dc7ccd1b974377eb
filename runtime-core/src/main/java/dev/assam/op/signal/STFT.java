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
 * The Fourier transforms of frames of a signal [batch, length, 1 or 2], each frame_step after the
 * one before and multiplied by a window: [batch, frames, frequencies, 2]; {@code onesided} leaves
 * out the second half of the frequencies.
 */
public record STFT(boolean onesided) implements Op {
  public static final OpType<STFT> TYPE =
      OpType.<STFT>named("STFT")
          .inputs(2, 4)
          .since(17, a -> new STFT(a.getBoolean("onesided", true)));

  private static final int STEP = 1;
  private static final int WINDOW = 2;
  private static final int LENGTH = 3;

  @Override
  public OpType<STFT> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.dtype(0, DTypes.FLOATS);
    Shape x = in.shape(0);
    if (x.rank() != 2 && (x.rank() != 3 || x.dim(2) < 1 || x.dim(2) > 2)) {
      throw in.shapeError("signal has shape " + x + " (allowed: [batch, length, 1 or 2])");
    }
    if (in.has(WINDOW)) {
      in.sameDType(0, WINDOW, DTypes.FLOATS);
      in.shape(WINDOW, 1);
    }
    long step = step(in);
    long length = frameLength(in);
    if (step < 1 || length < 1 || length > x.dim(1)) {
      throw in.shapeError(
          "frame_step is "
              + step
              + ", frame_length "
              + length
              + " (allowed: 1 or more, 1.."
              + x.dim(1)
              + ")");
    }
    int frames = in.dimension((x.dim(1) - length) / step + 1);
    int bins = (int) (onesided ? length / 2 + 1 : length);
    return List.of(new TensorType(dtype, Shape.of(x.dim(0), frames, bins, 2)));
  }

  private static long step(Inputs in) {
    in.dtype(STEP, DTypes.INDICES);
    return in.scalar(STEP);
  }

  private static long frameLength(Inputs in) {
    if (in.has(LENGTH)) {
      in.dtype(LENGTH, DTypes.INDICES);
      return in.scalar(LENGTH);
    }
    return in.has(WINDOW) ? in.shape(WINDOW).dim(0) : in.shape(0).dim(1);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(infer(in).get(0));
    int signal = x.shape().dim(1);
    int parts = x.shape().rank() == 2 ? 1 : x.shape().dim(2);
    long step = step(in);
    int n = (int) frameLength(in);
    int frames = y.shape().dim(1);
    int bins = y.shape().dim(2);
    Fourier fourier = new Fourier(n, false);
    Doubles re = Fourier.allocate(n);
    Doubles im = Fourier.allocate(n);
    for (int at = 0; at < y.size(); at += bins * 2) {
      in.checkTime();
      int frame = at / (bins * 2);
      int from = (int) (frame % frames * step);
      for (int k = 0; k < n; k++) {
        double weight = weight(in, k);
        int i = (frame / frames * signal + from + k) * parts;
        re.set(k, weight * x.getDouble(i));
        im.set(k, parts == 2 ? weight * x.getDouble(i + 1) : 0);
      }
      fourier.transform(re, im);
      for (int k = 0; k < bins; k++) {
        y.setDouble(at + 2 * k, re.get(k));
        y.setDouble(at + 2 * k + 1, im.get(k));
      }
    }
    return List.of(y);
  }

  /** The window at {@code k}; after its end 0, and 1 everywhere where there is none. */
  private static double weight(Inputs in, int k) {
    if (!in.has(WINDOW)) {
      return 1;
    }
    Tensor window = in.tensor(WINDOW);
    return k < window.size() ? window.getDouble(k) : 0;
  }
}
