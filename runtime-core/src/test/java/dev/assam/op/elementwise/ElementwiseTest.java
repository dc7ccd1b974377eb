package dev.assam.op.elementwise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assam.error.AssamException;
import dev.assam.op.Ops;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OneNode;
import dev.assam.testing.OnnxNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What neither the conformance suite nor the comparison with ONNX Runtime reaches. */
class ElementwiseTest {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  private record Unary(String op, float x, float y) {}

  private static final Unary[] EDGES = {
    new Unary("Relu", NAN, NAN),
    new Unary("LeakyRelu", NAN, NAN),
    new Unary("Elu", NAN, NAN),
    new Unary("Elu", -INF, -1),
    new Unary("Selu", NAN, NAN),
    new Unary("Celu", INF, INF),
    new Unary("ThresholdedRelu", NAN, 0),
    new Unary("HardSigmoid", NAN, NAN),
    new Unary("HardSwish", -1e30f, -0f),
    new Unary("Softplus", 1000, 1000),
    new Unary("Softplus", -1000, 0),
    new Unary("Softplus", NAN, NAN),
    new Unary("Sigmoid", -1000, 0),
    new Unary("Sigmoid", 1000, 1),
    new Unary("Mish", -INF, NAN),
    new Unary("Mish", 1000, 1000),
    new Unary("Gelu", 100, 100),
    new Unary("Swish", -1000, -0f),
    new Unary("Tanh", 1000, 1),
    new Unary("Sign", NAN, NAN),
    new Unary("Round", -0.5f, -0f),
    new Unary("Round", 3.5f, 4),
    new Unary("Reciprocal", -0f, -INF),
    new Unary("Ceil", -0.5f, -0f),
    new Unary("Sqrt", -1, NAN),
    new Unary("Shrink", 2, 2),
    new Unary("Shrink", 0.25f, 0),
  };

  @Test
  void edgesOfUnaryFunctions() {
    for (Unary row : EDGES) {
      Tensor y = OneNode.run(24, new OnnxNode(row.op), Tensor.of(Shape.of(1), row.x));
      assertEquals(row.y, y.floats().get(0), row.toString());
    }
  }

  @Test
  void narrowTypesRoundOnce() {
    for (DType type : new DType[] {DType.FLOAT16, DType.BFLOAT16, DType.FLOAT64}) {
      Tensor x = Tensor.ofDoubles(type, Shape.of(2), 1, -3);
      Tensor y = OneNode.run(24, new OnnxNode("Sigmoid"), x);
      Tensor expected =
          Tensor.ofDoubles(type, Shape.of(2), 1 / (1 + Math.exp(-1)), 1 / (1 + Math.exp(3)));
      assertEquals(type, y.dtype());
      assertEquals(expected.getDouble(0), y.getDouble(0));
      assertEquals(expected.getDouble(1), y.getDouble(1), 1e-15);
    }
  }

  @Test
  void infinitiesBySign() {
    Tensor x = Tensor.of(Shape.of(4), INF, -INF, NAN, 1);
    assertBooleans(new OnnxNode("IsInf"), x, 1, 1, 0, 0);
    assertBooleans(new OnnxNode("IsInf").attr("detect_negative", 0), x, 1, 0, 0, 0);
    assertBooleans(new OnnxNode("IsInf").attr("detect_positive", 0), x, 0, 1, 0, 0);
    assertBooleans(
        new OnnxNode("IsInf").attr("detect_positive", 0).attr("detect_negative", 0), x, 0, 0, 0, 0);
    Tensor narrow = Tensor.ofDoubles(DType.FLOAT8E5M2, Shape.of(3), 1, INF, NAN);
    assertBooleans(new OnnxNode("IsInf"), narrow, 0, 1, 0);
    assertBooleans(new OnnxNode("IsNaN"), narrow, 0, 0, 1);
  }

  private static void assertBooleans(OnnxNode node, Tensor x, long... expected) {
    assertArrayEquals(expected, OneNode.run(20, node, x).toLongs());
  }

