package dev.assam.pages.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Cases that are known to fail, each with its reason. A line of the file is: the worlds with commas
 * between, or {@code all}; the case; the reason.
 */
final class Exclusions {
  private final Map<String, String> reasons = new LinkedHashMap<>();

  /** The exclusions of the ONNX backend tests. */
  static Exclusions load() {
    Exclusions exclusions = new Exclusions();
    try (InputStream in = Exclusions.class.getResourceAsStream("exclusions.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
        String[] fields = line.split("\\s+", 3);
        if (fields.length < 3) {
          throw new IllegalStateException("an exclusion without a reason: " + line);
        }
        for (String world : fields[0].split(",", -1)) {
          exclusions.reasons.put(world + " " + fields[1], fields[2]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return exclusions;
  }

  /** Why the case is excluded in this world, or null. */
  String reason(SuiteCase test, String world) {
    String everywhere = reasons.get("all " + test.name());
    return everywhere != null ? everywhere : reasons.get(world + " " + test.name());
  }
}
