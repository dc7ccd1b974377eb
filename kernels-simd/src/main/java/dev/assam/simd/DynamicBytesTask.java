package dev.assam.simd;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.simd.kernel.QuantizeF32;

/**
 * The second half of a DynamicQuantizeLinear, once the ranges are known: bytes, their scale and
 * their zero point. A unit is a piece of the tensor.
 */
final class DynamicBytesTask extends Task {
  /** Elements that are rounded before they become bytes. */
  static final int BLOCK = 512;

  private static final int PIECE = 8192;

  Floats x;
  int count;

  /** What {@link DynamicRangeTask} found. */
  Floats ranges;

  Ints scratch;
  Bytes y;
  Floats scale;
  Bytes zero;

  @Override
  public int units() {
    return (count + PIECE - 1) / PIECE;
  }

  @Override
  public void run(int from, int to, int thread) {
    float unit = DynamicRangeTask.scale(ranges, 0, count);
    float origin = DynamicRangeTask.zero(ranges, 0, count);
    if (from == 0) {
      scale.set(0, unit);
      zero.set(0, (byte) (int) origin);
    }
    int end = Math.min(count, to * PIECE);
    int room = thread * BLOCK;
    for (int at = from * PIECE; at < end; at += BLOCK) {
      int n = Math.min(BLOCK, end - at);
      QuantizeF32.bytesI32(x, at, scratch, room, n, unit, origin);
      for (int i = 0; i < n; i++) {
        y.set(at + i, (byte) scratch.get(room + i));
      }
    }
  }

  @Override
  public int code() {
    return Tasks.DYNAMIC_BYTES;
  }

  @Override
  protected void fields(Fields fields) {
    x = fields.floats(x);
    count = fields.number(count);
    ranges = fields.floats(ranges);
    scratch = fields.ints(scratch);
    y = fields.bytes(y);
    scale = fields.floats(scale);
    zero = fields.bytes(zero);
  }
}