  @Test
  void clipTakesItsBoundsFromWhereTheOpsetHasThem() {
    Tensor x = Tensor.of(Shape.of(4), -2, 0.5f, 3, NAN);
    Tensor one = Tensor.of(Shape.SCALAR, 1);
    Tensor zero = Tensor.of(Shape.SCALAR, 0);
    OnnxNode old = new OnnxNode("Clip").attr("min", 0.0).attr("max", 1.0);
    float[] expected = {0, 0.5f, 1, NAN};
    assertArrayEquals(expected, OneNode.run(6, old, x).toFloats());
    assertArrayEquals(expected, OneNode.run(13, new OnnxNode("Clip"), x, zero, one).toFloats());
    assertArrayEquals(
        new float[] {-2, 0.5f, 1, NAN},
        OneNode.run(11, new OnnxNode("Clip"), x, null, one).toFloats());
    // Where the bounds cross, the upper one wins.
    assertArrayEquals(
        new float[] {0, 0, 0, NAN}, OneNode.run(13, new OnnxNode("Clip"), x, one, zero).toFloats());
    Tensor bytes = Tensor.ofLongs(DType.UINT8, Shape.of(2), 3, 200);
    Tensor bound = Tensor.ofLongs(DType.UINT8, Shape.of(1), 100);
    assertArrayEquals(
        new long[] {3, 100}, OneNode.run(12, new OnnxNode("Clip"), bytes, null, bound).toLongs());
  }

  @Test
  void stringsCompareAndAreChosen() {
    Tensor a = Tensor.ofStrings(Shape.of(2, 1), "x", "y");
    Tensor b = Tensor.ofStrings(Shape.of(2), "y", "x");
    Tensor equal = OneNode.run(19, new OnnxNode("Equal"), a, b);
    assertArrayEquals(new long[] {0, 1, 1, 0}, equal.toLongs());
    Tensor chosen = OneNode.run(16, new OnnxNode("Where"), equal, a, b);
    assertArrayEquals(new String[] {"y", "x", "y", "x"}, chosen.strings());
  }

  @Test
  void chosenElementsKeepTheirBits() {
    Tensor condition = Tensor.ofBooleans(Shape.of(3), true, false, true);
    for (DType type : DType.values()) {
      if (type != DType.STRING) {
        Tensor x = Tensor.allocate(type, Shape.of(3));
        Tensor y = Tensor.allocate(type, Shape.of(3));
        for (int i = 0; i < 3; i++) {
          x.setLong(i, 1);
        }
        Tensor z = OneNode.run(23, new OnnxNode("Where"), condition, x, y);
        for (int i = 0; i < 3; i++) {
          assertEquals((i == 1 ? y : x).bits(i), z.bits(i), type.toString());
        }
      }
    }
  }

  @Test
  void powersOfMixedTypesHaveTheTypeOfTheBase() {
    Tensor base = Tensor.ofLongs(DType.INT64, Shape.of(3), 2, 9, 3);
    Tensor exponent = Tensor.of(Shape.of(3), 0.5f, 0.5f, 3);
    assertArrayEquals(
        new long[] {1, 3, 27}, OneNode.run(15, new OnnxNode("Pow"), base, exponent).toLongs());
    Tensor exact = Tensor.ofLongs(DType.INT64, Shape.SCALAR, 39);
    Tensor three = Tensor.ofLongs(DType.INT64, Shape.SCALAR, 3);
    assertEquals(
        4052555153018976267L, OneNode.run(15, new OnnxNode("Pow"), three, exact).getLong(0));
  }

