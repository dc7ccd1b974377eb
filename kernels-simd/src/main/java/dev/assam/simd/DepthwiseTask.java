package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.Copies;
import dev.assam.simd.kernel.DepthwiseF32;
import dev.assam.simd.kernel.GemmFinish;
import dev.assam.simd.kernel.Lanes;

/**
 * A convolution in which every channel sees itself only, with its epilogue. A unit is a line of the
 * output.
 */
final class DepthwiseTask extends Task {
  private static final int VL = Lanes.F32;

  // Geometry, in pixels and lines.
  int channels;
  int inputX;
  int inputY;
  int outputX;
  int outputY;
  int images;
  int kernelX;
  int kernelY;
  int strideX;
  int strideY;
  int dilationX;
  int dilationY;
  int padX;
  int padY;

  // What follows.
  int flags;
  float lo;
  float hi;
  Epilogue epilogue;

  // Places.
  Floats in;
  Floats weights;
  Floats bias;
  int biasAt;
  Floats out;
  Floats rest;
  Floats scratch;
  int scratchAt;

  @Override
  public int units() {
    return images * outputY;
  }

  @Override
  public void run(int from, int to, int thread) {
    if (epilogue != null) {
      epilogue.begin(thread);
    }
    int line = outputX * channels;
    for (int unit = from; unit < to; unit++) {
      line(unit / outputY, unit % outputY, thread);
      if (flags != 0) {
        GemmFinish.finishF32_line(out, unit * line, line, rest, flags, lo, hi);
      }
      if (epilogue != null) {
        epilogue.apply(thread, out, unit * line, channels, outputX, channels, unit * outputX, 0);
      }
    }
  }

  /** Computes a line of the output. */
  private void line(int image, int y, int thread) {
    int startY = y * strideY - padY;
    int fromY = first(startY, dilationY);
    int toY = last(startY, dilationY, kernelY, inputY);
    int lineAt = (image * inputY + startY) * inputX * channels;
    int outAt = (image * outputY + y) * outputX * channels;
    boolean pairs =
        kernelX == 3
            && kernelY == 3
            && strideX == 1
            && dilationX == 1
            && dilationY == 1
            && fromY == 0
            && toY == 3
            && channels >= VL;
    int x = 0;
    while (x < outputX) {
      int startX = x * strideX - padX;
      int count = (inputX - 2 - startX) / 2 * 2;
      if (pairs && startX >= 0 && count >= 2) {
        pairs(lineAt + startX * channels, outAt + x * channels, count / 2);
        x += count;
      } else {
        pixel(lineAt, startX, fromY, toY, outAt + x * channels, thread);
        x++;
      }
    }
  }

  /** First tap of a window that lies inside the image. */
  private static int first(int start, int dilation) {
    return start >= 0 ? 0 : (-start + dilation - 1) / dilation;
  }

  /** The tap after the last one inside the image. */
  private static int last(int start, int dilation, int kernel, int size) {
    return start >= size ? 0 : Math.min(kernel, (size - 1 - start) / dilation + 1);
  }

  private void pairs(int inAt, int outAt, int count) {
    int line = inputX * channels;
    int whole = channels / VL * VL;
    DepthwiseF32.pairsF32_3x3(
        in, inAt, channels, line, weights, 0, channels, bias, biasAt, out, outAt, whole, count);
    if (whole < channels) {
      // The last vector, over channels that were computed already.
      int c = channels - VL;
      DepthwiseF32.pairsF32_3x3(
          in,
          inAt + c,
          channels,
          line,
          weights,
          c,
          channels,
          bias,
          biasAt + c,
          out,
          outAt + c,
          VL,
          count);
    }
  }

  private void pixel(int lineAt, int startX, int fromY, int toY, int outAt, int thread) {
    int fromX = first(startX, dilationX);
    int toX = last(startX, dilationX, kernelX, inputX);
    int inAt = lineAt + startX * channels;
    int dx = dilationX * channels;
    int dy = dilationY * inputX * channels;
    if (channels < VL) {
      DepthwiseF32.pixelF32_scalar(
          in, inAt, dx, dy, kernelX, fromX, toX, fromY, toY, weights, 0, channels, bias, biasAt,
          out, outAt, channels);
      return;
    }
    int whole = channels / VL * VL;
    DepthwiseF32.pixelF32(
        in, inAt, dx, dy, kernelX, fromX, toX, fromY, toY, weights, 0, channels, bias, biasAt, out,
        outAt, whole);
    if (whole < channels) {
      int c = channels - VL;
      int last = scratchAt + thread * VL;
      DepthwiseF32.pixelF32(
          in,
          inAt + c,
          dx,
          dy,
          kernelX,
          fromX,
          toX,
          fromY,
          toY,
          weights,
          c,
          channels,
          bias,
          biasAt + c,
          scratch,
          last,
          VL);
      Copies.copyF32(scratch, last, out, outAt + c, VL);
    }
  }

  @Override
  public int code() {
    return Tasks.DEPTHWISE;
  }

  @Override
  protected void fields(Fields fields) {
    channels = fields.number(channels);
    inputX = fields.number(inputX);
    inputY = fields.number(inputY);
    outputX = fields.number(outputX);
    outputY = fields.number(outputY);
    images = fields.number(images);
    kernelX = fields.number(kernelX);
    kernelY = fields.number(kernelY);
    strideX = fields.number(strideX);
    strideY = fields.number(strideY);
    dilationX = fields.number(dilationX);
    dilationY = fields.number(dilationY);
    padX = fields.number(padX);
    padY = fields.number(padY);
    flags = fields.number(flags);
    lo = fields.real(lo);
    hi = fields.real(hi);
    if (fields.flag(epilogue != null)) {
      epilogue = epilogue == null ? Epilogue.unread() : epilogue;
      epilogue.fields(fields);
    }
    in = fields.floats(in);
    weights = fields.floats(weights);
    bias = fields.floats(bias);
    biasAt = fields.number(biasAt);
    out = fields.floats(out);
    rest = fields.floats(rest);
    scratch = fields.floats(scratch);
    scratchAt = fields.number(scratchAt);
  }
}
