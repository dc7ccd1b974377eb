package dev.assam.pages.compare;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import dev.assam.pages.Chromium;
import dev.assam.pages.StaticServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A runtime in headless Chromium, a fresh page for each model. */
final class PageContestant implements Contestant {
  private final String name;
  private final String description;
  private final Map<String, Object> options;
  private final Path folder;
  private final StaticServer server;
  private final Chromium chromium;

  /**
   * @param script function of {@code compare.js} that drives the runtime
   * @param runtime folder that holds it
   * @param options the runtime's own
   */
  PageContestant(
      String name, String description, String script, Path runtime, Map<String, Object> options) {
    this.name = name;
    this.options = new HashMap<>(options);
    this.options.put("peer", script);
    try {
      folder = Files.createTempDirectory("compare");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = new StaticServer(0).mount("/runtime/", runtime).mount("/data/", folder);
    chromium = new Chromium();
    this.description = description + " in " + chromium.version();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Timing time(BenchModel model, int threads, int warmMillis, int runs) {
    Map<String, Object> request = new HashMap<>(options);
    request.put("threads", threads);
    request.put("warmMillis", warmMillis);
    request.put("runs", runs);
    List<Object> inputs = new ArrayList<>();
    try {
      Files.writeString(folder.resolve("index.html"), "<!doctype html><title>compare</title>");
      Files.write(folder.resolve("compare.js"), resource("compare.js"));
      Files.deleteIfExists(folder.resolve("model.onnx"));
      Files.createSymbolicLink(folder.resolve("model.onnx"), model.file().toAbsolutePath());
      for (int i = 0; i < model.inputs().size(); i++) {
        BenchModel.Input input = model.inputs().get(i);
        Files.write(folder.resolve(i + ".bin"), input.bytes());
        inputs.add(
            Map.of(
                "name", input.name(),
                "type", input.dtype().toString(),
                "dims", toList(input.dims()),
                "url", "/data/" + i + ".bin"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    request.put("inputs", inputs);
    try (Page page = chromium.newPage()) {
      page.setDefaultTimeout(600_000);
      page.navigate(server.url() + "/data/index.html");
      Map<?, ?> answer =
          (Map<?, ?>)
              page.evaluate(
                  "async request => (await import('/data/compare.js')).measure(request)", request);
      List<?> times = (List<?>) answer.get("runs");
      double[] runsMs = times.stream().mapToDouble(PageContestant::number).toArray();
      return new Timing(
          number(answer.get("create")),
          number(answer.get("first")),
          runsMs,
          String.valueOf(answer.get("note")));
    } catch (PlaywrightException e) {
      String text = e.getMessage();
      throw new IllegalStateException(text.lines().findFirst().orElse(text), e);
    }
  }

  private static List<Integer> toList(int[] dims) {
    List<Integer> list = new ArrayList<>();
    for (int dim : dims) {
      list.add(dim);
    }
    return list;
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  @Override
  public void close() {
    chromium.close();
    server.close();
  }

  private static byte[] resource(String name) throws IOException {
    try (var in = PageContestant.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
