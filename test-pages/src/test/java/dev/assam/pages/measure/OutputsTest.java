package dev.assam.pages.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** How far outputs are apart. */
class OutputsTest {
  private static Outputs of(String name, float... values) {
    return new Outputs(Map.of(name, values));
  }

  @Test
  void differencesAreRelativeToTheLargest() {
    assertEquals(0.1, of("y", 1, -10).error(of("y", 2, -10)), 1e-6);
  }

  @Test
  void whatIsNoNumberOrHasAnotherSizeIsInfinitelyFar() {
    assertEquals(Double.POSITIVE_INFINITY, of("y", Float.NaN).error(of("y", 1)));
    assertEquals(Double.POSITIVE_INFINITY, of("y", 1, 2).error(of("y", 1)));
    assertEquals(
        Double.POSITIVE_INFINITY,
        of("y", 1).error(new Outputs(Map.of("y", new float[1], "z", new float[1]))));
  }

  @Test
  void anOutputAloneMayHaveAnotherName() {
    assertEquals(0, of("out", 3).error(of("y", 3)));
  }

  @Test
  void outputsSurviveTheirEncoding() {
    Outputs outputs = of("y", 1.5f, -3e30f, 2e-20f);
    assertEquals(0, Outputs.decode(outputs.encode()).error(outputs));
  }
}
