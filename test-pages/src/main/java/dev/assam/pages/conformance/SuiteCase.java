package dev.assam.pages.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A case on disk: a model and sets of input and output files.
 *
 * @param name the folder's or the file's name
 */
record SuiteCase(String name, Path model, List<DataSet> dataSets) {
  /**
   * Files in the model's input and output order; no inputs stand for the ramp of the light models.
   */
  record DataSet(List<Path> inputs, List<Path> outputs) {}

  /** Every case below a folder, in the order of their paths. */
  static List<SuiteCase> find(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<SuiteCase> cases = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList()) {
        SuiteCase found = of(file);
        if (found != null) {
          cases.add(found);
        }
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SuiteCase of(Path model) throws IOException {
    String file = model.getFileName().toString();
    if (!file.equals("model.onnx")) {
      String name = file.substring(0, file.length() - ".onnx".length());
      Path output = model.resolveSibling(name + "_output_0.pb");
      return Files.exists(output)
          ? new SuiteCase(name, model, List.of(new DataSet(List.of(), List.of(output))))
          : null;
    }
    List<DataSet> sets = new ArrayList<>();
    for (int set = 0; ; set++) {
      Path folder = model.resolveSibling("test_data_set_" + set);
      if (!Files.isDirectory(folder)) {
        break;
      }
      sets.add(new DataSet(numbered(folder, "input_"), numbered(folder, "output_")));
    }
    return new SuiteCase(model.getParent().getFileName().toString(), model, sets);
  }

  private static List<Path> numbered(Path folder, String prefix) {
    List<Path> files = new ArrayList<>();
    while (Files.exists(folder.resolve(prefix + files.size() + ".pb"))) {
      files.add(folder.resolve(prefix + files.size() + ".pb"));
    }
    return files;
  }
}
