package dev.assam.examples.ocr;

import dev.assam.examples.Values;
import dev.assam.examples.image.Image;
import dev.assam.examples.image.Normalization;
import dev.assam.examples.image.Region;
import dev.assam.examples.image.Sampler;
import java.util.ArrayList;
import java.util.List;

/**
 * Before and after PP-OCR's text detector (v3, v4), a differentiable-binarization network: it
 * gives, for each pixel, the probability that it lies in the shrunken core of a line of text.
 */
public final class TextDetector {
  /** The longer side of what the network sees, in pixels; smaller pictures are not enlarged. */
  public static final int DEFAULT_MAX_SIDE = 960;

  /** The network halves its input five times. */
  private static final int STEP = 32;

  private static final float PIXEL_THRESHOLD = 0.3f;
  private static final double BOX_THRESHOLD = 0.5;

  /**
   * A core grows outwards by its area / perimeter times this. Training shrinks outlines with 1.5 to
   * 1.6; the recognizer reads more lines without a mistake when they have some more air.
   */
  private static final double UNCLIP_RATIO = 2;

  /** The least height of a core, in pixels of the map. */
  private static final double MIN_SIDE = 3;

  /** A box this much taller than wide holds a line that runs downwards. */
  private static final double SIDEWAYS_RATIO = 1.5;

  private TextDetector() {}

  /** The picture as [1, 3, h, w]; h and w are multiples of 32 and at most {@code maxSide}. */
  public static Values.Floats prepare(Image image, int maxSide) {
    double scale = Math.min(1, (double) maxSide / Math.max(image.width(), image.height()));
    int width = toStep(image.width() * scale);
    int height = toStep(image.height() * scale);
    float[] planes = new float[3 * height * width];
    Sampler.sample(
        image, image.region(), Normalization.IMAGENET_BLUE_FIRST, planes, width, height, width);
    return new Values.Floats(planes, 1, 3, height, width);
  }

  private static int toStep(double side) {
    return Math.max(STEP, STEP * (int) (side / STEP + 0.5));
  }

  /**
   * The lines of text in the order in which they are read, in pixels of the picture, which is
   * {@code imageWidth} x {@code imageHeight}.
   *
   * @param map the network's output [1, 1, h, w], probabilities
   */
  public static List<Region> lines(Values.Floats map, int imageWidth, int imageHeight) {
    int height = map.dims()[2];
    int width = map.dims()[3];
    double timesX = (double) imageWidth / width;
    double timesY = (double) imageHeight / height;
    List<Region> lines = new ArrayList<>();
    for (Hull core : Hull.ofBlobs(map.data(), width, height, PIXEL_THRESHOLD)) {
      Region box = core.smallestRectangle();
      if (Math.min(box.width(), box.height()) < MIN_SIDE
          || meanInside(box, map.data(), width, height) < BOX_THRESHOLD) {
        continue;
      }
      double area = box.width() * box.height();
      double perimeter = 2 * (box.width() + box.height());
      Region line = box.grown(UNCLIP_RATIO * area / perimeter).scaled(timesX, timesY);
      lines.add(line.height() > SIDEWAYS_RATIO * line.width() ? line.sideways() : line);
    }
    return ReadingOrder.sorted(lines);
  }

  /** The mean of the map [height, width] over the pixels whose centres lie inside the box. */
  private static double meanInside(Region box, float[] map, int width, int height) {
    double reachX = (Math.abs(box.acrossX()) + Math.abs(box.downX())) / 2;
    double reachY = (Math.abs(box.acrossY()) + Math.abs(box.downY())) / 2;
    int left = Math.max(0, (int) (box.centerX() - reachX));
    int right = Math.min(width, (int) (box.centerX() + reachX) + 1);
    int top = Math.max(0, (int) (box.centerY() - reachY));
    int bottom = Math.min(height, (int) (box.centerY() + reachY) + 1);
    double acrossSquared = box.width() * box.width();
    double downSquared = box.height() * box.height();
    double sum = 0;
    int count = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        double dx = x + 0.5 - box.centerX();
        double dy = y + 0.5 - box.centerY();
        if (2 * Math.abs(dx * box.acrossX() + dy * box.acrossY()) <= acrossSquared
            && 2 * Math.abs(dx * box.downX() + dy * box.downY()) <= downSquared) {
          sum += map[y * width + x];
          count++;
        }
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
