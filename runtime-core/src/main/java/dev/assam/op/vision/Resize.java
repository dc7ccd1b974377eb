package dev.assam.op.vision;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.vision.Interpolation.Axis;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/**
 * Y is X resampled along {@code axes} (null for all) by scales or to sizes; inputs X, roi, scales,
 * sizes, or X, scales before opset 11. {@code policy} is keep_aspect_ratio_policy.
 */
public record Resize(
    Interpolation interpolation, List<Integer> axes, String policy, boolean sinceOpset11)
    implements Op {
  public static final OpType<Resize> TYPE =
      OpType.<Resize>named("Resize")
          .inputs(1, 4)
          .since(
              18,
              a ->
                  new Resize(
                      Interpolation.full(a, true),
                      a.getInts("axes"),
                      a.getChoice(
                          "keep_aspect_ratio_policy", "stretch", "not_larger", "not_smaller"),
                      true))
          .since(11, a -> new Resize(Interpolation.full(a, false), null, "stretch", true))
          .since(10, a -> new Resize(Interpolation.simple(a), null, "stretch", false));

  @Override
  public OpType<Resize> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.dtype(0, DTypes.ALL);
    if (!interpolation.mode().equals("nearest")) {
      in.dtype(0, DTypes.NUMBERS);
    } else if (interpolation.antialias()) {
      throw in.unsupported("antialias with mode nearest");
    } else if (interpolation.crops() && dtype == DType.STRING) {
      throw in.typeError("X is " + in.type(0) + " (allowed with tf_crop_and_resize: numbers)");
    }
    Shape x = in.ranked(0);
    if (!x.isStatic()) {
      return List.of(new TensorType(dtype, partial(in, x)));
    }
    Axis[] geometry = geometry(in);
    int[] dims = new int[geometry.length];
    boolean fromNothing = false;
    for (int d = 0; d < dims.length; d++) {
      dims[d] = geometry[d].output();
      fromNothing |= geometry[d].input() == 0;
    }
    Shape shape = Shape.of(dims);
    if (fromNothing && shape.elements() > 0) {
      throw in.shapeError("X is " + in.shape(0) + ", which cannot become " + shape);
    }
    return List.of(new TensorType(dtype, shape));
  }

  /** For each axis of X which of its elements make which of Y's; null where nothing changes. */
  public List<Interpolation.Taps> taps(Inputs in) {
    return interpolation.taps(geometry(in));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    return List.of(interpolation.resize(in, in.tensor(0), geometry(in)));
  }

  /** What is known of Y's shape where X's is not: dimensions with a size or without a scale. */
  private Shape partial(Inputs in, Shape x) {
    int[] resized = resizedAxes(in, x.rank());
    int[] dims = x.toArray();
    Tensor scales = values(in, sinceOpset11 ? 2 : 1, resized.length);
    for (int i = 0; i < resized.length; i++) {
      if (scales == null || scales.getDouble(i) != 1) {
        dims[resized[i]] = -1;
      }
    }
    return Shape.of(dims);
  }

  /** Every axis of X; needs the values of roi, scales and sizes. */
  private Axis[] geometry(Inputs in) {
    Shape x = in.shape(0);
    int[] resized = resizedAxes(in, x.rank());
    Axis[] all = new Axis[x.rank()];
    for (int d = 0; d < all.length; d++) {
      all[d] = Axis.scaled(in, x.dim(d), 1);
    }
    int scalesAt = sinceOpset11 ? 2 : 1;
    Tensor scales = values(in, scalesAt, resized.length);
    Tensor sizes = sinceOpset11 ? values(in, 3, resized.length) : null;
    if ((scales == null) == (sizes == null) && resized.length > 0) {
      throw in.shapeError("scales and sizes are both " + (scales == null ? "missing" : "given"));
    }
    if (sizes != null) {
      in.dtype(3, DTypes.INDICES);
      toSizes(in, x, resized, sizes, all);
    } else if (scales != null) {
      in.dtype(scalesAt, DTypes.FLOATS);
      for (int i = 0; i < resized.length; i++) {
        all[resized[i]] = Axis.scaled(in, x.dim(resized[i]), scales.getDouble(i));
      }
    }
    if (interpolation.crops()) {
      Tensor roi = values(in, 1, 2 * resized.length);
      if (roi == null || !roi.dtype().isFloat()) {
        throw in.shapeError("roi is missing or not of floats (tf_crop_and_resize needs it)");
      }
      for (int i = 0; i < resized.length; i++) {
        all[resized[i]] =
            all[resized[i]].within(roi.getDouble(i), roi.getDouble(resized.length + i));
      }
    }
    return all;
  }

  private int[] resizedAxes(Inputs in, int rank) {
    int[] resized = new int[axes == null ? rank : axes.size()];
    boolean[] seen = new boolean[rank];
    for (int i = 0; i < resized.length; i++) {
      resized[i] = axes == null ? i : in.axis(axes.get(i), rank);
      if (seen[resized[i]]) {
        throw in.shapeError("axes is " + axes + " (allowed: each axis once)");
      }
      seen[resized[i]] = true;
    }
    return resized;
  }

  /** The optional input {@code i}, or null if it is missing or has no elements. */
  private static Tensor values(Inputs in, int i, int count) {
    if (!in.has(i) || in.shape(i).elements() == 0) {
      return null;
    }
    Tensor values = in.tensor(i);
    if (values.shape().rank() != 1 || values.size() != count || values.dtype() == DType.STRING) {
      throw in.shapeError("input " + i + " is " + values + " (allowed: [" + count + "])");
    }
    return values;
  }

  private void toSizes(Inputs in, Shape x, int[] resized, Tensor sizes, Axis[] all) {
    double[] scales = new double[resized.length];
    double common = policy.equals("not_larger") ? Double.POSITIVE_INFINITY : 0;
    for (int i = 0; i < resized.length; i++) {
      int input = x.dim(resized[i]);
      scales[i] = in.dimension(sizes.getLong(i)) / (double) Math.max(1, input);
      common =
          policy.equals("not_larger") ? Math.min(common, scales[i]) : Math.max(common, scales[i]);
    }
    boolean stretch = policy.equals("stretch");
    if (!stretch) {
      Arrays.fill(scales, common);
    }
    for (int i = 0; i < resized.length; i++) {
      int input = x.dim(resized[i]);
      int output =
          in.dimension(stretch ? sizes.getLong(i) : (long) Math.floor(common * input + 0.5));
      double width = stretch ? output : common * input;
      all[resized[i]] = new Axis(input, output, scales[i], width, 0, 1);
    }
  }
}
