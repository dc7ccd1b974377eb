package dev.assam.pages.face;

import dev.assam.tensor.DType;
import dev.assam.tensor.OptionalType;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;

/** Small models for the tests of the page. */
final class FaceModels {
  private FaceModels() {}

  /** y = softmax(x), x: float32[batch, 3]. */
  static byte[] softmax() {
    TensorType type =
        new TensorType(DType.FLOAT32, Shape.named(new int[] {-1, 3}, new String[] {"batch", null}));
    return model(
        new OnnxGraph("softmax")
            .input("x", type)
            .node(new OnnxNode("Softmax").name("soft").in("x").out("y"))
            .output("y", type));
  }

  /** y = x for any type. */
  static byte[] identity(ValueType type) {
    return model(
        new OnnxGraph("identity")
            .input("x", type)
            .node(new OnnxNode("Identity").name("same").in("x").out("y"))
            .output("y", type));
  }

  /** y = x of one dimension. */
  static byte[] identity(DType dtype) {
    return identity(new TensorType(dtype, Shape.of(-1)));
  }

  static SequenceType strings() {
    return new SequenceType(new TensorType(DType.STRING, Shape.UNKNOWN));
  }

  static OptionalType optional() {
    return new OptionalType(new TensorType(DType.FLOAT32, Shape.UNKNOWN));
  }

  /** y = x · w with a float32[rows, columns] full of ones as w. */
  static byte[] product(int rows, int columns) {
    Tensor weights = Tensor.allocate(DType.FLOAT32, Shape.of(rows, columns));
    for (int i = 0; i < weights.size(); i++) {
      weights.floats().set(i, 1);
    }
    return model(
        new OnnxGraph("product")
            .input("x", DType.FLOAT32, -1, rows)
            .initializer("w", weights)
            .node(new OnnxNode("MatMul").name("product").in("x", "w").out("y"))
            .output("y", DType.FLOAT32, -1, columns));
  }

  /** y = x reshaped as the file {@code data/shape.bin} beside the model says: two int64. */
  static byte[] external() {
    return model(
        new OnnxGraph("external")
            .input("x", DType.FLOAT32, -1)
            .externalInitializer(
                "shape", new TensorType(DType.INT64, Shape.of(2)), "data/shape.bin")
            .node(new OnnxNode("Reshape").name("reshape").in("x", "shape").out("y"))
            .output("y", DType.FLOAT32, -1, -1));
  }

  /** A hundred bytes that declare a tensor of 100 GB. */
  static byte[] gigantic() {
    return model(
        new OnnxGraph("gigantic")
            .initializer("shape", Tensor.ofLongs(100_000, 250_000))
            .node(new OnnxNode("ConstantOfShape").name("fill").in("shape").out("y"))
            .output("y", DType.FLOAT32, -1, -1));
  }

  private static byte[] model(OnnxGraph graph) {
    return new OnnxModel(graph).opset(21).producer("face").toBytes();
  }
}
