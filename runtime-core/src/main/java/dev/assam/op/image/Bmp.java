package dev.assam.op.image;

/** Windows bitmaps of 1 to 32 bits, run-length coded or not. */
final class Bmp {
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int BIT_FIELDS = 3;
  private static final int ALPHA_BIT_FIELDS = 6;

  private final ByteReader data;
  private Pixels pixels;
  private boolean fromTop;
  private int bits;
  private int[] palette = new int[0];

  private Bmp(ByteReader data) {
    this.data = data;
  }

  static Pixels decode(ByteReader data) {
    return new Bmp(data).decode();
  }

  private Pixels decode() {
    data.skip(8);
    long start = data.u32();
    int header = data.at();
    int headerSize = data.i32();
    boolean old = headerSize == 12;
    if (headerSize < 40 && !old) {
      throw ImageException.corrupt("a header of " + headerSize + " bytes");
    }
    int width = old ? data.u16() : data.i32();
    int height = old ? data.u16() : data.i32();
    data.u16();
    bits = data.u16();
    int compression = old ? 0 : data.i32();
    int colors = 0;
    if (!old) {
      data.skip(12);
      colors = data.i32();
      data.skip(4);
    }
    boolean runs = compression == RLE8 && bits == 8 || compression == RLE4 && bits == 4;
    boolean fields = compression == BIT_FIELDS || compression == ALPHA_BIT_FIELDS;
    if (compression != 0 && !runs && !(fields && bits >= 16)
        || bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32) {
      throw ImageException.unsupported(
          "BMP with compression " + compression + ", " + bits + " bits");
    }
    fromTop = height < 0;
    pixels = new Pixels(width, Math.abs((long) height), data.size(), runs ? 1024 : 8);
    int[] masks = masks(fields);
    if (bits <= 8) {
      readPalette(header + (long) headerSize, old ? 3 : 4, colors);
    }
    data.seek(start);
    if (runs) {
      runs();
    } else {
      rows(masks);
    }
    return pixels;
  }

  private int[] masks(boolean fields) {
    if (fields) {
      return new int[] {data.i32(), data.i32(), data.i32()};
    }
    return bits == 16 ? new int[] {0x7C00, 0x3E0, 0x1F} : new int[] {0xFF0000, 0xFF00, 0xFF};
  }

  private void readPalette(long at, int size, int colors) {
    data.seek(at);
    int count = colors <= 0 || colors > 1 << bits ? 1 << bits : colors;
    palette = new int[1 << bits];
    for (int i = 0; i < count && data.left() >= size; i++) {
      palette[i] = data.u8() | data.u8() << 8 | data.u8() << 16;
      data.skip(size - 3);
    }
  }

  private int row(int y) {
    return fromTop ? y : pixels.height - 1 - y;
  }

  private void rows(int[] masks) {
    for (int y = 0; y < pixels.height; y++) {
      int begin = data.at();
      int packed = 0;
      for (int x = 0; x < pixels.width; x++) {
        if (bits <= 8) {
          packed = x * bits % 8 == 0 ? data.u8() : packed << bits;
          pixels.set(x, row(y), palette[packed >> 8 - bits & palette.length - 1]);
        } else {
          int color = data.u16();
          color |= bits == 24 ? data.u8() << 16 : bits == 32 ? data.u16() << 16 : 0;
          pixels.set(
              x, row(y), field(color, masks[0]), field(color, masks[1]), field(color, masks[2]));
        }
      }
      int used = data.at() - begin;
      data.skip(Math.min(data.left(), -used & 3));
    }
  }

  /** The bits of a mask, stretched to eight. */
  private static int field(int color, int mask) {
    if (mask == 0) {
      return 0;
    }
    int shift = Integer.numberOfTrailingZeros(mask);
    long max = (mask & 0xFFFFFFFFL) >> shift;
    long value = (color & mask & 0xFFFFFFFFL) >> shift;
    return (int) ((value * 255 + max / 2) / max);
  }

  private void runs() {
    int x = 0;
    int y = 0;
    while (y < pixels.height) {
      int count = data.u8();
      int code = data.u8();
      if (count > 0) {
        for (int i = 0; i < count; i++) {
          put(x++, y, bits == 8 ? code : i % 2 == 0 ? code >> 4 : code & 15);
        }
      } else if (code == 0) {
        x = 0;
        y++;
      } else if (code == 1) {
        return;
      } else if (code == 2) {
        x += data.u8();
        y += data.u8();
      } else {
        int begin = data.at();
        int pair = 0;
        for (int i = 0; i < code; i++) {
          pair = bits == 8 || i % 2 == 0 ? data.u8() : pair << 4;
          put(x++, y, bits == 8 ? pair : pair >> 4 & 15);
        }
        data.skip(Math.min(data.left(), data.at() - begin & 1));
      }
    }
  }

  private void put(int x, int y, int index) {
    if (x >= pixels.width) {
      throw ImageException.corrupt("a run over the end of row " + y);
    }
    pixels.set(x, row(y), palette[index]);
  }
}
