package dev.assam.examples.image;

/**
 * How colours become a network's numbers: (colour / 255 − mean) / std, per channel of the tensor.
 *
 * @param blueFirst whether the tensor's channels are blue, green, red, as networks trained with OpenCV
 *     want it, rather than red, green, blue
 * @param means three values, in the tensor's order of channels
 * @param stds three values, in the tensor's order of channels
 */
public record Normalization(boolean blueFirst, float[] means, float[] stds) {
  /** What torchvision and most ImageNet networks were trained with. */
  public static final Normalization IMAGENET =
      new Normalization(
          false, new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});

  /** Which of red (0), green (1) and blue (2) is channel {@code c} of the tensor. */
  int channel(int c) {
    return blueFirst ? 2 - c : c;
  }

  float mean(int c) {
    return means[c];
  }

  float std(int c) {
    return stds[c];
  }
}
