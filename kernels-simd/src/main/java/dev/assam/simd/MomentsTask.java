package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.RowLoops;

/**
 * Normalises rows to mean 0 and variance 1, then scales and shifts them: by element of the row, or
 * by stretch, of which a row has one or more.
 */
final class MomentsTask extends Task {
  private static final int ELEMENTS = 4096;

  private Floats x;
  private Floats scale;
  private Floats shift;
  private Floats y;
  private int rows;
  private int length;

  /** Elements that share a scale and a shift; 0 for scales by element. */
  private int stretch;

  /** How many scales there are; after the last one comes the first one again. */
  private int scales;

  private float epsilon;

  /** Whether the mean is taken off, and a shift added. */
  private boolean centered;

  MomentsTask() {}

  /** Scales and shifts by element of a row; without {@code centered} the shift is not looked at. */
  static MomentsTask byElement(
      Floats x,
      Floats scale,
      Floats shift,
      Floats y,
      int rows,
      int length,
      float epsilon,
      boolean centered) {
    MomentsTask task = new MomentsTask();
    task.x = x;
    task.scale = scale;
    task.shift = shift;
    task.y = y;
    task.rows = rows;
    task.length = length;
    task.epsilon = epsilon;
    task.centered = centered;
    return task;
  }

  /** Scales and shifts by stretch: {@code count} of them, each for so many elements, then anew. */
  MomentsTask byStretch(int elements, int count) {
    stretch = elements;
    scales = count;
    return this;
  }

  private int rowsPerUnit() {
    return Math.max(1, ELEMENTS / length);
  }

  @Override
  public int units() {
    return (rows + rowsPerUnit() - 1) / rowsPerUnit();
  }

  @Override
  public void run(int from, int to, int thread) {
    int end = Math.min(rows, to * rowsPerUnit());
    for (int row = from * rowsPerUnit(); row < end; row++) {
      row(row * length);
    }
  }

  private void row(int at) {
    float mean = centered ? RowLoops.sum(x, at, length) / length : 0;
    float variance = RowLoops.sumOfSquares(x, at, length, mean) / length;
    float factor = (float) (1 / Math.sqrt(variance + epsilon));
    if (stretch == 0 && centered) {
      RowLoops.affine(x, at, y, at, length, factor, -mean * factor, scale, 0, shift, 0);
    } else if (stretch == 0) {
      RowLoops.scale(x, at, y, at, length, factor, scale, 0);
    } else {
      for (int i = at; i < at + length; i += stretch) {
        int k = i / stretch % scales;
        float s = factor * scale.get(k);
        RowLoops.affine(x, i, y, i, stretch, s, shift.get(k) - mean * s);
      }
    }
  }

  @Override
  public int code() {
    return Tasks.MOMENTS;
  }

  @Override
  protected void fields(Fields fields) {
    x = fields.floats(x);
    scale = fields.floats(scale);
    shift = fields.floats(shift);
    y = fields.floats(y);
    rows = fields.number(rows);
    length = fields.number(length);
    stretch = fields.number(stretch);
    scales = fields.number(scales);
    epsilon = fields.real(epsilon);
    centered = fields.flag(centered);
  }
}
