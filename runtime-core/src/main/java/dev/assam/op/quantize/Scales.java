package dev.assam.op.quantize;

import dev.assam.op.Inputs;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which scale and zero point belong to which element: one for the whole tensor, one for each index
 * along an axis, or one for each block of elements along an axis.
 */
final class Scales {
  /** What a scale may be. */
  static final Set<DType> TYPES =
      EnumSet.of(
          DType.FLOAT32,
          DType.FLOAT64,
          DType.FLOAT16,
          DType.BFLOAT16,
          DType.FLOAT8E8M0,
          DType.INT32);

  private final Shape x;
  private final int axis;
  private final int block;
  private final int scaleLength;

  private Scales(Shape x, int axis, int block, int scaleLength) {
    this.x = x;
    this.axis = axis;
    this.block = block;
    this.scaleLength = scaleLength;
  }

  /**
   * For inputs X, scale and an optional zero point at 0, 1 and 2.
   *
   * @param blockSize elements along the axis that share a scale; 0 for none
   */
  static Scales of(Inputs in, int axis, int blockSize) {
    Shape x = in.shape(0);
    Shape scale = in.shape(1);
    boolean single = scale.elements() == 1 && scale.rank() <= 1;
    if (in.has(2) && !in.shape(2).equals(scale) && !(single && in.shape(2).elements() == 1)) {
      throw in.shapeError("scale is " + scale + ", zero point " + in.shape(2));
    }
    if (blockSize < 0) {
      throw in.shapeError("block_size is " + blockSize + " (allowed: 0 or more)");
    }
    if (blockSize == 0 && single) {
      return new Scales(x, 0, 0, 1);
    }
    int along = in.axis(axis, x.rank());
    if (blockSize == 0) {
      if (scale.rank() != 1 || scale.dim(0) != x.dim(along)) {
        throw in.shapeError(
            "scale is " + scale + " for X " + x + " (allowed: [], [1] or [" + x.dim(along) + "])");
      }
      return new Scales(x, along, 1, scale.dim(0));
    }
    int blocks = (int) ((x.dim(along) + (long) blockSize - 1) / blockSize);
    if (!x.with(along, blocks).equals(scale)) {
      throw in.shapeError("scale is " + scale + " (allowed: " + x.with(along, blocks) + ")");
    }
    return new Scales(x, along, blockSize, -1);
  }

  /** Index of the scale of element {@code i}. */
  int at(int i) {
    if (block == 0) {
      return 0;
    }
    int inner = (int) x.product(axis + 1, x.rank());
    int index = i / inner % x.dim(axis);
    if (scaleLength >= 0) {
      return index;
    }
    int blocks = (int) ((x.dim(axis) + (long) block - 1) / block);
    return (i / inner / x.dim(axis) * blocks + index / block) * inner + i % inner;
  }

  /** The least value of a quantised type. */
  static long least(DType dtype) {
    return dtype.isUnsigned() ? 0 : -1L << (dtype.bits() - 1);
  }

  /** The greatest value of a quantised type. */
  static long greatest(DType dtype) {
    return (1L << (dtype.isUnsigned() ? dtype.bits() : dtype.bits() - 1)) - 1;
  }

  /** round(x) + zero, kept within the type; ties to even. */
  static long saturate(double x, long zero, DType dtype) {
    if (Double.isNaN(x)) {
      return zero;
    }
    double y = roundHalfEven(x) + zero;
    return (long) Math.max(least(dtype), Math.min(greatest(dtype), y));
  }

  static double roundHalfEven(double x) {
    double down = Math.floor(x);
    double rest = x - down;
    if (rest != 0.5) {
      return rest < 0.5 ? down : down + 1;
    }
    return down % 2 == 0 ? down : down + 1;
  }

  /** X − zero point as int32; the zero point is one, or one for each index along {@code axis}. */
  static Tensor centred(Inputs in, int x, int zero, int axis) {
    Tensor from = in.tensor(x);
    Tensor to = Tensor.allocate(DType.INT32, from.shape());
    Tensor zeros = zero >= 0 && in.has(zero) ? in.tensor(zero) : null;
    boolean single = zeros == null || zeros.size() == 1;
    int inner = single ? 1 : (int) from.shape().product(axis + 1, from.shape().rank());
    int length = single ? 1 : from.shape().dim(axis);
    for (int i = 0; i < from.size(); i++) {
      long z = zeros == null ? 0 : zeros.getLong(single ? 0 : i / inner % length);
      to.ints().set(i, (int) (from.getLong(i) - z));
    }
    return to;
  }

  /**
   * Checks that a zero point or scale is one value or one for each index along an axis.
   *
   * @param length the axis' size
   */
  static void checkPerAxis(Inputs in, int i, int length) {
    if (in.has(i) && in.shape(i).elements() != 1 && in.shape(i).elements() != length) {
      throw in.shapeError(
          "input " + i + " is " + in.shape(i) + " (allowed: one value or [" + length + "])");
    }
  }
}
