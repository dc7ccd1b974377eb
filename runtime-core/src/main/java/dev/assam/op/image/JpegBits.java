package dev.assam.op.image;

/** The bits of a JPEG's scan, and the codes in them; ends at the next marker. */
final class JpegBits {
  private final ByteReader data;
  private int buffer;
  private int count;
  private int padding;

  JpegBits(ByteReader data) {
    this.data = data;
  }

  /** A Huffman code: for each length the largest code and the place of its values. */
  static final class Code {
    private final int[] limits = new int[18];
    private final int[] places = new int[17];
    private final int[] values;
    private final short[] fast = new short[256];

    /** Reads the table of a DHT segment. */
    Code(ByteReader data) {
      int[] counts = new int[17];
      int total = 0;
      for (int length = 1; length <= 16; length++) {
        counts[length] = data.u8();
        total += counts[length];
      }
      if (total > 256) {
        throw ImageException.corrupt("a Huffman table of " + total);
      }
      values = new int[total];
      for (int i = 0; i < total; i++) {
        values[i] = data.u8();
      }
      int code = 0;
      int place = 0;
      for (int length = 1; length <= 16; length++) {
        places[length] = place - code;
        for (int i = 0; i < counts[length] && length <= 8; i++) {
          int first = code + i << 8 - length;
          for (int k = first; k < first + (1 << 8 - length) && k < 256; k++) {
            fast[k] = (short) (length << 8 | values[place + i]);
          }
        }
        place += counts[length];
        code += counts[length];
        if (code > 1 << length) {
          throw ImageException.corrupt("a Huffman table with too many codes");
        }
        // Left-aligned to 16 bits, so that lengths compare by size.
        limits[length] = code << 16 - length;
        code <<= 1;
      }
      limits[17] = Integer.MAX_VALUE;
    }
  }

  /** Makes sure of 16 bits; past the marker that ends the scan they are zeros. */
  private void fill() {
    while (count <= 16) {
      int next = 0;
      if (padding == 0 && data.left() > 0) {
        next = data.u8();
        if (next == 0xFF) {
          int marker = data.left() > 0 ? data.u8() : 0xD9;
          if (marker != 0) {
            data.seek(data.at() - Math.min(2, data.at()));
            padding = 8;
            next = 0;
          }
        }
      } else {
        padding += 8;
      }
      buffer = buffer << 8 | next;
      count += 8;
    }
  }

  private void take(int bits) {
    count -= bits;
    if (count < padding) {
      throw ImageException.corrupt("a scan that ends early");
    }
  }

  /** The next value in a code. */
  int value(Code code) {
    fill();
    int next = buffer >> count - 16 & 0xFFFF;
    int entry = code.fast[next >> 8];
    if (entry != 0) {
      take(entry >> 8);
      return entry & 0xFF;
    }
    int length = 1;
    while (next >= code.limits[length]) {
      length++;
    }
    if (length > 16) {
      throw ImageException.corrupt("a code that is in no table");
    }
    take(length);
    return code.values[code.places[length] + (next >> 16 - length)];
  }

  /** The next {@code bits} bits, up to 16. */
  int bits(int bits) {
    if (bits == 0) {
      return 0;
    }
    fill();
    int value = buffer >> count - bits & (1 << bits) - 1;
    take(bits);
    return value;
  }

  /** A number of a magnitude class: the lower half of its values stands for negative ones. */
  int signed(int bits) {
    int value = bits(bits);
    return bits > 0 && value < 1 << bits - 1 ? value - (1 << bits) + 1 : value;
  }

  /** Goes on after the restart marker that must follow. */
  void restart() {
    buffer = 0;
    count = 0;
    padding = 0;
    int marker = 0;
    if (data.left() >= 2) {
      data.u8();
      marker = data.u8();
    }
    while (marker == 0xFF && data.left() > 0) {
      marker = data.u8();
    }
    if (marker < 0xD0 || marker > 0xD7) {
      throw ImageException.corrupt("a restart marker is missing");
    }
  }
}
