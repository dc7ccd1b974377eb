package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.memory.Shorts;
import dev.assam.simd.kernel.GemmFinish;
import dev.assam.simd.kernel.GemmI16;
import dev.assam.simd.kernel.Lanes;

/**
 * C = A · B · scale + bias, a residual and a clamp, where A and B are numbers of 16 bits whose sums
 * of products are exact. A unit is a block of rows times a range of panels.
 */
final class IntGemmTask extends Task {
  private static final int VL = Lanes.F32;
  private static final int ROWS = GemmI16.ROWS;

  /** Shorts of A that stay in the L2 cache while the panels of B pass by. */
  private static final int BLOCK = 96 * 1024;

  int rows;
  int columns;

  /** Elements of K, those of zeros at the end included. */
  int depth;

  Shorts a;

  /** What tells A's scale: the ranges of so many elements. */
  Floats ranges;

  int ranged;
  Shorts b;

  /** Scales of B's columns, and a vector of zeros at the end. */
  Floats scales;

  Floats bias;
  int biasAt;

  /** Elements from one panel's bias to the next: 0 where the bias is a vector of zeros. */
  int biasStep;

  Floats c;
  Floats rest;
  int flags;
  float lo;
  float hi;

  /** Scratch memory, where columns are fewer than a vector's. */
  Floats scratch;

  int scratchAt;

  /** What is done to blocks of C at last, unless null. */
  Epilogue epilogue;

  private int blockRows;
  private int rowBlocks;
  private int panelsPerUnit;
  private int panelBlocks;

  /** Cuts the work into units. */
  IntGemmTask cut(int threads) {
    int block = Math.max(48, BLOCK / depth);
    int panels = new Panels(columns).separate();
    if (threads > 1) {
      block = Math.min(block, Math.max(24, rows / (3 * threads)));
    }
    rowBlocks = (rows + block - 1) / block;
    blockRows = ((rows + rowBlocks - 1) / rowBlocks + ROWS - 1) / ROWS * ROWS;
    rowBlocks = (rows + blockRows - 1) / blockRows;
    int wanted = threads == 1 ? 1 : (3 * threads + rowBlocks - 1) / rowBlocks;
    panelsPerUnit = (panels + wanted - 1) / wanted;
    panelBlocks = (panels + panelsPerUnit - 1) / panelsPerUnit;
    return this;
  }

  /** Floats of scratch that each thread needs. */
  int scratchFloats() {
    return columns < VL ? ROWS * VL : 0;
  }

  @Override
  public int units() {
    return rowBlocks * panelBlocks;
  }

  @Override
  public void run(int from, int to, int thread) {
    PairPanels panels = new PairPanels(columns);
    float factor = DynamicRangeTask.scale(ranges, 0, ranged);
    if (epilogue != null) {
      epilogue.begin(thread);
    }
    for (int unit = from; unit < to; unit++) {
      int panelBlock = unit % panelBlocks;
      int firstRow = unit / panelBlocks * blockRows;
      int lastRow = Math.min(rows, firstRow + blockRows);
      int firstPanel = panelBlock * panelsPerUnit;
      int lastPanel = panelBlock + 1 == panelBlocks ? panels.count() : firstPanel + panelsPerUnit;
      for (int p = firstPanel; p < lastPanel; p++) {
        panel(panels, p, firstRow, lastRow, factor, thread);
      }
      if (epilogue != null) {
        int column = firstPanel * 2 * VL;
        int end = lastPanel == panels.count() ? columns : lastPanel * 2 * VL;
        int at = firstRow * columns + column;
        epilogue.apply(thread, c, at, columns, lastRow - firstRow, end - column, firstRow, column);
      }
    }
  }

  private void panel(
      PairPanels panels, int p, int firstRow, int lastRow, float factor, int thread) {
    int column = panels.column(2 * p);
    int second = panels.column(2 * p + 1) - column;
    int bAt = p * panels.panelShorts(depth);
    int panelBias = biasAt + p * biasStep;
    boolean narrow = columns < VL;
    Floats d = narrow ? scratch : c;
    int tile = scratchAt + thread * scratchFloats();
    int ldd = narrow ? VL : columns;
    int count;
    for (int row = firstRow; row < lastRow; row += count) {
      int tiles = narrow ? 1 : Math.max(1, (lastRow - row) / ROWS);
      int high = Math.min(ROWS, lastRow - row);
      count = high * tiles;
      int a0 = row * depth;
      int last = a0 + (high - 1) * depth;
      int cAt = row * columns + column;
      GemmI16.gemmI16_4x2v(
          a,
          a0,
          Math.min(last, a0 + depth),
          Math.min(last, a0 + 2 * depth),
          last,
          ROWS * depth,
          tiles,
          b,
          bAt,
          depth,
          scales,
          p * 2 * VL,
          factor,
          bias,
          panelBias,
          d,
          narrow ? tile : cAt,
          ldd,
          second,
          high);
      if (narrow) {
        GemmFinish.finishF32_narrow(
            scratch, tile, c, cAt, columns, columns, count, rest, flags, lo, hi);
      } else if (flags != 0) {
        GemmFinish.finishF32_2v(c, cAt, columns, second, count, rest, flags, lo, hi);
      }
    }
  }

  @Override
  public int code() {
    return Tasks.INT_GEMM;
  }

  @Override
  protected void fields(Fields fields) {
    rows = fields.number(rows);
    columns = fields.number(columns);
    depth = fields.number(depth);
    a = fields.shorts(a);
    ranges = fields.floats(ranges);
    ranged = fields.number(ranged);
    b = fields.shorts(b);
    scales = fields.floats(scales);
    bias = fields.floats(bias);
    biasAt = fields.number(biasAt);
    biasStep = fields.number(biasStep);
    c = fields.floats(c);
    rest = fields.floats(rest);
    flags = fields.number(flags);
    lo = fields.real(lo);
    hi = fields.real(hi);
    scratch = fields.floats(scratch);
    scratchAt = fields.number(scratchAt);
    if (fields.flag(epilogue != null)) {
      epilogue = epilogue == null ? Epilogue.unread() : epilogue;
      epilogue.fields(fields);
    }
    blockRows = fields.number(blockRows);
    rowBlocks = fields.number(rowBlocks);
    panelsPerUnit = fields.number(panelsPerUnit);
    panelBlocks = fields.number(panelBlocks);
  }
}
