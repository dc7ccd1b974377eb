package dev.assam.op.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.tensor.DType;
import org.junit.jupiter.api.Test;

class RandomSourceTest {
  /** From numpy.random.RandomState(seed).rand(4). */
  @Test
  void drawsWhatNumpyDraws() {
    assertUniform(0, 0.5488135039273248, 0.7151893663724195, 0.6027633760716439);
    assertUniform(42, 0.3745401188473625, 0.9507143064099162, 0.7319939418114051);
    // From numpy.random.RandomState(0).randn(4).
    RandomSource random = new RandomSource(0);
    for (double expected :
        new double[] {
          1.764052345967664, 0.4001572083672233, 0.9787379841057392, 2.240893199201458
        }) {
      assertEquals(expected, random.normal(), 1e-14);
    }
  }

  private static void assertUniform(long seed, double... expected) {
    RandomSource random = new RandomSource(seed);
    for (double value : expected) {
      assertEquals(value, random.uniform(), 1e-15);
    }
  }

  @Test
  void ownLogarithmIsExactEnough() {
    for (double x = 1e-9; x < 4; x = x * 1.01 + 1e-7) {
      assertEquals(Math.log(x), RandomSource.log(x), 4e-16 * (1 + Math.abs(Math.log(x))));
    }
  }

  @Test
  void neverReachesTheUpperBound() {
    RandomSource random = new RandomSource(3);
    for (int i = 0; i < 100_000; i++) {
      assertTrue(random.uniform(DType.FLOAT16, 0, 1) < 1);
      assertTrue(random.uniform(DType.BFLOAT16, 1, 1.01) >= 1);
    }
    assertEquals(5, random.uniform(DType.FLOAT32, 5, 5));
  }
}
