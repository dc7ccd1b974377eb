package dev.assam.op.image;

import java.util.Arrays;

/** PNG: all colour types and depths, interlaced or not; transparency is left out. */
final class Png {
  /** So that it fits into an array everywhere. */
  private static final int MAX_RAW = 130_000_000;

  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;
  private static final int RGB_ALPHA = 6;

  /** Adam7: first column, first row, steps between columns and between rows of each pass. */
  private static final int[][] PASSES = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

  private final Pixels pixels;
  private final int depth;
  private final int type;
  private final int channels;
  private int[] palette = new int[0];

  private Png(Pixels pixels, int depth, int type) {
    this.pixels = pixels;
    this.depth = depth;
    this.type = type;
    channels = type == RGB ? 3 : type == RGB_ALPHA ? 4 : type == GREY_ALPHA ? 2 : 1;
  }

  static Pixels decode(ByteReader data) {
    if (data.u32() != 13 || !data.take("IHDR")) {
      throw ImageException.corrupt("no header");
    }
    Pixels pixels = new Pixels(data.u32(), data.u32(), data.size(), 8 * 1032);
    int depth = data.u8();
    int type = data.u8();
    boolean wide = type == RGB || type == GREY_ALPHA || type == RGB_ALPHA;
    boolean known = wide || type == GREY || type == PALETTE;
    boolean depthFits =
        switch (depth) {
          case 1, 2, 4 -> !wide;
          case 8 -> true;
          case 16 -> type != PALETTE;
          default -> false;
        };
    if (!known || !depthFits || data.u8() != 0 || data.u8() != 0) {
      throw ImageException.corrupt("colour type " + type + " of " + depth + " bits");
    }
    int interlace = data.u8();
    if (interlace > 1) {
      throw ImageException.corrupt("interlace method " + interlace);
    }
    data.skip(4);
    Png png = new Png(pixels, depth, type);
    png.fill(png.chunks(data), interlace == 1 ? PASSES : ONE_PASS);
    return pixels;
  }

  /** Reads all chunks and returns the compressed data. */
  private byte[] chunks(ByteReader data) {
    byte[] all = new byte[data.left()];
    int size = 0;
    while (true) {
      long length = data.u32();
      if (data.take("IDAT")) {
        byte[] part = data.bytes(length);
        System.arraycopy(part, 0, all, size, part.length);
        size += part.length;
      } else if (data.take("PLTE")) {
        ByteReader part = data.part(length);
        palette = new int[Math.min(256, part.left() / 3)];
        for (int i = 0; i < palette.length; i++) {
          palette[i] = part.u8() << 16 | part.u8() << 8 | part.u8();
        }
      } else if (data.take("IEND")) {
        return Arrays.copyOf(all, size);
      } else {
        data.skip(4 + length);
      }
      data.skip(4);
    }
  }

  private int bits() {
    return depth * channels;
  }

  private int rowBytes(int columns) {
    return (int) (((long) columns * bits() + 7) / 8);
  }

  private static int count(int size, int first, int step) {
    return size <= first ? 0 : (size - first - 1) / step + 1;
  }

  private void fill(byte[] compressed, int[][] passes) {
    long size = 0;
    for (int[] pass : passes) {
      int columns = count(pixels.width, pass[0], pass[2]);
      int rows = count(pixels.height, pass[1], pass[3]);
      size += columns == 0 ? 0 : rows * (rowBytes(columns) + 1L);
    }
    if (size > 1032L * compressed.length + 1032) {
      throw ImageException.corrupt(size + " bytes out of " + compressed.length);
    }
    if (size > MAX_RAW) {
      throw ImageException.unsupported("a PNG of " + size + " bytes (allowed: " + MAX_RAW + ")");
    }
    byte[] raw = Inflate.inflate(compressed, (int) size);
    int at = 0;
    for (int[] pass : passes) {
      int columns = count(pixels.width, pass[0], pass[2]);
      int rows = columns == 0 ? 0 : count(pixels.height, pass[1], pass[3]);
      int rowBytes = rowBytes(columns);
      for (int row = 0; row < rows; row++) {
        unfilter(raw, at, rowBytes, row > 0);
        for (int column = 0; column < columns; column++) {
          put(raw, at + 1, column, pass[0] + column * pass[2], pass[1] + row * pass[3]);
        }
        at += rowBytes + 1;
      }
    }
  }

  /** Undoes the filter of the row whose filter type is at {@code at}; the row before is done. */
  private void unfilter(byte[] raw, int at, int rowBytes, boolean hasAbove) {
    int filter = raw[at];
    if (filter < 0 || filter > 4) {
      throw ImageException.corrupt("filter type " + filter);
    }
    int step = Math.max(1, bits() / 8);
    for (int i = 0; i < rowBytes; i++) {
      int here = at + 1 + i;
      int above = here - rowBytes - 1;
      int a = i >= step ? raw[here - step] & 0xFF : 0;
      int b = hasAbove ? raw[above] & 0xFF : 0;
      int c = hasAbove && i >= step ? raw[above - step] & 0xFF : 0;
      int predicted =
          switch (filter) {
            case 1 -> a;
            case 2 -> b;
            case 3 -> (a + b) / 2;
            case 4 -> paeth(a, b, c);
            default -> 0;
          };
      raw[here] += (byte) predicted;
    }
  }

  private static int paeth(int a, int b, int c) {
    int p = a + b - c;
    int pa = Math.abs(p - a);
    int pb = Math.abs(p - b);
    int pc = Math.abs(p - c);
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
  }

  private void put(byte[] raw, int row, int column, int x, int y) {
    if (depth >= 8) {
      int step = depth / 8;
      int at = row + column * channels * step;
      int first = raw[at] & 0xFF;
      if (type == PALETTE) {
        pixels.set(x, y, color(first));
      } else if (channels >= 3) {
        pixels.set(x, y, first, raw[at + step], raw[at + 2 * step]);
      } else {
        pixels.set(x, y, first, first, first);
      }
      return;
    }
    int bit = column * depth;
    int value = raw[row + bit / 8] >> 8 - depth - bit % 8 & (1 << depth) - 1;
    int grey = value * 255 / ((1 << depth) - 1);
    pixels.set(x, y, type == PALETTE ? color(value) : grey * 0x10101);
  }

  private int color(int index) {
    if (index >= palette.length) {
      throw ImageException.corrupt("colour " + index + " of " + palette.length);
    }
    return palette[index];
  }
}
