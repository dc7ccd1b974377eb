package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.GemmF32;
import dev.assam.simd.kernel.GemmF32Long;
import dev.assam.simd.kernel.GemmF32Narrow;
import dev.assam.simd.kernel.GemmFinish;
import dev.assam.simd.kernel.Lanes;
import dev.assam.simd.kernel.WinogradF32;

/**
 * Convolution 3 × 3 by {@link WinogradF32}, for blocks of tiles that stay in the L2 cache: their
 * input is transformed, then for each panel of columns there is a product for each of the 36
 * positions, which is transformed back. A unit is a block; or, where there are fewer blocks than
 * threads want, one task transforms all tiles and a second one has units of panels.
 */
final class WinogradTask extends Task {
  /** The parts of the work, as bits. */
  static final int TRANSFORM = 1;

  static final int MULTIPLY = 2;

  private static final int VL = Lanes.F32;
  private static final int ROWS = GemmF32.ROWS;
  private static final int TILE = WinogradF32.TILE;
  private static final int POSITIONS = WinogradF32.POSITIONS;

  /** Floats of transformed input in a block. */
  private static final int BLOCK = 96 * 1024;

  private static final int MOST_TILES = 48;

  /** Floats between positions, lest they fall on the same lines of the cache. */
  private static final int APART = 16;

  // Geometry, in pixels and channels; the input is padded for whole tiles.
  int images;
  int inWidth;
  int inHeight;
  int channels;
  int width;
  int height;
  int columns;

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

  /** Where there is a vector of two of zeros in {@code b}. */
  int zerosAt;

  Floats c;
  Floats rest;
  Floats scratch;
  int scratchAt;

  /** Where the transformed input lies if threads share it. */
  int sharedAt;

  /** What is done to blocks of C at last, unless null. */
  Epilogue epilogue;

  /** Which parts of the work this task does. */
  int parts = TRANSFORM | MULTIPLY;

  // The cut.
  private int blockTiles;
  private int blocks;
  private int panelsPerUnit;
  private int panelBlocks;

  /** Tiles along a line. */
  private int tilesX() {
    return (width + TILE - 1) / TILE;
  }

  private int tilesY() {
    return (height + TILE - 1) / TILE;
  }

  int tiles() {
    return images * tilesY() * tilesX();
  }

  /** Elements from a row of transformed input to the next: an even number. */
  static int depth(int channels) {
    return channels + (channels & 1);
  }

  /** Cuts the work; returns whether it has to be two tasks, with shared transformed input. */
  boolean cut(int threads) {
    int most = BLOCK / (POSITIONS * depth(channels)) / ROWS * ROWS;
    most = Math.max(12, Math.min(MOST_TILES, most));
    int tiles = tiles();
    blocks = (tiles + most - 1) / most;
    blockTiles = ((tiles + blocks - 1) / blocks + ROWS - 1) / ROWS * ROWS;
    blocks = (tiles + blockTiles - 1) / blockTiles;
    int panels = new Panels(columns).separate();
    boolean shared = threads > 1 && blocks < 3 * threads;
    int wanted = shared ? (3 * threads + blocks - 1) / blocks : 1;
    panelsPerUnit = (panels + wanted - 1) / wanted;
    panelBlocks = (panels + panelsPerUnit - 1) / panelsPerUnit;
    return shared;
  }

  private int pitch() {
    return blockTiles * depth(channels) + APART;
  }

  private int productPitch() {
    return blockTiles * 2 * VL + APART;
  }

  /** Floats of a block's transformed input. */
  private int transformedFloats() {
    return POSITIONS * pitch();
  }

  /** Floats of scratch for the threads, once the work is cut. */
  int scratchFloats(int threads, boolean shared) {
    return threads * ownFloats(shared) + (shared ? blocks * transformedFloats() : 0);
  }

  private int ownFloats(boolean shared) {
    return WinogradF32.SCRATCH + POSITIONS * productPitch() + (shared ? 0 : transformedFloats());
  }

  /** The second of two tasks, this one becoming the first. */
  WinogradTask split(int threads) {
    WinogradTask second = new WinogradTask();
    sharedAt = scratchAt + threads * ownFloats(true);
    second.images = images;
    second.inWidth = inWidth;
    second.inHeight = inHeight;
    second.channels = channels;
    second.width = width;
    second.height = height;
    second.columns = columns;
    second.flags = flags;
    second.lo = lo;
    second.hi = hi;
    second.a = a;
    second.aAt = aAt;
    second.b = b;
    second.bias = bias;
    second.biasAt = biasAt;
    second.biasStep = biasStep;
    second.zerosAt = zerosAt;
    second.c = c;
    second.rest = rest;
    second.scratch = scratch;
    second.scratchAt = scratchAt;
    second.sharedAt = sharedAt;
    second.epilogue = epilogue;
    second.blockTiles = blockTiles;
    second.blocks = blocks;
    second.panelsPerUnit = panelsPerUnit;
    second.panelBlocks = panelBlocks;
    second.parts = MULTIPLY;
    parts = TRANSFORM;
    epilogue = null;
    return second;
  }

