package dev.assam.pages.measure;

import dev.assam.nativerun.row.Status;
import dev.assam.pages.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Packages of the npm registry, pinned, fetched when first wanted. */
public final class Peers {
  public static final String ORT_WEB = "onnxruntime-web@1.30.0";
  public static final String TFJS = "@tensorflow/tfjs@4.22.0";
  public static final String TFJS_WASM = "@tensorflow/tfjs-backend-wasm@4.22.0";
  public static final String TFJS_WEBGPU = "@tensorflow/tfjs-backend-webgpu@4.22.0";
  public static final String CONVNETJS = "convnetjs@0.3.0";
  public static final String BRAIN = "brain.js@1.6.1";
  public static final String SYNAPTIC = "synaptic@1.1.4";
  public static final String KERASJS = "keras-js@1.0.3";
  public static final String WEBDNN = "webdnn@1.2.11";
  public static final String CHARTS = "chart.js@4.6.1";

  private static final int TIMEOUT_SECONDS = 300;

  private Peers() {}

  /**
   * The folder of a package alone, without what it depends on.
   *
   * @param pinned {@code name@version}
   * @throws ContestantException if npm cannot fetch it
   */
  public static synchronized Path folder(String pinned) {
    Path folder = Project.root().resolve("test-pages/target/peers").resolve(fileName(pinned));
    if (Files.isDirectory(folder.resolve("package"))) {
      return folder.resolve("package");
    }
    try {
      Path fresh = folder.resolveSibling(fileName(pinned) + ".part");
      Files.createDirectories(fresh);
      run(fresh, "npm", "pack", "--silent", pinned);
      try (var files = Files.list(fresh)) {
        Path archive =
            files
                .filter(file -> file.toString().endsWith(".tgz"))
                .findFirst()
                .orElseThrow(() -> failed("npm left no archive of " + pinned));
        run(fresh, "tar", "xzf", archive.getFileName().toString());
        Files.delete(archive);
      }
      Files.move(fresh, folder);
      return folder.resolve("package");
    } catch (IOException e) {
      throw failed("npm and tar are needed to fetch " + pinned + ": " + e.getMessage());
    }
  }

  private static String fileName(String pinned) {
    return pinned.replace("@tensorflow/", "tensorflow-");
  }

  private static void run(Path folder, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    // What it prints ends when it does, or when it is ended.
    Thread watch =
        Thread.ofVirtual()
            .start(() -> {
              try {
                if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                  process.destroyForcibly();
                }
              } catch (InterruptedException e) {
                // It has ended.
                return;
              }
            });
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    watch.interrupt();
    try {
      if (process.waitFor() != 0) {
        throw failed(String.join(" ", command) + " failed: " + ContestantException.firstLine(text));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted while fetching with " + command[0]);
    }
  }

  private static ContestantException failed(String message) {
    return new ContestantException(Status.FAILED, message);
  }
}
