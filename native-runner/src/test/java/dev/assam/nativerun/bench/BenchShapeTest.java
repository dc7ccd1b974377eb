package dev.assam.nativerun.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Where elements lie with channels first and last. */
class BenchShapeTest {
  @Test
  void elementsOfPicturesAreFoundInBothLayouts() {
    // Two images of 3 channels and 2 × 2 pixels become 4 channels of as many.
    BenchShape shape = new BenchShape(true, List.of(2, 3, 2, 2, 4, 1, 1, 1, 1, 0, 0, 1));
    assertEquals(2 * 4 * 2 * 2, shape.samples());
    for (int image = 0; image < 2; image++) {
      for (int channel = 0; channel < 4; channel++) {
        for (int pixel = 0; pixel < 4; pixel++) {
          int sample = (image * 4 + channel) * 4 + pixel;
          assertEquals(sample, shape.place(sample, false));
          assertEquals((image * 4 + pixel) * 4 + channel, shape.place(sample, true));
        }
      }
    }
    // Element 5 with channels first is image 0, channel 1, pixel 1: with channels last element 4.
    assertEquals((4 % 13 - 6) / 8f, shape.input(5));
  }

  @Test
  void ofLargeResultsSomeElementsAreCompared() {
    BenchShape shape = new BenchShape(false, List.of(512, 512, 8));
    assertEquals(997, shape.samples());
    assertEquals(263 * 996, shape.place(996, true));
    assertEquals(1 / 8f, shape.input(7));
  }
}
