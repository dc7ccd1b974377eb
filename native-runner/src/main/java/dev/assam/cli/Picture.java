package dev.assam.cli;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Red, green and blue planes of numbers 0..255. */
final class Picture {
  private final int width;
  private final int height;
  private final float[][] planes;

  Picture(int width, int height, float[][] planes) {
    this.width = width;
    this.height = height;
    this.planes = planes;
  }

  /**
   * Reads a PNG, JPEG, GIF or BMP file.
   *
   * @throws CommandException if it is none
   */
  static Picture read(Path file) throws IOException {
    if (!file.toFile().isFile()) {
      throw new CommandException("no such file: " + file);
    }
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null) {
      throw new CommandException(file + " is not a picture that can be read");
    }
    int width = image.getWidth();
    int height = image.getHeight();
    float[][] planes = new float[3][width * height];
    for (int i = 0; i < width * height; i++) {
      int rgb = image.getRGB(i % width, i / width);
      planes[0][i] = (rgb >> 16) & 0xFF;
      planes[1][i] = (rgb >> 8) & 0xFF;
      planes[2][i] = rgb & 0xFF;
    }
    return new Picture(width, height, planes);
  }

  /** The largest part in the middle with these proportions. */
  Picture cropped(int toWidth, int toHeight) {
    int w = (int) Math.min(width, Math.max(1, Math.round((double) height * toWidth / toHeight)));
    int h = (int) Math.min(height, Math.max(1, Math.round((double) width * toHeight / toWidth)));
    int left = (width - w) / 2;
    int top = (height - h) / 2;
    float[][] part = new float[3][w * h];
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < h; y++) {
        System.arraycopy(planes[c], (top + y) * width + left, part[c], y * w, w);
      }
    }
    return new Picture(w, h, part);
  }

  /**
   * Resized with a triangle filter as wide as a target pixel, so that small pictures are smooth.
   */
  Picture resized(int toWidth, int toHeight) {
    if (toWidth == width && toHeight == height) {
      return this;
    }
    float[][] result = new float[3][];
    for (int c = 0; c < 3; c++) {
      float[] wide = alongRows(planes[c], width, height, toWidth);
      float[] turned = transposed(wide, toWidth, height);
      float[] high = alongRows(turned, height, toWidth, toHeight);
      result[c] = transposed(high, toHeight, toWidth);
    }
    return new Picture(toWidth, toHeight, result);
  }

  private static float[] alongRows(float[] plane, int width, int height, int toWidth) {
    float[] result = new float[toWidth * height];
    double step = (double) width / toWidth;
    double reach = Math.max(1, step);
    for (int x = 0; x < toWidth; x++) {
      double center = (x + 0.5) * step;
      int from = (int) Math.max(0, Math.floor(center - reach));
      int to = (int) Math.min(width, Math.ceil(center + reach));
      double[] weights = new double[to - from];
      double sum = 0;
      for (int i = from; i < to; i++) {
        weights[i - from] = Math.max(0, 1 - Math.abs(i + 0.5 - center) / reach);
        sum += weights[i - from];
      }
      for (int y = 0; y < height; y++) {
        double value = 0;
        for (int i = from; i < to; i++) {
          value += weights[i - from] * plane[y * width + i];
        }
        result[y * toWidth + x] = (float) (value / sum);
      }
    }
    return result;
  }

  private static float[] transposed(float[] plane, int width, int height) {
    float[] result = new float[plane.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        result[x * height + y] = plane[y * width + x];
      }
    }
    return result;
  }

  /**
   * A batch of one for an input of this type.
   *
   * @param declared rank 4, or 3 without the batch; unknown sizes are taken from the picture
   */
  Tensor toTensor(DType dtype, Shape declared, PictureOptions options) {
    int rank = declared.hasRank() ? declared.rank() : 4;
    if (rank != 3 && rank != 4) {
      throw new CommandException("a picture for an input of shape " + declared + " (rank 3 or 4)");
    }
    int[] dims = declared.hasRank() ? declared.toArray() : new int[] {1, -1, -1, -1};
    boolean last =
        options.layout == null
            ? isChannels(dims[rank - 1]) && !isChannels(dims[rank - 3])
            : options.layout == PictureOptions.Layout.NHWC;
    int channelAt = last ? rank - 1 : rank - 3;
    int heightAt = last ? rank - 3 : rank - 2;
    int channels = dims[channelAt] < 0 ? 3 : dims[channelAt];
    if (!isChannels(channels) || (rank == 4 && dims[0] > 1)) {
      throw new CommandException(
          "a picture for an input of shape "
              + declared
              + " (allowed: a batch of 1 and 1 or 3 channels; --layout says where they are)");
    }
    int toHeight = dims[heightAt] < 0 ? height : dims[heightAt];
    int toWidth = dims[heightAt + 1] < 0 ? width : dims[heightAt + 1];
    Picture cut = options.fit == PictureOptions.Fit.CROP ? cropped(toWidth, toHeight) : this;
    Picture sized = cut.resized(toWidth, toHeight);
    if (rank == 4) {
      dims[0] = 1;
    }
    dims[channelAt] = channels;
    dims[heightAt] = toHeight;
    dims[heightAt + 1] = toWidth;
    Tensor tensor = Tensor.allocate(dtype, Shape.of(dims));
    for (int c = 0; c < channels; c++) {
      double mean = PictureOptions.of(options.mean, c, channels, "--image-mean");
      double std = PictureOptions.of(options.std, c, channels, "--image-std");
      float[] plane = sized.plane(c, channels, options.bgr);
      for (int i = 0; i < plane.length; i++) {
        int at = last ? i * channels + c : c * plane.length + i;
        tensor.setDouble(at, (plane[i] / options.scale - mean) / std);
      }
    }
    return tensor;
  }

  private float[] plane(int channel, int channels, boolean bgr) {
    if (channels == 3) {
      return planes[bgr ? 2 - channel : channel];
    }
    float[] grey = new float[width * height];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = 0.299f * planes[0][i] + 0.587f * planes[1][i] + 0.114f * planes[2][i];
    }
    return grey;
  }

  private static boolean isChannels(int dim) {
    return dim == 1 || dim == 3;
  }
}
