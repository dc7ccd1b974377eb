package dev.assam.pages.conformance;

import dev.assam.memory.Storage;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.OptionalDatum;
import dev.assam.tensor.OptionalType;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values as they cross into the page: {type, dims, base64 | strings}, a list, or nothing. */
final class PageValues {
  private PageValues() {}

  static Object toPage(Datum datum) {
    return switch (datum) {
      case Tensor tensor -> {
        Map<String, Object> fields = new HashMap<>();
        fields.put("type", tensor.dtype().toString());
        List<Integer> dims = new ArrayList<>();
        for (int dim : tensor.shape().toArray()) {
          dims.add(dim);
        }
        fields.put("dims", dims);
        if (tensor.dtype() == DType.STRING) {
          fields.put("strings", List.of(tensor.strings()));
        } else {
          fields.put("base64", Base64.getEncoder().encodeToString(bytes(tensor)));
        }
        yield fields;
      }
      case SequenceDatum sequence -> {
        List<Object> elements = new ArrayList<>();
        for (Datum element : sequence.elements()) {
          elements.add(toPage(element));
        }
        yield elements;
      }
      case OptionalDatum optional -> optional.isPresent() ? toPage(optional.value()) : null;
    };
  }

  /** What came back, given the type the model declares. */
  static Datum fromPage(Object value, ValueType type) {
    if (type instanceof OptionalType optional) {
      return new OptionalDatum(
          optional, value == null ? null : fromPage(value, optional.element()));
    }
    if (value instanceof List<?> list) {
      SequenceType sequence =
          type instanceof SequenceType s
              ? s
              : new SequenceType(new TensorType(null, Shape.UNKNOWN));
      List<Datum> elements = new ArrayList<>();
      for (Object element : list) {
        elements.add(fromPage(element, sequence.element()));
      }
      return new SequenceDatum(sequence, elements);
    }
    if (!(value instanceof Map<?, ?> fields)) {
      throw new WorldException("the page answered " + value + " for a " + type);
    }
    int[] dims =
        ((List<?>) fields.get("dims")).stream().mapToInt(d -> ((Number) d).intValue()).toArray();
    DType dtype = dtype((String) fields.get("type"));
    if (dtype == DType.STRING) {
      String[] strings = ((List<?>) fields.get("strings")).toArray(new String[0]);
      return Tensor.ofStrings(Shape.of(dims), strings);
    }
    Storage bytes = Storage.ofBytes(Base64.getDecoder().decode((String) fields.get("base64")));
    Shape shape = Shape.of(dims);
    return Tensor.over(dtype, shape, bytes.view(0, dtype.kind(), shape.size()));
  }

  private static DType dtype(String name) {
    for (DType dtype : DType.values()) {
      if (dtype.toString().equals(name)) {
        return dtype;
      }
    }
    throw new WorldException("the page answered with the element type " + name);
  }

  private static byte[] bytes(Tensor tensor) {
    int width = tensor.dtype().kind().bytes();
    byte[] bytes = new byte[tensor.size() * width];
    for (int i = 0; i < tensor.size(); i++) {
      long bits = tensor.bits(i);
      for (int b = 0; b < width; b++) {
        bytes[i * width + b] = (byte) (bits >> (8 * b));
      }
    }
    return bytes;
  }
}
