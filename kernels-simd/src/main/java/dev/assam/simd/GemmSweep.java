package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.GemmF32;
import dev.assam.simd.kernel.GemmF32Long;
import dev.assam.simd.kernel.GemmF32Narrow;
import dev.assam.simd.kernel.GemmFinish;
import dev.assam.simd.kernel.Lanes;

/**
 * How a {@link GemmTask} multiplies a block of rows with a range of panels where methods may be
 * long: K is cut into pieces, so that six rows of A and a panel of B stay in the L1 cache, and as
 * many tiles as lie in a line of the image are one call.
 */
final class GemmSweep {
  /** Elements of K that a piece has at most, unless a run of a window is longer. */
  static final int DEPTH = 384;

  private static final int VL = Lanes.F32;

  private final GemmTask task;
  private final Panels panels;
  private final int group;
  private final int firstRow;
  private final int lastRow;
  private final int tile;
  private final Floats m;
  private final int step;
  private final int runsY;
  private final int runsX;
  private final int run;

  GemmSweep(GemmTask task, int group, int firstRow, int lastRow, int tile) {
    this.task = task;
    this.panels = new Panels(task.columns);
    this.group = group;
    this.firstRow = firstRow;
    this.lastRow = lastRow;
    this.tile = tile;
    m = task.gathers ? task.scratch : task.a;
    step = task.gathers ? task.depth() : task.pixelStride;
    runsY = task.gathers ? 1 : task.runsY;
    runsX = task.gathers ? 1 : task.runsX;
    run = task.gathers ? task.depth() : task.run;
  }

  /** Multiplies with the panels from {@code first} to {@code last}. */
  void multiply(int first, int last) {
    int separate = Math.min(last, panels.separate());
    if (task.columns < VL || runsY * runsX * run == 0) {
      separate = first;
    } else if (runsY * runsX == 1) {
      int pieces = (run + DEPTH - 1) / DEPTH;
      int piece = ((run + pieces - 1) / pieces + 7) & -8;
      for (int from = 0; from < run; from += piece) {
        int length = Math.min(piece, run - from);
        int flags = flags(from == 0, from + length == run);
        for (int p = first; p < separate; p++) {
          panel(p, from, from, 1, length, flags);
        }
      }
    } else {
      int line = runsX * run;
      int piece = Math.max(1, DEPTH / line);
      for (int from = 0; from < runsY; from += piece) {
        int length = Math.min(piece, runsY - from);
        int flags = flags(from == 0, from + length == runsY);
        for (int p = first; p < separate; p++) {
          panel(p, from * task.strideY, from * line, length, run, flags);
        }
      }
    }
    // Not piece by piece: what is no sum in C, or shares columns with the panel before.
    for (int p = separate; p < last; p++) {
      panel(p, 0, 0, runsY, run, flags(true, true));
    }
  }

  /** Rows of a tile. */
  private int rowsOf(int p) {
    return Lanes.FUSED || panels.isSingle(p) ? GemmF32.ROWS : GemmF32Narrow.ROWS;
  }

  private int flags(boolean first, boolean last) {
    return (first ? 0 : GemmF32Long.MORE) | (last ? task.flags : 0);
  }

