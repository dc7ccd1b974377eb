package dev.assam.pages.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.microsoft.playwright.Page;
import dev.assam.pages.Chromium;
import dev.assam.pages.StaticServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every shader of every conformance case, written on the JVM and checked by a real compiler. */
class WebGlShadersTest {
  private static final int AT_ONCE = 100;

  /** Fewer operators on the device than this means that something was lost. */
  private static final int FEWEST_OPERATORS = 85;

  private static final String CHECK =
      """
      (sources) => {
        const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
        const errors = [];
        for (const [i, source] of sources.entries()) {
          const shader = gl.createShader(gl.FRAGMENT_SHADER);
          gl.shaderSource(shader, source);
          gl.compileShader(shader);
          if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) {
            errors.push(`${i}: ${gl.getShaderInfoLog(shader)}`);
          }
          gl.deleteShader(shader);
        }
        return errors;
      }
      """;

  @Test
  void everyShaderCompiles(@TempDir Path folder) throws Exception {
    List<Path> folders = SuiteFolders.find();
    assumeFalse(folders.isEmpty(), SuiteFolders.ABSENT);
    WebGlRecordingWorld world = new WebGlRecordingWorld();
    for (Path suite : folders) {
      for (SuiteCase test : SuiteCase.find(suite)) {
        // What comes out is not looked at: nothing was computed.
        Suite.run(test, world, Exclusions.load());
      }
    }
    assertEquals(List.of(), List.copyOf(world.refused));
    assertTrue(world.operators.size() >= FEWEST_OPERATORS, world.operators.toString());
    Files.writeString(folder.resolve("index.html"), "<!doctype html>");
    List<String> sources = new ArrayList<>(world.shaders.keySet());
    List<String> errors = new ArrayList<>();
    try (StaticServer server = new StaticServer(0).mount("/", folder);
        Chromium chromium = new Chromium();
        Page page = chromium.newPage()) {
      page.navigate(server.url() + "/");
      for (int from = 0; from < sources.size(); from += AT_ONCE) {
        List<String> some = sources.subList(from, Math.min(sources.size(), from + AT_ONCE));
        for (Object error : (List<?>) page.evaluate(CHECK, some)) {
          String text = (String) error;
          String source =
              sources.get(from + Integer.parseInt(text.substring(0, text.indexOf(':'))));
          errors.add(world.names.get(source) + text + "\n" + source);
        }
      }
    }
    System.out.println(
        sources.size()
            + " shaders of "
            + world.operators.size()
            + " operators compile: "
            + world.operators);
    assertEquals(List.of(), errors);
  }
}
