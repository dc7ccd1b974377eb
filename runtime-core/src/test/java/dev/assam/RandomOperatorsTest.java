package dev.assam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Operators whose results are random: by their statistics, with fixed seeds. */
class RandomOperatorsTest {
  private static final int N = 100_000;
  private static final int SIDE = 250;

  /** Kolmogorov and Smirnov's bound at a thousandth, for N samples. */
  private static final double KS_BOUND = 1.95 / Math.sqrt(N);

  @Test
  void uniformNumbersAreSpreadEvenly() {
    OnnxNode node =
        node("RandomUniform").attr("low", -3.0).attr("high", 5.0).ints("shape", 400, SIDE);
    float[] values = run(node, 0).toFloats();
    assertEquals(N, values.length);
    for (float value : values) {
      assertTrue(value >= -3 && value <= 5, "out of bounds: " + value);
    }
    assertMoments(values, 1, 64.0 / 12);
    assertDistributed(values, x -> uniformCdf((x + 3) / 8));
    assertUncorrelated(values);
  }

  @Test
  void normalNumbersFollowTheBell() {
    OnnxNode node =
        node("RandomNormal").attr("mean", 2.0).attr("scale", 0.5).ints("shape", 400, SIDE);
    float[] values = run(node, 0).toFloats();
    assertMoments(values, 2, 0.25);
    assertDistributed(values, x -> normalCdf((x - 2) / 0.5));
    assertUncorrelated(values);
  }

  @Test
  void likeOperatorsTakeShapeAndTypeOfTheInput() {
    Tensor x = Tensor.allocate(DType.FLOAT64, Shape.of(400, SIDE));
    for (String op : new String[] {"RandomUniformLike", "RandomNormalLike"}) {
      Tensor y = run(node(op).in("x"), 0, x);
      assertEquals(x.type(), y.type());
      boolean uniform = op.startsWith("RandomU");
      assertMoments(y.toFloats(), uniform ? 0.5 : 0, uniform ? 1.0 / 12 : 1);
      assertDistributed(
          y.toFloats(), uniform ? RandomOperatorsTest::uniformCdf : RandomOperatorsTest::normalCdf);
      Tensor narrow = run(node(op).in("x").attr("dtype", DType.FLOAT16.onnx()), 0, x);
      assertEquals(DType.FLOAT16, narrow.dtype());
    }
  }

  @Test
  void bernoulliDrawsWithTheGivenProbability() {
    for (double p : new double[] {0, 0.1, 0.5, 0.93, 1}) {
      Tensor x = Tensor.allocate(DType.FLOAT32, Shape.of(N));
      for (int i = 0; i < N; i++) {
        x.setDouble(i, p);
      }
      Tensor y = run(node("Bernoulli").in("x").attr("dtype", DType.INT32.onnx()), 0, x);
      assertEquals(DType.INT32, y.dtype());
      int ones = 0;
      for (int i = 0; i < N; i++) {
        assertTrue(y.getLong(i) == 0 || y.getLong(i) == 1);
        ones += (int) y.getLong(i);
      }
      double spread = Math.sqrt(N * p * (1 - p));
      assertEquals(N * p, ones, 4 * spread, "ones of " + N + " at " + p);
      assertEquals(x.type(), run(node("Bernoulli").in("x"), 0, x).type());
    }
  }

  @Test
  void multinomialDrawsByTheClassesWeights() {
    double[] weights = {0.1, 0.4, 0.05, 0.45};
    Tensor x = Tensor.allocate(DType.FLOAT32, Shape.of(2, 4));
    for (int i = 0; i < 8; i++) {
      x.setDouble(i, 3 + Math.log(weights[i < 4 ? i : 7 - i]));
    }
    Tensor y = run(node("Multinomial").in("x").attr("sample_size", N), 0, x);
    assertEquals(Shape.of(2, N), y.shape());
    assertEquals(DType.INT32, y.dtype());
    for (int row = 0; row < 2; row++) {
      int[] counts = new int[4];
      for (int i = 0; i < N; i++) {
        counts[(int) y.getLong(row * N + i)]++;
      }
      double chiSquare = 0;
      for (int c = 0; c < 4; c++) {
        double expected = N * weights[row == 0 ? c : 3 - c];
        chiSquare += (counts[c] - expected) * (counts[c] - expected) / expected;
      }
      assertTrue(chiSquare < 16.3, "χ² with 3 degrees of freedom: " + chiSquare);
    }
  }

