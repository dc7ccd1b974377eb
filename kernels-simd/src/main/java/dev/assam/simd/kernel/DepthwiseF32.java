package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import jdk.incubator.vector.FloatVector;

/**
 * Convolutions in which every channel sees itself only, of images with channels last; weights are
 * packed [tap][channel].
 */
public final class DepthwiseF32 {
  private static final int VL = Lanes.F32;

  private DepthwiseF32() {}

  /** out[c] = init[c] + in[c] · w[c] for whole vectors of {@code channels} channels: one tap. */
  private static void tapsF32_1(
      Floats in,
      int inAt,
      Floats w,
      int wAt,
      Floats init,
      int initAt,
      Floats out,
      int outAt,
      int channels) {
    for (int c = 0; c < channels; c += VL) {
      FloatVector x = init.load(initAt + c);
      x = in.load(inAt + c).fma(w.load(wAt + c), x);
      out.store(outAt + c, x);
    }
  }

  /** As {@link #tapsF32_1} for 2 taps, which lie {@code dx} apart, their weights {@code dw}. */
  private static void tapsF32_2(
      Floats in,
      int inAt,
      int dx,
      Floats w,
      int wAt,
      int dw,
      Floats init,
      int initAt,
      Floats out,
      int outAt,
      int channels) {
    int i1 = inAt + dx;
    int w1 = wAt + dw;
    for (int c = 0; c < channels; c += VL) {
      FloatVector x = init.load(initAt + c);
      x = in.load(inAt + c).fma(w.load(wAt + c), x);
      x = in.load(i1 + c).fma(w.load(w1 + c), x);
      out.store(outAt + c, x);
    }
  }

  /** As {@link #tapsF32_1} for 3 taps, which lie {@code dx} apart. */
  private static void tapsF32_3(
      Floats in,
      int inAt,
      int dx,
      Floats w,
      int wAt,
      int dw,
      Floats init,
      int initAt,
      Floats out,
      int outAt,
      int channels) {
    int i1 = inAt + dx;
    int w1 = wAt + dw;
    int i2 = i1 + dx;
    int w2 = w1 + dw;
    for (int c = 0; c < channels; c += VL) {
      FloatVector x = init.load(initAt + c);
      x = in.load(inAt + c).fma(w.load(wAt + c), x);
      x = in.load(i1 + c).fma(w.load(w1 + c), x);
      x = in.load(i2 + c).fma(w.load(w2 + c), x);
      out.store(outAt + c, x);
    }
  }

  /** As {@link #tapsF32_1} for 5 taps, which lie {@code dx} apart. */
  private static void tapsF32_5(
      Floats in,
      int inAt,
      int dx,
      Floats w,
      int wAt,
      int dw,
      Floats init,
      int initAt,
      Floats out,
      int outAt,
      int channels) {
    int i1 = inAt + dx;
    int w1 = wAt + dw;
    int i2 = i1 + dx;
    int w2 = w1 + dw;
    int i3 = i2 + dx;
    int w3 = w2 + dw;
    int i4 = i3 + dx;
    int w4 = w3 + dw;
    for (int c = 0; c < channels; c += VL) {
      FloatVector x = init.load(initAt + c);
      x = in.load(inAt + c).fma(w.load(wAt + c), x);
      x = in.load(i1 + c).fma(w.load(w1 + c), x);
      x = in.load(i2 + c).fma(w.load(w2 + c), x);
      x = in.load(i3 + c).fma(w.load(w3 + c), x);
      x = in.load(i4 + c).fma(w.load(w4 + c), x);
      out.store(outAt + c, x);
    }
  }

