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
  private final Map<String, String> reasons;

  /** Those of release 1.12, which Debian has, besides. */
  private final Map<String, String> reasonsOfDebian;

  private Exclusions(Map<String, String> reasons, Map<String, String> reasonsOfDebian) {
    this.reasons = reasons;
    this.reasonsOfDebian = reasonsOfDebian;
  }

  /** The exclusions of the ONNX backend tests. */
  static Exclusions load() {
    return new Exclusions(read("exclusions.txt"), read("exclusions-1.12.txt"));
  }

  private static Map<String, String> read(String resource) {
    Map<String, String> reasons = new LinkedHashMap<>();
    try (InputStream in = Exclusions.class.getResourceAsStream(resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
        String[] fields = line.split("\\s+", 3);
        if (fields.length < 3) {
          throw new IllegalStateException("an exclusion without a reason: " + line);
        }
        for (String world : fields[0].split(",", -1)) {
          reasons.put(world + " " + fields[1], fields[2]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reasons;
  }

  /** Why the case is excluded in this world, or null. */
  String reason(SuiteCase test, String world) {
    String reason = find(reasons, test, world);
    if (reason == null && test.model().startsWith(SuiteFolders.DEBIAN)) {
      reason = find(reasonsOfDebian, test, world);
    }
    return reason;
  }

  private static String find(Map<String, String> reasons, SuiteCase test, String world) {
    String everywhere = reasons.get("all " + test.name());
    return everywhere != null ? everywhere : reasons.get(world + " " + test.name());
  }
}
