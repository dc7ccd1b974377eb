package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Gpu;

/** Deals scratch memory out, each piece where a buffer may be bound. */
final class Scratch {
  /** Words that every device's alignment divides. */
  private static final int ALIGNMENT = 64;

  private final Gpu.Slice all;
  private long used;

  Scratch(Gpu.Slice all) {
    this.all = all;
  }

  /** The room that a piece of so many words takes. */
  static int room(int words) {
    return (words + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** The next piece. */
  Gpu.Slice take(int words) {
    Gpu.Slice piece =
        new Gpu.Slice(all.buffer(), all.offset() + used, Math.max(16, (words + 3L) / 4 * 16));
    used += 4L * room(words);
    return piece;
  }
}