  @Test
  void manyInputs() {
    Tensor[] inputs = new Tensor[5000];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = i % 2 == 0 ? Tensor.of(Shape.of(2), i, 1) : Tensor.of(Shape.of(3, 1), i, 2, 3);
    }
    float[] max = OneNode.run(13, new OnnxNode("Max"), inputs).toFloats();
    assertArrayEquals(new float[] {4999, 4999, 4998, 2, 4998, 3}, max);
    Tensor mean = OneNode.run(13, new OnnxNode("Mean"), inputs);
    assertEquals((2500 + 2500 * 2) / 5000.0, mean.getDouble(3));
    assertEquals(0, OneNode.run(13, new OnnxNode("Min"), inputs).getDouble(0));
    float[] sum = OneNode.run(13, new OnnxNode("Sum"), inputs).toFloats();
    assertEquals(5000 * 4999 / 2, sum[0]);
  }

  private record Refused(int opset, OnnxNode node, String message, Tensor... inputs) {}

  private static final Tensor F32 = Tensor.of(Shape.of(2), 1, 2);
  private static final Tensor F64 = Tensor.ofDoubles(DType.FLOAT64, Shape.of(2), 1, 2);
  private static final Tensor I32 = Tensor.ofLongs(DType.INT32, Shape.of(3), 1, 2, 3);
  private static final Tensor TEXT = Tensor.ofStrings(Shape.of(2), "a", "b");

  private static final Refused[] REFUSED = {
    new Refused(
        13,
        new OnnxNode("Add"),
        "do not broadcast",
        I32,
        Tensor.ofLongs(DType.INT32, Shape.of(2), 1, 2)),
    new Refused(13, new OnnxNode("Add"), "one element type", F32, F64),
    new Refused(13, new OnnxNode("Relu"), "Relu at \"node\": input 0 is string[2]", TEXT),
    new Refused(13, new OnnxNode("Neg"), "allowed", Tensor.ofLongs(DType.UINT8, Shape.of(1), 1)),
    new Refused(13, new OnnxNode("Sqrt"), "input 0 is int32[3]", I32),
    new Refused(13, new OnnxNode("Not"), "allowed: [bool]", F32),
    new Refused(13, new OnnxNode("Mod"), "Mod(fmod=false) at \"node\"", F32, F32),
    new Refused(13, new OnnxNode("Clip"), "bound 1 has shape [2]", F32, F32),
    new Refused(
        9,
        new OnnxNode("PRelu"),
        "slope [3] does not broadcast to X [2]",
        F32,
        Tensor.of(Shape.of(3), 1, 2, 3)),
    new Refused(13, new OnnxNode("BitShift"), "direction is missing", I32, I32),
    new Refused(
        13, new OnnxNode("BitShift").attr("direction", "UP"), "allowed: LEFT, RIGHT", I32, I32),
    new Refused(28, new OnnxNode("SwiGLU"), "allowed: one shape", F32, Tensor.of(Shape.SCALAR, 1)),
    new Refused(13, new OnnxNode("Gelu"), "opset 13 (supported from opset 20)", F32),
    new Refused(6, new OnnxNode("Add"), "opset 6 (supported from opset 7)", F32, F32),
    new Refused(16, new OnnxNode("LeakyRelu").attr("beta", 1.0), "beta", F32),
    new Refused(13, new OnnxNode("Where"), "input 0", F32, F32, F32),
  };

  @Test
  void messagesTellWhatCameAndWhatIsAllowed() {
    for (Refused row : REFUSED) {
      AssamException e =
          assertThrows(AssamException.class, () -> OneNode.run(row.opset, row.node, row.inputs));
      assertEquals(true, e.getMessage().contains(row.message), e.getMessage());
    }
  }

  @Test
  void attributesPrint() {
    dev.assam.op.Attributes attributes =
        new dev.assam.op.Attributes("here", java.util.Map.of("alpha", 0.5f));
    assertEquals(
        "LeakyRelu(alpha=0.5)", Ops.find("", "LeakyRelu").create(16, attributes).toString());
    assertEquals(
        List.of("Relu", "Max"),
        List.of(
            Ops.find("", "Relu").create(14, none()).toString(),
            Ops.find("", "Max").create(14, none()).toString()));
    assertEquals(Ops.find("", "Elu").create(14, none()), Ops.find("", "Elu").create(14, none()));
  }

  private static dev.assam.op.Attributes none() {
    return new dev.assam.op.Attributes("here", java.util.Map.of());
  }
}
