package dev.assam.simd;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;

/** Makes 0 of what a mask of booleans allows and −∞ of what it forbids. A unit is a piece of it. */
final class MaskTask extends Task {
  private static final int PIECE = 8192;

  private Bytes mask;
  private int count;
  private Floats to;
  private int toAt;

  MaskTask() {}

  MaskTask(Bytes mask, int count, Floats to, int toAt) {
    this.mask = mask;
    this.count = count;
    this.to = to;
    this.toAt = toAt;
  }

  @Override
  public int units() {
    return (count + PIECE - 1) / PIECE;
  }

  @Override
  public void run(int from, int to, int thread) {
    int end = Math.min(count, to * PIECE);
    for (int i = from * PIECE; i < end; i++) {
      this.to.set(toAt + i, mask.get(i) != 0 ? 0 : Float.NEGATIVE_INFINITY);
    }
  }

  @Override
  public int code() {
    return Tasks.MASK;
  }

  @Override
  protected void fields(Fields fields) {
    mask = fields.bytes(mask);
    count = fields.number(count);
    to = fields.floats(to);
    toAt = fields.number(toAt);
  }
}
