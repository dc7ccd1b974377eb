package dev.assam.op.signal;

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
 * Triangles, evenly spaced on the mel scale, that turn a spectrum of dft_length/2 + 1 frequencies
 * into num_mel_bins bands: Y [dft_length/2 + 1, num_mel_bins]. Inputs: num_mel_bins, dft_length,
 * sample_rate, lower_edge_hertz, upper_edge_hertz.
 */
public record MelWeightMatrix(DType dtype) implements Op {
  public static final OpType<MelWeightMatrix> TYPE =
      OpType.<MelWeightMatrix>named("MelWeightMatrix")
          .inputs(5)
          .since(17, a -> new MelWeightMatrix(a.getDType("output_datatype", DType.FLOAT32)));

  @Override
  public OpType<MelWeightMatrix> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    if (!DTypes.NUMBERS.contains(dtype)) {
      throw in.typeError("output_datatype is " + dtype + " (allowed: " + DTypes.NUMBERS + ")");
    }
    for (int i = 0; i < 5; i++) {
      in.dtype(i, i < 3 ? DTypes.INDICES : DTypes.FLOATS);
      if (in.shape(i).elements() != 1) {
        throw in.shapeError("input " + i + " has shape " + in.shape(i) + " (allowed: one number)");
      }
    }
    if (in.scalar(2) < 1) {
      throw in.shapeError("sample_rate is " + in.scalar(2) + " (allowed: 1 or more)");
    }
    int length = in.dimension(in.scalar(1));
    return List.of(new TensorType(dtype, Shape.of(length / 2 + 1, in.dimension(in.scalar(0)))));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor y = Tensor.allocate(infer(in).get(0));
    int bands = y.shape().dim(1);
    for (int band = 0; band < bands; band++) {
      in.checkTime();
      int left = corner(in, band);
      int center = corner(in, band + 1);
      int right = corner(in, band + 2);
      if (left == center) {
        y.setDouble(center * bands + band, 1);
      } else {
        for (int j = left; j <= center; j++) {
          y.setDouble(j * bands + band, (double) (j - left) / (center - left));
        }
      }
      for (int j = center; j < right; j++) {
        y.setDouble(j * bands + band, (double) (right - j) / (right - center));
      }
    }
    return List.of(y);
  }

  /** The frequency at which triangle {@code i} begins, i − 1 peaks and i − 2 ends. */
  private static int corner(Inputs in, int i) {
    double low = mel(in.tensor(3).getDouble(0));
    double high = mel(in.tensor(4).getDouble(0));
    double mel = low + i * ((high - low) / (in.scalar(0) + 2));
    double hertz = 700 * (Math.pow(10, mel / 2595) - 1);
    double bin = Math.floor((in.scalar(1) + 1) * hertz / in.scalar(2));
    long last = in.scalar(1) / 2;
    if (!(bin >= 0 && bin <= last)) {
      throw in.shapeError(
          "an edge at "
              + hertz
              + " Hz is outside the spectrum (allowed: 0 to half of sample_rate)");
    }
    return (int) bin;
  }

  private static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }
}
