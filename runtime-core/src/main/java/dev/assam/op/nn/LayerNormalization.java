package dev.assam.op.nn;

import dev.assam.memory.Floats;
import dev.assam.op.Inputs;
import dev.assam.op.Odometer;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/**
 * Y = (X − mean) · invStdDev · Scale + B, mean and 1/√(variance + epsilon) taken over the
 * dimensions from {@code axis} on and put out as Mean and InvStdDev of type {@code stashType};
 * Scale and B broadcast to X.
 */
public record LayerNormalization(int axis, float epsilon, DType stashType) implements Op {
  public static final OpType<LayerNormalization> TYPE =
      OpType.<LayerNormalization>named("LayerNormalization")
          .inputs(2, 3)
          .outputs(1, 3)
          .since(
              // Written by exporters for opsets before 17, where it was not yet standard.
              1,
              a ->
                  new LayerNormalization(
                      a.getInt("axis", -1),
                      a.getFloat("epsilon", 1e-5f),
                      a.getDType("stash_type", DType.FLOAT32)));

  @Override
  public OpType<LayerNormalization> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.sameDType(0, 1, DTypes.FLOATS);
    Shape x = in.ranked(0);
    int from = in.axis(axis, x.rank());
    checkBroadcasts(in, 1, x);
    if (in.has(2)) {
      in.sameDType(0, 2, DTypes.FLOATS);
      checkBroadcasts(in, 2, x);
    }
    checkStash(in, stashType);
    TensorType moments = new TensorType(stashType, reduced(x, from));
    return List.of(in.tensorType(0), moments, moments);
  }

  static void checkStash(Inputs in, DType stashType) {
    if (!DTypes.FLOATS.contains(stashType)) {
      throw in.typeError("stash_type is " + stashType + " (allowed: " + DTypes.FLOATS + ")");
    }
  }

  static void checkBroadcasts(Inputs in, int i, Shape x) {
    if (!in.ranked(i).broadcastsTo(x)) {
      throw in.shapeError(
          "input "
              + i
              + " has shape "
              + in.shape(i)
              + " (allowed: one that broadcasts to "
              + x
              + ")");
    }
  }

  private static Shape reduced(Shape x, int from) {
    int[] dims = x.toArray();
    Arrays.fill(dims, from, dims.length, 1);
    return Shape.of(dims);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    int from = in.axis(axis, x.shape().rank());
    Tensor y = Tensor.allocate(x.type());
    TensorType moments = new TensorType(stashType, reduced(x.shape(), from));
    Tensor mean = Tensor.allocate(moments);
    Tensor invStdDev = Tensor.allocate(moments);
    int length = mean.size() == 0 ? 0 : x.size() / mean.size();
    for (int i = 0; i < mean.size(); i++) {
      double center = Moments.mean(x, i * length, length);
      double variance = Moments.meanOfSquares(x, i * length, length, center);
      double factor = 1 / Math.sqrt(variance + epsilon);
      Moments.affine(x, y, i * length, length, factor, -center * factor);
      mean.setDouble(i, center);
      invStdDev.setDouble(i, factor);
    }
    scaleAndShift(y, in.tensor(1), in.has(2) ? in.tensor(2) : null);
    return List.of(y, mean, invStdDev);
  }

  /** Y = Y · scale + b, broadcast; b may be null. */
  static void scaleAndShift(Tensor y, Tensor scale, Tensor b) {
    Shape shape = y.shape();
    boolean suffix =
        isSuffix(scale.shape(), shape) && (b == null || b.shape().equals(scale.shape()));
    if (y.dtype() == DType.FLOAT32 && suffix) {
      Floats to = y.floats();
      Floats s = scale.floats();
      Floats t = b == null ? s : b.floats();
      int length = scale.size();
      for (int at = 0; at < y.size(); at += length) {
        for (int k = 0; k < length; k++) {
          to.set(at + k, to.get(at + k) * s.get(k) + (b == null ? 0 : t.get(k)));
        }
      }
      return;
    }
    int[] bStrides = b == null ? new int[shape.rank()] : b.shape().broadcastStrides(shape);
    Odometer at = new Odometer(shape, scale.shape().broadcastStrides(shape), bStrides);
    for (int i = 0; i < y.size(); i++) {
      double shift = b == null ? 0 : b.getDouble(at.at(1));
      y.setDouble(i, y.getDouble(i) * scale.getDouble(at.at(0)) + shift);
      at.next();
    }
  }

  private static boolean isSuffix(Shape suffix, Shape shape) {
    return suffix.rank() <= shape.rank()
        && suffix.equals(shape.slice(shape.rank() - suffix.rank(), shape.rank()));
  }
}
