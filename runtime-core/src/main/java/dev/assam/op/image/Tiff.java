package dev.assam.op.image;

import java.util.HashMap;
import java.util.Map;

/**
 * TIFF's first picture: bilevel, grey, palette or RGB, 1 to 16 bits, in strips or tiles, packed or
 * planar; uncompressed, PackBits, LZW or Deflate, with or without horizontal prediction.
 */
final class Tiff {
  private static final int MAX_BLOCK = 130_000_000;

  private final ByteReader data;
  private final Map<Integer, long[]> tags = new HashMap<>();

  private Tiff(ByteReader data) {
    this.data = data;
  }

  static Pixels decode(ByteReader data) {
    return new Tiff(data).decode();
  }

  private Pixels decode() {
    readTags();
    long bits = tag(258, 1);
    int samples = (int) Math.min(tag(277, 1), 1000);
    int photometric = (int) tag(262, 0);
    boolean planar = tag(284, 1) == 2;
    int compression = (int) tag(259, 1);
    long predictor = tag(317, 1);
    boolean known = bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
    if (!known
        || photometric < 0
        || photometric > 3
        || samples < (photometric == 2 ? 3 : 1)
        || predictor != 1 && (predictor != 2 || bits < 8)
        || tag(339, 1) != 1
        || tag(266, 1) != 1
        || tag(274, 1) != 1) {
      throw ImageException.unsupported(
          "TIFF of "
              + samples
              + " times "
              + bits
              + " bits, photometric "
              + photometric
              + ", predictor "
              + predictor);
    }
    for (long sampleBits : tags.getOrDefault(258, new long[] {1})) {
      if (sampleBits != bits) {
        throw ImageException.unsupported("TIFF with samples of different sizes");
      }
    }
    Pixels pixels = new Pixels(tag(256, 0), tag(257, 0), data.size(), 1500 * 8);
    boolean tiled = tags.containsKey(322);
    long blockWidth = tiled ? tag(322, 0) : pixels.width;
    long blockHeight = tiled ? tag(323, 0) : Math.min(tag(278, pixels.height), pixels.height);
    int perPixel = planar ? 1 : samples;
    long rowBytes = (blockWidth * perPixel * bits + 7) / 8;
    if (blockWidth < 1
        || blockHeight < 1
        || blockWidth > MAX_BLOCK
        || blockHeight > MAX_BLOCK
        || rowBytes * blockHeight > MAX_BLOCK) {
      throw ImageException.corrupt("blocks of " + blockWidth + " by " + blockHeight);
    }
    long[] offsets = tags.get(tiled ? 324 : 273);
    long[] sizes = tags.get(tiled ? 325 : 279);
    int across = (int) ((pixels.width - 1) / blockWidth) + 1;
    int down = (int) ((pixels.height - 1) / blockHeight) + 1;
    int planes = planar ? Math.min(samples, 3) : 1;
    if (offsets == null
        || sizes == null
        || offsets.length < across * (long) down * (planar ? samples : 1)
        || sizes.length < offsets.length) {
      throw ImageException.corrupt("too few blocks");
    }
    Block block =
        new Block(
            (int) blockWidth, (int) blockHeight, (int) rowBytes, (int) bits, perPixel, photometric);
    for (int plane = 0; plane < planes; plane++) {
      for (int i = 0; i < across * down; i++) {
        int which = plane * across * down + i;
        data.seek(offsets[which]);
        byte[] packed = data.bytes(sizes[which]);
        int left = i % across * block.width;
        int top = i / across * block.height;
        int rows = tiled ? block.height : Math.min(block.height, pixels.height - top);
        byte[] raw = unpack(packed, compression, rows * block.rowBytes);
        if (predictor == 2) {
          block.unpredict(raw, rows, data);
        }
        put(pixels, block, raw, left, top, planar ? plane : -1);
      }
    }
    return pixels;
  }

  /**
   * How a strip or tile is laid out.
   *
   * @param samples number of samples of a pixel in it
   */
  private record Block(
      int width, int height, int rowBytes, int bits, int samples, int photometric) {
    int sample(byte[] raw, int row, int index, ByteReader order) {
      if (bits < 8) {
        int bit = index * bits;
        int at = row * rowBytes + bit / 8;
        return raw[at] >> 8 - bits - bit % 8 & (1 << bits) - 1;
      }
      int at = row * rowBytes + index * bits / 8;
      return bits == 8 ? raw[at] & 0xFF : order.u16(raw[at], raw[at + 1]);
    }

    /** Turns differences to the pixel before into values. */
    void unpredict(byte[] raw, int rows, ByteReader order) {
      for (int row = 0; row < rows; row++) {
        for (int i = samples; i < width * samples; i++) {
          int sum = sample(raw, row, i - samples, order) + sample(raw, row, i, order);
          int at = row * rowBytes + i * bits / 8;
          if (bits == 8) {
            raw[at] = (byte) sum;
          } else {
            raw[at] = (byte) (order.isBigEndian() ? sum >> 8 : sum);
            raw[at + 1] = (byte) (order.isBigEndian() ? sum : sum >> 8);
          }
        }
      }
    }
  }

