package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.memory.Shorts;
import dev.assam.simd.kernel.HalfF16;

/** Makes float32 of a tensor of float16, or float16 of float32. A unit is a piece of it. */
final class HalfTask extends Task {
  private static final int PIECE = 8192;

  private Shorts halves;
  private Floats floats;
  private int count;
  private boolean narrows;

  HalfTask() {}

  HalfTask(Shorts halves, Floats floats, int count, boolean narrows) {
    this.halves = halves;
    this.floats = floats;
    this.count = count;
    this.narrows = narrows;
  }

  @Override
  public int units() {
    return (count + PIECE - 1) / PIECE;
  }

  @Override
  public void run(int from, int to, int thread) {
    int at = from * PIECE;
    int n = Math.min(count, to * PIECE) - at;
    if (narrows) {
      HalfF16.narrow(floats, at, halves, at, n);
    } else {
      HalfF16.widen(halves, at, floats, at, n);
    }
  }

  @Override
  public int code() {
    return Tasks.HALF;
  }

  @Override
  protected void fields(Fields fields) {
    halves = fields.shorts(halves);
    floats = fields.floats(floats);
    count = fields.number(count);
    narrows = fields.flag(narrows);
  }
}
