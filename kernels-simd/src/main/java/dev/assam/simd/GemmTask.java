package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.Copies;
import dev.assam.simd.kernel.DotF32;
import dev.assam.simd.kernel.GemmF32;
import dev.assam.simd.kernel.GemmFinish;
import dev.assam.simd.kernel.Lanes;

/**
 * C = A · B, a residual and a clamp, where A's rows may be the windows of an image: row r begins at
 * pixel (r % width, r / width % height) of image r / (width · height), and consists of runs of
 * elements. A unit is a block of rows times a range of panels of one group.
 */
final class GemmTask extends Task {
  private static final int VL = Lanes.F32;
  private static final int ROWS = GemmF32.ROWS;

  /** Floats of A that stay in the L2 cache while the panels of B pass by. */
  private static final int BLOCK = 48 * 1024;

  /** Floats of the lanes of dot products. */
  private static final int DOT_TILE = DotF32.ROWS * DotF32.COLUMNS * VL;

  /** Floats of rows copied together that stay in the L1 cache. */
  private static final int GATHERED = 6 * 1024;

  // Geometry; strides in elements.
  int groups = 1;
  int rows;
  int columns;
  int width;
  int height = 1;
  int pixelStride;
  int lineStride;
  int imageStride;
  int groupStride;
  int runsY = 1;
  int strideY;
  int runsX = 1;
  int strideX;
  int run;
  int ldc;
  int groupStrideC;

  // What follows.
  int flags;
  float lo;
  float hi;

  // Places.
  Floats a;
  int aAt;
  Floats b;
  Floats bias;
  int biasAt;

  /** Elements from one vector of the bias to the next: 0 where the bias is a vector of zeros. */
  int biasStep;

  /** Vectors of bias from one group to the next. */
  int biasGroup;

  Floats c;
  Floats rest;
  Floats scratch;

  /** Where the threads' scratch begins. */
  int scratchAt;

  /** What is done to blocks of C at last, unless null. */
  Epilogue epilogue;

  /**
   * Whether the columns are so few and the runs so long that dot products are faster; B is its
   * columns behind each other then.
   */
  boolean dots;

  /** Whether the lines of C's pixels lie apart, from {@code cStart} on; for one group only. */
  boolean scatters;

  int cStart;
  int lineStrideC;
  int imageStrideC;

  /** Whether the rows are copied together before they are multiplied, their runs being short. */
  boolean gathers;

  // The cut.
  private int blockRows;
  private int rowBlocks;
  private int panelsPerUnit;
  private int panelBlocks;

  /** Cuts the work into units. */
  GemmTask cut(int threads) {
    int k = depth();
    int footprint = Math.max(1, Math.min(k, width > 1 || height > 1 ? pixelStride : k));
    if (Lanes.LONG_METHODS) {
      footprint = Math.min(footprint, GemmSweep.DEPTH);
    }
    int block = gathers ? Math.max(12, GATHERED / k) : Math.max(48, BLOCK / footprint);
    int panels = new Panels(columns).separate();
    if (threads > 1) {
      block = Math.min(block, Math.max(24, rows / (3 * threads)));
    }
    rowBlocks = (rows + block - 1) / block;
    blockRows = roundUp((rows + rowBlocks - 1) / rowBlocks);
    rowBlocks = (rows + blockRows - 1) / blockRows;
    int wanted = threads == 1 ? 1 : (3 * threads + rowBlocks * groups - 1) / (rowBlocks * groups);
    panelsPerUnit = (panels + wanted - 1) / wanted;
    panelBlocks = (panels + panelsPerUnit - 1) / panelsPerUnit;
    return this;
  }

  private static int roundUp(int rows) {
    return (rows + ROWS - 1) / ROWS * ROWS;
  }

  /** Elements of K; of rows copied together an even number. */
  int depth() {
    int k = runsY * runsX * run;
    return gathers ? k + (k & 1) : k;
  }

  /** Floats of scratch that each thread needs, once the work is cut. */
  int scratchFloats() {
    return tileFloats() + (gathers ? blockRows * depth() : 0);
  }

  int tileFloats() {
    return dots ? DOT_TILE + DotF32.ROWS * VL : columns < VL ? ROWS * VL : 0;
  }

  @Override
  public int units() {
    return groups * rowBlocks * panelBlocks;
  }

