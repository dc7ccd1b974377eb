package dev.assam.pages.measure;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.WaitUntilState;
import dev.assam.nativerun.row.Machine;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.Status;
import dev.assam.pages.HeadlessBrowser;
import dev.assam.pages.PageTimeoutException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A runtime in a page of a headless browser, a fresh page for each model. A page that hangs is
 * ended with its browser, and the next model gets a new one; so it does after a browser that
 * crashed.
 */
public final class PageContestant implements Contestant {
  /**
   * What a page is to do.
   *
   * @param peer the script {@code peer-PEER.js} that drives the runtime
   * @param options of that script
   * @param packages pinned packages by the name under which they are served
   */
  public record Runtime(
      String id,
      String description,
      String peer,
      Map<String, ?> options,
      Map<String, String> packages) {}

  private final Runtime runtime;
  private final Site site;
  private final Supplier<? extends HeadlessBrowser> launcher;
  private final int timeoutSeconds;
  private HeadlessBrowser browser;

  /**
   * @param timeoutSeconds what one step in the page may take
   */
  public PageContestant(
      Runtime runtime,
      Site site,
      Supplier<? extends HeadlessBrowser> launcher,
      int timeoutSeconds) {
    this.runtime = runtime;
    this.site = site;
    this.launcher = launcher;
    this.timeoutSeconds = timeoutSeconds;
  }

  /** The same with the option {@code profile}. */
  PageContestant profiled() {
    Map<String, Object> options = new LinkedHashMap<>(runtime.options());
    options.put("profile", true);
    Runtime more =
        new Runtime(
            runtime.id(), runtime.description(), runtime.peer(), options, runtime.packages());
    return new PageContestant(more, site, launcher, timeoutSeconds);
  }

  @Override
  public String id() {
    return runtime.id();
  }

  @Override
  public String description() {
    return runtime.description();
  }

  @Override
  public OpenModel open(BenchModel model, int threads) {
    String address = address(model, threads, Map.of("driven", "1"), null);
    OpenPage page = newPage(threads);
    try {
      page.open(address);
      return page;
    } catch (RuntimeException e) {
      page.close();
      throw e;
    }
  }

  /** A page, in a new browser if the one before is gone. */
  private OpenPage newPage(int threads) {
    if (browser != null) {
      try {
        return new OpenPage(threads);
      } catch (ContestantException e) {
        end();
      }
    }
    try {
      browser = launcher.get();
    } catch (IllegalStateException e) {
      throw new ContestantException(Status.ABSENT, e.getMessage());
    } catch (PlaywrightException e) {
      throw new ContestantException(
          Status.FAILED, "the browser does not start: " + ContestantException.of(e).getMessage());
    }
    return new OpenPage(threads);
  }

  /**
   * The page for a model, its files served.
   *
   * @param more of the page's configuration
   * @param expected outputs for a page that compares by itself, or null
   */
  public String address(BenchModel model, int threads, Map<String, ?> more, Outputs expected) {
    runtime.packages().forEach(site::peer);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("peer", runtime.peer());
    config.put("model", site.model(model, expected));
    config.put("threads", threads);
    config.put("options", runtime.options());
    config.putAll(more);
    return site.address("run.html", config);
  }

  /** Ends the browser, whatever its pages do. */
  private void end() {
    HeadlessBrowser ended = browser;
    browser = null;
    if (ended != null) {
      ProcessHandle.of(ended.pid()).ifPresent(ProcessHandle::destroyForcibly);
      try {
        ended.close();
      } catch (PlaywrightException e) {
        // It is gone already.
      }
    }
  }

  @Override
  public void close() {
    end();
  }

  private final class OpenPage implements OpenModel {
    private final int threads;
    private final Page page;
    private Opened opened;

    OpenPage(int threads) {
      this.threads = threads;
      try {
        page = browser.within(timeoutSeconds, browser::newPage);
      } catch (PlaywrightException | PageTimeoutException e) {
        throw new ContestantException(
            Status.FAILED, "the browser is gone: " + ContestantException.firstLine(e.getMessage()));
      }
      page.setDefaultTimeout(timeoutSeconds * 1e3);
    }

