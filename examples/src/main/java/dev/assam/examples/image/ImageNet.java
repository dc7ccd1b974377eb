package dev.assam.examples.image;

import dev.assam.examples.Values;
import java.util.ArrayList;
import java.util.List;

/** Before and after a network that sorts pictures into the classes of ImageNet. */
public final class ImageNet {
  /** Height and width of the network's input in pixels. */
  public static final int SIDE = 224;

  /** The part of the shorter side that the crop in the middle keeps. */
  private static final double KEPT = 224.0 / 256;

  private ImageNet() {}

  /** A class and its probability, 0 to 1. */
  public record Guess(int index, float probability) {}

  /** The middle of the picture, 224/256 of its shorter side square, as [1, 3, 224, 224]. */
  public static Values.Floats prepare(Image image) {
    double side = KEPT * Math.min(image.width(), image.height());
    Region middle =
        new Region((image.width() - side) / 2, (image.height() - side) / 2, side, 0, 0, side);
    float[] planes = new float[3 * SIDE * SIDE];
    Sampler.sample(image, middle, Normalization.IMAGENET, planes, SIDE, SIDE, SIDE);
    return new Values.Floats(planes, 1, 3, SIDE, SIDE);
  }

  /** The {@code k} likeliest classes for the network's logits [1, classes], best first. */
  public static List<Guess> top(Values.Floats logits, int k) {
    float[] p = softmax(logits.data());
    List<Guess> best = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      int at = best.size();
      while (at > 0 && best.get(at - 1).probability() < p[i]) {
        at--;
      }
      if (at < k) {
        best.add(at, new Guess(i, p[i]));
        if (best.size() > k) {
          best.remove(k);
        }
      }
    }
    return best;
  }

  private static float[] softmax(float[] logits) {
    float max = Float.NEGATIVE_INFINITY;
    for (float x : logits) {
      max = Math.max(max, x);
    }
    double sum = 0;
    float[] p = new float[logits.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = (float) Math.exp(logits[i] - max);
      sum += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= (float) sum;
    }
    return p;
  }
}
