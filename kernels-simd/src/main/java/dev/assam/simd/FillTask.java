package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.PointwiseLoops;

/** Sets floats to one value. */
final class FillTask extends Task {
  private static final int UNIT = 16384;

  private Floats to;
  private int count;
  private float value;

  FillTask() {}

  FillTask(Floats to, int count, float value) {
    this.to = to;
    this.count = count;
    this.value = value;
  }

  @Override
  public int units() {
    return (count + UNIT - 1) / UNIT;
  }

  @Override
  public void run(int first, int last, int thread) {
    int at = first * UNIT;
    PointwiseLoops.fill(value, to, at, Math.min(count, last * UNIT) - at);
  }

  @Override
  public int code() {
    return Tasks.FILL;
  }

  @Override
  protected void fields(Fields fields) {
    to = fields.floats(to);
    count = fields.number(count);
    value = fields.real(value);
  }
}