    void open(String url) {
      Map<?, ?> answer =
          (Map<?, ?>)
              guarded(() -> {
                page.navigate(url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
                page.waitForFunction("() => window.bench");
                return page.evaluate("() => bench.open()");
              });
      Map<String, String> outputs = new LinkedHashMap<>();
      ((Map<?, ?>) answer.get("outputs"))
          .forEach((name, text) -> outputs.put((String) name, (String) text));
      opened =
          new Opened(
              number(answer.get("loadMs")),
              number(answer.get("compileMs")),
              number(answer.get("firstMs")),
              Outputs.decode(outputs),
              PageSetup.of(answer, threads, browser.version()),
              facts(answer));
    }

    private Map<String, String> facts(Map<?, ?> answer) {
      Map<String, String> facts = new TreeMap<>();
      facts.put("description", runtime.description());
      facts.put("version", String.valueOf(answer.get("version")));
      if (answer.get("fileBytes") != null) {
        facts.put("file_bytes", String.valueOf(answer.get("fileBytes")));
      }
      return facts;
    }

    @Override
    public Opened opened() {
      return opened;
    }

    @Override
    public int warm(int millis) {
      return ((Number) guarded(() -> page.evaluate("(ms) => bench.warm(ms)", millis))).intValue();
    }

    @Override
    public Runs run(int times, int each) {
      Map<String, Double> before = cpuSeconds();
      List<?> samples =
          (List<?>)
              guarded(
                  () -> page.evaluate("([n, each]) => bench.run(n, each)", List.of(times, each)));
      Map<String, Double> used = new TreeMap<>();
      cpuSeconds()
          .forEach((type, seconds) -> used.put(type, seconds - before.getOrDefault(type, 0.0)));
      return new Runs(samples.stream().mapToDouble(PageContestant::number).toArray(), used);
    }

    @Override
    public Map<String, Double> profile(int rounds) {
      Map<?, ?> told = (Map<?, ?>) guarded(() -> page.evaluate("(n) => bench.profile(n)", rounds));
      Map<String, Double> times = new TreeMap<>();
      told.forEach((name, millis) -> times.put((String) name, number(millis)));
      return times;
    }

    private Map<String, Double> cpuSeconds() {
      Map<String, Double> seconds = new TreeMap<>();
      for (HeadlessBrowser.BrowserProcess process : guarded(browser::processes)) {
        seconds.merge(process.type(), process.cpuSeconds(), Double::sum);
      }
      return seconds;
    }

    @Override
    public Row.Memory memory() {
      Map<?, ?> told = (Map<?, ?>) guarded(() -> page.evaluate("() => bench.memory()"));
      Long heap = guarded(() -> browser.heapBytes(page));
      long pss = 0;
      for (HeadlessBrowser.BrowserProcess process : guarded(browser::processes)) {
        Long bytes = Machine.pssBytes(process.pid());
        pss += bytes == null || process.type().equals("browser") ? 0 : bytes;
      }
      return new Row.Memory(
          bytes(told.get("linear")),
          bytes(told.get("planned")),
          heap,
          pss == 0 ? null : (Long) pss,
          bytes(told.get("gpu")),
          Map.of(),
          null);
    }

    private boolean isAlive() {
      return ProcessHandle.of(browser.pid()).map(ProcessHandle::isAlive).orElse(false);
    }

    private <T> T guarded(Supplier<T> step) {
      if (browser == null) {
        throw new ContestantException(Status.FAILED, "the browser was ended");
      }
      try {
        return browser.within(timeoutSeconds, step);
      } catch (PageTimeoutException e) {
        end();
        throw new ContestantException(Status.FAILED, e.getMessage());
      } catch (PlaywrightException e) {
        boolean gone = page.isClosed() || !isAlive();
        if (gone || e.getMessage().contains("crashed")) {
          end();
        }
        throw gone
            ? new ContestantException(
                Status.FAILED, "the browser ended: " + ContestantException.of(e).getMessage())
            : ContestantException.of(e);
      }
    }

    @Override
    public void close() {
      if (browser != null && !page.isClosed()) {
        try {
          guarded(() -> {
            page.close();
            return null;
          });
        } catch (ContestantException e) {
          end();
        }
      }
    }
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private static Long bytes(Object value) {
    return value == null ? null : (Long) ((Number) value).longValue();
  }
}
