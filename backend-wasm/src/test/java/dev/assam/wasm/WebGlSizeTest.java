package dev.assam.wasm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds what WebGL adds to the page to its size. */
class WebGlSizeTest {
  private static final int MOST_BROTLI_BYTES = 90 * 1024;

  /** The module with the backend beside the plain one, and the scripts that only it needs. */
  @Test
  void addsLittle() throws IOException {
    int more =
        brotli("assam-webgl.wasm")
            - brotli("assam-plain.wasm")
            + brotli("assam-webgl.js")
            + brotli("assam-image-webgl.js")
            + brotli("assam-clock.js");
    assertTrue(more > 0 && more <= MOST_BROTLI_BYTES, "WebGL adds " + more + " bytes");
  }

  private static int brotli(String what) throws IOException {
    for (String line : Files.readAllLines(Path.of("target/web-build/sizes.txt"))) {
      String[] words = line.split(" ", -1);
      if (words[0].equals(what)) {
        return Integer.parseInt(words[2]);
      }
    }
    throw new AssertionError("no size of " + what + " in sizes.txt");
  }
}
