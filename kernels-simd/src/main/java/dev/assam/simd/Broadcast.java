package dev.assam.simd;

import dev.assam.tensor.Shape;
import java.util.Arrays;

/**
 * How inputs repeat over an output: the output's dimensions with neighbours merged wherever every
 * input allows it, and each input's strides along them. The innermost strides are 0 or 1.
 *
 * @param strides by input
 */
record Broadcast(int[] dims, int[][] strides) {
  /** Of inputs of these shapes, null where there is none, over an output. */
  static Broadcast of(Shape out, Shape[] shapes) {
    int[][] all = new int[shapes.length][];
    for (int i = 0; i < shapes.length; i++) {
      all[i] = shapes[i] == null ? new int[out.rank()] : shapes[i].broadcastStrides(out);
    }
    int rank = 0;
    int[] dims = new int[Math.max(1, out.rank())];
    int[][] strides = new int[shapes.length][dims.length];
    for (int d = 0; d < out.rank(); d++) {
      int dim = out.dim(d);
      if (dim == 1) {
        continue;
      }
      boolean merges = rank > 0;
      for (int i = 0; i < shapes.length && merges; i++) {
        merges = strides[i][rank - 1] == all[i][d] * dim;
      }
      if (merges) {
        dims[rank - 1] *= dim;
      } else {
        dims[rank++] = dim;
      }
      for (int i = 0; i < shapes.length; i++) {
        strides[i][rank - 1] = all[i][d];
      }
    }
    if (rank == 0) {
      dims[rank++] = 1;
    }
    for (int i = 0; i < shapes.length; i++) {
      strides[i] = Arrays.copyOf(strides[i], rank);
    }
    return new Broadcast(Arrays.copyOf(dims, rank), strides);
  }
}
