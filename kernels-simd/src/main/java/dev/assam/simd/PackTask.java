package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.Copies;
import dev.assam.simd.kernel.Lanes;
import dev.assam.simd.kernel.PackF32;

/**
 * Packs matrices of {@code k} rows and {@code columns} columns that are known at run time only;
 * strides in elements. A unit is a vector of columns of one matrix.
 */
final class PackTask extends Task {
  private static final int VL = Lanes.F32;

  int k;
  int columns;
  int rowStride;
  int columnStride;

  /** Matrices of a batch, and batches. */
  int matrices = 1;

  int matrixStride;
  int batches = 1;
  int batchStride;
  Floats from;
  Floats to;
  int toAt;

  /** Floats that the packs and the zeros behind them take. */
  int packedFloats() {
    return batches * matrices * new Panels(columns).packedFloats(k) + Panels.ZEROS;
  }

  @Override
  public int units() {
    return batches * matrices * new Panels(columns).vectors();
  }

  @Override
  public void run(int first, int last, int thread) {
    Panels panels = new Panels(columns);
    int lanes = Math.min(VL, columns);
    for (int unit = first; unit < last; unit++) {
      int v = unit % panels.vectors();
      int matrix = unit / panels.vectors();
      int fromAt =
          matrix / matrices * batchStride
              + matrix % matrices * matrixStride
              + panels.columnOf(v) * columnStride;
      int packAt = toAt + matrix * panels.packedFloats(k) + panels.vectorAt(v, k);
      int step = panels.isSingle(v / 2) ? VL : 2 * VL;
      if (columnStride == 1) {
        PackF32.rowsF32(from, fromAt, rowStride, k, lanes, to, packAt, step);
      } else {
        PackF32.columnsF32(from, fromAt, rowStride, columnStride, k, lanes, to, packAt, step);
      }
      if (unit == 0) {
        Copies.zeroF32(to, toAt + packedFloats() - Panels.ZEROS, Panels.ZEROS);
      }
    }
  }

  @Override
  public int code() {
    return Tasks.PACK;
  }

  @Override
  protected void fields(Fields fields) {
    k = fields.number(k);
    columns = fields.number(columns);
    rowStride = fields.number(rowStride);
    columnStride = fields.number(columnStride);
    matrices = fields.number(matrices);
    matrixStride = fields.number(matrixStride);
    batches = fields.number(batches);
    batchStride = fields.number(batchStride);
    from = fields.floats(from);
    to = fields.floats(to);
    toAt = fields.number(toAt);
  }
}
