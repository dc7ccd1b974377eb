package dev.assam.op.image;

/** A picture as it comes out of a decoder: rows from the top, red, green and blue, a byte each. */
final class Pixels {
  /** So that its bytes fit into an array everywhere. */
  private static final int MAX_PIXELS = 40_000_000;

  final int width;
  final int height;
  final byte[] rgb;

  /**
   * A black picture.
   *
   * @param data size of the encoded picture in bytes
   * @param perByte more pixels than this cannot be in one byte of it
   */
  Pixels(long width, long height, int data, int perByte) {
    if (width < 1 || height < 1) {
      throw ImageException.corrupt("a picture of " + width + " by " + height);
    }
    if (width > MAX_PIXELS || height > MAX_PIXELS || width * height > MAX_PIXELS) {
      throw ImageException.unsupported(
          "a picture of " + width + " by " + height + " (allowed: " + MAX_PIXELS + " pixels)");
    }
    if (width * height / perByte > data) {
      throw ImageException.corrupt(
          "a picture of " + width + " by " + height + " in " + data + " bytes");
    }
    this.width = (int) width;
    this.height = (int) height;
    rgb = new byte[this.width * this.height * 3];
  }

  void set(int x, int y, int red, int green, int blue) {
    int at = (y * width + x) * 3;
    rgb[at] = (byte) red;
    rgb[at + 1] = (byte) green;
    rgb[at + 2] = (byte) blue;
  }

  /** Sets a pixel to 0xRRGGBB. */
  void set(int x, int y, int color) {
    set(x, y, color >> 16, color >> 8, color);
  }
}
