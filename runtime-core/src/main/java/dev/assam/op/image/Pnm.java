package dev.assam.op.image;

/** Netpbm's formats P1 to P6: bitmaps, grey and colour, as text or binary. */
final class Pnm {
  private Pnm() {}

  static Pixels decode(ByteReader data) {
    int kind = data.u8() - '0';
    if (kind < 1 || kind > 6) {
      throw ImageException.unsupported("PNM of an unknown kind (allowed: P1 to P6)");
    }
    boolean bitmap = kind == 1 || kind == 4;
    boolean text = kind <= 3;
    int channels = kind == 3 || kind == 6 ? 3 : 1;
    int width = number(data);
    int height = number(data);
    int max = bitmap ? 1 : number(data);
    if (max < 1 || max > 65535) {
      throw ImageException.corrupt("largest value " + max);
    }
    Pixels pixels = new Pixels(width, height, data.left() + 1, bitmap ? 8 : 1);
    int[] sample = new int[channels];
    for (int y = 0; y < height; y++) {
      int bits = 0;
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          if (bitmap && !text) {
            bits = x % 8 == 0 ? data.u8() : bits << 1;
            sample[c] = bits >> 7 & 1;
          } else if (text) {
            sample[c] = bitmap ? digit(data) : number(data);
          } else {
            sample[c] = max > 255 ? data.u8() << 8 | data.u8() : data.u8();
          }
          int value = Math.min(sample[c], max);
          sample[c] = bitmap ? 255 - 255 * value : (value * 255 + max / 2) / max;
        }
        pixels.set(x, y, sample[0], sample[channels / 2], sample[channels - 1]);
      }
    }
    return pixels;
  }

  /** The next character that is neither space nor in a comment. */
  private static int visible(ByteReader data) {
    int c = data.u8();
    while (c == '#' || c == ' ' || c >= '\t' && c <= '\r') {
      boolean comment = c == '#';
      c = data.u8();
      while (comment && c != '\n' && c != '\r') {
        c = data.u8();
      }
    }
    return c;
  }

  private static int digit(ByteReader data) {
    int c = visible(data);
    if (c != '0' && c != '1') {
      throw ImageException.corrupt("a bit that is neither 0 nor 1");
    }
    return c - '0';
  }

  /** A number, and the one character after it. */
  private static int number(ByteReader data) {
    int c = visible(data);
    int value = 0;
    if (c < '0' || c > '9') {
      throw ImageException.corrupt("no number at byte " + data.at());
    }
    while (c >= '0' && c <= '9') {
      value = value * 10 + c - '0';
      if (value > 99_999_999) {
        throw ImageException.corrupt("a number larger than 99999999");
      }
      c = data.left() == 0 ? ' ' : data.u8();
    }
    return value;
  }
}
