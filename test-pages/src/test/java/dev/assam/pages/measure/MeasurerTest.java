package dev.assam.pages.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import dev.assam.nativerun.grid.GridModel;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.Status;
import dev.assam.pages.Chromium;
import dev.assam.pages.Firefox;
import dev.assam.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a runtime does, there is a row, and a number only where the outputs were right. */
class MeasurerTest {
  private static final int TIMEOUT_SECONDS = 8;

  @TempDir static Path folder;

  private static Site site;
  private static Contestants contestants;
  private static Measurer measurer;
  private static BenchModel model;

  @BeforeAll
  static void open() throws IOException {
    site = new Site();
    contestants = new Contestants(site, 60);
    measurer =
        new Measurer(
            new Settings(20, 3, 200, 60),
            new Baselines(contestants.oracle()),
            new Measurer.Origins("commit", "machine", "command"));
    GridModel grid = new GridModel(GridModel.Kind.FC, 1, 16);
    Path file = folder.resolve("fc.onnx");
    Files.write(file, grid.onnx());
    List<BenchModel.Input> inputs =
        List.of(new BenchModel.Input("x", DType.FLOAT32, grid.inputDims(), 0));
    model = new BenchModel("fc", file, inputs, 1e-3, null);
  }

  @AfterAll
  static void close() {
    contestants.close();
    site.close();
  }

  private static Row measure(Contestant contestant) {
    return measurer.measure("test", contestant, model, 1);
  }

  /** A page that does this in its {@code load}, {@code open} and {@code run}. */
  private static PageContestant page(String name, String load, String open, String run) {
    site.page(
        "peer-" + name + ".js",
        "export async function load() { %s; return { async open() { %s; return { async run() { %s; "
                .formatted(load, open, run)
            + "return { y: { data: new Float32Array(10), dims: [1, 10] } }; },"
            + " report: () => ({}) }; } }; }");
    return new PageContestant(
        new PageContestant.Runtime(name, name, name, Map.of(), Map.of()),
        site,
        () -> Contestants.launch(false),
        TIMEOUT_SECONDS);
  }

  @Test
  void aRuntimeThatIsRightHasTimes() {
    for (String name : List.of("assam-jvm", "assam-wasm")) {
      Row row = measure(contestants.get(name));
      assertEquals(Status.OK, row.status(), row.reason());
      assertTrue(row.times().n() >= 1 && row.medianMs() > 0);
      assertTrue(row.maxError() < 1e-4);
      assertTrue(row.memory().pssBytes() > 0);
    }
  }

  @Test
  void firefoxTellsTheSame() {
    assumeTrue(Firefox.isInstalled(), Firefox.ABSENT);
    Row row = measure(contestants.get("firefox-assam-wasm"));
    assertEquals(Status.OK, row.status(), row.reason());
    assertTrue(row.setup().browser().startsWith("firefox "), row.setup().browser());
    assertTrue(row.memory().pssBytes() > 0);
    Set<String> kinds = row.memory().cpuSeconds().keySet();
    assertTrue(kinds.containsAll(Set.of("browser", "tab")), kinds.toString());
  }

  @Test
  void whatAPeerHoldsOnTheGpuIsSeen() {
    float[] right = measurer.expected(model).values().get("y");
    site.page(
        "peer-gl.js",
        "export async function load() {"
            + " const gl = document.createElement('canvas').getContext('webgl2');"
            + " const add = () => { gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());"
            + " gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA32F, 64, 32); };"
            + " add(); add(); gl.deleteTexture(gl.getParameter(gl.TEXTURE_BINDING_2D));"
            + " return { async open() { return { report: () => ({}), async run() {"
            + " return { y: { data: new Float32Array("
            + Arrays.toString(right)
            + "), dims: [1, 10] } }; } }; } }; }");
    try (PageContestant page =
        new PageContestant(
            new PageContestant.Runtime("gl", "gl", "gl", Map.of(), Map.of()),
            site,
            () -> Contestants.launch(true),
            TIMEOUT_SECONDS)) {
      Row row = measure(page);
      assertEquals(Status.OK, row.status(), row.reason());
      assertEquals(64 * 32 * 16, row.memory().gpuBytes());
      assertTrue(row.setup().adapter().length() > 3, row.setup().adapter());
      assertEquals(row.setup().onHardware(), !row.setup().software());
    }
  }

  @Test
  void wrongOutputsNeverHaveANumber() {
    try (PageContestant page = page("zeros", "", "", "")) {
      Row row = measure(page);
      assertEquals(Status.WRONG, row.status());
      assertNull(row.times());
      assertTrue(row.reason().contains("outputs differ"), row.reason());
    }
  }

  @Test
  void aPageThatHangsIsEndedAndTheNextModelRuns() {
    try (PageContestant page = page("hang", "if (!sessionStorage.x) { for (;;); }", "", "")) {
      Row row = measure(page);
      assertEquals(Status.FAILED, row.status());
      assertTrue(row.reason().contains("did not answer within 8 s"), row.reason());
      site.page("peer-hang.js", "throw new Error('out of memory');");
      assertEquals(Status.MEMORY, measure(page).status());
    }
  }

