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
    byte[] rgb = image.rgb();
    int row = 3 * image.width();
    double maxX = image.width() - 1;
    double maxY = image.height() - 1;
    int tapsX = taps(region.width() / width);
    int tapsY = taps(region.height() / height);
    double stepX = 1.0 / (width * tapsX);
    double stepY = 1.0 / (height * tapsY);
    double[] sums = new double[3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double red = 0;
        double green = 0;
        double blue = 0;
        for (int tap = 0; tap < tapsX * tapsY; tap++) {
          double across = (x * tapsX + tap % tapsX + 0.5) * stepX;
          double down = (y * tapsY + tap / tapsX + 0.5) * stepY;
          double px = region.x() + across * region.acrossX() + down * region.downX() - 0.5;
          double py = region.y() + across * region.acrossY() + down * region.downY() - 0.5;
          px = px < 0 ? 0 : px > maxX ? maxX : px;
          py = py < 0 ? 0 : py > maxY ? maxY : py;
          int left = (int) px;
          int top = (int) py;
          double toRight = px - left;
          double toBottom = py - top;
          int a = row * top + 3 * left;
          int b = left < maxX ? a + 3 : a;
          int c = top < maxY ? a + row : a;
          int d = c + b - a;
          double wb = toRight * (1 - toBottom);
          double wc = toBottom * (1 - toRight);
          double wd = toRight * toBottom;
          double wa = 1 - wb - wc - wd;
          red +=
              (rgb[a] & 0xFF) * wa
                  + (rgb[b] & 0xFF) * wb
                  + (rgb[c] & 0xFF) * wc
                  + (rgb[d] & 0xFF) * wd;
          green +=
              (rgb[a + 1] & 0xFF) * wa
                  + (rgb[b + 1] & 0xFF) * wb
                  + (rgb[c + 1] & 0xFF) * wc
                  + (rgb[d + 1] & 0xFF) * wd;
          blue +=
              (rgb[a + 2] & 0xFF) * wa
                  + (rgb[b + 2] & 0xFF) * wb
                  + (rgb[c + 2] & 0xFF) * wc
                  + (rgb[d + 2] & 0xFF) * wd;
        }
        sums[0] = red;
        sums[1] = green;
        sums[2] = blue;
        for (int plane = 0; plane < 3; plane++) {
          double colour = sums[normalization.colours[plane]] / (255.0 * tapsX * tapsY);
          planes[(plane * height + y) * stride + x] =
              (float) ((colour - normalization.means[plane]) / normalization.deviations[plane]);
        }
      }
    }
  }

  /** How many samples per value and axis when {@code scale} source pixels fall on one. */
  private static int taps(double scale) {
    return Math.max(1, Math.min(MAX_TAPS, (int) (scale + 0.5)));
  }
}
