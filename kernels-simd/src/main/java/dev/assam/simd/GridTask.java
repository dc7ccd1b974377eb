package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.PointwiseLoops;

/**
 * y[i₀, i₁ …] = x[t₀[i₀] + t₁[i₁] + …], or a constant where one of the tables has −1: padding and
 * resizing to the nearest element. Trailing dimensions that stay as they are become a run without a
 * table. A unit is a row of the last dimension with a table, or several.
 */
final class GridTask extends Task {
  private static final int UNIT = 8192;

  private Floats x;
  private Floats y;
  private int[] dims;

  /** The tables, one after the other. */
  private int[] tables;

  /** Neighbouring elements that each entry of the last table stands for. */
  private int run;

  private float value;

  GridTask() {}

  GridTask(Floats x, Floats y, int[][] tables, float value) {
    this.x = x;
    this.y = y;
    this.value = value;
    this.run = 1;
    int rank = tables.length;
    while (rank > 1 && isIdentity(tables[rank - 1], run)) {
      run *= tables[rank - 1].length;
      rank--;
    }
    this.dims = new int[rank];
    int length = 0;
    for (int d = 0; d < rank; d++) {
      dims[d] = tables[d].length;
      length += dims[d];
    }
    this.tables = new int[length];
    int at = 0;
    for (int d = 0; d < rank; d++) {
      System.arraycopy(tables[d], 0, this.tables, at, dims[d]);
      at += dims[d];
    }
  }

  private static boolean isIdentity(int[] table, int step) {
    for (int i = 0; i < table.length; i++) {
      if (table[i] != i * step) {
        return false;
      }
    }
    return true;
  }

  private int rows() {
    int rows = 1;
    for (int d = 0; d < dims.length - 1; d++) {
      rows *= dims[d];
    }
    return rows;
  }

  private int rowsPerUnit() {
    return Math.max(1, UNIT / (dims[dims.length - 1] * run));
  }

  @Override
  public int units() {
    return (rows() + rowsPerUnit() - 1) / rowsPerUnit();
  }

  @Override
  public void run(int from, int to, int thread) {
    int last = tables.length - dims[dims.length - 1];
    int end = Math.min(rows(), to * rowsPerUnit());
    for (int row = from * rowsPerUnit(); row < end; row++) {
      int rest = row;
      int at = 0;
      int table = last;
      boolean inside = true;
      for (int d = dims.length - 2; d >= 0; d--) {
        table -= dims[d];
        int entry = tables[table + rest % dims[d]];
        rest /= dims[d];
        inside &= entry >= 0;
        at += entry;
      }
      row(row * dims[dims.length - 1] * run, inside ? at : -1, last);
    }
  }

  private void row(int yAt, int xAt, int last) {
    int n = dims[dims.length - 1];
    if (xAt < 0) {
      PointwiseLoops.fill(value, y, yAt, n * run);
      return;
    }
    int i = 0;
    while (i < n) {
      int entry = tables[last + i];
      int step = entry < 0 ? 0 : run;
      int count = 1;
      while (i + count < n && tables[last + i + count] == entry + count * step) {
        count++;
      }
      if (entry < 0) {
        PointwiseLoops.fill(value, y, yAt + i * run, count * run);
      } else if (count * run > 1) {
        PointwiseLoops.copyAll(x, xAt + entry, y, yAt + i * run, count * run);
      } else {
        y.set(yAt + i, x.get(xAt + entry));
      }
      i += count;
    }
  }

  @Override
  public int code() {
    return Tasks.GRID;
  }

  @Override
  protected void fields(Fields fields) {
    x = fields.floats(x);
    y = fields.floats(y);
    dims = fields.numbers(dims);
    tables = fields.numbers(tables);
    run = fields.number(run);
    value = fields.real(value);
  }
}
