package dev.assam.simd;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.memory.Shorts;
import dev.assam.simd.kernel.IntFinish;
import dev.assam.simd.kernel.QuantizeI16;

/**
 * Makes numbers of 16 bits without zero point of bytes, or of floats that are quantised to bytes,
 * in images of lines of pixels with zeros around. A unit is some lines of the result.
 */
final class CentreTask extends Task {
  /** Elements of a unit, about. */
  private static final int UNIT = 8192;

  int images = 1;
  int lines;
  int pixels = 1;
  int channels;

  /** Elements from one pixel of the result to the next, the last of them zeros. */
  int pixelStride;

  // Pixels before the first and in all, lines above the first and in all.
  int before;
  int paddedPixels = 1;
  int above;
  int paddedLines;

  boolean ofFloats;
  Bytes bytes;
  boolean signed;
  boolean hasZero;
  Bytes zero;

  /** 1 where each line has a zero point of its own. */
  int zeroStep;

  Floats floats;

  /** What {@link DynamicRangeTask} found of {@link #floats}. */
  Floats ranges;

  Shorts to;
  int toAt;

  /** A matrix whose rows are filled up with zeros to {@code depth}. */
  static CentreTask matrix(int rows, int k, int depth) {
    CentreTask task = new CentreTask();
    task.lines = rows;
    task.paddedLines = rows;
    task.channels = k;
    task.pixelStride = depth;
    return task;
  }

  /** Elements of the result. */
  int size() {
    return images * paddedLines * paddedLine();
  }

  private int paddedLine() {
    return paddedPixels * pixelStride;
  }

  private int linesPerUnit() {
    return Math.max(1, UNIT / Math.max(1, paddedLine()));
  }

  @Override
  public int units() {
    return (images * paddedLines + linesPerUnit() - 1) / linesPerUnit();
  }

  @Override
  public void run(int first, int last, int thread) {
    int end = Math.min(images * paddedLines, last * linesPerUnit());
    int count = images * lines * pixels * channels;
    float scale = ofFloats ? DynamicRangeTask.scale(ranges, 0, count) : 0;
    float origin = ofFloats ? DynamicRangeTask.zero(ranges, 0, count) : 0;
    for (int unit = first * linesPerUnit(); unit < end; unit++) {
      int y = unit % paddedLines - above;
      int at = toAt + unit * paddedLine();
      if (y < 0 || y >= lines || ofFloats && scale == 0) {
        IntFinish.zero(to, at, paddedLine());
        continue;
      }
      int line = unit / paddedLines * lines + y;
      IntFinish.zero(to, at, before * pixelStride);
      at += before * pixelStride;
      int from = line * pixels * channels;
      if (channels == pixelStride) {
        convert(line, from, at, pixels * channels, scale, origin);
      } else {
        for (int x = 0; x < pixels; x++) {
          int pixel = at + x * pixelStride;
          convert(line, from + x * channels, pixel, channels, scale, origin);
          IntFinish.zero(to, pixel + channels, pixelStride - channels);
        }
      }
      int after = paddedPixels - before - pixels;
      IntFinish.zero(to, at + pixels * pixelStride, after * pixelStride);
    }
  }

  private void convert(int line, int from, int at, int count, float scale, float origin) {
    if (ofFloats) {
      QuantizeI16.centredI16(floats, from, to, at, count, scale, origin);
      return;
    }
    int shift = !hasZero ? 0 : zero.get(line * zeroStep);
    IntFinish.centre(bytes, from, signed, signed ? shift : shift & 0xFF, to, at, count);
  }

  @Override
  public int code() {
    return Tasks.CENTRE;
  }

  @Override
  protected void fields(Fields fields) {
    images = fields.number(images);
    lines = fields.number(lines);
    pixels = fields.number(pixels);
    channels = fields.number(channels);
    pixelStride = fields.number(pixelStride);
    before = fields.number(before);
    paddedPixels = fields.number(paddedPixels);
    above = fields.number(above);
    paddedLines = fields.number(paddedLines);
    ofFloats = fields.flag(ofFloats);
    if (ofFloats) {
      floats = fields.floats(floats);
      ranges = fields.floats(ranges);
    } else {
      bytes = fields.bytes(bytes);
      signed = fields.flag(signed);
      hasZero = fields.flag(hasZero);
      zero = hasZero ? fields.bytes(zero) : zero;
      zeroStep = fields.number(zeroStep);
    }
    to = fields.shorts(to);
    toAt = fields.number(toAt);
  }
}
