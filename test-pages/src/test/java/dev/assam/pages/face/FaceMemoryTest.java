package dev.assam.pages.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
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
            await window.model.run({ x: { data: window.data, dims: [2, 3] } });
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
        window.data = new Float32Array(6);
        """);
    CDPSession session = page.context().newCDPSession(page);
    run(100);
    Object linear = run(10);
    double heap = heap(session);
    assertEquals(linear, run(1000));
    double after = heap(session);
    assertTrue(after - heap < SLACK_BYTES, "the heap grew from " + heap + " to " + after);
  }
}
