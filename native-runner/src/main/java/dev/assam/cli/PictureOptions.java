package dev.assam.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** How a picture becomes a tensor. */
final class PictureOptions {
  /** Where the channels are. */
  enum Layout {
    NCHW,
    NHWC
  }

  /** How a picture of another shape is brought to the input's. */
  enum Fit {
    STRETCH,
    CROP
  }

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      description = "${COMPLETION-CANDIDATES}; unless told, from where the input has 1 or 3.")
  Layout layout;

  @Option(
      names = "--fit",
      paramLabel = "FIT",
      defaultValue = "STRETCH",
      description = "STRETCH the picture, or CROP its middle (default: ${DEFAULT-VALUE}).")
  Fit fit;

  @Option(
      names = "--image-scale",
      paramLabel = "X",
      defaultValue = "255",
      description = "What 0..255 is divided by, before the mean (default: ${DEFAULT-VALUE}).")
  double scale;

  @Option(
      names = "--image-mean",
      paramLabel = "R,G,B",
      split = ",",
      description = "What is subtracted then; one number or one per channel (default: 0).")
  List<Double> mean = List.of(0.0);

  @Option(
      names = "--image-std",
      paramLabel = "R,G,B",
      split = ",",
      description = "What is divided by then; one number or one per channel (default: 1).")
  List<Double> std = List.of(1.0);

  @Option(names = "--bgr", description = "Blue first.")
  boolean bgr;

  /** The value for a channel of a list that may have one entry for all. */
  static double of(List<Double> values, int channel, int channels, String option) {
    if (values.size() != 1 && values.size() != channels) {
      throw new CommandException(
          option + " has " + values.size() + " numbers (allowed: 1 or " + channels + ")");
    }
    return values.get(values.size() == 1 ? 0 : channel);
  }
}
