package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.op.reduce.Reduce;
import dev.assam.simd.kernel.ColumnLoops;
import dev.assam.simd.kernel.RowLoops;

/**
 * Folds lines of [outer, length, inner] along the middle into one element each, or makes softmaxes
 * of them.
 */
final class LinesTask extends Task {
  static final int SOFTMAX = 100;
  static final int LOG_SOFTMAX = 101;

  /** Columns of a unit: a few cache lines. */
  private static final int COLUMNS = 64;

  /** Elements of a unit of rows, about. */
  private static final int ELEMENTS = 8192;

  private static final Reduce.Fold[] FOLDS = Reduce.Fold.values();

  private Floats x;
  private Floats y;
  private int outer;
  private int length;
  private int inner;
  private int function;

  LinesTask() {}

  /**
   * @param function the number of a {@link Reduce.Fold}, or one of the constants
   */
  LinesTask(Floats x, Floats y, int outer, int length, int inner, int function) {
    this.x = x;
    this.y = y;
    this.outer = outer;
    this.length = length;
    this.inner = inner;
    this.function = function;
  }

  private int rowsPerUnit() {
    return Math.max(1, ELEMENTS / length);
  }

  private int columnUnits() {
    return (inner + COLUMNS - 1) / COLUMNS;
  }

  @Override
  public int units() {
    return inner == 1 ? (outer + rowsPerUnit() - 1) / rowsPerUnit() : outer * columnUnits();
  }

  @Override
  public void run(int from, int to, int thread) {
    if (inner == 1) {
      int end = Math.min(outer, to * rowsPerUnit());
      for (int row = from * rowsPerUnit(); row < end; row++) {
        row(row);
      }
      return;
    }
    for (int unit = from; unit < to; unit++) {
      int o = unit / columnUnits();
      int column = (unit - o * columnUnits()) * COLUMNS;
      columns(o, column, Math.min(COLUMNS, inner - column));
    }
  }

  private void row(int row) {
    int at = row * length;
    if (function == SOFTMAX) {
      float sum = RowLoops.exp(x, at, y, at, length, RowLoops.max(x, at, length));
      RowLoops.affine(y, at, y, at, length, 1 / sum, 0);
    } else if (function == LOG_SOFTMAX) {
      float max = RowLoops.max(x, at, length);
      float log = (float) Math.log(RowLoops.sumOfExp(x, at, length, max));
      RowLoops.affine(x, at, y, at, length, 1, -max - log);
    } else {
      y.set(row, fold(at));
    }
  }

  private float fold(int at) {
    return switch (FOLDS[function]) {
      case L1 -> RowLoops.sumOfMagnitudes(x, at, length);
      case L2 -> (float) Math.sqrt(RowLoops.sumOfSquares(x, at, length, 0));
      case LOG_SUM -> (float) Math.log(RowLoops.sum(x, at, length));
      case LOG_SUM_EXP -> {
        float max = RowLoops.max(x, at, length);
        yield Float.isInfinite(max)
            ? max
            : (float) Math.log(RowLoops.sumOfExp(x, at, length, max)) + max;
      }
      case MAX -> RowLoops.max(x, at, length);
      case MEAN -> RowLoops.sum(x, at, length) / length;
      case MIN -> RowLoops.min(x, at, length);
      case PROD -> RowLoops.product(x, at, length);
      case SUM -> RowLoops.sum(x, at, length);
      case SUM_SQUARE -> RowLoops.sumOfSquares(x, at, length, 0);
    };
  }

  private void columns(int o, int column, int n) {
    int at = o * length * inner + column;
    if (function >= SOFTMAX) {
      ColumnLoops.softmax(x, at, length, inner, y, at, n, function == LOG_SOFTMAX);
      return;
    }
    int yAt = o * inner + column;
    switch (FOLDS[function]) {
      case L1 -> ColumnLoops.sumOfMagnitudes(x, at, length, inner, y, yAt, n);
      case L2, SUM_SQUARE -> ColumnLoops.sumOfSquares(x, at, length, inner, y, yAt, n);
      case MAX -> ColumnLoops.max(x, at, length, inner, y, yAt, n);
      case MEAN -> ColumnLoops.sum(x, at, length, inner, y, yAt, n, 1f / length);
      case MIN -> ColumnLoops.min(x, at, length, inner, y, yAt, n);
      case PROD -> ColumnLoops.product(x, at, length, inner, y, yAt, n);
      default -> ColumnLoops.sum(x, at, length, inner, y, yAt, n, 1);
    }
    if (FOLDS[function] == Reduce.Fold.L2) {
      for (int i = yAt; i < yAt + n; i++) {
        y.set(i, (float) Math.sqrt(y.get(i)));
      }
    }
  }

  @Override
  public int code() {
    return Tasks.LINES;
  }

  @Override
  protected void fields(Fields fields) {
    x = fields.floats(x);
    y = fields.floats(y);
    outer = fields.number(outer);
    length = fields.number(length);
    inner = fields.number(inner);
    function = fields.number(function);
  }
}
