package dev.assam.fuzz;

import dev.assam.graph.Value;
import dev.assam.memory.Storage;
import dev.assam.onnx.ExternalData;
import dev.assam.onnx.Model;
import dev.assam.onnx.OnnxReader;
import dev.assam.op.Ops;
import dev.assam.tensor.Datum;
import dev.assam.testing.OpCase;
import dev.assam.testing.cases.OpCases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Models to start from: the operator cases, and where the shared folder is there, the conformance
 * suite's and real ones.
 */
public final class Seeds {
  /**
   * A well-formed model.
   *
   * @param inputs values that fit it; empty where none are known
   */
  record Seed(String name, byte[] model, Map<String, Datum> inputs) {}

  /** A model of which more than a few may be tried in the time there is. */
  private static final int SMALL_BYTES = 8_192;

  private final List<OpCase> cases;
  private final List<Path> small = new ArrayList<>();
  private final List<Path> large = new ArrayList<>();
  private final Map<Path, byte[]> files = new HashMap<>();

  /**
   * @param only what the names of the seeds contain; empty for all
   */
  public Seeds(Path shared, String only) {
    cases =
        OpCases.all().stream()
            .filter(c -> Ops.find(c.domain(), c.op()) != null && c.name().contains(only))
            .toList();
    if (!Files.isDirectory(shared)) {
      System.out.println("fuzz: only operator cases, no models: there is no " + shared);
      return;
    }
    try (Stream<Path> found = Files.walk(shared, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file :
          found
              .filter(f -> f.toString().endsWith(".onnx") && f.toString().contains(only))
              .sorted()
              .toList()) {
        (Files.size(file) <= SMALL_BYTES ? small : large).add(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What there is, for reports. */
  @Override
  public String toString() {
    return cases.size()
        + " operator cases, "
        + small.size()
        + " small and "
        + large.size()
        + " large models";
  }

  Seed any(Dice dice) {
    int kind = dice.below(100);
    if (kind == 0 && !large.isEmpty()) {
      return file(dice.any(large));
    }
    if ((kind < 25 || cases.isEmpty()) && !small.isEmpty()) {
      return file(dice.any(small));
    }
    OpCase chosen = dice.any(cases);
    OpCase.Form form = dice.any(List.of(OpCase.Form.values()));
    if (!chosen.has(form) || !chosen.has(OpCase.Form.FOLDED)) {
      form = OpCase.Form.INPUTS;
    }
    return new Seed(chosen.name() + " as " + form, chosen.model(form), chosen.inputs(form));
  }

  private Seed file(Path path) {
    byte[] bytes =
        files.computeIfAbsent(
            path,
            p -> {
              try {
                return Files.readAllBytes(p);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    String folder = path.getParent().getFileName().toString();
    Map<String, Datum> inputs = inputs(bytes, path.resolveSibling("test_data_set_0"));
    return new Seed(folder + "/" + path.getFileName(), bytes, inputs);
  }

  /** What the suite feeds to a model of its own. */
  private static Map<String, Datum> inputs(byte[] model, Path folder) {
    Map<String, Datum> inputs = new LinkedHashMap<>();
    if (!Files.isDirectory(folder)) {
      return inputs;
    }
    Storage file = Storage.ofBytes(model);
    Model read = OnnxReader.read(file, ExternalData.NONE);
    try {
      for (Value input : read.graph().inputs()) {
        Path data = folder.resolve("input_" + inputs.size() + ".pb");
        if (!Files.exists(data)) {
          break;
        }
        Storage bytes = Storage.ofBytes(Files.readAllBytes(data));
        inputs.put(input.name(), OnnxReader.readDatum(bytes, input.declared()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      read.release();
      file.release();
    }
    return inputs;
  }
}
