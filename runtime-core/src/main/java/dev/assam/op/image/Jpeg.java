package dev.assam.op.image;

import java.util.ArrayList;
import java.util.List;

/**
 * JPEG as of ITU T.81, baseline and progressive with Huffman codes and 8 bits: grey, YCbCr, RGB,
 * CMYK and YCCK.
 */
final class Jpeg {
  private static final int[] ZIGZAG = {
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63
  };

  private final ByteReader data;
  private final int[][] quantizers = new int[4][];
  private final JpegBits.Code[] dcCodes = new JpegBits.Code[4];
  private final JpegBits.Code[] acCodes = new JpegBits.Code[4];
  private final List<JpegPlane> planes = new ArrayList<>();
  private Pixels pixels;
  private boolean progressive;
  private int restartInterval;
  private int maxH = 1;
  private int maxV = 1;
  private int adobe = -1;
  private int scans;

  /** After the marker that begins the picture. */
  Jpeg(ByteReader data) {
    this.data = data;
  }

  Pixels decode() {
    while (true) {
      int marker = marker();
      if (marker == 0xD9) {
        break;
      }
      if (marker >= 0xD0 && marker <= 0xD7 || marker == 0x01) {
        continue;
      }
      int length = data.u16();
      ByteReader segment = data.part(length - 2L);
      switch (marker) {
        case 0xC0, 0xC1, 0xC2 -> frame(segment, marker == 0xC2);
        case 0xC4 -> codes(segment);
        case 0xDB -> quantizers(segment);
        case 0xDD -> restartInterval = segment.u16();
        case 0xEE -> adobe(segment);
        case 0xDA -> scan(segment);
        default -> {
          if (marker >= 0xC3 && marker <= 0xCF && marker != 0xC8) {
            throw ImageException.unsupported(
                "JPEG of another kind than baseline and progressive with Huffman codes");
          }
        }
      }
    }
    if (scans == 0) {
      throw ImageException.corrupt("a JPEG without a scan");
    }
    for (JpegPlane plane : planes) {
      plane.decode();
    }
    colors();
    return pixels;
  }

  /** The next marker; what stands before it is left out, and at the end it may be missing. */
  private int marker() {
    int previous = 0;
    while (true) {
      if (scans > 0 && data.left() == 0) {
        return 0xD9;
      }
      int next = data.u8();
      if (previous == 0xFF && next != 0 && next != 0xFF) {
        return next;
      }
      previous = next;
    }
  }

  private void quantizers(ByteReader segment) {
    while (segment.left() > 0) {
      int kind = segment.u8();
      int[] table = new int[64];
      for (int k = 0; k < 64; k++) {
        table[ZIGZAG[k]] = kind >> 4 == 0 ? segment.u8() : segment.u16();
      }
      quantizers[kind & 3] = table;
    }
  }

  private void codes(ByteReader segment) {
    while (segment.left() > 0) {
      int kind = segment.u8();
      (kind >> 4 == 0 ? dcCodes : acCodes)[kind & 3] = new JpegBits.Code(segment);
    }
  }

  private void adobe(ByteReader segment) {
    if (segment.take("Adobe")) {
      segment.skip(6);
      adobe = segment.u8();
    }
  }

  private void frame(ByteReader segment, boolean isProgressive) {
    if (pixels != null) {
      throw ImageException.corrupt("two frames");
    }
    progressive = isProgressive;
    if (segment.u8() != 8) {
      throw ImageException.unsupported("JPEG of more than 8 bits");
    }
    int height = segment.u16();
    int width = segment.u16();
    int count = segment.u8();
    if (count != 1 && count != 3 && count != 4) {
      throw ImageException.unsupported("JPEG with " + count + " components");
    }
    for (int i = 0; i < count; i++) {
      int id = segment.u8();
      int factors = segment.u8();
      JpegPlane plane = new JpegPlane(id, factors >> 4, factors & 15, segment.u8() & 3);
      if (plane.h < 1 || plane.h > 4 || plane.v < 1 || plane.v > 4) {
        throw ImageException.corrupt("sampling factors " + plane.h + " and " + plane.v);
      }
      maxH = Math.max(maxH, plane.h);
      maxV = Math.max(maxV, plane.v);
      planes.add(plane);
    }
    // Every block takes at least a bit; one component may be stored for many pixels.
    pixels = new Pixels(width, height, data.size(), 64 * 8 * 4);
    int unitsAcross = (width - 1) / (8 * maxH) + 1;
    int unitsDown = (height - 1) / (8 * maxV) + 1;
    for (JpegPlane plane : planes) {
      plane.width = (width * plane.h - 1) / maxH + 1;
      plane.height = (height * plane.v - 1) / maxV + 1;
      plane.blocksAcross = unitsAcross * plane.h;
      plane.blocksDown = unitsDown * plane.v;
      plane.coefficients = new short[plane.blocksAcross * plane.blocksDown * 64];
    }
  }

