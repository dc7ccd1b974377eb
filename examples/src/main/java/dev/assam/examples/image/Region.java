package dev.assam.examples.image;

/**
 * A rectangle in a picture, turned by any angle: its corner {@code (x, y)} where reading starts,
 * its edge across (the reading direction) and its edge down, all in pixels of the picture. The
 * centre of the first pixel is at (0.5, 0.5).
 */
public record Region(
    double x, double y, double acrossX, double acrossY, double downX, double downY) {

  /** The length of the edge across in pixels. */
  public double width() {
    return Math.sqrt(acrossX * acrossX + acrossY * acrossY);
  }

  /** The length of the edge down in pixels. */
  public double height() {
    return Math.sqrt(downX * downX + downY * downY);
  }

  public double centerX() {
    return x + (acrossX + downX) / 2;
  }

  public double centerY() {
    return y + (acrossY + downY) / 2;
  }

  /** The four corners, x before y, clockwise from where reading starts. */
  public double[] corners() {
    return new double[] {
      x, y, x + acrossX, y + acrossY, x + acrossX + downX, y + acrossY + downY, x + downX, y + downY
    };
  }

  /** The same rectangle read the other way up. */
  public Region upsideDown() {
    return new Region(x + acrossX + downX, y + acrossY + downY, -acrossX, -acrossY, -downX, -downY);
  }

  /** The same rectangle read along its other edge, from what was the top right downwards. */
  public Region sideways() {
    return new Region(x + acrossX, y + acrossY, downX, downY, -acrossX, -acrossY);
  }

  /** The rectangle with every edge moved outwards by {@code margin} pixels. */
  public Region grown(double margin) {
    double a = margin / width();
    double d = margin / height();
    return new Region(
        x - a * acrossX - d * downX,
        y - a * acrossY - d * downY,
        acrossX * (1 + 2 * a),
        acrossY * (1 + 2 * a),
        downX * (1 + 2 * d),
        downY * (1 + 2 * d));
  }

  /** The region in a picture that is larger by {@code timesX} and {@code timesY}. */
  public Region scaled(double timesX, double timesY) {
    return new Region(
        x * timesX, y * timesY, acrossX * timesX, acrossY * timesY, downX * timesX, downY * timesY);
  }
}
