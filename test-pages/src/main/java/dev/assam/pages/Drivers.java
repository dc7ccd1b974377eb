package dev.assam.pages;

import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts Playwright with the node that is installed, and finds browsers. */
final class Drivers {
  private Drivers() {}

  static Playwright start() {
    return Playwright.create(
        new Playwright.CreateOptions()
            .setEnv(
                Map.of(
                    "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                    "1",
                    "PLAYWRIGHT_NODEJS_PATH",
                    System.getenv().getOrDefault("PLAYWRIGHT_NODEJS_PATH", onPath("node")))));
  }

  /**
   * A browser's executable, or null if it is not installed.
   *
   * @param variable environment variable that names one
   * @param names that it may have on the path
   */
  static Path executable(String variable, List<String> names) {
    String named = System.getenv(variable);
    if (named != null && !named.isEmpty()) {
      return Path.of(named);
    }
    for (String name : names) {
      String found = onPath(name);
      if (!found.isEmpty()) {
        return Path.of(found);
      }
    }
    return null;
  }

  private static String onPath(String name) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path file = Path.of(folder, name);
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    return "";
  }
}
