package dev.assam.simd;

import dev.assam.memory.Ints;
import dev.assam.memory.Shorts;
import dev.assam.simd.kernel.IntGemm;

/**
 * A depthwise convolution of a padded image of numbers of 16 bits with exact sums. A unit is a line
 * of the output.
 */
final class IntDepthwiseTask extends Task {
  int images;
  int outputY;
  int outputX;
  int channels;

  /** Channels filled up to whole vectors. */
  int padded;

  int imageStride;
  int lineStride;
  int pixelStride;
  int tapsY;
  int strideY;
  int tapsX;
  int strideX;
  Shorts a;
  Shorts b;
  Ints sums;
  IntOutput output = new IntOutput();

  @Override
  public int units() {
    return images * outputY;
  }

  @Override
  public void run(int from, int to, int thread) {
    float factor = output.factor();
    int tile = thread * padded;
    for (int unit = from; unit < to; unit++) {
      int line = unit / outputY * imageStride + unit % outputY * lineStride;
      for (int x = 0; x < outputX; x++) {
        int at = line + x * pixelStride;
        IntGemm.depthwiseI32(a, at, tapsY, strideY, tapsX, strideX, b, padded, sums, tile);
        output.write(sums, tile, 0, channels, factor, (unit * outputX + x) * channels);
      }
    }
  }

  @Override
  public int code() {
    return Tasks.INT_DEPTHWISE;
  }

  @Override
  protected void fields(Fields fields) {
    images = fields.number(images);
    outputY = fields.number(outputY);
    outputX = fields.number(outputX);
    channels = fields.number(channels);
    padded = fields.number(padded);
    imageStride = fields.number(imageStride);
    lineStride = fields.number(lineStride);
    pixelStride = fields.number(pixelStride);
    tapsY = fields.number(tapsY);
    strideY = fields.number(strideY);
    tapsX = fields.number(tapsX);
    strideX = fields.number(strideX);
    a = fields.shorts(a);
    b = fields.shorts(b);
    sums = fields.ints(sums);
    output.fields(fields);
  }
}
