package dev.assam.pages.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Samples at any time become a course at equal distances. */
class PssSamplerTest {
  @Test
  void eachMomentHoldsTheLargestSinceTheOneBefore() {
    List<PssSampler.Sample> samples =
        List.of(
            new PssSampler.Sample(0.9, 100),
            new PssSampler.Sample(1.1, 3),
            new PssSampler.Sample(1.2, 5),
            new PssSampler.Sample(1.3, 4),
            new PssSampler.Sample(2.6, 7),
            new PssSampler.Sample(3.0, 100));
    assertArrayEquals(new double[] {5, 5, 5, 7}, PssSampler.course(samples, 1, 3, 4));
  }
}