  /** What a scan carries: coefficients {@code from} to {@code to}, bits above {@code low}. */
  private record Scan(int from, int to, int high, int low) {}

  private void scan(ByteReader segment) {
    if (pixels == null) {
      throw ImageException.corrupt("a scan before the frame");
    }
    // A picture has few scans; many are made to keep decoders busy.
    if (++scans > 200) {
      throw ImageException.corrupt("more than 200 scans");
    }
    List<JpegPlane> scanned = new ArrayList<>();
    int count = segment.u8();
    for (int i = 0; i < count; i++) {
      int id = segment.u8();
      int codes = segment.u8();
      for (JpegPlane plane : planes) {
        if (plane.id == id && !scanned.contains(plane)) {
          plane.dc = dcCodes[codes >> 4 & 3];
          plane.ac = acCodes[codes & 3];
          scanned.add(plane);
        }
      }
    }
    int from = segment.u8();
    int to = segment.u8();
    int shift = segment.u8();
    Scan scan = progressive ? new Scan(from, to, shift >> 4, shift & 15) : new Scan(0, 63, 0, 0);
    if (scanned.size() != count
        || count == 0
        || scan.to > 63
        || scan.from > scan.to
        || scan.low > 13
        || progressive && (scan.from == 0 ? scan.to != 0 : count != 1)) {
      throw ImageException.corrupt("a scan of " + count + " components, " + scan);
    }
    for (JpegPlane plane : scanned) {
      plane.quantization = quantizers[plane.quantizer];
      boolean needsDc = scan.from == 0 && scan.high == 0 && plane.dc == null;
      if (plane.quantization == null || needsDc || scan.to > 0 && plane.ac == null) {
        throw ImageException.corrupt("a scan without its tables");
      }
    }
    blocks(scanned, scan);
  }

  private void blocks(List<JpegPlane> scanned, Scan scan) {
    JpegPlane first = scanned.get(0);
    boolean single = scanned.size() == 1;
    int across = single ? (first.width - 1) / 8 + 1 : first.blocksAcross / first.h;
    int down = single ? (first.height - 1) / 8 + 1 : first.blocksDown / first.v;
    JpegBits bits = new JpegBits(data);
    endOfBandRun = 0;
    for (JpegPlane plane : scanned) {
      plane.predictor = 0;
    }
    for (int unit = 0; unit < across * down; unit++) {
      if (restartInterval > 0 && unit > 0 && unit % restartInterval == 0) {
        bits.restart();
        endOfBandRun = 0;
        for (JpegPlane plane : scanned) {
          plane.predictor = 0;
        }
      }
      int x = unit % across;
      int y = unit / across;
      if (single) {
        block(bits, first, (y * first.blocksAcross + x) * 64, scan);
        continue;
      }
      for (JpegPlane plane : scanned) {
        for (int k = 0; k < plane.h * plane.v; k++) {
          int row = y * plane.v + k / plane.h;
          int column = x * plane.h + k % plane.h;
          block(bits, plane, (row * plane.blocksAcross + column) * 64, scan);
        }
      }
    }
  }

  private int endOfBandRun;

