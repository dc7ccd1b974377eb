package dev.assam.op.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assam.error.AssamException;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OneNode;
import dev.assam.testing.OnnxNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class DropoutTest {
  private static final Tensor X = Tensor.of(Shape.of(3), 1, 2, 3);

  private record Old(int opset, OnnxNode node, DType mask) {}

  private static final Old[] INFERENCE = {
    new Old(6, new OnnxNode("Dropout").attr("is_test", 1), DType.FLOAT32),
    new Old(7, new OnnxNode("Dropout").attr("ratio", 0.3), DType.FLOAT32),
    new Old(10, new OnnxNode("Dropout"), DType.BOOL),
    new Old(13, new OnnxNode("Dropout"), DType.BOOL),
  };

  @Test
  void inferenceChangesNothing() {
    for (Old row : INFERENCE) {
      List<Datum> outputs = OneNode.run(row.opset, row.node, 2, X);
      assertArrayEquals(X.toFloats(), ((Tensor) outputs.get(0)).toFloats());
      assertEquals(row.mask, ((Tensor) outputs.get(1)).dtype());
      assertArrayEquals(new long[] {1, 1, 1}, ((Tensor) outputs.get(1)).toLongs());
    }
  }

  @Test
  void oldOpsetsTrainUnlessTold() {
    Tensor y = OneNode.run(6, new OnnxNode("Dropout").attr("ratio", 0.9999), X);
    assertArrayEquals(new float[3], y.toFloats());
  }

  @Test
  void ratioMattersOnlyWhenTraining() {
    Tensor ratio = Tensor.of(Shape.SCALAR, 1);
    Tensor training = Tensor.ofBooleans(Shape.SCALAR, true);
    assertArrayEquals(X.toFloats(), OneNode.run(13, new OnnxNode("Dropout"), X, ratio).toFloats());
    AssamException e =
        assertThrows(
            AssamException.class,
            () -> OneNode.run(13, new OnnxNode("Dropout"), X, ratio, training));
    assertEquals(true, e.getMessage().contains("ratio is 1.0 (allowed: 0 to below 1)"));
  }
}
