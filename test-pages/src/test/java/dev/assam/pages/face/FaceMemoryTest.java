package dev.assam.pages.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import dev.assam.pages.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** After a thousand runs a page holds what it held after ten. */
class FaceMemoryTest extends FacePage {
  /** What the browser's own bookkeeping may add to the heap meanwhile. */
  private static final double SLACK_BYTES = 200_000;

  private Object run(int times) {
    return page.evaluate(
        """
        async (times) => {
          for (let i = 0; i < times; i++) {
            await window.model.run(window.inputs);
          }
          const { tensors, used, reserved } = window.model.report().memory;
          return `${tensors.used} ${used} ${reserved}`;
        }
        """,
        times);
  }

  private static double heap(CDPSession session) {
    // Twice, for what finalisers let go.
    session.send("HeapProfiler.collectGarbage");
    session.send("HeapProfiler.collectGarbage");
    JsonObject usage = session.send("Runtime.getHeapUsage");
    return usage.get("usedSize").getAsDouble();
  }

  @Test
  void holdsWhatItHeld() {
    in(
        null,
        """
        window.model = await open('/models/softmax.onnx', { world: 'wasm', worker: false });
        window.inputs = { x: { data: new Float32Array(6), dims: [2, 3] } };
        """);
    checkRuns();
  }

  /** A transformer, where the examples have unpacked it. */
  @Test
  void holdsWhatItHeldOfALargeModel() throws IOException {
    Path file = Project.models().resolve("all-minilm-l6-v2.onnx");
    assumeTrue(Files.isRegularFile(file), () -> file + " is not there");
    server.put("minilm.onnx", Files.readAllBytes(file));
    in(
        null,
        """
        window.model = await open('/models/minilm.onnx', { world: 'wasm', worker: false });
        window.inputs = {};
        for (const { name } of window.model.inputs) {
          window.inputs[name] = { data: new BigInt64Array(8).fill(1n), dims: [1, 8] };
        }
        """);
    checkRuns();
  }

  private void checkRuns() {
    CDPSession session = page.context().newCDPSession(page);
    run(100);
    Object linear = run(10);
    double heap = heap(session);
    assertEquals(linear, run(1000));
    double after = heap(session);
    assertTrue(after - heap < SLACK_BYTES, "the heap grew from " + heap + " to " + after);
  }
}
