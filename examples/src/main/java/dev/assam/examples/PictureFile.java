package dev.assam.examples;

import dev.assam.examples.image.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures in files; for the JVM only. */
public final class PictureFile {
  private PictureFile() {}

  /**
   * Reads a PNG, JPEG, GIF or BMP file.
   *
   * @throws IOException if it cannot be read or is in another format
   */
  public static Image read(Path file) throws IOException {
    BufferedImage picture = ImageIO.read(file.toFile());
    if (picture == null) {
      throw new IOException(file + " is not a picture in a format that Java reads");
    }
    return image(picture);
  }

  /** An AWT picture as the pipelines take it, transparent parts on white. */
  public static Image image(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] argb = picture.getRGB(0, 0, width, height, null, 0, width);
    byte[] rgba = new byte[argb.length * 4];
    for (int i = 0; i < argb.length; i++) {
      rgba[4 * i] = (byte) (argb[i] >> 16);
      rgba[4 * i + 1] = (byte) (argb[i] >> 8);
      rgba[4 * i + 2] = (byte) argb[i];
      rgba[4 * i + 3] = (byte) (argb[i] >> 24);
    }
    return Image.ofRgba(width, height, rgba);
  }
}
