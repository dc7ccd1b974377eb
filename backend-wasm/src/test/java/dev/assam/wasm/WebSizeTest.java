package dev.assam.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the page to its size, by what the build wrote down. */
class WebSizeTest {
  private static final Path NOTES = Path.of("target/web-build");
  private static final int MOST_BROTLI_BYTES = 450 * 1024;
  private static final int MOST_GPU_BROTLI_BYTES = 120 * 1024;

  /** Parts of Java's library that weigh more than they are worth, as their methods begin. */
  private static final List<String> TOO_HEAVY =
      List.of("java.util.Formatter.", "java.util.regex.", "java.text.", "com.google.gson.");

  @ParameterizedTest
  @ValueSource(strings = {"wasm-relaxed", "wasm-plain", "js"})
  void staysSmall(String world) throws IOException {
    for (String line : Files.readAllLines(NOTES.resolve("sizes.txt"))) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("all-" + world)) {
        int brotli = Integer.parseInt(words[2]);
        assertTrue(brotli > 0 && brotli <= MOST_BROTLI_BYTES, line);
        return;
      }
    }
    throw new AssertionError("no size of the " + world + " build in sizes.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"wasm-relaxed", "wasm-plain", "wasm-webgpu", "js"})
  void leavesHeavyPartsOut(String world) throws IOException {
    List<String> methods = Files.readAllLines(NOTES.resolve(world + "-methods.txt"));
    assertTrue(methods.stream().anyMatch(name -> name.startsWith("dev.assam.Session.run")));
    for (String heavy : TOO_HEAVY) {
      assertEquals(
          List.of(),
          methods.stream().filter(name -> name.startsWith(heavy)).limit(5).toList(),
          heavy + " in the " + world + " build");
    }
  }

  /** Of the GPU's build, and of what only it needs, beside the plain build. */
  @Test
  void addsLittleForTheGpu() throws IOException {
    int more = brotli("all-wasm-webgpu") - brotli("all-wasm-plain") + brotli("assam-clock.js");
    assertTrue(more > 0 && more <= MOST_GPU_BROTLI_BYTES, "WebGPU adds " + more + " bytes");
  }

  private static int brotli(String what) throws IOException {
    for (String line : Files.readAllLines(NOTES.resolve("sizes.txt"))) {
      String[] words = line.split(" ", -1);
      if (words[0].equals(what)) {
        return Integer.parseInt(words[2]);
      }
    }
    throw new AssertionError("no size of " + what + " in sizes.txt");
  }

  @Test
  void neverAsksForWhatTheBuildDoesNotMake() throws IOException {
    for (String name :
        List.of(
            "assam.js",
            "assam-relaxed.wasm",
            "assam-plain.wasm",
            "assam-webgpu.wasm",
            "assam-js.mjs",
            "assam.d.ts")) {
      assertTrue(Files.size(Path.of("target/web", name)) > 0, name);
    }
    assertTrue(!Files.readString(Path.of("target/web/package.json")).contains("@version@"));
  }
}
