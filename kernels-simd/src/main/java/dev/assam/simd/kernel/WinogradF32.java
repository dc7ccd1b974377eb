package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import jdk.incubator.vector.FloatVector;

/**
 * The two transforms of Winograd's convolution F(4×4, 3×3), with the points 0, ±a, ±b and infinity:
 * 36 multiplications give 16 pixels of one channel, which otherwise take 144. With a = 3/4 and b =
 * 3/2 rounding errors are a third of what they are with the usual points 1 and 2.
 */
public final class WinogradF32 {
  /** Pixels along a side of a tile of the output. */
  public static final int TILE = 4;

  /** Pixels along a side of what a tile of the output depends on. */
  public static final int SIDE = 6;

  /** Positions of a transformed tile. */
  public static final int POSITIONS = SIDE * SIDE;

  private static final int VL = Lanes.F32;

  /** The points, whose powers up to the third are exact. */
  public static final float A = 0.75f;

  public static final float B = 1.5f;

  private static final float A2 = A * A;
  private static final float B2 = B * B;

  /** Floats of scratch that either transform needs. */
  public static final int SCRATCH = POSITIONS * VL;

  private WinogradF32() {}

  /**
   * Transforms 6 × 6 pixels of {@code channels} ≥ VL channels, which begin at {@code fromAt} and
   * lie {@code pixel} and {@code line} elements apart: position p of channel c goes to {@code toAt
   * + p · pitch + c}.
   */
  public static void inputF32_6x6(
      Floats from,
      int fromAt,
      int line,
      int pixel,
      int channels,
      Floats to,
      int toAt,
      int pitch,
      Floats scratch,
      int scratchAt) {
    FloatVector a = FloatVector.broadcast(Lanes.F, A);
    FloatVector lessA = FloatVector.broadcast(Lanes.F, -A);
    FloatVector lessA2 = FloatVector.broadcast(Lanes.F, -A2);
    FloatVector b = FloatVector.broadcast(Lanes.F, B);
    FloatVector lessB = FloatVector.broadcast(Lanes.F, -B);
    FloatVector lessB2 = FloatVector.broadcast(Lanes.F, -B2);
    FloatVector product = FloatVector.broadcast(Lanes.F, A2 * B2);
    FloatVector lessSum = FloatVector.broadcast(Lanes.F, -A2 - B2);
    int last = channels - VL;
    for (int next = 0; next < channels; next += VL) {
      int c = Math.min(next, last);
      // First along the columns, then along the rows: one loop, for it has to be small.
      Floats in = from;
      int s = fromAt + c;
      int step = line;
      int nextS = pixel;
      Floats out = scratch;
      int t = scratchAt;
      int stepT = SIDE * VL;
      int nextT = VL;
      for (int way = 0; way < 2; way++) {
        for (int i = 0; i < SIDE; i++) {
          FloatVector d1 = in.load(s + step);
          FloatVector d2 = in.load(s + 2 * step);
          FloatVector d3 = in.load(s + 3 * step);
          FloatVector d4 = in.load(s + 4 * step);
          FloatVector u = d2.fma(lessB2, d4);
          FloatVector v = d1.fma(lessB2, d3);
          out.store(t, in.load(s).fma(product, d2.fma(lessSum, d4)));
          out.store(t + stepT, v.fma(a, u));
          out.store(t + 2 * stepT, v.fma(lessA, u));
          u = d2.fma(lessA2, d4);
          v = d1.fma(lessA2, d3);
          out.store(t + 3 * stepT, v.fma(b, u));
          out.store(t + 4 * stepT, v.fma(lessB, u));
          out.store(t + 5 * stepT, d1.fma(product, d3.fma(lessSum, in.load(s + 5 * step))));
          s += nextS;
          t += nextT;
        }
        in = scratch;
        s = scratchAt;
        step = VL;
        nextS = SIDE * VL;
        out = to;
        t = toAt + c;
        stepT = pitch;
        nextT = SIDE * pitch;
      }
    }
  }

