package dev.assam.examples.image;

/** Draws a region of a picture, turned and resized, into the planes of a float tensor. */
public final class Sampler {
  private static final int MAX_TAPS = 4;

  private Sampler() {}

  /**
   * Fills the left {@code width} columns of {@code planes} [3, height, stride] with {@code region}
   * resized to {@code width} x {@code height}. Where the picture shrinks, each value is the mean of
   * several bilinear samples; beyond the picture's edge its last pixels are repeated.
   */
  public static void sample(
      Image image,
      Region region,
      Normalization normalization,
      float[] planes,
      int width,
      int height,
      int stride) {
    int tapsX = taps(region.width() / width);
    int tapsY = taps(region.height() / height);
    float[] weight = new float[3];
    float[] bias = new float[3];
    for (int c = 0; c < 3; c++) {
      weight[c] = 1 / (255f * tapsX * tapsY * normalization.deviations[c]);
      bias[c] = -normalization.means[c] / normalization.deviations[c];
    }
    int first = normalization.colours[0];
    int second = normalization.colours[1];
    int third = normalization.colours[2];
    int plane = height * stride;
    double stepX = 1.0 / (width * tapsX);
    double stepY = 1.0 / (height * tapsY);
    float[] sum = new float[3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        sum[0] = sum[1] = sum[2] = 0;
        for (int j = 0; j < tapsY; j++) {
          double down = (y * tapsY + j + 0.5) * stepY;
          for (int i = 0; i < tapsX; i++) {
            double across = (x * tapsX + i + 0.5) * stepX;
            add(
                image,
                region.x() + across * region.acrossX() + down * region.downX(),
                region.y() + across * region.acrossY() + down * region.downY(),
                sum);
          }
        }
        int to = y * stride + x;
        planes[to] = sum[first] * weight[0] + bias[0];
        planes[to + plane] = sum[second] * weight[1] + bias[1];
        planes[to + 2 * plane] = sum[third] * weight[2] + bias[2];
      }
    }
  }

  /** How many samples per value and axis when {@code scale} source pixels fall on one. */
  private static int taps(double scale) {
    return Math.max(1, Math.min(MAX_TAPS, (int) (scale + 0.5)));
  }

  /** Adds the colour at (x, y) in pixels, interpolated between the four pixels around it. */
  private static void add(Image image, double x, double y, float[] sum) {
    double right = Math.max(0, Math.min(image.width() - 1, x - 0.5));
    double below = Math.max(0, Math.min(image.height() - 1, y - 0.5));
    int x0 = (int) right;
    int y0 = (int) below;
    float fx = (float) (right - x0);
    float fy = (float) (below - y0);
    int toRight = x0 + 1 < image.width() ? 3 : 0;
    int toBelow = y0 + 1 < image.height() ? 3 * image.width() : 0;
    int at = 3 * (y0 * image.width() + x0);
    byte[] rgb = image.rgb();
    for (int c = 0; c < 3; c++, at++) {
      float top = (rgb[at] & 0xFF) * (1 - fx) + (rgb[at + toRight] & 0xFF) * fx;
      float bottom =
          (rgb[at + toBelow] & 0xFF) * (1 - fx) + (rgb[at + toBelow + toRight] & 0xFF) * fx;
      sum[c] += top * (1 - fy) + bottom * fy;
    }
  }
}
