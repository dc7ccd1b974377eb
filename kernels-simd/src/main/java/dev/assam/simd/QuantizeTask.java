package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.memory.Shorts;
import dev.assam.simd.kernel.GemmI16;
import dev.assam.simd.kernel.QuantizeI16;

/**
 * The second half of a dynamic quantisation, once the ranges are known: a matrix as numbers of 16
 * bits without zero point, rows filled up with zeros. A unit is some rows.
 */
final class QuantizeTask extends Task {
  private static final int PIECE = 8192;

  private Floats x;
  private int rows;
  private int k;
  private Floats ranges;
  private Shorts y;

  QuantizeTask() {}

  /**
   * @param ranges what {@link DynamicRangeTask} found, from offset 0 on
   * @param y room for {@link #length} elements
   */
  QuantizeTask(Floats x, int rows, int k, Floats ranges, Shorts y) {
    this.x = x;
    this.rows = rows;
    this.k = k;
    this.ranges = ranges;
    this.y = y;
  }

  /** Elements from one row to the next. */
  static int depth(int k) {
    return (k + GemmI16.DEPTH - 1) / GemmI16.DEPTH * GemmI16.DEPTH;
  }

  static int length(int rows, int k) {
    return rows * depth(k);
  }

  private int rowsPerUnit() {
    return Math.max(1, PIECE / k);
  }

  @Override
  public int units() {
    return (rows + rowsPerUnit() - 1) / rowsPerUnit();
  }

  @Override
  public void run(int from, int to, int thread) {
    int depth = depth(k);
    float scale = DynamicRangeTask.scale(ranges, 0, rows * k);
    float zero = DynamicRangeTask.zero(ranges, 0, rows * k);
    int last = Math.min(rows, to * rowsPerUnit());
    for (int row = from * rowsPerUnit(); row < last; row++) {
      int at = row * depth;
      if (scale != 0) {
        QuantizeI16.centredI16(x, row * k, y, at, k, scale, zero);
      }
      for (int i = scale == 0 ? 0 : k; i < depth; i++) {
        y.set(at + i, (short) 0);
      }
    }
  }

  @Override
  public int code() {
    return Tasks.QUANTIZE;
  }

  @Override
  protected void fields(Fields fields) {
    x = fields.floats(x);
    rows = fields.number(rows);
    k = fields.number(k);
    ranges = fields.floats(ranges);
    y = fields.shorts(y);
  }
}
