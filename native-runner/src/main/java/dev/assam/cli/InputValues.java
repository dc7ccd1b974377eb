package dev.assam.cli;

import dev.assam.ModelFile;
import dev.assam.ValueInfo;
import dev.assam.onnx.OnnxReader;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Makes inputs from what the command line says about them. */
final class InputValues {
  private final Map<String, String> shapes;
  private final PictureOptions pictures;
  private final Random random;

  /**
   * @param shapes by input name, as in {@code 1x3x224x224}
   */
  InputValues(Map<String, String> shapes, PictureOptions pictures, long seed) {
    this.shapes = shapes;
    this.pictures = pictures;
    this.random = new Random(seed);
  }

  /**
   * The value for an input.
   *
   * @param source a file, {@code random}, {@code zeros}, {@code ones}, or numbers with commas
   * @throws CommandException if the source does not fit
   */
  Datum make(ValueInfo input, String source) throws IOException {
    String ending = source.substring(source.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (ending.equals("pb")) {
      return OnnxReader.readDatum(ModelFile.readAll(Path.of(source)), input.type());
    }
    if (!(input.type() instanceof TensorType declared)) {
      throw new CommandException(
          "input " + input + " takes a .pb file only, not \"" + source + "\"");
    }
    TensorType type = new TensorType(declared.dtype(), shape(input.name(), declared.shape()));
    return switch (source) {
      case "random" -> filled(input, type, this::randomElement);
      case "zeros" -> filled(input, type, _ -> 0.0);
      case "ones" -> filled(input, type, _ -> 1.0);
      default ->
          switch (ending) {
            case "npy" -> shaped(input, type, NpyFile.read(Path.of(source)));
            case "png", "jpg", "jpeg", "gif", "bmp" ->
                Picture.read(Path.of(source)).toTensor(type.dtype(), type.shape(), pictures);
            default -> listed(input, type, source);
          };
    };
  }

  /** The shape asked for with --shape, or the declared one. */
  private Shape shape(String name, Shape declared) {
    String wanted = shapes.get(name);
    if (wanted == null) {
      return declared;
    }
    try {
      return Shape.of(
          Arrays.stream(wanted.split("[x,]"))
              .map(String::strip)
              .filter(part -> !part.isEmpty())
              .map(Integer::valueOf)
              .toList());
    } catch (NumberFormatException e) {
      throw new CommandException("--shape " + name + "=" + wanted + " (as in 1x3x224x224)");
    }
  }

  private interface Filler {
    double element(DType dtype);
  }

  private static Tensor filled(ValueInfo input, TensorType type, Filler filler) {
    if (!type.shape().isStatic()) {
      throw new CommandException(
          "the size of input "
              + input
              + " is not known; --shape "
              + input.name()
              + "=… or --dim NAME=… tells it");
    }
    Tensor tensor = Tensor.allocate(type);
    if (type.dtype() != DType.STRING) {
      for (int i = 0; i < tensor.size(); i++) {
        tensor.setDouble(i, filler.element(type.dtype()));
      }
    }
    return tensor;
  }

  /** 0..1 for floats, either bool, 0..9 for integers. */
  private double randomElement(DType dtype) {
    return dtype.isFloat() ? random.nextFloat() : random.nextInt(dtype == DType.BOOL ? 2 : 10);
  }

  /** Numbers or words of the command line or of a text file. */
  private static Tensor listed(ValueInfo input, TensorType type, String source) throws IOException {
    boolean file = Files.isRegularFile(Path.of(source));
    String text = file ? Files.readString(Path.of(source)) : source;
    List<String> parts =
        Arrays.stream(text.strip().split(type.dtype() == DType.STRING ? "," : "[\\s,;]+"))
            .map(String::strip)
            .filter(part -> type.dtype() == DType.STRING || !part.isEmpty())
            .toList();
    Tensor tensor = Tensor.allocate(type.dtype(), fitting(input, type.shape(), parts.size()));
    for (int i = 0; i < parts.size(); i++) {
      try {
        set(tensor, i, parts.get(i));
      } catch (NumberFormatException e) {
        throw new CommandException(
            "input " + input + ": \"" + parts.get(i) + "\" is neither a number nor a file");
      }
    }
    return tensor;
  }

  private static void set(Tensor tensor, int i, String part) {
    switch (tensor.dtype()) {
      case STRING -> tensor.strings()[i] = part;
      case BOOL -> tensor.setLong(i, part.equals("true") || part.equals("1") ? 1 : 0);
      default -> {
        if (tensor.dtype().isFloat()) {
          tensor.setDouble(i, Double.parseDouble(part));
        } else {
          tensor.setLong(i, Long.parseLong(part));
        }
      }
    }
  }

  /** An array under the shape asked for; what does not fit the model is for the session to say. */
  private static Tensor shaped(ValueInfo input, TensorType type, Tensor given) {
    boolean fits = type.shape().isStatic() && type.shape().elements() == given.size();
    Tensor tensor = fits ? given.withShape(type.shape()) : given;
    if (tensor.dtype() == type.dtype()) {
      return tensor;
    }
    if (tensor.dtype().isFloat() != type.dtype().isFloat()) {
      throw new CommandException("input " + input + ": the file has " + given.dtype());
    }
    Tensor converted = Tensor.allocate(type.dtype(), tensor.shape());
    for (int i = 0; i < tensor.size(); i++) {
      if (type.dtype().isFloat()) {
        converted.setDouble(i, tensor.getDouble(i));
      } else {
        converted.setLong(i, tensor.getLong(i));
      }
    }
    return converted;
  }

  /** The declared shape for so many elements; the last unknown size takes what is left. */
  private static Shape fitting(ValueInfo input, Shape declared, int count) {
    if (!declared.hasRank()) {
      return Shape.of(count);
    }
    int[] dims = declared.toArray();
    int unknown = -1;
    long known = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      if (dims[i] >= 0) {
        known *= dims[i];
      } else if (unknown < 0) {
        unknown = i;
      } else {
        dims[i] = 1;
      }
    }
    if (unknown >= 0 && known > 0 && count % known == 0) {
      dims[unknown] = (int) (count / known);
      known = count;
    }
    if (known != count) {
      throw new CommandException("input " + input + ": " + count + " numbers are given");
    }
    return Shape.of(dims);
  }
}
