package dev.assam.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The installed Firefox, headless, over WebDriver BiDi. {@code ASSAM_FIREFOX} names its executable
 * where it is not on the path. Nothing but tests wants it, and they are skipped without it.
 */
public final class Firefox implements HeadlessBrowser {
  /** What to say where there is none. */
  public static final String ABSENT =
      "Firefox is not installed; 'apt-get install firefox-esr' or name one in ASSAM_FIREFOX";

  private static final List<String> NAMES = List.of("firefox-esr", "firefox");

  private final Playwright playwright;
  private final Browser browser;

  /**
   * @param preferences of {@code about:config} that differ from the defaults
   */
  public Firefox(Map<String, Object> preferences) {
    if (!isInstalled()) {
      throw new IllegalStateException(ABSENT);
    }
    playwright = Drivers.start();
    browser =
        playwright
            .firefox()
            .launch(
                new BrowserType.LaunchOptions()
                    .setChannel("moz-firefox")
                    .setExecutablePath(executable())
                    .setHeadless(true)
                    .setFirefoxUserPrefs(preferences));
  }

  /** With WebGPU, which computes in float16, too, where Vulkan's software driver is installed. */
  public static Firefox withWebGpu() {
    return new Firefox(Map.of("dom.webgpu.enabled", true, "gfx.webgpu.ignore-blocklist", true));
  }

  public static boolean isInstalled() {
    return executable() != null;
  }

  private static Path executable() {
    return Drivers.executable("ASSAM_FIREFOX", NAMES);
  }

  @Override
  public Page newPage() {
    return browser.newPage();
  }

  @Override
  public String version() {
    return "firefox " + browser.version();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