  @Test
  void aBrowserThatEndsIsARowAndTheNextModelGetsANewOne() {
    List<Chromium> started = new CopyOnWriteArrayList<>();
    Supplier<Chromium> launcher =
        () -> {
          started.add(Contestants.launch(false));
          return started.getLast();
        };
    String code =
        "let runs = 0; export async function load() { return { async open() { return { async run()"
            + " { if (runs++) { await new Promise(() => {}); } return { y: { data: new"
            + " Float32Array(expected), dims: [1, 10] } }; }, report: () => ({}) }; } }; }";
    float[] right = measurer.expected(model).values().get("y");
    site.page("peer-stuck.js", "const expected = " + Arrays.toString(right) + ";" + code);
    try (PageContestant page =
        new PageContestant(
            new PageContestant.Runtime("stuck", "stuck", "stuck", Map.of(), Map.of()),
            site,
            launcher,
            TIMEOUT_SECONDS)) {
      Thread killer = Thread.ofVirtual().start(() -> killOnceItRuns(started));
      Row row = measure(page);
      assertEquals(Status.FAILED, row.status());
      assertTrue(row.reason().startsWith("the browser ended"), row.reason());
      killer.interrupt();
      site.page("peer-stuck.js", "throw new Error('not supported');");
      assertEquals(Status.UNSUPPORTED, measure(page).status());
      // This one ends between two models.
      ProcessHandle.of(started.getLast().pid()).ifPresent(ProcessHandle::destroyForcibly);
      Row after = measure(page);
      assertEquals(Status.UNSUPPORTED, after.status(), after.reason());
      assertEquals(3, started.size());
    }
  }

  private static void killOnceItRuns(List<Chromium> started) {
    try {
      while (started.isEmpty()) {
        Thread.sleep(100);
      }
      Thread.sleep(3000);
      ProcessHandle.of(started.getLast().pid()).ifPresent(ProcessHandle::destroyForcibly);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aBrowserThatIsNotThereIsARow() {
    try (PageContestant page =
        new PageContestant(
            new PageContestant.Runtime("x", "x", "assam", Map.of(), Map.of()),
            site,
            () -> {
              throw new IllegalStateException("Chromium is needed and was not found");
            },
            TIMEOUT_SECONDS)) {
      Row row = measure(page);
      assertEquals(Status.ABSENT, row.status());
      assertTrue(row.reason().contains("was not found"), row.reason());
    }
  }

  @Test
  void aModelThatDoesNotFitIsARow() {
    try (PageContestant page = page("huge", "", "", "new ArrayBuffer(1e15)")) {
      Row row = measure(page);
      assertEquals(Status.MEMORY, row.status(), row.reason());
    }
  }

  @Test
  void whatAPeerThrowsIsTheReason() {
    try (PageContestant page =
        page("broken", "", "throw new Error('op Foo is not supported')", "")) {
      Row row = measure(page);
      assertEquals(Status.UNSUPPORTED, row.status());
      assertTrue(row.reason().contains("op Foo is not supported"), row.reason());
    }
  }

  @Test
  void aPageThatNobodyDrivesOffersItsRow() {
    PageContestant assam = (PageContestant) contestants.get("assam-wasm");
    Map<String, ?> more = Map.of("warm", 20, "runs", 3, "seconds", 1);
    String address = assam.address(model, 1, more, measurer.expected(model));
    try (Chromium chromium = Contestants.launch(false)) {
      for (String name : List.of("run.html", "experience.html")) {
        Page page = chromium.newPage();
        page.navigate(
            address.replace("run.html", name),
            new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        page.waitForFunction("() => window.measured");
        Map<?, ?> row = (Map<?, ?>) page.evaluate("() => measured");
        assertNull(row.get("reason"));
        String time = name.startsWith("run") ? "medianMs" : "inference_median_ms";
        assertTrue(((Number) row.get(time)).doubleValue() > 0, row.toString());
        assertTrue(page.locator("#download").isVisible());
        assertEquals("done", page.locator("#state").textContent());
        page.close();
      }
    }
  }

  @Test
  void aProcessThatEndsIsARow() {
    try (Contestant contestant =
        new ForkedContestant("x", "x", "assam", List.of("-Xmx1k"), TIMEOUT_SECONDS)) {
      Row row = measure(contestant);
      assertEquals(Status.FAILED, row.status());
      assertTrue(row.reason().startsWith("the process ended"), row.reason());
    }
  }

  @Test
  void aPackageThatCannotBeFetchedIsARow() {
    Contestant contestant =
        new PageContestant(
            new PageContestant.Runtime(
                "x", "x", "x", Map.of(), Map.of("x", "./no-such-folder-of-a-package")),
            site,
            () -> Contestants.launch(false),
            TIMEOUT_SECONDS);
    Row row = measure(contestant);
    assertEquals(Status.FAILED, row.status());
    assertTrue(row.reason().contains("npm"), row.reason());
  }
}
