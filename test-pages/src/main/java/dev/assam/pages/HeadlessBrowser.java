package dev.assam.pages;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** An installed browser without a window, driven by Playwright. */
public interface HeadlessBrowser extends AutoCloseable {
  /**
   * A process of the browser.
   *
   * @param type as the browser calls it; {@code browser} for the one that all others belong to
   * @param cpuSeconds that it has used so far
   */
  record BrowserProcess(String type, long pid, double cpuSeconds) {}

  /** A page of its own, with nothing shared but the browser's caches. */
  Page newPage();

  /** Name and version, as in {@code chromium 156.0.8078.79}. */
  String version();

  /** The process that all others belong to: ending it ends even a page that hangs. */
  long pid();

  /** The browser's processes now. */
  List<BrowserProcess> processes();

  /** The JavaScript heap in use, in bytes; null if the browser does not tell. */
  Long heapBytes(Page page);

  /**
   * Does something in this browser, which is ended if that takes too long.
   *
   * @throws PageTimeoutException if it did
   */
  default <T> T within(int seconds, Supplier<T> step) {
    AtomicBoolean ended = new AtomicBoolean();
    Thread watch =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Thread.sleep(seconds * 1000L);
                ended.set(true);
                ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
              } catch (InterruptedException e) {
                // It was in time.
                return;
              }
            });
    try {
      return step.get();
    } catch (PlaywrightException e) {
      if (ended.get()) {
        throw new PageTimeoutException(seconds);
      }
      throw e;
    } finally {
      watch.interrupt();
    }
  }

  @Override
  void close();
}
