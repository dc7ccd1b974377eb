package dev.assam.examples.ocr;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assam.examples.PictureFile;
import dev.assam.examples.image.Image;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Pictures of text, written with AWT. */
final class Paper {
  private static final String FONT = "DejaVu Sans";

  private final BufferedImage picture;
  private final Graphics2D pen;

  Paper(int width, int height, Color paper, Color ink, int fontSize) {
    assumeTrue(
        List.of(GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames())
            .contains(FONT),
        "the font " + FONT + " is not installed (Debian: fonts-dejavu-core)");
    picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    pen = picture.createGraphics();
    pen.setColor(paper);
    pen.fillRect(0, 0, width, height);
    pen.setColor(ink);
    pen.setFont(new Font(FONT, Font.PLAIN, fontSize));
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
  }

  /** Turns everything that is written from here on clockwise about the middle. */
  Paper turned(double degrees) {
    pen.rotate(Math.toRadians(degrees), picture.getWidth() / 2.0, picture.getHeight() / 2.0);
    return this;
  }

  Paper write(String text, int x, int y) {
    pen.drawString(text, x, y);
    return this;
  }

  Image image() {
    return PictureFile.image(picture);
  }
}
