package dev.assam.webgpu.kernel;

import dev.assam.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * How inputs broadcast to an output, in as few dimensions as that takes: those of 1 are left out,
 * those that all walk alike are one.
 *
 * @param dims of the output
 * @param strides of each input along them, in elements, 0 where it repeats
 */
record Broadcast(int[] dims, int[][] strides) {
  static Broadcast of(Shape out, List<Shape> inputs) {
    int[][] all = new int[inputs.size()][];
    for (int k = 0; k < all.length; k++) {
      all[k] = inputs.get(k).broadcastStrides(out);
    }
    return of(out.toArray(), all);
  }

  /** The fewest dimensions for these dimensions and strides. */
  static Broadcast of(int[] dims, int[][] strides) {
    int[] kept = new int[dims.length];
    int[][] steps = new int[strides.length][dims.length];
    int rank = 0;
    for (int d = 0; d < dims.length; d++) {
      if (dims[d] == 1) {
        continue;
      }
      if (rank > 0 && isJoined(steps, strides, rank - 1, d, dims[d])) {
        kept[rank - 1] *= dims[d];
        for (int k = 0; k < strides.length; k++) {
          steps[k][rank - 1] = strides[k][d];
        }
        continue;
      }
      kept[rank] = dims[d];
      for (int k = 0; k < strides.length; k++) {
        steps[k][rank] = strides[k][d];
      }
      rank++;
    }
    for (int k = 0; k < steps.length; k++) {
      steps[k] = Arrays.copyOf(steps[k], rank);
    }
    return new Broadcast(Arrays.copyOf(kept, rank), steps);
  }

  /** The dimensions of a shape that are folded, or those that are not, with its strides. */
  static Broadcast part(Shape x, boolean[] folded, boolean which) {
    int[] strides = x.strides();
    int[] dims = new int[x.rank()];
    int[] steps = new int[x.rank()];
    int rank = 0;
    for (int d = 0; d < dims.length; d++) {
      if (folded[d] == which) {
        dims[rank] = x.dim(d);
        steps[rank++] = strides[d];
      }
    }
    return of(Arrays.copyOf(dims, rank), new int[][] {Arrays.copyOf(steps, rank)});
  }

  private static boolean isJoined(int[][] steps, int[][] strides, int last, int d, int dim) {
    for (int k = 0; k < strides.length; k++) {
      if (steps[k][last] != strides[k][d] * dim) {
        return false;
      }
    }
    return true;
  }
}
