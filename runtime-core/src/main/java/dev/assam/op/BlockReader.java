package dev.assam.op;

import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;

/** Reads a tensor from front to back as if broadcast to a larger shape. */
public final class BlockReader {
  private final Tensor tensor;
  private final int[] dims;
  private final int[] strides;
  private final int[] index;
  private int at;

  /** Begins at the first element; {@code tensor} must broadcast to {@code target}. */
  public BlockReader(Tensor tensor, Shape target) {
    this.tensor = tensor;
    int[] all = tensor.shape().broadcastStrides(target);
    int[] mergedDims = new int[all.length + 1];
    int[] mergedStrides = new int[all.length + 1];
    int rank = 0;
    mergedDims[0] = 1;
    for (int d = 0; d < all.length; d++) {
      int dim = target.dim(d);
      if (dim == 1) {
        continue;
      }
      if (mergedDims[rank] == 1 || mergedStrides[rank] == (long) all[d] * dim) {
        mergedDims[rank] *= dim;
      } else {
        rank++;
        mergedDims[rank] = dim;
      }
      mergedStrides[rank] = all[d];
    }
    this.dims = java.util.Arrays.copyOf(mergedDims, rank + 1);
    this.strides = java.util.Arrays.copyOf(mergedStrides, rank + 1);
    this.index = new int[rank + 1];
  }

  /** The next {@code count} elements as doubles. */
  public void read(double[] to, int count) {
    for (int done = 0; done < count; ) {
      int run = run(count - done);
      Elements.read(tensor, at, strides[strides.length - 1], to, done, run);
      advance(run);
      done += run;
    }
  }

  /** The next {@code count} elements as longs. */
  public void read(long[] to, int count) {
    for (int done = 0; done < count; ) {
      int run = run(count - done);
      Elements.read(tensor, at, strides[strides.length - 1], to, done, run);
      advance(run);
      done += run;
    }
  }

  private int run(int count) {
    int last = dims.length - 1;
    return Math.min(count, dims[last] - index[last]);
  }

  private void advance(int run) {
    int d = dims.length - 1;
    index[d] += run;
    at += run * strides[d];
    while (index[d] == dims[d]) {
      at -= dims[d] * strides[d];
      index[d] = 0;
      if (d == 0) {
        return;
      }
      d--;
      index[d]++;
      at += strides[d];
    }
  }
}
