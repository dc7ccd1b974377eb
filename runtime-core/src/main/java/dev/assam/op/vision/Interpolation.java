package dev.assam.op.vision;

import dev.assam.error.MemoryException;
import dev.assam.memory.Floats;
import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Odometer;
import dev.assam.op.Precision;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * How Resize and Upsample find an output element among the input's, one axis after the other.
 *
 * <p>Source of the formulas: ONNX's specification of Resize and, where that leaves it open, its
 * reference implementation: the width of the output is not rounded inside the formulas, and borders
 * repeat their outermost element.
 *
 * @param mode nearest, linear or cubic
 * @param coordinates coordinate_transformation_mode of ONNX
 * @param nearestMode round_prefer_floor, round_prefer_ceil, floor, ceil, or simple for that of
 *     opset 10: ceil when shrinking, else floor
 */
public record Interpolation(
    String mode,
    String coordinates,
    String nearestMode,
    float cubicCoeffA,
    boolean excludeOutside,
    float extrapolationValue,
    boolean antialias) {

  /** Taps of one axis that are still believed. */
  private static final int MAX_TAPS = 1 << 22;

  /** Before opset 11, and Upsample: {@code mode} (linear or nearest) is the only attribute. */
  static Interpolation simple(Attributes a) {
    String mode = a.getChoice("mode", "nearest", "linear", "bilinear");
    return new Interpolation(
        mode.equals("bilinear") ? "linear" : mode, "asymmetric", "simple", 0, false, 0, false);
  }

  /** From opset 11 on. */
  static Interpolation full(Attributes a, boolean antialias) {
    return new Interpolation(
        a.getChoice("mode", "nearest", "linear", "cubic"),
        a.getChoice(
            "coordinate_transformation_mode",
            "half_pixel",
            "half_pixel_symmetric",
            "pytorch_half_pixel",
            "align_corners",
            "asymmetric",
            "tf_half_pixel_for_nn",
            "tf_crop_and_resize"),
        a.getChoice("nearest_mode", "round_prefer_floor", "round_prefer_ceil", "floor", "ceil"),
        a.getFloat("cubic_coeff_a", -0.75f),
        a.getBoolean("exclude_outside", false),
        a.getFloat("extrapolation_value", 0),
        antialias && a.getBoolean("antialias", false));
  }

  /**
   * One axis of a tensor.
   *
   * @param input elements of the input
   * @param output elements of the output
   * @param scale output over input
   * @param width {@code scale · input}, of which {@code output} is the integer
   * @param start where the region of interest begins, 0 to 1
   * @param end where it ends
   */
  record Axis(int input, int output, double scale, double width, double start, double end) {
    /** Scaled by a factor, or by 1. */
    static Axis scaled(Inputs in, int input, double scale) {
      if (!(scale > 0)) {
        throw in.shapeError("scale " + scale + " (allowed: more than 0)");
      }
      double width = input * scale;
      return new Axis(input, in.dimension((long) Math.floor(width)), scale, width, 0, 1);
    }

    boolean isIdentity() {
      return scale == 1 && output == input && start == 0 && end == 1;
    }

    Axis within(double regionStart, double regionEnd) {
      return new Axis(input, output, scale, width, regionStart, regionEnd);
    }
  }

  /** Whether regions of interest are looked at. */
  public boolean crops() {
    return coordinates.equals("tf_crop_and_resize");
  }

  /**
   * Where output position {@code x} lies among the input's elements. In float32, since a scale that
   * is meant to be 0.6 divides 1.5 to 2.5 only there, and nearest elements hang on it.
   */
  private double source(Axis axis, int x) {
    int last = axis.input - 1;
    if (axis.isIdentity()) {
      return x;
    }
    return switch (coordinates) {
      case "align_corners" -> axis.width == 1 ? 0 : x * (double) last / (axis.width - 1);
      case "asymmetric" -> x / (float) axis.scale;
      case "tf_half_pixel_for_nn" -> (x + 0.5f) / (float) axis.scale;
      case "tf_crop_and_resize" -> {
        double region = (axis.end - axis.start) * last;
        yield axis.start * last + (axis.width == 1 ? region / 2 : x * region / (axis.width - 1));
      }
      case "pytorch_half_pixel" -> axis.output == 1 ? 0 : halfPixel(axis, x);
      case "half_pixel_symmetric" -> {
        float offset = axis.input / 2f * (1 - axis.output / (float) axis.width);
        yield offset + (x + 0.5f) / (float) axis.scale - 0.5f;
      }
      default -> halfPixel(axis, x);
    };
  }

  private static float halfPixel(Axis axis, int x) {
    return (x + 0.5f) / (float) axis.scale - 0.5f;
  }

  /**
   * The elements of the input that make one of the output, along an axis: {@code count} for each
   * output position.
   */
  public static final class Taps {
    private final int count;
    private final int[] indices;
    private final double[] weights;

    private Taps(int count, int outputs) {
      this.count = count;
      this.indices = new int[count * outputs];
      this.weights = new double[count * outputs];
    }

    /** Elements for each output position. */
    public int count() {
      return count;
    }

    public int[] indices() {
      return indices;
    }

    public double[] weights() {
      return weights;
    }
  }

  /** The taps of all axes, null where nothing changes. */
  List<Taps> taps(Axis[] axes) {
    List<Taps> taps = new ArrayList<>();
    for (Axis axis : axes) {
      taps.add(axis.isIdentity() ? null : taps(axis));
    }
    return taps;
  }

  private Taps taps(Axis axis) {
    double shrink = antialias ? Math.min(axis.scale, 1) : 1;
    int radius =
        switch (mode) {
          case "nearest" -> 0;
          case "linear" -> (int) Math.ceil(1 / shrink);
          default -> (int) Math.ceil(2 / shrink);
        };
    int count = Math.max(1, 2 * radius);
    if ((long) count * axis.output > MAX_TAPS) {
      throw new MemoryException("resizing an axis of " + axis.input + " to " + axis.output);
    }
    Taps taps = new Taps(count, axis.output);
    double[] around = new double[count];
    for (int x = 0; x < axis.output; x++) {
      double source = source(axis, x);
      long first = radius == 0 ? nearest(axis, source) : (long) Math.floor(source) - radius + 1;
      double sum = 0;
      for (int k = 0; k < count; k++) {
        boolean outside = first + k < 0 || first + k >= axis.input;
        double distance = Math.abs(first + k - source) * shrink;
        around[k] = radius == 0 ? 1 : excludeOutside && outside ? 0 : weight(distance);
        sum += around[k];
      }
      boolean normalise = antialias || excludeOutside;
      for (int k = 0; k < count; k++) {
        taps.weights[x * count + k] = normalise ? around[k] / sum : around[k];
        taps.indices[x * count + k] = (int) Math.max(0, Math.min(axis.input - 1L, first + k));
      }
    }
    return taps;
  }

  private long nearest(Axis axis, double source) {
    double floor = Math.floor(source);
    boolean up =
        switch (nearestMode) {
          case "round_prefer_floor" -> source - floor > 0.5;
          case "round_prefer_ceil" -> source - floor >= 0.5;
          case "ceil" -> source > floor;
          case "simple" -> axis.scale < 1 && source > floor;
          default -> false;
        };
    return (long) floor + (up ? 1 : 0);
  }

  /** The triangle, or the cubic convolution kernel of Keys (1981). */
  private double weight(double distance) {
    if (mode.equals("linear")) {
      return Math.max(0, 1 - distance);
    }
    double a = cubicCoeffA;
    if (distance <= 1) {
      return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
    }
    return distance < 2 ? ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a : 0;
  }

  /** The output; {@code axes} are all of the tensor's. */
  Tensor resize(Inputs in, Tensor x, Axis[] axes) {
    int[] dims = new int[axes.length];
    for (int d = 0; d < axes.length; d++) {
      dims[d] = axes[d].output;
    }
    Shape shape = Shape.of(dims);
    if (shape.size() == 0) {
      return Tensor.allocate(x.dtype(), shape);
    }
    Tensor y;
    if (mode.equals("nearest")) {
      y = gather(in, x, axes, shape);
    } else {
      boolean wide = x.dtype().isFloat() ? x.dtype() == DType.FLOAT64 : x.dtype().bits() > 16;
      y = wide ? Precision.narrow(x, DType.FLOAT64) : Precision.widen(x);
      for (int d = 0; d < axes.length; d++) {
        if (!axes[d].isIdentity()) {
          y = along(in, d, axes[d], y);
        }
      }
      y = convert(y, x.dtype());
    }
    if (crops()) {
      extrapolate(in, y, axes);
    }
    return y;
  }

  /** Rounds back; integers towards zero, as the specification's reference does, and saturating. */
  private static Tensor convert(Tensor y, DType dtype) {
    if (!dtype.isInteger() || dtype.bits() > 32) {
      return Precision.narrow(y, dtype);
    }
    double range = Math.pow(2, dtype.bits());
    double low = dtype.isUnsigned() ? 0 : -range / 2;
    double high = low + range - 1;
    Tensor narrow = Tensor.allocate(dtype, y.shape());
    for (int i = 0; i < y.size(); i++) {
      narrow.setDouble(i, Math.max(low, Math.min(high, y.getDouble(i))));
    }
    return narrow;
  }

  private Tensor along(Inputs in, int d, Axis axis, Tensor x) {
    int length = axis.output;
    Tensor y = Tensor.allocate(x.dtype(), x.shape().with(d, length));
    Taps taps = taps(axis);
    int inner = (int) x.shape().product(d + 1, x.shape().rank());
    int from = x.shape().dim(d) * inner;
    for (int at = 0; at < y.size(); at += inner) {
      in.checkTime();
      int position = at / inner % length;
      int start = at / inner / length * from;
      for (int k = 0; k < taps.count; k++) {
        double weight = taps.weights[position * taps.count + k];
        if (weight != 0) {
          int tap = start + taps.indices[position * taps.count + k] * inner;
          if (x.dtype() == DType.FLOAT32) {
            addScaled(x.floats(), tap, (float) weight, y.floats(), at, inner);
          } else {
            for (int i = 0; i < inner; i++) {
              y.setDouble(at + i, y.getDouble(at + i) + weight * x.getDouble(tap + i));
            }
          }
        }
      }
    }
    return y;
  }

  private static void addScaled(Floats x, int xAt, float weight, Floats y, int yAt, int count) {
    for (int i = 0; i < count; i++) {
      y.set(yAt + i, y.get(yAt + i) + weight * x.get(xAt + i));
    }
  }

  private Tensor gather(Inputs in, Tensor x, Axis[] axes, Shape shape) {
    Tensor y = Tensor.allocate(x.dtype(), shape);
    int last = axes.length - 1;
    if (last < 0) {
      y.copyFrom(0, x, 0, 1);
      return y;
    }
    int[][] offsets = new int[axes.length][];
    int[] strides = x.shape().strides();
    for (int d = 0; d <= last; d++) {
      offsets[d] = taps(axes[d]).indices;
      for (int i = 0; i < offsets[d].length; i++) {
        offsets[d][i] *= strides[d];
      }
    }
    int length = shape.dim(last);
    Odometer row = new Odometer(shape.slice(0, last));
    for (int at = 0; at < y.size(); at += length, row.next()) {
      in.checkTime();
      int start = 0;
      for (int d = 0; d < last; d++) {
        start += offsets[d][row.index(d)];
      }
      if (x.dtype() == DType.FLOAT32) {
        gatherRow(x.floats(), start, offsets[last], y.floats(), at);
      } else {
        for (int i = 0; i < length; i++) {
          y.copyFrom(at + i, x, start + offsets[last][i], 1);
        }
      }
    }
    return y;
  }

  private static void gatherRow(Floats x, int start, int[] offsets, Floats y, int at) {
    for (int i = 0; i < offsets.length; i++) {
      y.set(at + i, x.get(start + offsets[i]));
    }
  }

  /** Overwrites what lies outside the input along any axis. */
  private void extrapolate(Inputs in, Tensor y, Axis[] axes) {
    Odometer at = new Odometer(y.shape());
    for (int i = 0; i < y.size(); i++, at.next()) {
      in.checkTime();
      for (int d = 0; d < axes.length; d++) {
        double source = source(axes[d], at.index(d));
        if (source < 0 || source > axes[d].input - 1) {
          y.setDouble(i, extrapolationValue);
        }
      }
    }
  }
}