  @Override
  public void run(int from, int to, int thread) {
    Panels panels = new Panels(columns);
    if (epilogue != null) {
      epilogue.begin(thread);
    }
    for (int unit = from; unit < to; unit++) {
      int panelBlock = unit % panelBlocks;
      int rowBlock = unit / panelBlocks % rowBlocks;
      int group = unit / (panelBlocks * rowBlocks);
      int firstRow = rowBlock * blockRows;
      int lastRow = Math.min(rows, firstRow + blockRows);
      int firstPanel = panelBlock * panelsPerUnit;
      int lastPanel = panelBlock + 1 == panelBlocks ? panels.count() : firstPanel + panelsPerUnit;
      if (gathers) {
        gather(group, firstRow, lastRow, thread);
      }
      if (dots) {
        dots(group, firstRow, lastRow, thread);
        firstPanel = lastPanel;
      }
      if (Lanes.LONG_METHODS) {
        int tile = scratchAt + thread * scratchFloats();
        new GemmSweep(this, group, firstRow, lastRow, tile).multiply(firstPanel, lastPanel);
        firstPanel = lastPanel;
      }
      for (int p = firstPanel; p < lastPanel; p++) {
        panel(panels, group, p, firstRow, lastRow, thread);
      }
      if (epilogue != null) {
        int column = panelBlock * panelsPerUnit * 2 * VL;
        int end = lastPanel == panels.count() ? columns : lastPanel * 2 * VL;
        int at = group * groupStrideC;
        epilogue.apply(
            thread,
            c,
            at + firstRow * ldc + column,
            ldc,
            lastRow - firstRow,
            end - column,
            at / ldc + firstRow,
            at % ldc + column);
      }
    }
  }

  /** Offset of a row in A. */
  int rowAt(int group, int row) {
    return aAt
        + group * groupStride
        + row / width / height * imageStride
        + row / width % height * lineStride
        + row % width * pixelStride;
  }

  /** Copies a block of rows together. */
  private void gather(int group, int firstRow, int lastRow, int thread) {
    int to = scratchAt + thread * scratchFloats() + tileFloats();
    boolean odd = (runsY * runsX * run & 1) != 0;
    for (int row = firstRow; row < lastRow; row++) {
      Copies.runsF32(a, rowAt(group, row), runsY, strideY, runsX, strideX, run, scratch, to);
      to += depth();
      if (odd) {
        scratch.set(to - 1, 0);
      }
    }
  }

  /** Multiplies a block of rows with all columns by dot products. */
  private void dots(int group, int firstRow, int lastRow, int thread) {
    int k = depth();
    int sums = scratchAt + thread * scratchFloats();
    int tile = sums + DOT_TILE;
    int bAt = group * columns * k;
    int biasFrom = biasAt + group * biasGroup * biasStep;
    for (int row = firstRow; row < lastRow; row += DotF32.ROWS) {
      int count = Math.min(DotF32.ROWS, lastRow - row);
      int a0 = rowAt(group, row);
      int a1 = rowAt(group, Math.min(lastRow - 1, row + 1));
      int a2 = rowAt(group, Math.min(lastRow - 1, row + 2));
      int a3 = rowAt(group, Math.min(lastRow - 1, row + 3));
      for (int j = 0; j < columns; j += DotF32.COLUMNS) {
        int b0 = bAt + j * k;
        int b1 = bAt + Math.min(columns - 1, j + 1) * k;
        int b2 = bAt + Math.min(columns - 1, j + 2) * k;
        DotF32.dotF32_4x3(
            a, a0, a1, a2, a3, runsY, strideY, runsX, strideX, run, b, b0, b1, b2, scratch, sums);
        for (int r = 0; r < count; r++) {
          int at = r == 0 ? a0 : r == 1 ? a1 : r == 2 ? a2 : a3;
          for (int i = 0; i < DotF32.COLUMNS && j + i < columns; i++) {
            float sum =
                DotF32.foldF32(
                    a,
                    at,
                    runsY,
                    strideY,
                    runsX,
                    strideX,
                    run,
                    b,
                    bAt + (j + i) * k,
                    scratch,
                    sums + (r * DotF32.COLUMNS + i) * VL);
            float start = biasStep == 0 ? 0 : bias.get(biasFrom + j + i);
            scratch.set(tile + r * VL + j + i, sum + start);
          }
        }
      }
      int cAt = group * groupStrideC + row * ldc;
      GemmFinish.finishF32_narrow(scratch, tile, c, cAt, ldc, columns, count, rest, flags, lo, hi);
    }
  }

