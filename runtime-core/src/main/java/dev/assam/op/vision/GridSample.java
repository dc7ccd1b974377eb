package dev.assam.op.vision;

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
 * Y[n,c,p] = X[n,c] at the point grid[n,p], whose coordinates run from −1 to 1 over X, the last
 * dimension's first; X [N, C, spatial…], grid [N, out…, spatial rank], Y [N, C, out…].
 *
 * @param mode nearest, linear or cubic
 * @param padding zeros, border or reflection: what lies outside X
 * @param alignCorners whether −1 and 1 are the centres of the outermost elements or their edges
 */
public record GridSample(String mode, String padding, boolean alignCorners) implements Op {
  public static final OpType<GridSample> TYPE =
      OpType.<GridSample>named("GridSample")
          .inputs(2)
          .since(
              20,
              a ->
                  new GridSample(
                      a.getChoice("mode", "linear", "nearest", "cubic"),
                      a.getChoice("padding_mode", "zeros", "border", "reflection"),
                      a.getBoolean("align_corners", false)))
          .since(
              16,
              a ->
                  new GridSample(
                      modernMode(a.getChoice("mode", "bilinear", "nearest", "bicubic")),
                      a.getChoice("padding_mode", "zeros", "border", "reflection"),
                      a.getBoolean("align_corners", false)));

  /** Cubic interpolation visits 4^rank elements. */
  private static final int MAX_RANK = 8;

  private static String modernMode(String mode) {
    return mode.startsWith("bi") ? mode.substring(2) : mode;
  }

  @Override
  public OpType<GridSample> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.dtype(0, mode.equals("nearest") ? DTypes.ALL : DTypes.NUMBERS);
    in.dtype(1, DTypes.FLOATS);
    Shape x = in.shape(0);
    Shape grid = in.shape(1);
    int rank = x.rank() - 2;
    if (rank < 1
        || rank > MAX_RANK
        || grid.rank() != x.rank()
        || grid.dim(0) != x.dim(0)
        || grid.dim(rank + 1) != rank) {
      throw in.shapeError(
          "X is "
              + x
              + " and grid is "
              + grid
              + " (allowed: [N, C, spatial…] and [N, out…, spatial rank], a rank of 1.."
              + MAX_RANK
              + ")");
    }
    Shape y = outputShape(x, grid);
    if (x.elements() == 0 && y.elements() > 0) {
      throw in.shapeError("X is " + x + " (allowed: at least one element)");
    }
    return List.of(new TensorType(dtype, y));
  }

  private static Shape outputShape(Shape x, Shape grid) {
    return x.slice(0, 2).concat(grid.slice(1, grid.rank() - 1));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor grid = in.tensor(1);
    Shape spatial = x.shape().slice(2, x.shape().rank());
    Tensor y = Tensor.allocate(x.dtype(), outputShape(x.shape(), grid.shape()));
    if (y.size() == 0) {
      return List.of(y);
    }
    int rank = spatial.rank();
    int channels = x.shape().dim(1);
    int positions = y.size() / x.shape().dim(0) / channels;
    int plane = spatial.size();
    int perAxis = mode.equals("nearest") ? 1 : mode.equals("linear") ? 2 : 4;
    int[] offsets = new int[1 << (Integer.numberOfTrailingZeros(perAxis) * rank)];
    double[] weights = new double[offsets.length];
    for (int at = 0; at < grid.size() / rank; at++) {
      in.checkTime();
      offsets[0] = 0;
      weights[0] = 1;
      int count = 1;
      for (int d = 0; d < rank; d++) {
        double coordinate = grid.getDouble(at * rank + rank - 1 - d);
        count = addAxis(coordinate, spatial.dim(d), perAxis, offsets, weights, count);
      }
      for (int c = 0; c < channels; c++) {
        int from = (at / positions * channels + c) * plane;
        int to = (at / positions * channels + c) * positions + at % positions;
        if (perAxis == 1) {
          if (offsets[0] >= 0) {
            y.copyFrom(to, x, from + offsets[0], 1);
          }
          continue;
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
          sum += offsets[i] < 0 ? 0 : weights[i] * x.getDouble(from + offsets[i]);
        }
        y.setDouble(to, sum);
      }
    }
    return List.of(y);
  }

  /** Multiplies the elements found so far by those along one more axis; −1 is an outside one. */
  private int addAxis(
      double coordinate, int length, int perAxis, int[] offsets, double[] weights, int count) {
    double x =
        alignCorners ? (coordinate + 1) / 2 * (length - 1) : ((coordinate + 1) * length - 1) / 2;
    if (perAxis == 1) {
      // Points are float32 for the specification's reference; it matters between two elements.
      x = roundHalfEven((float) x);
    }
    double floor = Math.floor(x);
    double fraction = x - floor;
    for (int i = count - 1; i >= 0; i--) {
      int offset = offsets[i];
      double weight = weights[i];
      for (int k = perAxis - 1; k >= 0; k--) {
        int index = index(floor + k - (perAxis == 4 ? 1 : 0), length);
        offsets[i * perAxis + k] = offset < 0 || index < 0 ? -1 : offset * length + index;
        weights[i * perAxis + k] = weight * weight(perAxis, k, fraction);
      }
    }
    return count * perAxis;
  }

  private static double weight(int perAxis, int k, double fraction) {
    if (perAxis == 1) {
      return 1;
    }
    if (perAxis == 2) {
      return k == 0 ? 1 - fraction : fraction;
    }
    // Cubic convolution of Keys (1981) with a = −0.75.
    double d = Math.abs(fraction + 1 - k);
    double a = -0.75;
    return d <= 1 ? ((a + 2) * d - (a + 3)) * d * d + 1 : ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
  }

  private static double reflect(double x, double low, double high) {
    double range = high - low;
    if (range == 0) {
      return low;
    }
    double beyond = x < low ? low - x : x - high;
    double turns = Math.floor(beyond / range);
    double rest = beyond - turns * range;
    boolean fromLow = turns % 2 == 0 == x < low;
    return fromLow ? low + rest : high - rest;
  }

  /** An element's index with the padding mode applied, −1 for a zero outside. */
  private int index(double x, int length) {
    if (x >= 0 && x < length) {
      return (int) x;
    }
    if (padding.equals("zeros")) {
      return -1;
    }
    boolean reflects = padding.equals("reflection");
    double low = alignCorners ? 0 : -0.5;
    double high = alignCorners ? length - 1 : length - 0.5;
    double back = reflects ? reflect(x, low, high) : x;
    return (int) Math.max(0, Math.min(length - 1, back));
  }

  /** The integer nearest to {@code x}, the even one of two. */
  private static double roundHalfEven(double x) {
    double floor = Math.floor(x);
    double rest = x - floor;
    return rest > 0.5 || (rest == 0.5 && floor % 2 != 0) ? floor + 1 : floor;
  }
}
