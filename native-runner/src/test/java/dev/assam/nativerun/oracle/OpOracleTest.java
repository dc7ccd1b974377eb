package dev.assam.nativerun.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.nativerun.ort.OrtModel;
import dev.assam.nativerun.ort.OrtOptions;
import dev.assam.op.Ops;
import dev.assam.simd.Backends;
import dev.assam.simd.Workers;
import dev.assam.tensor.Datum;
import dev.assam.testing.Difference;
import dev.assam.testing.OpCase;
import dev.assam.testing.cases.OpCases;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operator case against ONNX Runtime, in every form that a model may give its inputs. {@code
 * -Dassam.cases=Softmax,Gemm} runs those operators only, {@code -Dassam.backend=NAME} on another
 * backend.
 */
class OpOracleTest {
  private static final List<String> CHOSEN =
      Arrays.stream(System.getProperty("assam.cases", "").split(","))
          .filter(name -> !name.isBlank())
          .toList();

  private static final SessionOptions OPTIONS =
      SessionOptions.DEFAULT.withBackend(
          Backends.of(System.getProperty("assam.backend", "auto"), Workers.ONE));

  @TestFactory
  Stream<DynamicTest> likeOnnxRuntime() {
    return OpCases.all().stream()
        .filter(c -> CHOSEN.isEmpty() || CHOSEN.contains(c.op()))
        .filter(c -> Ops.find(c.domain(), c.op()) != null)
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c)));
  }

  private static void check(OpCase opCase) {
    Map<String, Datum> expected;
    try (OrtModel model = OrtModel.open(opCase.model(OpCase.Form.INPUTS), OrtOptions.ORACLE)) {
      expected = model.run(opCase.inputs(OpCase.Form.INPUTS));
    }
    for (OpCase.Form form : OpCase.Form.values()) {
      if (opCase.has(form)) {
        check(opCase, form, expected);
      }
    }
  }

  private static void check(OpCase opCase, OpCase.Form form, Map<String, Datum> expected) {
    Map<String, Datum> inputs = opCase.inputs(form);
    byte[] model = opCase.model(form);
    long before = MemoryScope.usedBytes();
    try (Session session = open(model);
        Result result = session.run(inputs)) {
      assertEquals(expected.keySet(), result.outputs().keySet());
      expected.forEach((name, value) -> {
        String difference =
            Difference.between(value, result.get(name), opCase.rtol(), opCase.atol());
        if (difference != null) {
          fail(opCase + " as " + form + ", output " + name + ": " + difference);
        }
      });
    } catch (RuntimeException e) {
      throw new AssertionError(opCase + " as " + form + ": " + e, e);
    }
    assertEquals(
        before, MemoryScope.usedBytes(), opCase + " as " + form + ": bytes not given back");
  }

  private static Session open(byte[] model) {
    try (MemoryScope _ = MemoryScope.open()) {
      return Session.open(Storage.ofBytes(model), OPTIONS);
    }
  }
}
