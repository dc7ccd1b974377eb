package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.RowLoops;

/**
 * Normalises rows to mean 0 and variance 1, then scales and shifts them: by element of the row, or
 * by plane, of which a row has one or more.
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
  private int plane;

  /** Planes that share a scale and a shift; only if scales are fewer than planes. */
  private int planesPerScale;

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

  /** Scales and shifts by plane: {@code scales} of them, each for so many planes, then anew. */
  MomentsTask byPlane(int elements, int planes, int count) {
    plane = elements;
    planesPerScale = planes;
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
    if (plane == 0 && centered) {
      RowLoops.affine(x, at, y, at, length, factor, -mean * factor, scale, 0, shift, 0);
    } else if (plane == 0) {
      RowLoops.scale(x, at, y, at, length, factor, scale, 0);
    } else {
      for (int i = at; i < at + length; i += plane) {
        int k = i / plane / planesPerScale % scales;
        float s = factor * scale.get(k);
        RowLoops.affine(x, i, y, i, plane, s, shift.get(k) - mean * s);
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
    plane = fields.number(plane);
    planesPerScale = fields.number(planesPerScale);
    scales = fields.number(scales);
    epsilon = fields.real(epsilon);
    centered = fields.flag(centered);
  }
}