  /**
   * The first half of the transform back, for a vector of channels: position p lies at {@code
   * fromAt + p · pitch}; 4 × 6 vectors go to the scratch.
   */
  public static void columnsF32_4x6(
      Floats from, int fromAt, int pitch, Floats scratch, int scratchAt) {
    FloatVector a = FloatVector.broadcast(Lanes.F, A);
    FloatVector a2 = FloatVector.broadcast(Lanes.F, A2);
    FloatVector a3 = FloatVector.broadcast(Lanes.F, A * A2);
    FloatVector b = FloatVector.broadcast(Lanes.F, B);
    FloatVector b2 = FloatVector.broadcast(Lanes.F, B2);
    FloatVector b3 = FloatVector.broadcast(Lanes.F, B * B2);
    int p = fromAt;
    int s = scratchAt;
    for (int x = 0; x < SIDE; x++) {
      FloatVector d1 = from.load(p + SIDE * pitch);
      FloatVector d2 = from.load(p + 2 * SIDE * pitch);
      FloatVector d3 = from.load(p + 3 * SIDE * pitch);
      FloatVector d4 = from.load(p + 4 * SIDE * pitch);
      FloatVector d5 = from.load(p + 5 * SIDE * pitch);
      FloatVector sum = d1.add(d2);
      FloatVector rest = d1.sub(d2);
      FloatVector sum2 = d3.add(d4);
      FloatVector rest2 = d3.sub(d4);
      scratch.store(s, from.load(p).add(sum).add(sum2));
      scratch.store(s + SIDE * VL, rest.fma(a, rest2.mul(b)));
      scratch.store(s + 2 * SIDE * VL, sum.fma(a2, sum2.mul(b2)));
      scratch.store(s + 3 * SIDE * VL, rest.fma(a3, rest2.fma(b3, d5)));
      p += pitch;
      s += VL;
    }
  }

  /**
   * The second half: adds the bias and writes {@code rows} × {@code columns} of the 4 × 4 pixels,
   * the first one at {@code cAt}.
   */
  public static void rowsF32_4x4(
      Floats scratch,
      int scratchAt,
      Floats bias,
      int biasAt,
      Floats c,
      int cAt,
      int line,
      int pixel,
      int rows,
      int columns) {
    FloatVector a = FloatVector.broadcast(Lanes.F, A);
    FloatVector a2 = FloatVector.broadcast(Lanes.F, A2);
    FloatVector a3 = FloatVector.broadcast(Lanes.F, A * A2);
    FloatVector b = FloatVector.broadcast(Lanes.F, B);
    FloatVector b2 = FloatVector.broadcast(Lanes.F, B2);
    FloatVector b3 = FloatVector.broadcast(Lanes.F, B * B2);
    FloatVector start = bias.load(biasAt);
    // Columns beyond the last one are stored over by it.
    int at1 = Math.min(1, columns - 1) * pixel;
    int at2 = Math.min(2, columns - 1) * pixel;
    int at3 = Math.min(3, columns - 1) * pixel;
    int s = scratchAt;
    int at = cAt;
    for (int y = 0; y < rows; y++) {
      FloatVector d1 = scratch.load(s + VL);
      FloatVector d2 = scratch.load(s + 2 * VL);
      FloatVector d3 = scratch.load(s + 3 * VL);
      FloatVector d4 = scratch.load(s + 4 * VL);
      FloatVector d5 = scratch.load(s + 5 * VL).add(start);
      FloatVector sum = d1.add(d2);
      FloatVector rest = d1.sub(d2);
      FloatVector sum2 = d3.add(d4);
      FloatVector rest2 = d3.sub(d4);
      c.store(at + at3, rest.fma(a3, rest2.fma(b3, d5)));
      c.store(at + at2, sum.fma(a2, sum2.fma(b2, start)));
      c.store(at + at1, rest.fma(a, rest2.fma(b, start)));
      c.store(at, scratch.load(s).add(start).add(sum).add(sum2));
      s += SIDE * VL;
      at += line;
    }
  }
}