  /**
   * Two neighbouring pixels of a 3×3 window of stride and dilation 1, for whole vectors of {@code
   * channels} channels: out[p][c] = bias[c] + Σ in[p + tap][c] · w[tap][c]. Pixels lie {@code
   * pixel} apart, lines {@code line}; taps' weights {@code dw}.
   */
  private static void pairF32_3x3(
      Floats in,
      int inAt,
      int pixel,
      int line,
      Floats w,
      int wAt,
      int dw,
      Floats bias,
      int biasAt,
      Floats out,
      int outAt,
      int channels) {
    int i01 = inAt + pixel;
    int i02 = inAt + 2 * pixel;
    int i03 = inAt + 3 * pixel;
    int i10 = inAt + line;
    int i11 = inAt + line + pixel;
    int i12 = inAt + line + 2 * pixel;
    int i13 = inAt + line + 3 * pixel;
    int i20 = inAt + 2 * line;
    int i21 = inAt + 2 * line + pixel;
    int i22 = inAt + 2 * line + 2 * pixel;
    int i23 = inAt + 2 * line + 3 * pixel;
    int w1 = wAt + dw;
    int w2 = wAt + 2 * dw;
    int w3 = wAt + 3 * dw;
    int w4 = wAt + 4 * dw;
    int w5 = wAt + 5 * dw;
    int w6 = wAt + 6 * dw;
    int w7 = wAt + 7 * dw;
    int w8 = wAt + 8 * dw;
    int next = outAt + pixel;
    for (int c = 0; c < channels; c += VL) {
      FloatVector x0 = bias.load(biasAt + c);
      FloatVector x1 = x0;
      FloatVector a;
      FloatVector k0;
      FloatVector k1;
      FloatVector k2;
      k0 = w.load(wAt + c);
      k1 = w.load(w1 + c);
      k2 = w.load(w2 + c);
      a = in.load(inAt + c);
      x0 = a.fma(k0, x0);
      a = in.load(i01 + c);
      x0 = a.fma(k1, x0);
      x1 = a.fma(k0, x1);
      a = in.load(i02 + c);
      x0 = a.fma(k2, x0);
      x1 = a.fma(k1, x1);
      a = in.load(i03 + c);
      x1 = a.fma(k2, x1);
      k0 = w.load(w3 + c);
      k1 = w.load(w4 + c);
      k2 = w.load(w5 + c);
      a = in.load(i10 + c);
      x0 = a.fma(k0, x0);
      a = in.load(i11 + c);
      x0 = a.fma(k1, x0);
      x1 = a.fma(k0, x1);
      a = in.load(i12 + c);
      x0 = a.fma(k2, x0);
      x1 = a.fma(k1, x1);
      a = in.load(i13 + c);
      x1 = a.fma(k2, x1);
      k0 = w.load(w6 + c);
      k1 = w.load(w7 + c);
      k2 = w.load(w8 + c);
      a = in.load(i20 + c);
      x0 = a.fma(k0, x0);
      a = in.load(i21 + c);
      x0 = a.fma(k1, x0);
      x1 = a.fma(k0, x1);
      a = in.load(i22 + c);
      x0 = a.fma(k2, x0);
      x1 = a.fma(k1, x1);
      a = in.load(i23 + c);
      x1 = a.fma(k2, x1);
      out.store(outAt + c, x0);
      out.store(next + c, x1);
    }
  }

  /**
   * One output pixel: the taps {@code fromY} to {@code toY} − 1 and {@code fromX} to {@code toX} −
   * 1 of a window of {@code kernelX} columns whose first tap lies at {@code inAt}, which may be
   * outside the image. {@code channels} is a multiple of the vector's lanes.
   */
  public static void pixelF32(
      Floats in,
      int inAt,
      int dx,
      int dy,
      int kernelX,
      int fromX,
      int toX,
      int fromY,
      int toY,
      Floats w,
      int wAt,
      int dw,
      Floats bias,
      int biasAt,
      Floats out,
      int outAt,
      int channels) {
    if (Lanes.LONG_METHODS) {
      longPixelF32(
          in, inAt, dx, dy, kernelX, fromX, toX, fromY, toY, w, wAt, dw, bias, biasAt, out, outAt,
          channels);
      return;
    }
    Floats init = bias;
    int initAt = biasAt;
    for (int y = fromY; y < toY; y++) {
      int x = fromX;
      while (x < toX) {
        int i = inAt + y * dy + x * dx;
        int k = wAt + (y * kernelX + x) * dw;
        int left = toX - x;
        if (left >= 5) {
          tapsF32_5(in, i, dx, w, k, dw, init, initAt, out, outAt, channels);
          x += 5;
        } else if (left >= 3) {
          tapsF32_3(in, i, dx, w, k, dw, init, initAt, out, outAt, channels);
          x += 3;
        } else if (left == 2) {
          tapsF32_2(in, i, dx, w, k, dw, init, initAt, out, outAt, channels);
          x += 2;
        } else {
          tapsF32_1(in, i, w, k, init, initAt, out, outAt, channels);
          x++;
        }
        init = out;
        initAt = outAt;
      }
    }
    if (fromX >= toX || fromY >= toY) {
      Copies.copyF32(bias, biasAt, out, outAt, channels);
    }
  }

