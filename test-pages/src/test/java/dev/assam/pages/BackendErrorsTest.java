package dev.assam.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.error.AssamException;
import dev.assam.memory.Storage;
import dev.assam.simd.SimdBackend;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.testing.BadInput;
import dev.assam.testing.BadInputs;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Errors name the node in the same words, whether its definition ran or a kernel. */
class BackendErrorsTest {
  @Test
  void kernelsSayWhatDefinitionsSay() {
    for (BadInput bad : BadInputs.all()) {
      SessionOptions options =
          SessionOptions.DEFAULT
              .withMemoryLimit(bad.memoryLimitBytes())
              .withTimeLimit(bad.timeLimitMillis());
      assertEquals(bad.expected(), error(bad, options), bad.name());
    }
  }

  @Test
  void aTensorThatIsTooLargeNamesItsNode() {
    OnnxGraph graph =
        new OnnxGraph("gigantic")
            .initializer("shape", Tensor.ofLongs(100_000, 250_000))
            .node(new OnnxNode("ConstantOfShape").name("fill").in("shape").out("y"))
            .output("y", DType.FLOAT32, -1, -1);
    String expected =
        "MEMORY ConstantOfShape(value=null) at \"fill\":"
            + " a tensor of shape [100000,250000] has 2^31 elements or more";
    byte[] model = new OnnxModel(graph).opset(21).toBytes();
    BadInput bad =
        new BadInput("gigantic", model, Map.of(), Long.MAX_VALUE, Long.MAX_VALUE, "MEMORY", "");
    assertEquals(expected, error(bad, SessionOptions.DEFAULT));
  }

  private static String error(BadInput bad, SessionOptions options) {
    SessionOptions simd = options.withBackend(new SimdBackend());
    try (Session session = Session.open(Storage.ofBytes(bad.model()), simd)) {
      session.run(bad.inputs()).close();
      return "no error";
    } catch (AssamException e) {
      return e.code() + " " + e.getMessage();
    }
  }
}
