package dev.assam.teavm.build;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How many bytes each file of the page has, and how many travel once a server compresses them. */
final class Sizes {
  private static final int BEST = 11;
  private static final int WINDOW = 24;

  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<String, Integer> brotli = new TreeMap<>();

  /** Measures the scripts and modules in a folder. */
  Sizes(Path folder) throws IOException {
    Brotli4jLoader.ensureAvailability();
    Encoder.Parameters parameters = Encoder.Parameters.create(BEST, WINDOW);
    List<Path> list;
    try (Stream<Path> paths = Files.list(folder)) {
      list = paths.filter(Files::isRegularFile).toList();
    }
    for (Path path : list) {
      String name = path.getFileName().toString();
      // The same but for one bit.
      if (name.endsWith("-threads.wasm")) {
        continue;
      }
      if (name.endsWith(".js") || name.endsWith(".mjs") || name.endsWith(".wasm")) {
        byte[] bytes = Files.readAllBytes(path);
        files.put(name, bytes);
        brotli.put(name, Encoder.compress(bytes, parameters).length);
      }
    }
  }

  /** A line for each file, then one for each build with its loader: name, bytes, brotli bytes. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("file bytes brotli-11\n");
    files.forEach((name, bytes) -> line(text, name, bytes.length, brotli.get(name)));
    for (World world : World.values()) {
      int raw = 0;
      int packed = 0;
      for (String name : files.keySet()) {
        if (fetched(name, world)) {
          raw += files.get(name).length;
          packed += brotli.get(name);
        }
      }
      line(text, "all-" + world.label, raw, packed);
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, int raw, int packed) {
    text.append(name).append(' ').append(raw).append(' ').append(packed).append('\n');
  }

  /**
   * Whether a page that uses a build fetches a file: all but the other builds and their scripts.
   */
  private static boolean fetched(String name, World world) {
    return Stream.of(World.values()).noneMatch(w -> w != world && w.fileName.equals(name))
        && (world.has(World.Feature.WEBGPU) || !name.contains("webgpu"))
        && (world.has(World.Feature.WEBGL) || !name.contains("webgl"));
  }
}
