package dev.assam.pages.measure;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a model computed: elements of each output by name, as float32. */
public record Outputs(Map<String, float[]> values) {
  /** From base64 of little-endian floats. */
  public static Outputs decode(Map<String, String> encoded) {
    Map<String, float[]> values = new LinkedHashMap<>();
    encoded.forEach((name, text) -> {
      ByteBuffer bytes =
          ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
      float[] elements = new float[bytes.remaining() / 4];
      bytes.asFloatBuffer().get(elements);
      values.put(name, elements);
    });
    return new Outputs(values);
  }

  static byte[] bytes(float[] elements) {
    ByteBuffer bytes = ByteBuffer.allocate(elements.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(elements);
    return bytes.array();
  }

  /** As {@link #decode} wants it. */
  Map<String, String> encode() {
    Map<String, String> encoded = new LinkedHashMap<>();
    values.forEach(
        (name, elements) -> encoded.put(name, Base64.getEncoder().encodeToString(bytes(elements))));
    return encoded;
  }

  /**
   * The largest difference from what is expected, each output's relative to the largest magnitude
   * there; infinite where an output is missing, has another size or holds what is no number. An
   * output alone is compared whatever its name, since not every runtime keeps names.
   */
  public double error(Outputs expected) {
    double worst = 0;
    for (Map.Entry<String, float[]> entry : expected.values.entrySet()) {
      float[] wanted = entry.getValue();
      float[] found = values.get(entry.getKey());
      if (found == null && values.size() == 1 && expected.values.size() == 1) {
        found = List.copyOf(values.values()).get(0);
      }
      if (found == null || found.length != wanted.length) {
        return Double.POSITIVE_INFINITY;
      }
      double largest = 1e-30;
      double difference = 0;
      for (int i = 0; i < wanted.length; i++) {
        largest = Math.max(largest, Math.abs(wanted[i]));
        double d = Math.abs((double) found[i] - wanted[i]);
        difference = d <= difference ? difference : Double.isNaN(d) ? Double.POSITIVE_INFINITY : d;
      }
      worst = Math.max(worst, difference / largest);
    }
    return worst;
  }
}
