package dev.assam.pages.conformance;

import dev.assam.pages.Chromium;
import dev.assam.pages.Firefox;
import dev.assam.pages.HeadlessBrowser;
import dev.assam.pages.Project;
import dev.assam.pages.webgl.WebGlPage;
import dev.assam.pages.webgpu.WebGpuPage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The worlds by name. */
final class Worlds {
  private static final int THREADS = 2;

  private Worlds() {}

  /**
   * @param name words with hyphens between: first, if wanted, {@code firefox} instead of Chromium;
   *     then {@code jvm}, {@code wasm}, {@code js}, {@code webgpu}, {@code webgl}, or {@code glsl}
   *     for WebGL and {@code wgsl} for WebGPU driven by the JVM; for {@code wasm}, if wanted, a
   *     variant, {@code relaxed} or {@code plain}, and {@code threads} for two; {@code reference}
   *     for the slow definitions instead of the kernels; for {@code jvm}, {@code raw} or {@code
   *     optimised} for the graph where the backend likes the other one
   */
  static World open(String name) {
    Deque<String> words = new ArrayDeque<>(List.of(name.split("-", -1)));
    boolean firefox = take(words, "firefox");
    if (!words.isEmpty() && words.peek().equals("glsl")) {
      words.poll();
      HeadlessBrowser browser = firefox ? Firefox.withWebGl() : new Chromium();
      WebGlPage page = new WebGlPage(browser, Project.web());
      Boolean optimise = take(words, "raw") ? Boolean.FALSE : null;
      return new JvmWorld(name, page.backend(), optimise, page.description(), page::close);
    }
    if (!words.isEmpty() && words.peek().equals("wgsl")) {
      words.poll();
      HeadlessBrowser browser = firefox ? Firefox.withWebGpu() : Chromium.withWebGpu();
      WebGpuPage page = new WebGpuPage(browser);
      Boolean optimise = take(words, "raw") ? Boolean.FALSE : null;
      return new JvmWorld(name, page.backend(), optimise, page.description(), page::close);
    }
    String build = words.isEmpty() ? "" : words.poll();
    Map<String, Object> options = new HashMap<>();
    options.put("world", build);
    options.put("threads", 1);
    if (build.equals("wasm")) {
      for (String variant : List.of("relaxed", "plain")) {
        if (take(words, variant)) {
          options.put("variant", variant);
        }
      }
      if (take(words, "threads")) {
        options.put("threads", THREADS);
      }
    }
    if (build.equals("webgpu") && words.isEmpty()) {
      options.put("world", "wasm");
      options.put("backend", "webgpu");
      HeadlessBrowser browser = firefox ? Firefox.withWebGpu() : Chromium.withWebGpu();
      return new BrowserWorld(name, browser, options, Project.web());
    }
    if (build.equals("webgl") && words.isEmpty()) {
      options.put("world", "wasm");
      options.put("backend", "webgl");
      HeadlessBrowser browser = firefox ? Firefox.withWebGl() : new Chromium();
      return new BrowserWorld(name, browser, options, Project.web());
    }
    String backend = take(words, "reference") ? "reference" : "auto";
    options.put("backend", backend);
    if (!firefox && build.equals("jvm")) {
      Boolean optimise =
          take(words, "raw") ? Boolean.FALSE : take(words, "optimised") ? Boolean.TRUE : null;
      if (words.isEmpty()) {
        return new JvmWorld(name, backend, optimise);
      }
    }
    if (words.isEmpty() && (build.equals("wasm") || build.equals("js"))) {
      HeadlessBrowser browser = firefox ? new Firefox(Map.of()) : new Chromium();
      return new BrowserWorld(name, browser, options, Project.web());
    }
    throw new IllegalArgumentException(
        "world "
            + name
            + " (allowed: jvm, js, webgpu, webgl, glsl, wgsl and wasm, wasm also with -relaxed or -plain and -threads behind it,"
            + " each also with -reference, jvm also with -raw or -optimised, those in the browser with firefox- in front)");
  }

  private static boolean take(Deque<String> words, String word) {
    return word.equals(words.peek()) && words.poll() != null;
  }
}