  /** {@link #pixelF32} with the sums in registers, those of four vectors to an address. */
  private static void longPixelF32(
      Floats in,
      int inAt,
      int dx,
      int dy,
      int kernelX,
      int fromX,
      int toX,
      int fromY,
      int toY,
      Floats w,
      int wAt,
      int dw,
      Floats bias,
      int biasAt,
      Floats out,
      int outAt,
      int channels) {
    int c = 0;
    for (; c <= channels - 4 * VL; c += 4 * VL) {
      FloatVector s0 = bias.load(biasAt + c);
      FloatVector s1 = bias.load(biasAt + c + VL);
      FloatVector s2 = bias.load(biasAt + c + 2 * VL);
      FloatVector s3 = bias.load(biasAt + c + 3 * VL);
      for (int y = fromY; y < toY; y++) {
        int i = inAt + y * dy + fromX * dx + c;
        int k = wAt + (y * kernelX + fromX) * dw + c;
        for (int x = fromX; x < toX; x++) {
          s0 = in.load(i).fma(w.load(k), s0);
          s1 = in.load(i + VL).fma(w.load(k + VL), s1);
          s2 = in.load(i + 2 * VL).fma(w.load(k + 2 * VL), s2);
          s3 = in.load(i + 3 * VL).fma(w.load(k + 3 * VL), s3);
          i += dx;
          k += dw;
        }
      }
      out.store(outAt + c, s0);
      out.store(outAt + c + VL, s1);
      out.store(outAt + c + 2 * VL, s2);
      out.store(outAt + c + 3 * VL, s3);
    }
    for (; c < channels; c += VL) {
      FloatVector sum = bias.load(biasAt + c);
      for (int y = fromY; y < toY; y++) {
        int i = inAt + y * dy + fromX * dx + c;
        int k = wAt + (y * kernelX + fromX) * dw + c;
        for (int x = fromX; x < toX; x++) {
          sum = in.load(i).fma(w.load(k), sum);
          i += dx;
          k += dw;
        }
      }
      out.store(outAt + c, sum);
    }
  }

  /** Pixels of a 3×3 window of stride and dilation 1 wholly inside the image, two by two. */
  public static void pairsF32_3x3(
      Floats in,
      int inAt,
      int pixel,
      int line,
      Floats w,
      int wAt,
      int dw,
      Floats bias,
      int biasAt,
      Floats out,
      int outAt,
      int channels,
      int pairs) {
    for (int p = 0; p < pairs; p++) {
      int at = 2 * p * pixel;
      pairF32_3x3(in, inAt + at, pixel, line, w, wAt, dw, bias, biasAt, out, outAt + at, channels);
    }
  }

  /** As {@link #pixelF32}, for any number of channels. */
  public static void pixelF32_scalar(
      Floats in,
      int inAt,
      int dx,
      int dy,
      int kernelX,
      int fromX,
      int toX,
      int fromY,
      int toY,
      Floats w,
      int wAt,
      int dw,
      Floats bias,
      int biasAt,
      Floats out,
      int outAt,
      int channels) {
    for (int c = 0; c < channels; c++) {
      float sum = bias.get(biasAt + c);
      for (int y = fromY; y < toY; y++) {
        for (int x = fromX; x < toX; x++) {
          sum += in.get(inAt + y * dy + x * dx + c) * w.get(wAt + (y * kernelX + x) * dw + c);
        }
      }
      out.set(outAt + c, sum);
    }
  }
}
