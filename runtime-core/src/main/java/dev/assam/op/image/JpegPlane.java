package dev.assam.op.image;

/** One component of a JPEG: its coefficients, then its samples. */
final class JpegPlane {
  final int id;
  final int h;
  final int v;
  final int quantizer;

  /** Size in samples that count. */
  int width;

  int height;

  /** Size in blocks that are stored: whole minimum coded units. */
  int blocksAcross;

  int blocksDown;
  short[] coefficients;
  int[] quantization;
  JpegBits.Code dc;
  JpegBits.Code ac;
  int predictor;
  private byte[] samples;

  JpegPlane(int id, int h, int v, int quantizer) {
    this.id = id;
    this.h = h;
    this.v = v;
    this.quantizer = quantizer;
  }

  /** Computes the samples and lets go of the coefficients. */
  void decode() {
    int stride = blocksAcross * 8;
    samples = new byte[stride * blocksDown * 8];
    int[] block = new int[64];
    for (int i = 0; i < blocksAcross * blocksDown; i++) {
      for (int k = 0; k < 64; k++) {
        block[k] = coefficients[i * 64 + k] * quantization[k];
      }
      Idct.transform(block);
      int at = i / blocksAcross * 8 * stride + i % blocksAcross * 8;
      for (int k = 0; k < 64; k++) {
        samples[at + k / 8 * stride + k % 8] = (byte) block[k];
      }
    }
    coefficients = null;
  }

  private int sample(int x, int y) {
    int column = Math.max(0, Math.min(x, width - 1));
    int row = Math.max(0, Math.min(y, height - 1));
    return samples[row * blocksAcross * 8 + column] & 0xFF;
  }

  /**
   * Row {@code y} of the picture into {@code row}, stretched by the given factors: by 2 with
   * weights 3 to 1 between neighbours, as the Independent JPEG Group does it, else by repetition.
   */
  void stretch(int y, int across, int down, int[] row) {
    boolean smooth = width > 2;
    if (across == 1 && down == 1) {
      for (int x = 0; x < row.length; x++) {
        row[x] = sample(x, y);
      }
    } else if (across == 2 && down == 1 && smooth) {
      for (int x = 0; x < row.length; x++) {
        int at = x / 2;
        int side = at + x % 2 * 2 - 1;
        boolean edge = side < 0 || side >= width;
        row[x] = edge ? sample(at, y) : 3 * sample(at, y) + sample(side, y) + 1 + x % 2 >> 2;
      }
    } else if (across == 2 && down == 2 && smooth) {
      int above = y / 2;
      int other = above + y % 2 * 2 - 1;
      for (int x = 0; x < row.length; x++) {
        int at = x / 2;
        int side = Math.max(0, Math.min(at + x % 2 * 2 - 1, width - 1));
        int here = 3 * sample(at, above) + sample(at, other);
        int there = 3 * sample(side, above) + sample(side, other);
        row[x] = 3 * here + there + 8 - x % 2 >> 4;
      }
    } else if (across == 1 && down == 2) {
      int above = y / 2;
      int other = above + y % 2 * 2 - 1;
      for (int x = 0; x < row.length; x++) {
        row[x] = 3 * sample(x, above) + sample(x, other) + 1 + y % 2 >> 2;
      }
    } else {
      for (int x = 0; x < row.length; x++) {
        row[x] = sample(x / across, y / down);
      }
    }
  }
}
