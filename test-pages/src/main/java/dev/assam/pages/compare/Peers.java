package dev.assam.pages.compare;

import dev.assam.pages.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Other runtimes of the browser, from the npm registry, installed when first wanted. */
final class Peers {
  private static final String ORT_WEB = "onnxruntime-web@1.30.0";

  private Peers() {}

  /** The folder of onnxruntime-web's modules. */
  static Path ortWeb() {
    return npm(ORT_WEB).resolve("dist");
  }

  /** The folder of a package, pinned as {@code name@version}. */
  private static Path npm(String pinned) {
    Path folder = Project.root().resolve("test-pages/target/peers").resolve(pinned);
    Path installed =
        folder.resolve("node_modules").resolve(pinned.substring(0, pinned.lastIndexOf('@')));
    if (!Files.isDirectory(installed)) {
      try {
        Files.createDirectories(folder);
        Process npm =
            new ProcessBuilder(
                    "npm",
                    "install",
                    "--silent",
                    "--ignore-scripts",
                    "--no-save",
                    "--prefix",
                    folder.toString(),
                    pinned)
                .inheritIO()
                .start();
        if (npm.waitFor() != 0) {
          throw new IllegalStateException("npm could not install " + pinned);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("npm is needed to compare with " + pinned, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while installing " + pinned, e);
      }
    }
    return installed;
  }
}
