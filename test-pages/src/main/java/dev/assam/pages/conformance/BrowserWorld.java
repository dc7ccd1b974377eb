package dev.assam.pages.conformance;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import dev.assam.pages.HeadlessBrowser;
import dev.assam.pages.StaticServer;
import dev.assam.tensor.Datum;
import dev.assam.tensor.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A build of the library in a headless browser, used through {@code assam.js} as any page would: a
 * case goes in and its outputs come back as JSON with the elements' bytes in base64.
 */
final class BrowserWorld implements World {
  private final String name;
  private final Map<String, Object> options;
  private final StaticServer server;
  private final HeadlessBrowser browser;
  private Page page;

  /**
   * @param browser which this world closes
   * @param options of {@code open} in {@code assam.js}
   * @param web what the build of backend-wasm leaves for a static server
   */
  BrowserWorld(String name, HeadlessBrowser browser, Map<String, Object> options, Path web) {
    this.name = name;
    this.browser = browser;
    this.options = options;
    if (!Files.isRegularFile(web.resolve("assam.js"))) {
      throw new IllegalStateException("no assam.js in " + web + "; build backend-wasm first");
    }
    this.server = new StaticServer(0).mount("/assam/", web);
    openPage();
  }

  private void openPage() {
    if (page != null) {
      page.close();
    }
    page = browser.newPage();
    page.setDefaultTimeout(600_000);
    page.navigate(server.url() + "/assam/assam.js");
    page.evaluate(resource("runner.js"));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return name + " in " + browser.version();
  }

  @Override
  public List<Datum> run(Path model, Map<String, Datum> inputs, List<ValueType> types) {
    Map<String, Object> request = new HashMap<>();
    request.put("options", options);
    try {
      request.put("model", Base64.getEncoder().encodeToString(Files.readAllBytes(model)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Object> given = new HashMap<>();
    inputs.forEach((name, value) -> given.put(name, PageValues.toPage(value)));
    request.put("inputs", given);
    Object answer;
    try {
      answer = page.evaluate("request => assamRunner(request)", request);
    } catch (PlaywrightException e) {
      openPage();
      throw new WorldException("PAGE " + e.getMessage());
    }
    Map<?, ?> fields = (Map<?, ?>) answer;
    if (fields.get("error") != null) {
      throw new WorldException((String) fields.get("error"));
    }
    List<Datum> outputs = new ArrayList<>();
    List<?> values = (List<?>) fields.get("outputs");
    for (int i = 0; i < values.size(); i++) {
      outputs.add(PageValues.fromPage(values.get(i), types.get(i)));
    }
    return outputs;
  }

  private static String resource(String name) {
    try (var in = BrowserWorld.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    browser.close();
    server.close();
  }
}
