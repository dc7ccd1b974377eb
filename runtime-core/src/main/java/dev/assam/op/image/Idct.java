package dev.assam.op.image;

/**
 * The inverse discrete cosine transform in integers, in the very steps and roundings of the
 * Independent JPEG Group's accurate one, so that pictures come out equal to the last bit.
 *
 * <p>Source: "Practical fast 1-D DCT algorithms with 11 multiplications" (Loeffler, Ligtenberg,
 * Moschytz, 1989).
 */
final class Idct {
  private Idct() {}

  /** Turns dequantised coefficients in natural order into samples from 0 to 255, in place. */
  static void transform(int[] block) {
    for (int i = 0; i < 8; i++) {
      pass(block, i, 8, 11);
    }
    for (int i = 0; i < 64; i += 8) {
      pass(block, i, 1, 18);
    }
    for (int i = 0; i < 64; i++) {
      block[i] = Math.max(0, Math.min(255, block[i] + 128));
    }
  }

  /** One column or row; 13 bits of fraction in the constants, {@code shift} taken off. */
  private static void pass(int[] b, int at, int step, int shift) {
    int half = 1 << shift - 1;
    int z2 = b[at + 2 * step];
    int z3 = b[at + 6 * step];
    int z1 = (z2 + z3) * 4433;
    int t2 = z1 - z3 * 15137;
    int t3 = z1 + z2 * 6270;
    int t0 = b[at] + b[at + 4 * step] << 13;
    int t1 = b[at] - b[at + 4 * step] << 13;
    int e0 = t0 + t3 + half;
    int e3 = t0 - t3 + half;
    int e1 = t1 + t2 + half;
    int e2 = t1 - t2 + half;

    t0 = b[at + 7 * step];
    t1 = b[at + 5 * step];
    t2 = b[at + 3 * step];
    t3 = b[at + step];
    z1 = (t0 + t3) * -7373;
    z2 = (t1 + t2) * -20995;
    int z5 = (t0 + t2 + t1 + t3) * 9633;
    z3 = (t0 + t2) * -16069 + z5;
    int z4 = (t1 + t3) * -3196 + z5;
    t0 = t0 * 2446 + z1 + z3;
    t1 = t1 * 16819 + z2 + z4;
    t2 = t2 * 25172 + z2 + z3;
    t3 = t3 * 12299 + z1 + z4;

    b[at] = e0 + t3 >> shift;
    b[at + 7 * step] = e0 - t3 >> shift;
    b[at + step] = e1 + t2 >> shift;
    b[at + 6 * step] = e1 - t2 >> shift;
    b[at + 2 * step] = e2 + t1 >> shift;
    b[at + 5 * step] = e2 - t1 >> shift;
    b[at + 3 * step] = e3 + t0 >> shift;
    b[at + 4 * step] = e3 - t0 >> shift;
  }
}
