package dev.assam.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The installed Chromium, headless. {@code ASSAM_CHROMIUM} names its executable where it is not on
 * the path.
 */
public final class Chromium implements HeadlessBrowser {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private static final List<String> FLAGS =
      List.of(
          "--disable-quic",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run");

  private final Playwright playwright;
  private final Browser browser;

  /**
   * @param flags more of Chromium's own, such as {@code --js-flags=…}
   */
  public Chromium(String... flags) {
    Path executable = Drivers.executable("ASSAM_CHROMIUM", NAMES);
    if (executable == null) {
      throw new IllegalStateException(
          "Chromium is needed and was not found; install it or name it in ASSAM_CHROMIUM");
    }
    List<String> all = new ArrayList<>(FLAGS);
    all.addAll(List.of(flags));
    playwright = Drivers.start();
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setHeadless(true)
                    .setArgs(all));
  }

  @Override
  public Page newPage() {
    return browser.newPage();
  }

  @Override
  public String version() {
    return "chromium " + browser.version();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