  @Test
  void trainingDropoutScalesWhatItKeeps() {
    Tensor x = Tensor.allocate(DType.FLOAT32, Shape.of(N));
    for (int i = 0; i < N; i++) {
      x.setDouble(i, 1 + i % 7);
    }
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x", DType.FLOAT32, N)
            .initializer("ratio", Tensor.of(Shape.SCALAR, 0.3f))
            .initializer("training", Tensor.ofBooleans(Shape.SCALAR, true))
            .output("y", DType.FLOAT32, N)
            .output("mask", DType.BOOL, N)
            .node(new OnnxNode("Dropout").in("x", "ratio", "training").out("y", "mask"));
    try (Session session = open(graph, 0);
        Result result = session.run(Map.of("x", x))) {
      Tensor y = result.tensor("y");
      Tensor mask = result.tensor("mask");
      int kept = 0;
      for (int i = 0; i < N; i++) {
        kept += mask.getBoolean(i) ? 1 : 0;
        assertEquals(mask.getBoolean(i) ? x.getDouble(i) / 0.7 : 0, y.getDouble(i), 1e-5);
      }
      assertEquals(0.7 * N, kept, 4 * Math.sqrt(N * 0.3 * 0.7));
    }
  }

  @Test
  void equalSeedsGiveEqualNumbers() {
    OnnxNode own = node("RandomNormal").attr("seed", 7.0).ints("shape", 50);
    OnnxNode other = node("RandomNormal").attr("seed", 8.0).ints("shape", 50);
    OnnxNode none = node("RandomNormal").ints("shape", 50);
    assertArrayEquals(run(own, 0).toFloats(), run(own, 1).toFloats());
    assertFalse(Arrays.equals(run(own, 0).toFloats(), run(other, 0).toFloats()));
    assertArrayEquals(run(none, 3).toFloats(), run(none, 3).toFloats());
    assertFalse(Arrays.equals(run(none, 3).toFloats(), run(none, 4).toFloats()));
  }

  @Test
  void twoNodesDrawDifferentNumbers() {
    OnnxGraph graph =
        new OnnxGraph("g")
            .output("a", DType.FLOAT32, 50)
            .output("b", DType.FLOAT32, 50)
            .node(new OnnxNode("RandomUniform").out("a").ints("shape", 50))
            .node(new OnnxNode("RandomUniform").out("b").ints("shape", 50));
    try (Session session = open(graph, 0);
        Result result = session.run(Map.of())) {
      assertFalse(Arrays.equals(result.tensor("a").toFloats(), result.tensor("b").toFloats()));
    }
  }

  private static OnnxNode node(String op) {
    return new OnnxNode(op).out("y");
  }

  private static Tensor run(OnnxNode node, long seed) {
    return run(node, seed, null);
  }

  /** The node's output, still open. */
  private static Tensor run(OnnxNode node, long seed, Tensor x) {
    OnnxGraph graph = new OnnxGraph("g").output("y", null).node(node);
    if (x != null) {
      graph.input("x", x.type());
    }
    try (Session session = open(graph, seed)) {
      Map<String, Datum> inputs = x == null ? Map.of() : Map.of("x", x);
      return session.run(inputs).tensor("y");
    }
  }

  private static Session open(OnnxGraph graph, long seed) {
    try (MemoryScope _ = MemoryScope.open()) {
      return Session.open(
          Storage.ofBytes(new OnnxModel(graph).opset(15).toBytes()),
          SessionOptions.DEFAULT.withSeed(seed));
    }
  }

  /** Mean within four of its standard deviations, variance within two hundredths. */
  private static void assertMoments(float[] values, double mean, double variance) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    assertEquals(mean, sum / N, 4 * Math.sqrt(variance / N));
    double squares = 0;
    for (float value : values) {
      squares += (value - sum / N) * (value - sum / N);
    }
    assertEquals(variance, squares / N, 0.02 * variance);
  }

  /** The largest distance between the values' distribution and the expected one. */
  private static void assertDistributed(float[] values, DoubleUnaryOperator cdf) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    double distance = 0;
    for (int i = 0; i < N; i++) {
      double expected = cdf.applyAsDouble(sorted[i]);
      distance = Math.max(distance, Math.abs(expected - (double) i / N));
      distance = Math.max(distance, Math.abs(expected - (i + 1.0) / N));
    }
    assertTrue(distance < KS_BOUND, "distance " + distance + " (allowed below " + KS_BOUND + ")");
  }

  /** Neighbours, and neighbours one row apart, have nothing in common. */
  private static void assertUncorrelated(float[] values) {
    double mean = 0;
    for (float value : values) {
      mean += value / N;
    }
    for (int lag : new int[] {1, 2, SIDE}) {
      double product = 0;
      double square = 0;
      for (int i = 0; i < N - lag; i++) {
        product += (values[i] - mean) * (values[i + lag] - mean);
        square += (values[i] - mean) * (values[i] - mean);
      }
      assertEquals(0, product / square, 4 / Math.sqrt(N), "correlation at " + lag);
    }
  }

  private static double uniformCdf(double x) {
    return Math.clamp(x, 0, 1);
  }

  /** Abramowitz and Stegun 26.2.17, to 7.5e-8. */
  private static double normalCdf(double x) {
    double t = 1 / (1 + 0.2316419 * Math.abs(x));
    double tail =
        Math.exp(-x * x / 2)
            / Math.sqrt(2 * Math.PI)
            * t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return x > 0 ? 1 - tail : tail;
  }
}
