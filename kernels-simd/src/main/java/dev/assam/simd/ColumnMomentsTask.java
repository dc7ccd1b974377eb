package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.ColumnLoops;

/**
 * Normalises the columns of each of {@code outer} matrices to mean 0 and variance 1, then scales
 * and shifts them: instance normalisation with channels last.
 */
final class ColumnMomentsTask extends Task {
  /** Columns of a unit. */
  private static final int COLUMNS = 32;

  /** Floats of scratch of a thread. */
  static final int SCRATCH = 2 * COLUMNS;

  private Floats x;
  private Floats scale;
  private Floats shift;
  private Floats y;
  private Floats scratch;
  private int outer;
  private int rows;
  private int columns;
  private float epsilon;

  ColumnMomentsTask() {}

  ColumnMomentsTask(
      Floats x,
      Floats scale,
      Floats shift,
      Floats y,
      Floats scratch,
      int outer,
      int rows,
      int columns,
      float epsilon) {
    this.x = x;
    this.scale = scale;
    this.shift = shift;
    this.y = y;
    this.scratch = scratch;
    this.outer = outer;
    this.rows = rows;
    this.columns = columns;
    this.epsilon = epsilon;
  }

  private int columnUnits() {
    return (columns + COLUMNS - 1) / COLUMNS;
  }

  @Override
  public int units() {
    return outer * columnUnits();
  }

  @Override
  public void run(int from, int to, int thread) {
    int mean = thread * SCRATCH;
    int square = mean + COLUMNS;
    for (int unit = from; unit < to; unit++) {
      int o = unit / columnUnits();
      int column = (unit - o * columnUnits()) * COLUMNS;
      int n = Math.min(COLUMNS, columns - column);
      int at = o * rows * columns + column;
      ColumnLoops.sum(x, at, rows, columns, scratch, mean, n, 1f / rows);
      ColumnLoops.sumOfSquares(x, at, rows, columns, scratch, mean, scratch, square, n);
      for (int i = 0; i < n; i++) {
        double variance = scratch.get(square + i) / rows;
        float factor = (float) (scale.get(column + i) / Math.sqrt(variance + epsilon));
        scratch.set(square + i, factor);
        scratch.set(mean + i, shift.get(column + i) - scratch.get(mean + i) * factor);
      }
      ColumnLoops.affine(x, at, rows, columns, scratch, square, scratch, mean, y, at, n);
    }
  }

  @Override
  public int code() {
    return Tasks.COLUMN_MOMENTS;
  }

  @Override
  protected void fields(Fields fields) {
    x = fields.floats(x);
    scale = fields.floats(scale);
    shift = fields.floats(shift);
    y = fields.floats(y);
    scratch = fields.floats(scratch);
    outer = fields.number(outer);
    rows = fields.number(rows);
    columns = fields.number(columns);
    epsilon = fields.real(epsilon);
  }
}
