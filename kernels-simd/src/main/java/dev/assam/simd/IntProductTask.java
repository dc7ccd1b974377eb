package dev.assam.simd;

import dev.assam.memory.Ints;
import dev.assam.memory.Shorts;
import dev.assam.simd.kernel.IntFinish;
import dev.assam.simd.kernel.IntGemm;

/**
 * Products of numbers of 16 bits with exact sums: of matrices, or of the windows of an image that
 * are copied together, with packed panels. A unit is a block of rows of one group.
 */
final class IntProductTask extends Task {
  /** Sums of a block that stay in the cache. */
  private static final int TILE = 16 * 1024;

  private static final int MOST_ROWS = 64;

  int groups = 1;
  int rows;

  /** Columns of a group. */
  int columns;

  /** Elements of K, zeros at the end included. */
  int depth;

  int groupStride;

  // Of windows, as in GemmTask.
  boolean gathers;
  int width;
  int height = 1;
  int pixelStride;
  int lineStride;
  int imageStride;
  int runsY;
  int strideY;
  int runsX;
  int strideX;
  int run;

  /** Elements of the output from one row to the next, from one group to the next. */
  int ldc;

  int groupStrideC;

  /** Columns of scales and biases from one group to the next. */
  int groupColumns;

  Shorts a;
  int aAt;
  Shorts b;
  int bAt;

  /** Elements from one group's panels to the next one's. */
  int groupStrideB;

  Shorts gathered;
  int gatheredAt;
  Ints sums;
  IntOutput output = new IntOutput();

  private int blockRows;

  /** Cuts the work into units. */
  IntProductTask cut(int threads) {
    int block = Math.max(4, Math.min(MOST_ROWS, TILE / rowSums()));
    if (threads > 1) {
      block = Math.min(block, Math.max(8, rows / (3 * threads)));
    }
    block = Math.min(block, rows);
    blockRows = (block + IntGemm.ROWS - 1) / IntGemm.ROWS * IntGemm.ROWS;
    return this;
  }

  /** Panels of so many columns. */
  static int panels(int columns) {
    return (columns + IntGemm.PANEL - 1) / IntGemm.PANEL;
  }

  /** K with what it is filled up with. */
  static int depth(int k) {
    return (k + IntGemm.DEPTH - 1) / IntGemm.DEPTH * IntGemm.DEPTH;
  }

  private int rowSums() {
    return panels(columns) * IntGemm.PANEL;
  }

  /** Ints of scratch of a thread, once the work is cut. */
  int scratchInts() {
    return blockRows * rowSums();
  }

  /** Shorts of scratch of a thread. */
  int scratchShorts() {
    return gathers ? blockRows * depth : 0;
  }

  private int blocks() {
    return (rows + blockRows - 1) / blockRows;
  }

  @Override
  public int units() {
    return groups * blocks();
  }

  @Override
  public void run(int from, int to, int thread) {
    float factor = output.factor();
    int tile = thread * scratchInts();
    for (int unit = from; unit < to; unit++) {
      int group = unit / blocks();
      int first = unit % blocks() * blockRows;
      int count = Math.min(blockRows, rows - first);
      int at = aAt + group * groupStride + first * depth;
      if (gathers) {
        at = gatheredAt + thread * scratchShorts();
        for (int r = 0; r < count; r++) {
          gather(group, first + r, at + r * depth);
        }
        multiply(gathered, at, count, group, tile);
      } else {
        multiply(a, at, count, group, tile);
      }
      for (int r = 0; r < count; r++) {
        int place = group * groupStrideC + (first + r) * ldc;
        int row = tile + r * rowSums();
        output.write(sums, row, group * groupColumns, columns, factor, place);
      }
    }
  }

  private void multiply(Shorts m, int at, int count, int group, int tile) {
    for (int p = 0; p < panels(columns); p++) {
      int panel = bAt + group * groupStrideB + p * IntGemm.PANEL * depth;
      for (int r = 0; r < count; r += IntGemm.ROWS) {
        int last = at + (count - 1) * depth;
        int a0 = at + r * depth;
        IntGemm.sumsI32_4x2v(
            m,
            a0,
            Math.min(last, a0 + depth),
            Math.min(last, a0 + 2 * depth),
            Math.min(last, a0 + 3 * depth),
            b,
            panel,
            depth,
            sums,
            tile + r * rowSums() + p * IntGemm.PANEL,
            rowSums());
      }
    }
  }

  private void gather(int group, int row, int to) {
    int from =
        aAt
            + group * groupStride
            + row / width / height * imageStride
            + row / width % height * lineStride
            + row % width * pixelStride;
    int at = to;
    for (int y = 0; y < runsY; y++) {
      for (int x = 0; x < runsX; x++) {
        IntFinish.copy(a, from + y * strideY + x * strideX, gathered, at, run);
        at += run;
      }
    }
    IntFinish.zero(gathered, at, to + depth - at);
  }

  @Override
  public int code() {
    return Tasks.INT_PRODUCT;
  }

  @Override
  protected void fields(Fields fields) {
    groups = fields.number(groups);
    rows = fields.number(rows);
    columns = fields.number(columns);
    depth = fields.number(depth);
    groupStride = fields.number(groupStride);
    gathers = fields.flag(gathers);
    width = fields.number(width);
    height = fields.number(height);
    pixelStride = fields.number(pixelStride);
    lineStride = fields.number(lineStride);
    imageStride = fields.number(imageStride);
    runsY = fields.number(runsY);
    strideY = fields.number(strideY);
    runsX = fields.number(runsX);
    strideX = fields.number(strideX);
    run = fields.number(run);
    ldc = fields.number(ldc);
    groupStrideC = fields.number(groupStrideC);
    groupColumns = fields.number(groupColumns);
    a = fields.shorts(a);
    aAt = fields.number(aAt);
    b = fields.shorts(b);
    bAt = fields.number(bAt);
    groupStrideB = fields.number(groupStrideB);
    if (gathers) {
      gathered = fields.shorts(gathered);
      gatheredAt = fields.number(gatheredAt);
    }
    sums = fields.ints(sums);
    output.fields(fields);
    blockRows = fields.number(blockRows);
  }
}
