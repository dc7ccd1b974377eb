package dev.assam.pages.demo;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.assam.pages.Chromium;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Drives the demonstration pages in headless Chromium and looks at what a person would see. */
final class DemoCheck implements AutoCloseable {
  private static final double PATIENCE_MS = 600_000;

  /** What examples/src/main/web/sample.mjs draws. */
  private static final List<String> SAMPLE =
      List.of(
          "Tea House Jorhat",
          "Dear guests,",
          "our tea is picked by hand",
          "and brewed for four minutes.",
          "Masala Chai",
          "Open every day from 8 to 20. Call 555 0123 for a table.",
          "Today only",
          "two cups",
          "for one");

  private final String url;
  private final String world;
  private final Path screenshots;
  private final Chromium chromium = new Chromium();

  /**
   * @param world {@code wasm} or {@code js}
   */
  DemoCheck(String url, String world, Path screenshots) {
    this.url = url;
    this.world = world;
    this.screenshots = screenshots;
  }

  /** Reads the sample picture; whether every line of it was read. */
  boolean readText() {
    Page page = open("ocr.html");
    page.click("#sample");
    if (!finished(page, "read.")) {
      return false;
    }
    List<String> lines = page.locator("#lines li > span:first-child").allTextContents();
    System.out.println("Text read from the sample picture (" + chromium.version() + "):");
    lines.forEach(line -> System.out.println("  " + line));
    printFigures(page);
    save(page, "ocr");
    List<String> missing = new ArrayList<>();
    for (String expected : SAMPLE) {
      if (!plain(String.join("", lines)).contains(plain(expected))) {
        missing.add(expected);
      }
    }
    missing.forEach(line -> System.out.println("NOT READ: " + line));
    return missing.isEmpty();
  }

  /** Compares the sample sentences; whether the related ones are nearer than the others. */
  boolean compareSentences() {
    Page page = open("similarity.html");
    page.selectOption("#model", "all-minilm-l6-v2.onnx");
    page.click("#go");
    if (!finished(page, "compared.")) {
      return false;
    }
    System.out.println("Similarities:");
    List<List<String>> rows = new ArrayList<>();
    for (Locator row : page.locator("#matrix tbody tr").all()) {
      List<String> cells = row.locator("td").allTextContents();
      rows.add(cells);
      System.out.println("  " + String.join("  ", cells) + "  " + row.locator("th").textContent());
    }
    printFigures(page);
    save(page, "similarity");
    double related = Double.parseDouble(rows.get(0).get(1));
    double unrelated = Double.parseDouble(rows.get(0).get(5));
    boolean right = related > 0.6 && Math.abs(unrelated) < 0.2;
    if (!right) {
      System.out.println("NOT AS EXPECTED: related " + related + ", unrelated " + unrelated);
    }
    return right;
  }

  /** Looks for text in the moving sample; whether it was found where it is, and only there. */
  boolean findTextLive() {
    Page page = open("live.html");
    page.click("#sample");
    if (!finished(page, "each.")) {
      return false;
    }
    String found =
        page.evaluate(
                """
                () => {
                  const map = document.getElementById('found');
                  const copy = new OffscreenCanvas(map.width, map.height);
                  const pen = copy.getContext('2d');
                  pen.drawImage(map, 0, 0);
                  const { data } = pen.getImageData(0, 0, map.width, map.height);
                  const lit = data.filter((value, i) => i % 4 === 0 && value > 128).length;
                  return Math.round(400 * lit / data.length) + ' % of ' + map.width + ' x ' + map.height;
                }
                """)
            .toString();
    System.out.println("Text found live: " + found + "; " + page.locator("#status").textContent());
    save(page, "live");
    page.click("#stop");
    int percent = Integer.parseInt(found.substring(0, found.indexOf(' ')));
    return percent >= 2 && percent <= 40;
  }

  private Page open(String path) {
    Page page = chromium.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.navigate(url + "/" + path + "?world=" + world);
    return page;
  }

  /** Waits for the status that ends with these words, or for an error, which is printed. */
  private static boolean finished(Page page, String words) {
    page.waitForFunction(
        "words => document.getElementById('status').textContent.endsWith(words)"
            + " || !document.getElementById('error').hidden",
        words,
        new Page.WaitForFunctionOptions().setTimeout(PATIENCE_MS));
    if (page.locator("#error").isVisible()) {
      System.out.println("ERROR: " + page.locator("#error").textContent());
      return false;
    }
    return true;
  }

  private static void printFigures(Page page) {
    for (Locator row : page.locator("#figures tr").all()) {
      System.out.println(
          "  " + row.locator("th").textContent() + ": " + row.locator("td").textContent());
    }
  }

  private void save(Page page, String name) {
    Path file = screenshots.resolve(name + "-" + world + ".png");
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    System.out.println("  screenshot: " + file);
  }

  private static String plain(String text) {
    return text.replace(" ", "");
  }

  @Override
  public void close() {
    chromium.close();
  }
}
