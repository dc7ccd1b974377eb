package dev.assam.examples;

/**
 * The values of a dense tensor in row-major order, in the two types that the pipelines here need.
 * The array is not copied, and two tensors are equal only if they share it.
 */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Values {
  /** The length of each axis, outermost first. */
  int[] dims();

  /** 32-bit floats; {@code data} holds the product of {@code dims} values. */
  record Floats(float[] data, int... dims) implements Values {
    public Floats {
      checkLength(data.length, dims);
    }
  }

  /** 64-bit integers; {@code data} holds the product of {@code dims} values. */
  record Longs(long[] data, int... dims) implements Values {
    public Longs {
      checkLength(data.length, dims);
    }
  }

  private static void checkLength(int length, int[] dims) {
    int product = 1;
    StringBuilder shape = new StringBuilder();
    for (int dim : dims) {
      product *= dim;
      shape.append(shape.isEmpty() ? "[" : ",").append(dim);
    }
    if (product != length) {
      throw new IllegalArgumentException(
          length + " values for a tensor " + shape + "], which has " + product);
    }
  }
}
