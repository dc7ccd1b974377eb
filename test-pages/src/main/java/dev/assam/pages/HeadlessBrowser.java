package dev.assam.pages;

import com.microsoft.playwright.Page;

/** An installed browser without a window, driven by Playwright. */
public interface HeadlessBrowser extends AutoCloseable {
  /** A page of its own, with nothing shared but the browser's caches. */
  Page newPage();

  /** Name and version, as in {@code chromium 156.0.8078.79}. */
  String version();

  @Override
  void close();
}
