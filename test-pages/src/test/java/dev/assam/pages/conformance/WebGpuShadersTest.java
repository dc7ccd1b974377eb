package dev.assam.pages.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.microsoft.playwright.Page;
import dev.assam.op.Ops;
import dev.assam.pages.Chromium;
import dev.assam.pages.StaticServer;
import dev.assam.testing.OpCase;
import dev.assam.testing.cases.OpCases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every shader of every conformance case and of every operator's cases, written on the JVM and
 * checked by a real compiler.
 */
class WebGpuShadersTest {
  private static final int AT_ONCE = 100;

  /** Fewer operators on the device than this means that something was lost. */
  private static final int FEWEST_OPERATORS = 150;

  private static final String CHECK =
      """
      async (sources) => {
        const adapter = await navigator.gpu.requestAdapter();
        const device = await adapter.requestDevice();
        const errors = [];
        for (const [i, code] of sources.entries()) {
          device.pushErrorScope('validation');
          const info = await device.createShaderModule({ code }).getCompilationInfo();
          await device.popErrorScope();
          for (const { type, lineNum, message } of info.messages) {
            if (type === 'error') errors.push(`${i}: ${lineNum}: ${message}`);
          }
        }
        device.destroy();
        return errors;
      }
      """;

  @Test
  void everyShaderCompiles(@TempDir Path folder) throws Exception {
    List<Path> folders = SuiteFolders.find();
    assumeFalse(folders.isEmpty(), SuiteFolders.ABSENT);
    RecordingWorld world = new RecordingWorld();
    for (Path suite : folders) {
      for (SuiteCase test : SuiteCase.find(suite)) {
        // What comes out is not looked at: nothing was computed.
        Suite.run(test, world, Exclusions.load());
      }
    }
    for (OpCase test : OpCases.all()) {
      for (OpCase.Form form : List.of(OpCase.Form.INPUTS, OpCase.Form.CONSTANTS)) {
        if (test.has(form) && Ops.find(test.domain(), test.op()) != null) {
          world.run(test, form);
        }
      }
    }
    assertEquals(List.of(), List.copyOf(world.refused));
    assertTrue(world.operators.size() >= FEWEST_OPERATORS, world.operators.toString());
    Files.writeString(folder.resolve("index.html"), "<!doctype html>");
    List<String> sources = new ArrayList<>(world.sources.keySet());
    List<String> names = new ArrayList<>(world.sources.values());
    List<String> errors = new ArrayList<>();
    try (StaticServer server = new StaticServer(0).mount("/", folder);
        Chromium chromium = Chromium.withWebGpu();
        Page page = chromium.newPage()) {
      page.navigate(server.url() + "/");
      for (int from = 0; from < sources.size(); from += AT_ONCE) {
        List<String> some = sources.subList(from, Math.min(sources.size(), from + AT_ONCE));
        for (Object error : (List<?>) page.evaluate(CHECK, some)) {
          String text = (String) error;
          int at = from + Integer.parseInt(text.substring(0, text.indexOf(':')));
          errors.add(names.get(at) + text.substring(text.indexOf(':')) + "\n" + sources.get(at));
        }
      }
    }
    System.out.println(
        sources.size()
            + " shaders of "
            + world.operators.size()
            + " operators compile: "
            + Map.of("operators", world.operators));
    assertEquals(List.of(), errors);
  }
}