  private void block(JpegBits bits, JpegPlane plane, int at, Scan scan) {
    short[] c = plane.coefficients;
    int k = scan.from;
    if (k == 0) {
      if (scan.high > 0) {
        c[at] |= (short) (bits.bits(1) << scan.low);
      } else {
        plane.predictor += bits.signed(bits.value(plane.dc) & 15);
        c[at] = (short) (plane.predictor << scan.low);
      }
      k++;
    }
    if (scan.high > 0) {
      refine(bits, plane, at, k, scan);
      return;
    }
    if (endOfBandRun > 0) {
      endOfBandRun--;
      return;
    }
    while (k <= scan.to) {
      int code = bits.value(plane.ac);
      int run = code >> 4;
      int size = code & 15;
      if (size > 0) {
        k += run;
        if (k > scan.to) {
          throw ImageException.corrupt("a run over the end of a block");
        }
        c[at + ZIGZAG[k++]] = (short) (bits.signed(size) << scan.low);
      } else if (run == 15) {
        k += 16;
      } else {
        endOfBandRun = progressive ? (1 << run) - 1 + bits.bits(run) : 0;
        return;
      }
    }
  }

  /** One more bit of the coefficients that are known not to be zero, and new ones among them. */
  private void refine(JpegBits bits, JpegPlane plane, int at, int k, Scan scan) {
    int one = 1 << scan.low;
    while (k <= scan.to && endOfBandRun == 0) {
      int code = bits.value(plane.ac);
      int run = code >> 4;
      int value = 0;
      if ((code & 15) > 0) {
        value = bits.bits(1) == 1 ? one : -one;
      } else if (run < 15) {
        endOfBandRun = (1 << run) + bits.bits(run);
        break;
      }
      for (boolean placed = false; k <= scan.to && !placed; k++) {
        int i = at + ZIGZAG[k];
        if (plane.coefficients[i] != 0) {
          refine(bits, plane.coefficients, i, one);
        } else if (run-- == 0) {
          plane.coefficients[i] = (short) value;
          placed = true;
        }
      }
    }
    if (endOfBandRun > 0) {
      for (; k <= scan.to; k++) {
        int i = at + ZIGZAG[k];
        if (plane.coefficients[i] != 0) {
          refine(bits, plane.coefficients, i, one);
        }
      }
      endOfBandRun--;
    }
  }

  private static void refine(JpegBits bits, short[] coefficients, int i, int one) {
    if (bits.bits(1) == 1 && (coefficients[i] & one) == 0) {
      coefficients[i] += (short) (coefficients[i] > 0 ? one : -one);
    }
  }

  private void colors() {
    int count = planes.size();
    int[][] rows = new int[count][pixels.width];
    boolean named = count == 3 && planes.get(0).id == 'R' && planes.get(1).id == 'G';
    boolean transformed = adobe >= 0 ? adobe != 0 : count == 3 && !named;
    for (int y = 0; y < pixels.height; y++) {
      for (int i = 0; i < count; i++) {
        JpegPlane plane = planes.get(i);
        if (maxH % plane.h != 0 || maxV % plane.v != 0) {
          throw ImageException.unsupported("JPEG with fractional sampling factors");
        }
        plane.stretch(y, maxH / plane.h, maxV / plane.v, rows[i]);
      }
      for (int x = 0; x < pixels.width; x++) {
        int a = rows[0][x];
        if (count == 1) {
          pixels.set(x, y, a, a, a);
          continue;
        }
        int b = rows[1][x];
        int c = rows[2][x];
        int color = transformed ? rgb(a, b - 128, c - 128) : a << 16 | b << 8 | c;
        if (count == 4) {
          color = ink(transformed ? ~color : color, rows[3][x]);
        }
        pixels.set(x, y, color);
      }
    }
  }

  /** ITU T.871's conversion in 16 bits of fraction. */
  private static int rgb(int y, int cb, int cr) {
    int red = y + (91881 * cr + 0x8000 >> 16);
    int green = y + (-22554 * cb - 46802 * cr + 0x8000 >> 16);
    int blue = y + (116130 * cb + 0x8000 >> 16);
    return clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
  }

  private static int clamp(int value) {
    return Math.max(0, Math.min(255, value));
  }

  /** CMYK as RGB; with Adobe's marker the four are stored inverted. */
  private int ink(int cmy, int k) {
    int inverted = adobe >= 0 ? cmy : ~cmy;
    int light = adobe >= 0 ? k : 255 - k;
    int red = (inverted >> 16 & 0xFF) * light / 255;
    int green = (inverted >> 8 & 0xFF) * light / 255;
    int blue = (inverted & 0xFF) * light / 255;
    return red << 16 | green << 8 | blue;
  }
}
