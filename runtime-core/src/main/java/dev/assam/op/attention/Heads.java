package dev.assam.op.attention;

import dev.assam.op.Inputs;
import dev.assam.op.linear.Products.Matrix;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;

/**
 * How heads lie in a tensor: [batch, heads, length, size], or {@code packed} [batch, length,
 * heads·size].
 */
record Heads(int batch, int heads, int length, int size, boolean packed) {
  /**
   * The heads of input {@code i}, of rank 3 or 4.
   *
   * @param count number of heads of a packed tensor
   */
  static Heads of(Inputs in, int i, int count) {
    Shape shape = in.shape(i);
    if (shape.rank() == 4) {
      return new Heads(shape.dim(0), shape.dim(1), shape.dim(2), shape.dim(3), false);
    }
    if (shape.rank() != 3) {
      throw in.shapeError("input " + i + " has shape " + shape + " (allowed: rank 3 or 4)");
    }
    return packed(in, i, count);
  }

  /** The heads of input {@code i}, of rank 3. */
  static Heads packed(Inputs in, int i, int count) {
    Shape shape = in.shape(i, 3);
    if (count < 1 || shape.dim(2) % count != 0) {
      throw in.shapeError(
          "input "
              + i
              + " has shape "
              + shape
              + ", whose last dimension is not made of "
              + count
              + " heads");
    }
    return new Heads(shape.dim(0), count, shape.dim(1), shape.dim(2) / count, true);
  }

  Shape shape() {
    return packed ? Shape.of(batch, length, heads * size) : Shape.of(batch, heads, length, size);
  }

  /** Offset of the first element of a head. */
  int at(int b, int h) {
    return packed ? (b * length * heads + h) * size : (b * heads + h) * length * size;
  }

  /** Elements from one position of a head to the next. */
  int step() {
    return packed ? heads * size : size;
  }

  /** A head as a matrix [length, size]. */
  Matrix matrix(Tensor tensor, int b, int h) {
    return new Matrix(tensor, at(b, h), step(), 1);
  }

  /** A head as a matrix [size, length]. */
  Matrix transposed(Tensor tensor, int b, int h) {
    return new Matrix(tensor, at(b, h), 1, step());
  }

  /** Checks that these are queries for such keys and values, their heads shared evenly. */
  static void check(Inputs in, Heads q, Heads k, Heads v) {
    if (k.batch != q.batch || v.batch != q.batch || v.length != k.length || k.size != q.size) {
      throw in.shapeError(
          "Q, K and V have shapes "
              + q.shape()
              + ", "
              + k.shape()
              + " and "
              + v.shape()
              + ", which do not belong together");
    }
    if (v.heads != k.heads || k.heads == 0 || q.heads % k.heads != 0) {
      throw in.shapeError(
          "Q, K and V have "
              + q.heads
              + ", "
              + k.heads
              + " and "
              + v.heads
              + " heads (allowed: K as many as V, Q a multiple)");
    }
  }
}
