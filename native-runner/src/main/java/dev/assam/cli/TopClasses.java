package dev.assam.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.assam.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The classes that a classifier's output gives the highest scores.
 *
 * @param label the class's name, or null
 */
record TopClasses(int index, String label, double score) {
  /**
   * Reads names of classes: a JSON array, or a line for each.
   *
   * @throws CommandException if it is neither
   */
  static List<String> readLabels(Path file) throws IOException {
    String text = Files.readString(file);
    if (!text.stripLeading().startsWith("[")) {
      return text.lines().map(String::strip).toList();
    }
    try {
      JsonArray array = JsonParser.parseString(text).getAsJsonArray();
      List<String> labels = new ArrayList<>();
      for (JsonElement element : array) {
        labels.add(element.getAsString());
      }
      return labels;
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      throw new CommandException(file + " is not a JSON array of names: " + e.getMessage());
    }
  }

  /** Whether this output has a score for each class: floats of shape [1,N] or [N]. */
  static boolean areIn(Tensor output, List<String> labels) {
    int rank = output.shape().rank();
    boolean flat = rank >= 1 && output.shape().dim(rank - 1) == output.size();
    int classes = labels == null ? 1000 : labels.size();
    return output.dtype().isFloat() && flat && output.size() == classes;
  }

  /** The best {@code count}, best first. */
  static List<TopClasses> of(Tensor output, List<String> labels, int count, boolean softmax) {
    double[] scores = new double[output.size()];
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < scores.length; i++) {
      scores[i] = output.getDouble(i);
      max = Math.max(max, scores[i]);
    }
    if (softmax) {
      double sum = 0;
      for (int i = 0; i < scores.length; i++) {
        scores[i] = Math.exp(scores[i] - max);
        sum += scores[i];
      }
      for (int i = 0; i < scores.length; i++) {
        scores[i] /= sum;
      }
    }
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted((a, b) -> Double.compare(scores[b], scores[a]))
        .limit(count)
        .map(i -> new TopClasses(i, labels == null ? null : labels.get(i), scores[i]))
        .toList();
  }
}