  private void put(Pixels pixels, Block block, byte[] raw, int left, int top, int plane) {
    long[] palette = tags.getOrDefault(320, new long[0]);
    int max = (1 << block.bits) - 1;
    for (int row = 0; row < block.height && top + row < pixels.height; row++) {
      for (int column = 0; column < block.width && left + column < pixels.width; column++) {
        int x = left + column;
        int y = top + row;
        int index = column * block.samples;
        int first = block.sample(raw, row, index, data);
        if (block.photometric == 3) {
          int size = palette.length / 3;
          if (first >= size) {
            throw ImageException.corrupt("colour " + first + " of " + size);
          }
          pixels.set(
              x,
              y,
              (int) palette[first] >> 8,
              (int) palette[size + first] >> 8,
              (int) palette[2 * size + first] >> 8);
        } else if (block.photometric < 2) {
          int grey = scale(block.photometric == 0 ? max - first : first, max);
          if (plane <= 0) {
            pixels.set(x, y, grey, grey, grey);
          }
        } else if (plane >= 0) {
          pixels.rgb[(y * pixels.width + x) * 3 + plane] = (byte) scale(first, max);
        } else {
          int green = block.sample(raw, row, index + 1, data);
          int blue = block.sample(raw, row, index + 2, data);
          pixels.set(x, y, scale(first, max), scale(green, max), scale(blue, max));
        }
      }
    }
  }

  private static int scale(int value, int max) {
    return max == 0xFFFF ? value >> 8 : value * 255 / max;
  }

  private void readTags() {
    data.seek(4);
    data.seek(data.u32());
    int count = data.u16();
    for (int i = 0; i < count; i++) {
      int tag = data.u16();
      int type = data.u16();
      long length = data.u32();
      int size = type == 3 ? 2 : type == 4 ? 4 : type == 1 ? 1 : 0;
      int next = data.at() + 4;
      if (size > 0) {
        if (length > data.size() / size) {
          throw ImageException.corrupt("tag " + tag + " with " + length + " numbers");
        }
        if (length * size > 4) {
          data.seek(data.u32());
        }
        long[] values = new long[(int) length];
        for (int k = 0; k < values.length; k++) {
          values[k] = size == 1 ? data.u8() : size == 2 ? data.u16() : data.u32();
        }
        tags.put(tag, values);
      }
      data.seek(next);
    }
  }

  private long tag(int tag, long otherwise) {
    long[] values = tags.get(tag);
    return values == null || values.length == 0 ? otherwise : values[0];
  }

  private static byte[] unpack(byte[] packed, int compression, int size) {
    if (compression != 1 && size > 1500L * packed.length + 1500) {
      throw ImageException.corrupt(size + " bytes out of " + packed.length);
    }
    return switch (compression) {
      case 1 -> {
        if (packed.length < size) {
          throw ImageException.corrupt(packed.length + " bytes of " + size);
        }
        yield packed;
      }
      case 5 -> lzw(packed, size);
      case 8, 32946 -> Inflate.inflate(packed, size);
      case 32773 -> packBits(packed, size);
      default ->
          throw ImageException.unsupported(
              "TIFF with compression " + compression + " (allowed: none, LZW, Deflate, PackBits)");
    };
  }

  private static byte[] packBits(byte[] packed, int size) {
    byte[] raw = new byte[size];
    ByteReader in = new ByteReader(packed);
    for (int at = 0; at < size; ) {
      int code = (byte) in.u8();
      if (code == -128) {
        continue;
      }
      int count = Math.min(code >= 0 ? code + 1 : 1 - code, size - at);
      int repeated = code < 0 ? in.u8() : 0;
      for (int i = 0; i < count; i++) {
        raw[at++] = (byte) (code < 0 ? repeated : in.u8());
      }
    }
    return raw;
  }

  /** TIFF's LZW: codes of 9 to 12 bits, highest first, each size ending one code early. */
  private static byte[] lzw(byte[] packed, int size) {
    byte[] raw = new byte[size];
    // Each string is a stretch of the output: the one before it and one byte more.
    int[] starts = new int[4096];
    int[] lengths = new int[4096];
    int count = 258;
    int width = 9;
    int at = 0;
    int before = -1;
    int beforeAt = 0;
    int buffer = 0;
    int bits = 0;
    for (int next = 0; at < size; ) {
      while (bits < width) {
        if (next == packed.length) {
          throw ImageException.corrupt(at + " bytes of " + size + " to decompress");
        }
        buffer = buffer << 8 | packed[next++] & 0xFF;
        bits += 8;
      }
      bits -= width;
      int code = buffer >> bits & (1 << width) - 1;
      if (code == 257) {
        break;
      }
      if (code == 256) {
        count = 258;
        width = 9;
        before = -1;
        continue;
      }
      int length = code < 256 ? 1 : code < count ? lengths[code] : 0;
      if (code >= 256 && code == count && before >= 0) {
        length = (before < 256 ? 1 : lengths[before]) + 1;
      }
      if (length == 0) {
        throw ImageException.corrupt("LZW code " + code + " of " + count);
      }
      int start = at;
      if (before >= 0 && count < 4096) {
        starts[count] = beforeAt;
        lengths[count] = (before < 256 ? 1 : lengths[before]) + 1;
        count++;
      }
      if (code < 256) {
        raw[at++] = (byte) code;
      } else {
        for (int i = 0; i < length && at < size; i++) {
          raw[at] = raw[starts[code] + i];
          at++;
        }
      }
      before = code;
      beforeAt = start;
      width = count >= 2047 ? 12 : count >= 1023 ? 11 : count >= 511 ? 10 : 9;
    }
    return raw;
  }
}
