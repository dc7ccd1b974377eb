package dev.assam.pages.microbench;

import com.microsoft.playwright.Page;
import dev.assam.nativerun.bench.BenchShape;
import dev.assam.pages.Chromium;
import dev.assam.pages.Project;
import dev.assam.pages.StaticServer;
import dev.assam.teavm.build.ModuleBuild;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A variant of the WebAssembly build in headless Chromium, compiled with these kernels alone. */
public final class PageKernels implements KernelWorld {
  private final String variant;
  private final int warmMillis;
  private final StaticServer server;
  private final Chromium chromium;
  private final Page page;

  /**
   * @param variant {@code relaxed} or {@code plain}
   */
  public PageKernels(String variant, int warmMillis) {
    this.variant = variant;
    this.warmMillis = warmMillis;
    Path folder = Project.root().resolve("test-pages/target/microbench/web");
    String module = "kernels-" + variant + ".wasm";
    try {
      ModuleBuild.build(KernelPage.class.getName(), folder.resolve(module));
      Files.write(folder.resolve("microbench.js"), resource("microbench.js"));
      Files.write(folder.resolve("module.js"), resource("module.js"));
      Files.writeString(folder.resolve("index.html"), "<!doctype html><title>microbench</title>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = new StaticServer(0).mount("/", folder).mount("/assam/", Project.web());
    chromium = new Chromium();
    page = chromium.newPage();
    page.navigate(server.url() + "/index.html");
    page.evaluate(
        "async (module) => { window.kernels = await (await import('/microbench.js')).load(module); }",
        module);
  }

  static byte[] resource(String name) throws IOException {
    try (InputStream in = PageKernels.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  @Override
  public String description() {
    return "WebAssembly, " + variant + " SIMD, in " + chromium.version();
  }

  @Override
  public double peak() {
    return ((Number) page.evaluate("(warm) => kernels.peak(warm)", warmMillis)).doubleValue();
  }

  @Override
  public double bandwidth() {
    return ((Number) page.evaluate("(warm) => kernels.bandwidth(warm)", warmMillis)).doubleValue();
  }

  @Override
  public String browser() {
    return chromium.version();
  }

  @Override
  public Timed time(BenchShape shape) {
    Map<String, Object> request =
        Map.of("isConv", shape.isConv() ? 1 : 0, "sizes", shape.sizes(), "warmMillis", warmMillis);
    Map<?, ?> told = (Map<?, ?>) page.evaluate("(request) => kernels.time(request)", request);
    List<?> elements = (List<?>) told.get("sample");
    float[] sample = new float[elements.size()];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = ((Number) elements.get(i)).floatValue();
    }
    return new Timed(shape.operations() / ((Number) told.get("nanos")).doubleValue(), sample);
  }

  @Override
  public void close() {
    chromium.close();
    server.close();
  }
}
