package dev.assam.pages.face;

import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.OptionalDatum;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values on their way into a page: {type, dims, base64 or strings}, a list, or null. */
final class FaceValues {
  /** Declares {@code valuesOf}, which makes of them what a model is run with. */
  static final String SCRIPT =
      """
      const arrays = {
        float32: Float32Array, float64: Float64Array, int8: Int8Array, uint8: Uint8Array,
        int16: Int16Array, uint16: Uint16Array, int32: Int32Array, uint32: Uint32Array,
        int64: BigInt64Array, uint64: BigUint64Array, bool: Uint8Array,
        float16: globalThis.Float16Array ?? Uint16Array, bfloat16: Uint16Array,
        int4: Int8Array, int2: Int8Array,
      };
      const valueOf = (value) => {
        if (value === null || value === undefined) return null;
        if (Array.isArray(value)) return value.map(valueOf);
        const { type, dims, strings, base64 } = value;
        if (strings) return { type, dims, data: strings };
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        return { type, dims, data: new (arrays[type] ?? Uint8Array)(bytes.buffer) };
      };
      const valuesOf = (values) =>
          Object.fromEntries(Object.entries(values).map(([name, v]) => [name, valueOf(v)]));
      """;

  private FaceValues() {}

  static Map<String, Object> toPage(Map<String, ? extends Datum> values) {
    Map<String, Object> all = new HashMap<>();
    values.forEach((name, value) -> all.put(name, toPage(value)));
    return all;
  }

  private static Object toPage(Datum datum) {
    return switch (datum) {
      case Tensor tensor -> tensor(tensor);
      case SequenceDatum sequence -> {
        List<Object> elements = new ArrayList<>();
        sequence.elements().forEach(element -> elements.add(toPage(element)));
        yield elements;
      }
      case OptionalDatum optional -> optional.isPresent() ? toPage(optional.value()) : null;
    };
  }

  private static Map<String, Object> tensor(Tensor tensor) {
    List<Integer> dims = new ArrayList<>();
    for (int dim : tensor.shape().toArray()) {
      dims.add(dim);
    }
    Map<String, Object> fields = new HashMap<>();
    fields.put("type", tensor.dtype().toString());
    fields.put("dims", dims);
    if (tensor.dtype() == DType.STRING) {
      fields.put("strings", List.of(tensor.strings()).subList(0, tensor.size()));
    } else {
      fields.put("base64", Base64.getEncoder().encodeToString(bytes(tensor)));
    }
    return fields;
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
