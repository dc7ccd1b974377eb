package dev.assam.op.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.error.AssamException;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OneNode;
import dev.assam.testing.OnnxNode;
import org.junit.jupiter.api.Test;

class LossTest {
  private static final Tensor LOGS = Tensor.of(Shape.of(3, 2), -1, -2, -3, -4, -5, -6);
  private static final Tensor WEIGHTS = Tensor.of(Shape.of(2), 1, 3);

  private static OnnxNode loss(String reduction) {
    return new OnnxNode("NegativeLogLikelihoodLoss").attr("reduction", reduction);
  }

  @Test
  void reductionsWithWeightsAndAnIgnoredTarget() {
    Tensor target = Tensor.ofLongs(DType.INT32, Shape.of(3), 0, 7, 1);
    OnnxNode none = loss("none").attr("ignore_index", 7);
    assertArrayEquals(
        new float[] {1, 0, 18}, OneNode.run(13, none, LOGS, target, WEIGHTS).toFloats());
    OnnxNode sum = loss("sum").attr("ignore_index", 7);
    assertEquals(19, OneNode.run(13, sum, LOGS, target, WEIGHTS).getDouble(0));
    OnnxNode mean = loss("mean").attr("ignore_index", 7);
    assertEquals(4.75, OneNode.run(13, mean, LOGS, target, WEIGHTS).getDouble(0));
    assertEquals(3.5, OneNode.run(13, mean, LOGS, target).getDouble(0));
  }

  @Test
  void targetsOutOfRangeAreRefused() {
    for (long label : new long[] {-1, 2, Long.MIN_VALUE}) {
      Tensor target = Tensor.ofLongs(0, 1, label);
      AssamException e =
          assertThrows(AssamException.class, () -> OneNode.run(13, loss("mean"), LOGS, target));
      assertTrue(e.getMessage().contains("target " + label + " (allowed: 0..1)"), e.getMessage());
    }
  }
}
