package dev.assam.pages.measure;

import dev.assam.nativerun.grid.LightVgg19;
import dev.assam.pages.Project;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A model with inputs that are the same for every runtime.
 *
 * @param file where it is; need not exist
 * @param tolerance how far outputs may be from the native baseline's, relative to the largest
 * @param layers the same network as JSON for peers that read no ONNX; null if there is none
 */
public record BenchModel(
    String name, Path file, List<Input> inputs, double tolerance, Path layers) {
  private static final double TOLERANCE = 2e-3;

  /** Runtimes add integers differently before they round. */
  private static final double TOLERANCE_QUANTISED = 5e-2;

  /**
   * One input.
   *
   * @param below integers are drawn from 0 to this, exclusive; 0 for reals from −1 to 1
   */
  public record Input(String name, DType dtype, int[] dims, int below) {
    Tensor tensor() {
      Tensor tensor = Tensor.allocate(dtype, Shape.of(dims));
      Random random = new Random(name.hashCode());
      for (int i = 0; i < tensor.size(); i++) {
        if (below > 0) {
          tensor.setLong(i, below == 2 ? 1 : random.nextInt(below));
        } else {
          tensor.setDouble(i, random.nextDouble() * 2 - 1);
        }
      }
      return tensor;
    }

    /** The elements, little-endian. */
    public byte[] bytes() {
      try (Tensor tensor = tensor()) {
        boolean longs = dtype == DType.INT64;
        ByteBuffer buffer =
            ByteBuffer.allocate(tensor.size() * (longs ? 8 : 4)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < tensor.size(); i++) {
          if (longs) {
            buffer.putLong(tensor.getLong(i));
          } else {
            buffer.putFloat((float) tensor.getDouble(i));
          }
        }
        return buffer.array();
      }
    }
  }

  /** The list of models that comes with the program. */
  public static List<BenchModel> all() {
    List<BenchModel> models = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                BenchModel.class.getResourceAsStream("models.txt"), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          models.add(parse(line.split(" ", -1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return models;
  }

  private static BenchModel parse(String[] words) {
    String[] place = words[1].split(":", 2);
    Path file =
        switch (place[0]) {
          case "shared" -> Project.shared().resolve(place[1]);
          case "built" -> built(place[1]);
          default -> Project.models().resolve(place[1]);
        };
    List<Input> inputs = new ArrayList<>();
    for (int i = 2; i < words.length; i++) {
      String[] nameAndType = words[i].split("=", 2);
      String[] typeAndBelow = nameAndType[1].split("<", 2);
      String[] typeAndDims = typeAndBelow[0].split("\\[", 2);
      String dims = typeAndDims[1].substring(0, typeAndDims[1].length() - 1);
      inputs.add(
          new Input(
              nameAndType[0],
              typeAndDims[0].equals("int64") ? DType.INT64 : DType.FLOAT32,
              Arrays.stream(dims.split(",", -1)).mapToInt(Integer::parseInt).toArray(),
              typeAndBelow.length > 1 ? Integer.parseInt(typeAndBelow[1]) : 0));
    }
    return new BenchModel(
        words[0], file, inputs, words[0].endsWith("-q") ? TOLERANCE_QUANTISED : TOLERANCE, null);
  }

  /** A model that the project makes itself. */
  private static Path built(String name) {
    Path file = Project.root().resolve("test-pages/target/models").resolve(name);
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(file.getParent());
        Files.write(file, LightVgg19.onnx());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** The inputs by name; the caller releases them. */
  public Map<String, Datum> values() {
    Map<String, Datum> values = new LinkedHashMap<>();
    for (Input input : inputs) {
      values.put(input.name(), input.tensor());
    }
    return values;
  }
}