  /**
   * Multiplies with a panel, for a part of K.
   *
   * @param shift where the part begins in a row of A
   * @param k where it begins in K
   */
  private void panel(int p, int shift, int k, int ny, int length, int flags) {
    GemmTask t = task;
    int bAt =
        group * panels.packedFloats(t.depth())
            + p * 2 * VL * t.depth()
            + k * (panels.isSingle(p) ? VL : 2 * VL);
    int cAt = group * t.groupStrideC + firstRow * t.ldc + panels.column(p);
    int nextLine = t.lineStride - t.width * t.pixelStride;
    int nextImage = t.imageStride - t.height * t.lineStride;
    boolean flat = t.gathers || nextLine == 0 && nextImage == 0 && !t.scatters;
    int x = flat ? firstRow - t.rows : firstRow % t.width - t.width;
    int y = firstRow / t.width % t.height - t.height;
    int at = (t.gathers ? tile + t.tileFloats() : t.rowAt(group, firstRow)) + shift;
    int high = rowsOf(p);
    int count;
    for (int row = firstRow; row < lastRow; row += count) {
      int left = Math.min(lastRow - row, -x);
      count = Math.min(high, t.scatters ? left : lastRow - row);
      if (t.scatters) {
        cAt = t.scatteredAt(row) + panels.column(p);
      }
      if (left >= high) {
        int tiles = left / high;
        count = tiles * high;
        int a1 = at + step;
        int a2 = a1 + step;
        int a3 = a2 + step;
        int a4 = a3 + step;
        tiles(p, at, a1, a2, a3, a4, a4 + step, tiles, ny, length, bAt, cAt, high, flags);
        at += count * step;
        x += count;
        if (x == 0) {
          x = -t.width;
          at += nextLine;
          y++;
          if (y == 0) {
            y = -t.height;
            at += nextImage;
          }
        }
      } else {
        int a0 = at;
        int a1 = at;
        int a2 = at;
        int a3 = at;
        int a4 = at;
        int a5 = at;
        for (int r = 0; r < count; r++) {
          // Past the last row it is computed again.
          switch (r) {
            case 0 -> a0 = a1 = a2 = a3 = a4 = a5 = at;
            case 1 -> a1 = a2 = a3 = a4 = a5 = at;
            case 2 -> a2 = a3 = a4 = a5 = at;
            case 3 -> a3 = a4 = a5 = at;
            case 4 -> a4 = a5 = at;
            default -> a5 = at;
          }
          at += step;
          x++;
          if (x == 0) {
            x = -t.width;
            at += nextLine;
            y++;
            if (y == 0) {
              y = -t.height;
              at += nextImage;
            }
          }
        }
        tiles(p, a0, a1, a2, a3, a4, a5, 1, ny, length, bAt, cAt, count, flags);
      }
      cAt += count * t.ldc;
    }
  }

  /** The kernel for that panel; {@code count} rows of C in each tile. */
  private void tiles(
      int p,
      int a0,
      int a1,
      int a2,
      int a3,
      int a4,
      int a5,
      int tiles,
      int ny,
      int length,
      int bAt,
      int cAt,
      int count,
      int flags) {
    GemmTask t = task;
    int panelBias = t.biasAt + (group * t.biasGroup + p * 2) * t.biasStep;
    int next = rowsOf(p) * step;
    if (!Lanes.FUSED && !panels.isSingle(p)) {
      GemmF32Narrow.gemmF32_4x2v(
          m,
          a0,
          a1,
          a2,
          a3,
          next,
          tiles,
          ny,
          t.strideY,
          runsX,
          t.strideX,
          length,
          t.b,
          bAt,
          t.bias,
          panelBias,
          t.c,
          cAt,
          t.ldc,
          panels.second(p),
          count,
          t.rest,
          flags,
          t.lo,
          t.hi);
    } else if (!panels.isSingle(p)) {
      GemmF32Long.gemmF32_6x2v(
          m,
          a0,
          a1,
          a2,
          a3,
          a4,
          a5,
          next,
          tiles,
          ny,
          t.strideY,
          runsX,
          t.strideX,
          length,
          t.b,
          bAt,
          t.bias,
          panelBias,
          t.c,
          cAt,
          t.ldc,
          panels.second(p),
          count,
          t.rest,
          flags,
          t.lo,
          t.hi);
    } else if (t.columns >= VL) {
      GemmF32Long.gemmF32_6x1v(
          m, a0, a1, a2, a3, a4, a5, next, tiles, ny, t.strideY, runsX, t.strideX, length, t.b, bAt,
          t.bias, panelBias, t.c, cAt, t.ldc, count, t.rest, flags, t.lo, t.hi);
    } else {
      for (int i = 0; i < tiles; i++) {
        int by = i * next;
        GemmF32Long.gemmF32_6x1v(
            m, a0 + by, a1 + by, a2 + by, a3 + by, a4 + by, a5 + by, 0, 1, ny, t.strideY, runsX,
            t.strideX, length, t.b, bAt, t.bias, panelBias, t.scratch, tile, VL, count, t.rest, 0,
            0, 0);
        int to = cAt + i * GemmF32.ROWS * t.ldc;
        GemmFinish.finishF32_narrow(
            t.scratch, tile, t.c, to, t.ldc, t.columns, count, t.rest, flags, t.lo, t.hi);
      }
    }
  }
}
