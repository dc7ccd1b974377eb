package dev.assam.simd;

import dev.assam.memory.Floats;

/** Copies floats. */
final class CopyTask extends Task {
  private static final int UNIT = 4096;

  private Floats from;
  private Floats to;
  private int count;

  CopyTask() {}

  CopyTask(Floats from, Floats to, int count) {
    this.from = from;
    this.to = to;
    this.count = count;
  }

  @Override
  public int units() {
    return (count + UNIT - 1) / UNIT;
  }

  @Override
  public void run(int first, int last, int thread) {
    int end = Math.min(count, last * UNIT);
    for (int i = first * UNIT; i < end; i++) {
      to.set(i, from.get(i));
    }
  }

  @Override
  public int code() {
    return Tasks.COPY;
  }

  @Override
  protected void fields(Fields fields) {
    from = fields.floats(from);
    to = fields.floats(to);
    count = fields.number(count);
  }
}
