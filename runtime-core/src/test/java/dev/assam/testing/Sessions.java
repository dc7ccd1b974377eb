package dev.assam.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.error.AssamException;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import org.junit.jupiter.api.function.Executable;

/** Opens what {@link OnnxModel} writes, and expects errors. */
public final class Sessions {
  private Sessions() {}

  /** A model of this graph over ai.onnx 21. */
  public static Session open(OnnxGraph graph) {
    return open(graph, SessionOptions.DEFAULT);
  }

  /** A model of this graph over ai.onnx 21. */
  public static Session open(OnnxGraph graph, SessionOptions options) {
    return open(new OnnxModel(graph).ir(10).opset(21).toBytes(), options);
  }

  public static Session open(byte[] model, SessionOptions options) {
    Storage file = Storage.ofBytes(model);
    try {
      return Session.open(file, options);
    } finally {
      file.release();
    }
  }

  /** Expects an exception with these words in its message, and all memory back. */
  public static <E extends AssamException> E refuses(
      Class<E> kind, Executable action, String... words) {
    long before = MemoryScope.usedBytes();
    E error = assertThrows(kind, action);
    for (String word : words) {
      assertTrue(error.getMessage().contains(word), "\"" + word + "\" in " + error.getMessage());
    }
    assertEquals(before, MemoryScope.usedBytes(), "bytes after: " + error.getMessage());
    return error;
  }
}
