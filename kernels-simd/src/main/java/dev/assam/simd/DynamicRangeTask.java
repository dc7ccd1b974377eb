package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.Copies;
import dev.assam.simd.kernel.QuantizeF32;
import dev.assam.simd.kernel.RowLoops;

/**
 * Half of a dynamic quantisation to uint8: the range of each piece of a tensor, or, once all of
 * these are known, its values rounded to multiples of the scale. A unit is a piece.
 */
final class DynamicRangeTask extends Task {
  private static final int PIECE = 8192;

  private Floats x;
  private int count;
  private Floats y;
  private int rangesAt;
  private int yAt;
  private boolean rounds;

  DynamicRangeTask() {}

  /**
   * @param y where ranges and results lie, both without room for anything else
   * @param rounds false for the first half, true for the second
   */
  DynamicRangeTask(Floats x, int count, Floats y, int rangesAt, int yAt, boolean rounds) {
    this.x = x;
    this.count = count;
    this.y = y;
    this.rangesAt = rangesAt;
    this.yAt = yAt;
    this.rounds = rounds;
  }

  /** Floats that the ranges of so many elements take. */
  static int rangeFloats(int count) {
    return 2 * ((count + PIECE - 1) / PIECE);
  }

  private static float min(Floats ranges, int at, int count) {
    float min = 0;
    for (int i = 0; i < rangeFloats(count); i += 2) {
      min = Math.min(min, ranges.get(at + i));
    }
    return min;
  }

  /** The scale of {@code count} elements whose ranges are known. */
  static float scale(Floats ranges, int at, int count) {
    float max = 0;
    for (int i = 0; i < rangeFloats(count); i += 2) {
      max = Math.max(max, ranges.get(at + i + 1));
    }
    return (max - min(ranges, at, count)) / 255;
  }

  /** Their zero point. */
  static float zero(Floats ranges, int at, int count) {
    float scale = scale(ranges, at, count);
    return scale == 0 ? 0 : Math.min(255, QuantizeF32.nearest(-min(ranges, at, count) / scale));
  }

  @Override
  public int units() {
    return rangeFloats(count) / 2;
  }

  @Override
  public void run(int from, int to, int thread) {
    float scale = rounds ? scale(y, rangesAt, count) : 0;
    float zero = rounds ? zero(y, rangesAt, count) : 0;
    for (int unit = from; unit < to; unit++) {
      int at = unit * PIECE;
      int n = Math.min(PIECE, count - at);
      if (!rounds) {
        y.set(rangesAt + 2 * unit, RowLoops.min(x, at, n));
        y.set(rangesAt + 2 * unit + 1, RowLoops.max(x, at, n));
      } else if (scale == 0) {
        Copies.zeroF32(y, yAt + at, n);
      } else {
        QuantizeF32.roundedF32(x, at, y, yAt + at, n, scale, zero);
      }
    }
  }

  @Override
  public int code() {
    return Tasks.DYNAMIC_RANGE;
  }

  @Override
  protected void fields(Fields fields) {
    x = fields.floats(x);
    count = fields.number(count);
    y = fields.floats(y);
    rangesAt = fields.number(rangesAt);
    yAt = fields.number(yAt);
    rounds = fields.flag(rounds);
  }
}