  @Override
  public int units() {
    return parts == TRANSFORM ? tiles() : blocks * panelBlocks;
  }

  @Override
  public void run(int from, int to, int thread) {
    boolean shared = parts != (TRANSFORM | MULTIPLY);
    int own = scratchAt + thread * ownFloats(shared);
    int products = own + WinogradF32.SCRATCH;
    int transformed = products + POSITIONS * productPitch();
    if (parts == TRANSFORM) {
      for (int tile = from; tile < to; tile++) {
        int at = sharedAt + tile / blockTiles * transformedFloats();
        transform(tile, at + tile % blockTiles * depth(channels), own);
      }
      return;
    }
    if (epilogue != null) {
      epilogue.begin(thread);
    }
    Panels panels = new Panels(columns);
    for (int unit = from; unit < to; unit++) {
      int block = unit / panelBlocks;
      int firstTile = block * blockTiles;
      int lastTile = Math.min(tiles(), firstTile + blockTiles);
      int panelBlock = unit % panelBlocks;
      int firstPanel = panelBlock * panelsPerUnit;
      int lastPanel = panelBlock + 1 == panelBlocks ? panels.count() : firstPanel + panelsPerUnit;
      int at = shared ? sharedAt + block * transformedFloats() : transformed;
      if (!shared) {
        for (int tile = firstTile; tile < lastTile; tile++) {
          transform(tile, at + (tile - firstTile) * depth(channels), own);
        }
      }
      for (int p = firstPanel; p < lastPanel; p++) {
        multiply(panels, p, at, lastTile - firstTile, products);
        transformBack(panels, p, firstTile, lastTile, products, own);
      }
      if (flags != 0 || epilogue != null) {
        int column = firstPanel * 2 * VL;
        int end = lastPanel == panels.count() ? columns : lastPanel * 2 * VL;
        finish(firstTile, lastTile, column, end - column, thread);
      }
    }
  }

  private void transform(int tile, int to, int own) {
    int x = tile % tilesX() * TILE;
    int y = tile / tilesX() % tilesY() * TILE;
    int image = tile / tilesX() / tilesY();
    int line = inWidth * channels;
    int from = aAt + (image * inHeight + y) * line + x * channels;
    WinogradF32.inputF32_6x6(a, from, line, channels, channels, scratch, to, pitch(), scratch, own);
    if ((channels & 1) != 0) {
      for (int p = 0; p < POSITIONS; p++) {
        scratch.set(to + p * pitch() + channels, 0);
      }
    }
  }

  /** Multiplies a block with one panel, for all positions; rows beyond the last tile are noise. */
  private void multiply(Panels panels, int panel, int from, int tiles, int products) {
    int k = depth(channels);
    boolean single = panels.isSingle(panel);
    int ldc = 2 * VL;
    int bAt = panel * 2 * VL * k;
    for (int p = 0; p < POSITIONS; p++) {
      int a0 = from + p * pitch();
      int to = products + p * productPitch();
      if (Lanes.LONG_METHODS) {
        multiplyLong(single, a0, bAt, to, tiles);
        bAt += panels.packedFloats(k);
        continue;
      }
      for (int row = 0; row < tiles; row += ROWS) {
        int a1 = a0 + k;
        int a2 = a1 + k;
        int a3 = a2 + k;
        int a4 = a3 + k;
        int a5 = a4 + k;
        if (single) {
          GemmF32.gemmF32_6x1v(
              scratch, a0, a1, a2, a3, a4, a5, 1, 0, 1, 0, k, b, bAt, b, zerosAt, scratch, to, ldc,
              ROWS);
        } else {
          GemmF32.gemmF32_6x2v(
              scratch, a0, a1, a2, a3, a4, a5, 1, 0, 1, 0, k, b, bAt, b, zerosAt, scratch, to, ldc,
              VL, ROWS);
        }
        a0 = a5 + k;
        to += ROWS * ldc;
      }
      bAt += panels.packedFloats(k);
    }
  }

