package dev.assam;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.memory.MemoryScope;
import dev.assam.testing.BadInput;
import dev.assam.testing.BadInputs;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every bad input on the JVM; FaceBadInputsTest has them in the page. */
class BadInputsTest {
  @TestFactory
  Stream<DynamicTest> saidWordByWord() {
    return BadInputs.all().stream()
        .map(bad -> DynamicTest.dynamicTest(bad.name(), () -> check(bad)));
  }

  private static void check(BadInput bad) {
    long before = MemoryScope.usedBytes();
    assertEquals(bad.expected(), bad.happens());
    assertEquals(before, MemoryScope.usedBytes(), "bytes not given back");
  }
}
