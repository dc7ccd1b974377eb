package dev.assam.op.quantize;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Precision;
import dev.assam.op.linear.MatMul;
import dev.assam.op.linear.Products;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.EnumSet;
import java.util.List;

/**
 * Y[…,n] = Σ A[…,k] · (B[n,k] − zero point) · scale + bias[n] with B of {@code bits} an element, a
 * scale and a zero point for each {@code blockSize} elements along k. Inputs: A, B as uint8 [n,
 * blocks, bytes of a block], scales [n · blocks], optional zero points (uint8, as many bits an
 * element, each row of whole bytes, or reals; else 2^(bits−1)), no group index, an optional bias.
 */
public record MatMulNBits(int k, int n, int bits, int blockSize) implements Op {
  public static final OpType<MatMulNBits> TYPE =
      OpType.<MatMulNBits>named("MatMulNBits")
          .domain("com.microsoft")
          .inputs(3, 6)
          .since(1, MatMulNBits::read);

  private static final int ZEROS = 3;
  private static final int GROUPS = 4;
  private static final int BIAS = 5;
  private static final EnumSet<DType> BYTES = EnumSet.of(DType.UINT8);

  private static MatMulNBits read(Attributes a) {
    // How exact sums have to be: these are in float32 at least.
    a.getInt("accuracy_level", 0);
    MatMulNBits op =
        new MatMulNBits(
            a.getInt("K", 0), a.getInt("N", 0), a.getInt("bits", 4), a.getInt("block_size", 0));
    if (op.k < 1) {
      throw a.error("K", op.k + " (allowed: from 1 on)");
    }
    if (op.n < 1) {
      throw a.error("N", op.n + " (allowed: from 1 on)");
    }
    if (op.bits != 2 && op.bits != 4 && op.bits != 8) {
      throw a.error("bits", op.bits + " (allowed: 2, 4, 8)");
    }
    if (op.blockSize < 16 || Integer.bitCount(op.blockSize) != 1) {
      throw a.error("block_size", op.blockSize + " (allowed: powers of two from 16 on)");
    }
    return op;
  }

  @Override
  public OpType<MatMulNBits> type() {
    return TYPE;
  }

  public int blocks() {
    return (int) ((k + (long) blockSize - 1) / blockSize);
  }

  private int zeroBytes() {
    return (int) (((long) blocks() * bits + 7) / 8);
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType type = in.dtype(0, DTypes.FLOATS);
    in.dtype(1, BYTES);
    Shape a = in.ranked(0);
    if (a.rank() == 0 || Shape.differ(a.dim(a.rank() - 1), k)) {
      throw in.shapeError("A is " + a + " (allowed: […, " + k + "])");
    }
    check(in, 1, (long) n * blocks() * blockSize * bits / 8);
    check(in, 2, (long) n * blocks());
    if (in.has(ZEROS)) {
      boolean packed = in.dtype(ZEROS) == DType.UINT8;
      check(in, ZEROS, (long) n * (packed ? zeroBytes() : blocks()));
    }
    if (in.has(GROUPS)) {
      throw in.typeError("input g_idx is given (allowed: none)");
    }
    if (in.has(BIAS)) {
      check(in, BIAS, n);
    }
    return List.of(new TensorType(type, a.with(a.rank() - 1, n)));
  }

  private static void check(Inputs in, int i, long elements) {
    Shape shape = in.shape(i);
    if (shape.isStatic() && shape.elements() != elements) {
      throw in.shapeError("input " + i + " is " + shape + " (allowed: " + elements + " elements)");
    }
  }

  /** The element of B of a column and a row of the product, not yet less its zero point. */
  public int element(Tensor b, int column, int row) {
    return bits(b, column * blocks() * blockSize + row);
  }

  private int bits(Tensor packed, int element) {
    int bit = element * bits % 8;
    long at = (long) element * bits / 8;
    return (int) packed.getLong((int) at) >> bit & (1 << bits) - 1;
  }

  /**
   * The zero point of a column's block.
   *
   * @param zeros may be null
   */
  public double zero(Tensor zeros, int column, int block) {
    if (zeros == null) {
      return 1 << bits - 1;
    }
    return zeros.dtype() == DType.UINT8
        ? bits(zeros, column * zeroBytes() * (8 / bits) + block)
        : zeros.getDouble(column * blocks() + block);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor a = Products.widen(in.tensor(0));
    Tensor b = in.tensor(1);
    Tensor scales = in.tensor(2);
    Tensor zeros = in.has(ZEROS) ? in.tensor(ZEROS) : null;
    Tensor w = Tensor.allocate(a.dtype(), Shape.of(k, n));
    for (int column = 0; column < n; column++) {
      for (int row = 0; row < k; row++) {
        int block = row / blockSize;
        double scale = scales.getDouble(column * blocks() + block);
        double value = element(b, column, row) - zero(zeros, column, block);
        w.setDouble(row * n + column, value * scale);
      }
    }
    Tensor y = MatMul.multiply(in, a, w);
    for (int i = 0; in.has(BIAS) && i < y.size(); i++) {
      y.setDouble(i, y.getDouble(i) + in.tensor(BIAS).getDouble(i % n));
    }
    return List.of(Precision.narrow(y, in.dtype(0)));
  }
}
