package dev.assam.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The installed Firefox, headless, over WebDriver BiDi. {@code ASSAM_FIREFOX} names its executable
 * where it is not on the path. It tells neither its processes' kinds of work nor its heap, so those
 * are looked up in the system.
 */
public final class Firefox implements HeadlessBrowser {
  /** What to say where there is none. */
  public static final String ABSENT =
      "Firefox is not installed; 'apt-get install firefox-esr' or name one in ASSAM_FIREFOX";

  private static final List<String> NAMES = List.of("firefox-esr", "firefox");

  private final Playwright playwright;
  private final Browser browser;
  private final long pid;
  private final Display display;

  /**
   * @param preferences of {@code about:config} that differ from the defaults
   */
  public Firefox(Map<String, Object> preferences) {
    this(preferences, null);
  }

  private Firefox(Map<String, Object> preferences, Display display) {
    if (!isInstalled()) {
      throw new IllegalStateException(ABSENT);
    }
    this.display = display;
    Map<String, String> environment = new HashMap<>(System.getenv());
    if (display != null) {
      environment.put("DISPLAY", display.name());
    }
    playwright = Drivers.start();
    Set<Long> before = new HashSet<>();
    ProcessHandle.current().descendants().forEach(process -> before.add(process.pid()));
    browser =
        playwright
            .firefox()
            .launch(
                new BrowserType.LaunchOptions()
                    .setChannel("moz-firefox")
                    .setExecutablePath(executable())
                    .setHeadless(true)
                    .setEnv(environment)
                    .setFirefoxUserPrefs(preferences));
    pid =
        ProcessHandle.current()
            .descendants()
            .filter(process -> !before.contains(process.pid()) && isFirefox(process))
            .filter(process -> process.parent().map(parent -> !isFirefox(parent)).orElse(true))
            .findFirst()
            .map(ProcessHandle::pid)
            .orElseThrow(() -> new IllegalStateException("Firefox was started and is not there"));
  }

  private static boolean isFirefox(ProcessHandle process) {
    return process.info().command().map(command -> command.contains("firefox")).orElse(false);
  }

  /** With WebGPU, which computes in float16, too, where Vulkan's software driver is installed. */
  public static Firefox withWebGpu() {
    return new Firefox(Map.of("dom.webgpu.enabled", true, "gfx.webgpu.ignore-blocklist", true));
  }

  /** One with WebGL, on the display that there is or one of Xvfb's. */
  public static Firefox withWebGl() {
    Display display = Display.open();
    try {
      return new Firefox(Map.of(), display);
    } catch (RuntimeException e) {
      display.close();
      throw e;
    }
  }

  /** What {@link #withWebGl} lacks, or null. */
  public static String lacksForWebGl() {
    return !isInstalled() ? ABSENT : Display.isAvailable() ? null : Display.ABSENT;
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
  public long pid() {
    return pid;
  }

  @Override
  public List<BrowserProcess> processes() {
    List<BrowserProcess> found = new ArrayList<>();
    ProcessHandle.of(pid)
        .ifPresent(root -> {
          found.add(new BrowserProcess("browser", pid, cpuSeconds(root)));
          root.descendants()
              .forEach(process ->
                  found.add(
                      new BrowserProcess(type(process.pid()), process.pid(), cpuSeconds(process))));
        });
    return found;
  }

  /** The last word of a process's command line: tab, gpu, socket, utility … */
  private static String type(long pid) {
    try {
      Path file = Path.of("/proc", Long.toString(pid), "cmdline");
      String line = Files.readString(file, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
      return line.substring(line.lastIndexOf(' ') + 1);
    } catch (IOException e) {
      return "other";
    }
  }

  private static double cpuSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
  }

  /** Nobody tells over BiDi. */
  @Override
  public Long heapBytes(Page page) {
    return null;
  }

  @Override
  public void close() {
    try {
      browser.close();
    } finally {
      playwright.close();
      if (display != null) {
        display.close();
      }
    }
  }
}
