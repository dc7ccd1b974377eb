package dev.assam.examples.ocr;

import dev.assam.examples.Values;
import dev.assam.examples.image.Image;
import dev.assam.examples.image.Normalization;
import dev.assam.examples.image.Region;
import dev.assam.examples.image.Sampler;

/**
 * Before and after PP-OCR's text recognizer (v3, v4): it gives, for each eight columns of a line's
 * picture, the probability of each character.
 */
public final class TextRecognizer {
  /** The height of the network's input in pixels. */
  public static final int HEIGHT = 48;

  /** Widths grow in steps, so that a model meets few shapes and plans few times. */
  private static final int WIDTH_STEP = 80;

  private TextRecognizer() {}

  /** What was read: the characters and the mean of their probabilities, 0 where there is none. */
  public record Text(String characters, float confidence) {}

  /** One line of text as [1, 3, 48, w]; w is a multiple of 80, with zeros on the right. */
  public static Values.Floats prepare(Image image, Region line) {
    int width = Math.max(1, (int) Math.ceil(HEIGHT * line.width() / line.height()));
    int stride = (width + WIDTH_STEP - 1) / WIDTH_STEP * WIDTH_STEP;
    float[] planes = new float[3 * HEIGHT * stride];
    Sampler.sample(image, line, Normalization.SYMMETRIC_BLUE_FIRST, planes, width, HEIGHT, stride);
    return new Values.Floats(planes, 1, 3, HEIGHT, stride);
  }

  /**
   * The likeliest character of each step, repetitions and blanks dropped (greedy CTC).
   *
   * @param probabilities the network's output [1, steps, classes]
   * @throws IllegalArgumentException if the network has another number of classes than the alphabet
   */
  public static Text decode(Values.Floats probabilities, Alphabet alphabet) {
    int steps = probabilities.dims()[1];
    int classes = probabilities.dims()[2];
    if (classes != alphabet.size()) {
      throw new IllegalArgumentException(
          "the recognizer tells "
              + classes
              + " characters apart, the alphabet has "
              + alphabet.size());
    }
    float[] p = probabilities.data();
    StringBuilder text = new StringBuilder();
    float sum = 0;
    int kept = 0;
    int last = Alphabet.BLANK;
    for (int step = 0; step < steps; step++) {
      int from = step * classes;
      int best = 0;
      for (int c = 1; c < classes; c++) {
        if (p[from + c] > p[from + best]) {
          best = c;
        }
      }
      if (best != Alphabet.BLANK && best != last) {
        text.append(alphabet.character(best));
        sum += p[from + best];
        kept++;
      }
      last = best;
    }
    return new Text(text.toString().strip(), kept == 0 ? 0 : sum / kept);
  }
}