  /** Multiplies a block with one panel, for one position, where methods may be long. */
  private void multiplyLong(boolean single, int a0, int bAt, int to, int tiles) {
    int k = depth(channels);
    int ldc = 2 * VL;
    int a1 = a0 + k;
    int a2 = a1 + k;
    int a3 = a2 + k;
    int a4 = a3 + k;
    int a5 = a4 + k;
    int step = ROWS * k;
    int whole = (tiles + ROWS - 1) / ROWS;
    if (single) {
      GemmF32Long.gemmF32_6x1v(
          scratch, a0, a1, a2, a3, a4, a5, step, whole, 1, 0, 1, 0, k, b, bAt, b, zerosAt, scratch,
          to, ldc, ROWS, scratch, 0, 0, 0);
    } else if (Lanes.FUSED) {
      GemmF32Long.gemmF32_6x2v(
          scratch, a0, a1, a2, a3, a4, a5, step, whole, 1, 0, 1, 0, k, b, bAt, b, zerosAt, scratch,
          to, ldc, VL, ROWS, scratch, 0, 0, 0);
    } else {
      int high = GemmF32Narrow.ROWS;
      whole = tiles / high;
      GemmF32Narrow.gemmF32_4x2v(
          scratch, a0, a1, a2, a3, high * k, whole, 1, 0, 1, 0, k, b, bAt, b, zerosAt, scratch, to,
          ldc, VL, high, scratch, 0, 0, 0);
      int left = tiles % high;
      if (left > 0) {
        int first = a0 + whole * high * k;
        int last = first + (left - 1) * k;
        int second = Math.min(last, first + k);
        GemmF32Narrow.gemmF32_4x2v(
            scratch,
            first,
            second,
            last,
            last,
            0,
            1,
            1,
            0,
            1,
            0,
            k,
            b,
            bAt,
            b,
            zerosAt,
            scratch,
            to + whole * high * ldc,
            ldc,
            VL,
            left,
            scratch,
            0,
            0,
            0);
      }
    }
  }

  /** Offset in C of a tile's first pixel. */
  private int pixelAt(int tile) {
    int x = tile % tilesX() * TILE;
    int y = tile / tilesX() % tilesY() * TILE;
    int image = tile / tilesX() / tilesY();
    return (image * height + y) * width + x;
  }

  private int rowsOf(int tile) {
    return Math.min(TILE, height - tile / tilesX() % tilesY() * TILE);
  }

  private int columnsOf(int tile) {
    return Math.min(TILE, width - tile % tilesX() * TILE);
  }

  private void transformBack(
      Panels panels, int panel, int firstTile, int lastTile, int products, int own) {
    int biasFrom = biasAt + panel * 2 * biasStep;
    int line = width * columns;
    for (int tile = firstTile; tile < lastTile; tile++) {
      int from = products + (tile - firstTile) * 2 * VL;
      int at = pixelAt(tile) * columns + panels.column(panel);
      int tall = rowsOf(tile);
      int wide = columnsOf(tile);
      int second = panels.isSingle(panel) ? 0 : panels.second(panel);
      WinogradF32.columnsF32_4x6(scratch, from, productPitch(), scratch, own);
      WinogradF32.rowsF32_4x4(scratch, own, bias, biasFrom, c, at, line, columns, tall, wide);
      if (second > 0) {
        int nextBias = biasFrom + biasStep;
        WinogradF32.columnsF32_4x6(scratch, from + VL, productPitch(), scratch, own);
        WinogradF32.rowsF32_4x4(
            scratch, own, bias, nextBias, c, at + second, line, columns, tall, wide);
      }
    }
  }

  private void finish(int firstTile, int lastTile, int column, int count, int thread) {
    for (int tile = firstTile; tile < lastTile; tile++) {
      int wide = columnsOf(tile);
      for (int y = 0; y < rowsOf(tile); y++) {
        int row = pixelAt(tile) + y * width;
        int at = row * columns + column;
        if (epilogue != null) {
          epilogue.apply(thread, c, at, columns, wide, count, row, column);
        } else if (count == columns) {
          GemmFinish.finishF32_line(c, at, wide * columns, rest, flags, lo, hi);
        } else {
          for (int x = 0; x < wide; x++) {
            GemmFinish.finishF32_line(c, at + x * columns, count, rest, flags, lo, hi);
          }
        }
      }
    }
  }

  @Override
  public int code() {
    return Tasks.WINOGRAD;
  }

  @Override
  protected void fields(Fields fields) {
    images = fields.number(images);
    inWidth = fields.number(inWidth);
    inHeight = fields.number(inHeight);
    channels = fields.number(channels);
    width = fields.number(width);
    height = fields.number(height);
    columns = fields.number(columns);
    flags = fields.number(flags);
    lo = fields.real(lo);
    hi = fields.real(hi);
    a = fields.floats(a);
    aAt = fields.number(aAt);
    b = fields.floats(b);
    bias = fields.floats(bias);
    biasAt = fields.number(biasAt);
    biasStep = fields.number(biasStep);
    zerosAt = fields.number(zerosAt);
    c = fields.floats(c);
    rest = fields.floats(rest);
    scratch = fields.floats(scratch);
    scratchAt = fields.number(scratchAt);
    sharedAt = fields.number(sharedAt);
    if (fields.flag(epilogue != null)) {
      epilogue = epilogue == null ? Epilogue.unread() : epilogue;
      epilogue.fields(fields);
    }
    parts = fields.number(parts);
    blockTiles = fields.number(blockTiles);
    blocks = fields.number(blocks);
    panelsPerUnit = fields.number(panelsPerUnit);
    panelBlocks = fields.number(panelBlocks);
  }
}
