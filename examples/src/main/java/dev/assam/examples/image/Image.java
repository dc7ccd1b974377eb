package dev.assam.examples.image;

/**
 * A picture of 8-bit sRGB pixels, row-major from the top left, three bytes (red, green, blue) each.
 * The array is not copied, and two pictures are equal only if they share it.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Image(int width, int height, byte[] rgb) {
  /**
   * @throws IllegalArgumentException if {@code rgb} is not width · height · 3 bytes long
   */
  public Image {
    checkSize(width, height, rgb.length, 3);
  }

  /**
   * Lays a picture of red, green, blue and alpha (not premultiplied), as a canvas's ImageData has
   * it, over white paper.
   *
   * @throws IllegalArgumentException if {@code rgba} is not width · height · 4 bytes long
   */
  public static Image ofRgba(int width, int height, byte[] rgba) {
    checkSize(width, height, rgba.length, 4);
    byte[] rgb = new byte[width * height * 3];
    for (int from = 0, to = 0; from < rgba.length; from += 4) {
      int alpha = rgba[from + 3] & 0xFF;
      for (int c = 0; c < 3; c++) {
        int over = (rgba[from + c] & 0xFF) * alpha + 255 * (255 - alpha);
        rgb[to++] = (byte) ((over + 127) / 255);
      }
    }
    return new Image(width, height, rgb);
  }

  /** The whole picture as a region of itself. */
  public Region region() {
    return new Region(0, 0, width, 0, 0, height);
  }

  private static void checkSize(int width, int height, int bytes, int bytesPerPixel) {
    if (width < 1 || height < 1 || (long) width * height * bytesPerPixel != bytes) {
      throw new IllegalArgumentException(
          bytes
              + " bytes for a picture of "
              + width
              + " x "
              + height
              + " pixels of "
              + bytesPerPixel
              + " bytes");
    }
  }
}
