package dev.assam.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The installed Chromium, headless, driven by Playwright. {@code ASSAM_CHROMIUM} names its
 * executable where it is not on the path.
 */
public final class Chromium implements AutoCloseable {
  private final Playwright playwright;
  private final Browser browser;

  public Chromium() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        System.getenv().getOrDefault("PLAYWRIGHT_NODEJS_PATH", onPath("node")))));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(executable()))
                    .setHeadless(true)
                    .setArgs(
                        List.of(
                            "--disable-quic",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--no-first-run")));
  }

  public Page newPage() {
    return browser.newPage();
  }

  /** Name and version, as in {@code chromium 156.0.8078.79}. */
  public String version() {
    return "chromium " + browser.version();
  }

  private static String executable() {
    String named = System.getenv("ASSAM_CHROMIUM");
    if (named != null && !named.isEmpty()) {
      return named;
    }
    for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
      String found = onPath(name);
      if (!found.isEmpty()) {
        return found;
      }
    }
    throw new IllegalStateException(
        "Chromium is needed and was not found; install it or name it in ASSAM_CHROMIUM");
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

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
