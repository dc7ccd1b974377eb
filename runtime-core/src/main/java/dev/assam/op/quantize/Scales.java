package dev.assam.op.quantize;

import dev.assam.op.Elements;
import dev.assam.op.Inputs;
import dev.assam.op.RealMath;
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

  /** How many elements are computed at a time. */
  static final int BLOCK = 512;

  private final int length;
  private final int inner;
  private final int block;
  private final boolean perAxis;

  /**
   * @param length size of the axis
   * @param inner elements of one index along the axis
   * @param block elements along the axis that share a scale; 0 for one scale for all
   */
  private Scales(int length, int inner, int block, boolean perAxis) {
    this.length = length;
    this.inner = inner;
    this.block = block;
    this.perAxis = perAxis;
  }

  /** One value for all elements, or one for each index along an axis. */
  static Scales of(Shape x, Tensor values, int axis) {
    return values.size() == 1
        ? new Scales(1, 1, 0, false)
        : new Scales(x.dim(axis), (int) x.product(axis + 1, x.rank()), 1, true);
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
      return new Scales(1, 1, 0, false);
    }
    int along = in.axis(axis, x.rank());
    int inner = (int) Math.min(Integer.MAX_VALUE, x.product(along + 1, x.rank()));
    if (blockSize == 0) {
      if (scale.rank() != 1 || scale.dim(0) != x.dim(along)) {
        throw in.shapeError(
            "scale is " + scale + " for X " + x + " (allowed: [], [1] or [" + x.dim(along) + "])");
      }
      return new Scales(x.dim(along), inner, 1, true);
    }
    int blocks = (int) ((x.dim(along) + (long) blockSize - 1) / blockSize);
    if (!x.with(along, blocks).equals(scale)) {
      throw in.shapeError("scale is " + scale + " (allowed: " + x.with(along, blocks) + ")");
    }
    return new Scales(x.dim(along), inner, blockSize, false);
  }

  /** Index of the scale of element {@code i}. */
  int at(int i) {
    if (block == 0) {
      return 0;
    }
    int index = i / inner % length;
    if (perAxis) {
      return index;
    }
    int blocks = (int) ((length + (long) block - 1) / block);
    return (i / inner / length * blocks + index / block) * inner + i % inner;
  }

  /** How far the scale of the next element is from an element's, for {@link #run} elements. */
  int step() {
    return block != 0 && (inner == 1 ? perAxis : !perAxis) ? 1 : 0;
  }

  /** How many elements from {@code i} on have evenly spaced scales, at most {@code most}. */
  int run(int i, int most) {
    if (block == 0) {
      return most;
    }
    if (inner > 1) {
      return Math.min(most, inner - i % inner);
    }
    int rest = length - i % length;
    return Math.min(most, perAxis ? rest : Math.min(rest, block - i % length % block));
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
  static double saturate(double x, double zero, DType dtype) {
    if (Double.isNaN(x)) {
      return zero;
    }
    return Math.max(least(dtype), Math.min(greatest(dtype), RealMath.round(x) + zero));
  }

  /** X − zero point as int32; the zero point is one, or one for each index along {@code axis}. */
  static Tensor centred(Inputs in, int x, int zero, int axis) {
    Tensor from = in.tensor(x);
    Tensor to = Tensor.allocate(DType.INT32, from.shape());
    Tensor zeros = in.has(zero) ? in.tensor(zero) : Tensor.ofLongs(from.dtype(), Shape.SCALAR, 0);
    Scales layout = of(from.shape(), zeros, axis);
    long[] values = new long[Math.min(BLOCK, from.size())];
    long[] shifts = new long[values.length];
    for (int i = 0; i < from.size(); ) {
      int count = layout.run(i, Math.min(values.length, from.size() - i));
      Elements.read(from, i, 1, values, 0, count);
      Elements.read(zeros, layout.at(i), layout.step(), shifts, 0, count);
      for (int k = 0; k < count; k++) {
        values[k] -= shifts[k];
      }
      Elements.write(values, to, i, count);
      i += count;
    }
    return to;
  }

  /**
   * Checks that a zero point or scale is one value or one for each index along an axis.
   *
   * @param length the axis' size, negative if it is not known
   */
  static void checkPerAxis(Inputs in, int i, int length) {
    if (in.has(i)
        && length >= 0
        && in.shape(i).elements() != 1
        && in.shape(i).elements() != length) {
      throw in.shapeError(
          "input " + i + " is " + in.shape(i) + " (allowed: one value or [" + length + "])");
    }
  }
}
