package dev.assam.simd;

import dev.assam.memory.Kind;
import dev.assam.memory.Shorts;
import dev.assam.memory.Storage;
import dev.assam.simd.kernel.IntGemm;
import dev.assam.tensor.Tensor;

/** Packs constant weights of bytes, without their zero points, for products of integers. */
final class IntWeights {
  private IntWeights() {}

  private static long origin(Tensor zero, int i) {
    return zero == null ? 0 : zero.getLong(zero.size() == 1 ? 0 : i);
  }

  /**
   * Matrices [k, columns], {@code groups} of them, for {@link IntProductTask}; strides in elements.
   * Row i is tap i / channels of channel i % channels.
   *
   * @param zero one value, one a column of all groups, or null for 0
   */
  static Storage panels(
      Tensor w,
      Tensor zero,
      int groups,
      int columns,
      int taps,
      int channels,
      int columnStride,
      int channelStride,
      int tapStride) {
    int depth = IntProductTask.depth(taps * channels);
    int group = IntProductTask.panels(columns) * IntGemm.PANEL * depth;
    Storage storage = Storage.allocate(Kind.SHORTS, groups * group);
    Shorts to = storage.shorts();
    for (int column = 0; column < groups * columns; column++) {
      int g = column / columns;
      int j = column % columns;
      int panel = g * group + j / IntGemm.PANEL * IntGemm.PANEL * depth;
      int from = column * columnStride;
      for (int i = 0; i < taps * channels; i++) {
        int at = from + i / channels * tapStride + i % channels * channelStride;
        long value = w.getLong(at) - origin(zero, column);
        to.set(panel + IntGemm.packedAt(i, j % IntGemm.PANEL), (short) value);
      }
    }
    return storage;
  }

  /** [maps, 1, kernel…] as [tap][padded] for {@link IntDepthwiseTask}. */
  static Storage depthwise(Tensor w, Tensor zero, int padded) {
    int channels = w.shape().dim(0);
    int taps = w.size() / channels;
    Storage storage = Storage.allocate(Kind.SHORTS, taps * padded);
    Shorts to = storage.shorts();
    for (int c = 0; c < channels; c++) {
      for (int t = 0; t < taps; t++) {
        to.set(t * padded + c, (short) (w.getLong(c * taps + t) - origin(zero, c)));
      }
    }
    return storage;
  }
}
