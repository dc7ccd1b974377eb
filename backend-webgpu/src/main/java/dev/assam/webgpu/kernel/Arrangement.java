package dev.assam.webgpu.kernel;

import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.tensor.Tensor;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import java.util.List;

/**
 * A weight in another order: before the first run if it is a constant, else at each one. What is
 * not in the box is 0 or, at each run, anything.
 *
 * @param words of the result
 * @param fromAt element of the weight that is first
 * @param from strides of the weight, {@code to} those of the result
 */
record Arrangement(int words, int fromAt, int[] dims, int[] from, int[] to) {
  private Storage pack(Tensor weight) {
    Storage storage = Storage.allocate(Kind.FLOATS, words);
    int[] at = new int[dims.length];
    int source = fromAt;
    int target = 0;
    int d = 0;
    while (d >= 0) {
      storage.floats().set(target, weight.floats().get(source));
      for (d = dims.length - 1; d >= 0; d--) {
        source += from[d];
        target += to[d];
        if (++at[d] < dims[d]) {
          break;
        }
        source -= from[d] * dims[d];
        target -= to[d] * dims[d];
        at[d] = 0;
      }
    }
    return storage;
  }

  /** Scratch for input {@code i}, which may be a constant. */
  int scratch(boolean constant) {
    return constant ? 0 : Scratch.room(words);
  }

  /**
   * The place of input {@code i} arranged.
   *
   * @param layout names the arrangement of a constant
   */
  Gpu.Slice place(
      Places places,
      int i,
      boolean constant,
      String layout,
      Scratch scratch,
      List<Launch> launches) {
    if (constant) {
      return places.packed(i, layout, this::pack);
    }
    Gpu.Slice place = scratch.take(words);
    launches.add(MoveShader.launch(places.in(i), fromAt, from, place, 0, to, dims));
    return place;
  }
}
