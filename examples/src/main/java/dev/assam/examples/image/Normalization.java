package dev.assam.examples.image;

/** How colours become a network's numbers: (colour / 255 − mean) / deviation, per plane. */
public final class Normalization {
  private static final float[] IMAGENET_MEANS = {0.485f, 0.456f, 0.406f};
  private static final float[] IMAGENET_DEVIATIONS = {0.229f, 0.224f, 0.225f};
  private static final float[] HALVES = {0.5f, 0.5f, 0.5f};
  private static final int[] RED_FIRST = {0, 1, 2};
  private static final int[] BLUE_FIRST = {2, 1, 0};

  /** What most networks for pictures were trained with; red, green, blue. */
  public static final Normalization IMAGENET =
      new Normalization(RED_FIRST, IMAGENET_MEANS, IMAGENET_DEVIATIONS);

  /** The same numbers on blue, green, red, as networks trained with OpenCV's pictures want it. */
  public static final Normalization IMAGENET_BLUE_FIRST =
      new Normalization(BLUE_FIRST, IMAGENET_MEANS, IMAGENET_DEVIATIONS);

  /** From -1 to 1; blue, green, red. */
  public static final Normalization SYMMETRIC_BLUE_FIRST =
      new Normalization(BLUE_FIRST, HALVES, HALVES);

  /** Which of red (0), green (1) and blue (2) each plane of the tensor holds. */
  final int[] colours;

  final float[] means;
  final float[] deviations;

  private Normalization(int[] colours, float[] means, float[] deviations) {
    this.colours = colours;
    this.means = means;
    this.deviations = deviations;
  }
}
