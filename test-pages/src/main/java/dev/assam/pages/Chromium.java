package dev.assam.pages;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
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

  /**
   * What makes Chromium compute with WebGPU where there is no GPU, and not crash over a canvas. It
   * heeds one list of features only, the last.
   */
  private static final List<String> SOFTWARE_GPU =
      List.of(
          "--enable-unsafe-webgpu",
          "--use-angle=swiftshader",
          "--use-vulkan=swiftshader",
          "--enable-features=Vulkan,CDPScreenshotNewSurface");

  private final Playwright playwright;
  private final Browser browser;
  private final CDPSession session;
  private final long pid;

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
    session = browser.newBrowserCDPSession();
    pid =
        processes().stream()
            .filter(process -> process.type().equals("browser"))
            .findFirst()
            .orElseThrow()
            .pid();
  }

  /** With WebGPU, on a machine without a GPU, too; {@code ASSAM_CHROMIUM_GPU} uses a real one. */
  public static Chromium withWebGpu() {
    boolean real = System.getenv("ASSAM_CHROMIUM_GPU") != null;
    return new Chromium(
        real
            ? new String[] {"--enable-unsafe-webgpu", "--enable-features=Vulkan"}
            : SOFTWARE_GPU.toArray(new String[0]));
  }

  @Override
  public Page newPage() {
    return browser.newPage();
  }

  @Override
  public List<BrowserProcess> processes() {
    JsonArray found = session.send("SystemInfo.getProcessInfo").getAsJsonArray("processInfo");
    List<BrowserProcess> processes = new ArrayList<>();
    for (JsonElement element : found) {
      JsonObject process = element.getAsJsonObject();
      processes.add(
          new BrowserProcess(
              process.get("type").getAsString(),
              process.get("id").getAsLong(),
              process.get("cpuTime").getAsDouble()));
    }
    return processes;
  }

  @Override
  public Long heapBytes(Page page) {
    CDPSession pages = page.context().newCDPSession(page);
    try {
      return pages.send("Runtime.getHeapUsage").get("usedSize").getAsLong();
    } finally {
      pages.detach();
    }
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public String version() {
    return "chromium " + browser.version();
  }

  @Override
  public void close() {
    try {
      browser.close();
    } finally {
      playwright.close();
    }
  }
}