  /** Multiplies a block of rows with one panel. */
  private void panel(Panels panels, int group, int p, int firstRow, int lastRow, int thread) {
    int k = depth();
    boolean single = panels.isSingle(p);
    int second = panels.second(p);
    int bAt = group * panels.packedFloats(k) + p * 2 * VL * k;
    int panelBias = biasAt + (group * biasGroup + p * 2) * biasStep;
    int cAt = group * groupStrideC + firstRow * ldc + panels.column(p);
    int tile = scratchAt + thread * scratchFloats();
    Floats m = gathers ? scratch : a;
    int ny = gathers ? 1 : runsY;
    int nx = gathers ? 1 : runsX;
    int length = gathers ? k : run;
    boolean odd = (length & 1) != 0;
    int step = gathers ? k : pixelStride;
    int x = gathers ? firstRow - rows : firstRow % width - width;
    int y = firstRow / width % height - height;
    int at = gathers ? tile + tileFloats() : rowAt(group, firstRow);
    int nextLine = lineStride - width * pixelStride;
    int nextImage = imageStride - height * lineStride;
    int count;
    for (int row = firstRow; row < lastRow; row += count) {
      count = Math.min(ROWS, lastRow - row);
      if (scatters) {
        count = Math.min(count, -x);
        cAt = scatteredAt(row) + panels.column(p);
      }
      int a0 = at;
      int a1 = at;
      int a2 = at;
      int a3 = at;
      int a4 = at;
      int a5 = at;
      for (int r = 0; r < count; r++) {
        switch (r) {
          case 0 -> a0 = at;
          case 1 -> a1 = at;
          case 2 -> a2 = at;
          case 3 -> a3 = at;
          case 4 -> a4 = at;
          default -> a5 = at;
        }
        at += step;
        x++;
        if (x == 0) {
          x = -width;
          at += nextLine;
          y++;
          if (y == 0) {
            y = -height;
            at += nextImage;
          }
        }
      }
      // Past the last row it is computed again.
      switch (count) {
        case 1 -> a1 = a2 = a3 = a4 = a5 = a0;
        case 2 -> a2 = a3 = a4 = a5 = a1;
        case 3 -> a3 = a4 = a5 = a2;
        case 4 -> a4 = a5 = a3;
        case 5 -> a5 = a4;
        default -> {}
      }
      if (!single) {
        GemmF32.gemmF32_6x2v(
            m, a0, a1, a2, a3, a4, a5, ny, strideY, nx, strideX, length, b, bAt, bias, panelBias, c,
            cAt, ldc, second, count);
        if (odd) {
          GemmF32.oddF32_6x2v(
              m, a0, a1, a2, a3, a4, a5, ny, strideY, nx, strideX, length, b, bAt, c, cAt, ldc,
              second, count);
        }
        if (flags != 0) {
          GemmFinish.finishF32_2v(c, cAt, ldc, second, count, rest, flags, lo, hi);
        }
      } else {
        boolean narrow = columns < VL;
        Floats d = narrow ? scratch : c;
        int dAt = narrow ? tile : cAt;
        int ldd = narrow ? VL : ldc;
        GemmF32.gemmF32_6x1v(
            m, a0, a1, a2, a3, a4, a5, ny, strideY, nx, strideX, length, b, bAt, bias, panelBias, d,
            dAt, ldd, count);
        if (odd) {
          GemmF32.oddF32_6x1v(
              m, a0, a1, a2, a3, a4, a5, ny, strideY, nx, strideX, length, b, bAt, d, dAt, ldd,
              count);
        }
        if (narrow) {
          GemmFinish.finishF32_narrow(
              scratch, tile, c, cAt, ldc, columns, count, rest, flags, lo, hi);
        } else if (flags != 0) {
          GemmFinish.finishF32_1v(c, cAt, ldc, count, rest, flags, lo, hi);
        }
      }
      cAt += count * ldc;
    }
  }

  /** Offset of a row of C where its lines lie apart. */
  int scatteredAt(int row) {
    return cStart
        + row / width / height * imageStrideC
        + row / width % height * lineStrideC
        + row % width * ldc;
  }

  @Override
  public int code() {
    return Tasks.GEMM;
  }

  @Override
  protected void fields(Fields fields) {
    groups = fields.number(groups);
    rows = fields.number(rows);
    columns = fields.number(columns);
    width = fields.number(width);
    height = fields.number(height);
    pixelStride = fields.number(pixelStride);
    lineStride = fields.number(lineStride);
    imageStride = fields.number(imageStride);
    groupStride = fields.number(groupStride);
    runsY = fields.number(runsY);
    strideY = fields.number(strideY);
    runsX = fields.number(runsX);
    strideX = fields.number(strideX);
    run = fields.number(run);
    ldc = fields.number(ldc);
    groupStrideC = fields.number(groupStrideC);
    flags = fields.number(flags);
    lo = fields.real(lo);
    hi = fields.real(hi);
    a = fields.floats(a);
    aAt = fields.number(aAt);
    b = fields.floats(b);
    bias = fields.floats(bias);
    biasAt = fields.number(biasAt);
    biasStep = fields.number(biasStep);
    biasGroup = fields.number(biasGroup);
    c = fields.floats(c);
    rest = fields.floats(rest);
    scratch = fields.floats(scratch);
    scratchAt = fields.number(scratchAt);
    gathers = fields.flag(gathers);
    dots = fields.flag(dots);
    scatters = fields.flag(scatters);
    cStart = fields.number(cStart);
    lineStrideC = fields.number(lineStrideC);
    imageStrideC = fields.number(imageStrideC);
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
