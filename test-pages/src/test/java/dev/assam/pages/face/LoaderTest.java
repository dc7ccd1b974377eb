package dev.assam.pages.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import dev.assam.pages.Chromium;
import dev.assam.pages.Firefox;
import dev.assam.pages.HeadlessBrowser;
import dev.assam.pages.Project;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which build is loaded in browsers that have more or less, and what the report says of it. */
class LoaderTest {
  private static final String NO_GC = "no GC";
  private static final String NO_RELAXED = "no relaxed SIMD";
  private static final String NO_WASM = "no WebAssembly";

  /** Flags of Chromium and preferences of Firefox are for whole browsers; scripts for a page. */
  private static final Map<String, String> SCRIPTS =
      Map.of(
          NO_RELAXED,
          """
          const validate = WebAssembly.validate;
          WebAssembly.validate = (bytes) =>
              !`${new Uint8Array(bytes)}`.includes('253,133,2,') && validate(bytes);
          """,
          NO_GC,
          """
          const validate = WebAssembly.validate;
          WebAssembly.validate = (bytes) =>
              !`${new Uint8Array(bytes)}`.endsWith(',1,3,1,95,0') && validate(bytes);
          """,
          NO_WASM,
          "delete globalThis.WebAssembly;");

  /** Opens a model with two threads, runs it, and says what was used and why no more was. */
  private static final String ASK =
      """
      const model = await open('/models/softmax.onnx', { threads: 2, ...args });
      const { y } = await model.run({ x: { data: [1, 1, 1], dims: [1, 3] } });
      const { world, variant, worldWhy, threads, features: f } = model.report();
      await model.close();
      const why = ['wasmGc', 'simd', 'relaxedSimd', 'isolation']
          .filter((name) => !f[name].used)
          .map((name) => `${name}${f[name].available ? ' (there)' : ''}: ${f[name].why}`);
      return [[world, variant ?? '-', threads.used, y.data[0].toFixed(3)].join(' '),
          threads.why ?? '', worldWhy ?? '', ...why];
      """;

  private static final String UNUSED = "the reference backend has no use for it";
  private static final String MISSING = "this browser does not have it";
  private static final String ISOLATION =
      "the page is not cross-origin isolated (headers COOP: same-origin, COEP: require-corp)";

  private static FaceServer server;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws IOException {
    server = new FaceServer(Project.web()).put("softmax.onnx", FaceModels.softmax());
    chromium = new Chromium();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    server.close();
  }

  private static Object ask(
      HeadlessBrowser browser, String kind, String lacks, String build, Map<String, Object> args) {
    try (Page page = browser.newPage()) {
      page.setDefaultTimeout(120_000);
      if (lacks != null) {
        page.addInitScript(SCRIPTS.get(lacks));
      }
      page.navigate(server.url() + "/" + kind + "/");
      return FacePage.in(page, build, args, ASK);
    }
  }

  /** In the page's own thread, since scripts of a page do not reach its workers. */
  private static Object askLacking(String lacks, String kind) {
    return ask(chromium, kind, lacks, "assam", Map.of("worker", false));
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void takesAllThatChromiumHas(boolean worker) {
    Map<String, Object> args = Map.of("worker", worker);
    assertEquals(
        List.of("wasm relaxed 2 0.333", "", ""), ask(chromium, "page", null, "assam", args));
    assertEquals(
        List.of(
            "wasm relaxed 1 0.333",
            "the page is not cross-origin isolated",
            "",
            "isolation: " + ISOLATION),
        ask(chromium, "plain", null, "assam", args));
  }

  @Test
  void takesPlainSimdWithoutRelaxed() {
    assertEquals(
        List.of("wasm plain 2 0.333", "", "", "relaxedSimd: " + MISSING),
        askLacking(NO_RELAXED, "page"));
    assertEquals(
        List.of(
            "wasm plain 1 0.333",
            "the page is not cross-origin isolated",
            "",
            "relaxedSimd: " + MISSING,
            "isolation: " + ISOLATION),
        askLacking(NO_RELAXED, "plain"));
  }

  @Test
  void takesJavaScriptWithoutGc() {
    String why = "this browser has no WebAssembly GC";
    assertEquals(
        List.of(
            "js - 1 0.333",
            UNUSED,
            why,
            "wasmGc: " + MISSING,
            "simd (there): " + UNUSED,
            "relaxedSimd (there): " + UNUSED),
        askLacking(NO_GC, "page"));
  }

  @Test
  void takesJavaScriptWithoutWebAssembly() {
    assertEquals(
        List.of(
            "js - 1 0.333",
            UNUSED,
            "this browser has no WebAssembly GC",
            "wasmGc: " + MISSING,
            "simd: " + MISSING,
            "relaxedSimd: " + MISSING),
        askLacking(NO_WASM, "page"));
  }

  @Test
  void takesJavaScriptWhereTheModuleIsMissing() {
    String why = server.url() + "/lost/assam-relaxed.wasm answered 404 Not Found";
    assertEquals(
        List.of(
            "js - 1 0.333",
            UNUSED,
            "assam-relaxed.wasm: " + why,
            "wasmGc (there): assam-relaxed.wasm: " + why,
            "simd (there): " + UNUSED,
            "relaxedSimd (there): " + UNUSED),
        ask(chromium, "page", null, "lost", Map.of()));
  }

  @Test
  void takesJavaScriptWithoutSimd() {
    assumeTrue(
        System.getProperty("os.arch").equals("amd64"),
        "Chromium can only be kept from WebAssembly's SIMD where that needs SSE4.1");
    try (Chromium without = new Chromium("--js-flags=--no-enable-sse4-1")) {
      String why = "this browser has no WebAssembly SIMD";
      assertEquals(
          List.of(
              "js - 1 0.333",
              UNUSED,
              why,
              "wasmGc (there): " + why,
              "simd: " + MISSING,
              "relaxedSimd: " + MISSING),
          ask(without, "page", null, "assam", Map.of()));
      assertEquals(
          "true UNSUPPORTED " + why + " (allowed: world \"js\")",
          fails(without, null, Map.of("world", "wasm")));
    }
  }

  @Test
  void refusesWhatIsAskedForAndNotThere() {
    assertEquals(
        "true UNSUPPORTED this browser has no relaxed SIMD (allowed: variant \"plain\")",
        fails(chromium, NO_RELAXED, Map.of("variant", "relaxed", "worker", false)));
    assertEquals(
        "true UNSUPPORTED this browser has no WebAssembly GC (allowed: world \"js\")",
        fails(chromium, NO_GC, Map.of("world", "wasm", "worker", false)));
  }

  private static Object fails(HeadlessBrowser browser, String lacks, Map<String, Object> args) {
    try (Page page = browser.newPage()) {
      if (lacks != null) {
        page.addInitScript(SCRIPTS.get(lacks));
      }
      page.navigate(server.url() + "/page/");
      return FacePage.in(
          page, "assam", args, "return fails(() => open('/models/softmax.onnx', args));");
    }
  }

  @Test
  void takesInFirefoxWhatThatHas() {
    assumeTrue(Firefox.isInstalled(), Firefox.ABSENT);
    try (Firefox firefox = new Firefox(Map.of())) {
      assertEquals(
          List.of("wasm relaxed 2 0.333", "", ""), ask(firefox, "page", null, "assam", Map.of()));
    }
    try (Firefox without = new Firefox(Map.of("javascript.options.wasm_relaxed_simd", false))) {
      assertEquals(
          List.of("wasm plain 2 0.333", "", "", "relaxedSimd: " + MISSING),
          ask(without, "page", null, "assam", Map.of()));
    }
  }
}
