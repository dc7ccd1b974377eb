package dev.assam.op.fused;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.linear.MatMul;
import dev.assam.op.quantize.DynamicQuantizeLinear;
import dev.assam.op.quantize.MatMulInteger;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Y[…,m,n] = (Aq − a0) · (B − b0) · (a · b) in float32: A [float32, …,m,k] is quantised to uint8 as
 * a whole, B [int8 or uint8, …,k,n] is quantised with the scale b and the zero point b0, each one
 * value or [n]; inputs A, B, b and, unless it is 0, b0.
 *
 * <p>A's scale is a = (max(A, 0) − min(A, 0)) / 255 and its zero point a0 = −min(A, 0) / a rounded
 * to the nearest, ties to even, and saturated; Aq = A / a rounded so, plus a0, saturated; all in
 * float32. If a is 0, so are a0 and Aq. The sum of products is exact in int32 (wrapping); it is
 * then rounded to float32 and multiplied by the float32 product a · b.
 */
public record DynamicQuantizedMatMul() implements Op {
  public static final OpType<DynamicQuantizedMatMul> TYPE =
      Internal.declare("DynamicQuantizedMatMul");

  static final Set<DType> FLOAT32 = EnumSet.of(DType.FLOAT32);
  static final Set<DType> BYTES = EnumSet.of(DType.INT8, DType.UINT8);

  @Override
  public OpType<DynamicQuantizedMatMul> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, FLOAT32);
    in.dtype(1, BYTES);
    in.dtype(2, FLOAT32);
    Shape b = in.ranked(1);
    checkPerColumn(in, 2, b.dim(b.rank() - 1));
    if (in.has(3)) {
      in.sameDType(1, 3, BYTES);
      checkPerColumn(in, 3, b.dim(b.rank() - 1));
    }
    return List.of(new TensorType(DType.FLOAT32, MatMul.shape(in, in.ranked(0), b)));
  }

  /** Checks that a scale or zero point is one value or [columns]. */
  static void checkPerColumn(Inputs in, int i, int columns) {
    Shape shape = in.shape(i);
    boolean one = shape.elements() == 1 && shape.rank() <= 1;
    if (!one && (shape.rank() != 1 || Shape.differ(shape.dim(0), columns))) {
      throw in.shapeError(
          "input " + i + " is " + shape + " (allowed: one value or [" + columns + "])");
    }
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Op quantise = new DynamicQuantizeLinear();
    List<?> a = quantise.reference(in.of(quantise, in.tensor(0)));
    MatMulInteger multiply = new MatMulInteger();
    Tensor zero = in.has(3) ? in.tensor(3) : null;
    Tensor sums =
        multiply
            .reference(in.of(multiply, (Tensor) a.get(0), in.tensor(1), (Tensor) a.get(2), zero))
            .get(0);
    Tensor scale = in.tensor(2);
    int columns = scale.size();
    return List.of(scaled(sums, ((Tensor) a.get(1)).floats().get(0), scale, 1, columns));
  }

  /**
   * Sums of products as reals.
   *
   * @param inner elements from one index of the scale's dimension to the next
   * @param count how many scales there are, 1 for one for all
   */
  static Tensor scaled(Tensor sums, float factor, Tensor scale, int inner, int count) {
    Tensor y = Tensor.allocate(DType.FLOAT32, sums.shape());
    for (int i = 0; i < y.size(); i++) {
      float product = factor * scale.floats().get(count == 1 ? 0 : i / inner % count);
      y.floats().set(i, sums.ints().get(i) * product);
    }
    return y;
  }
}
