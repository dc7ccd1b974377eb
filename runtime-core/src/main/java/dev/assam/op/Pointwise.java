package dev.assam.op;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.List;

/**
 * An operator with one output, each element of which is a formula of the elements at the same place
 * of its inputs, which broadcast to the output's shape.
 */
public interface Pointwise extends Op {
  /** The formula for these inputs; In(i) is the node's input i. */
  Expr expr(Inputs in);

  /** Type of the output; every check of arguments is here. */
  TensorType outputType(Inputs in);

  @Override
  default List<? extends ValueType> infer(Inputs in) {
    return List.of(outputType(in));
  }

  @Override
  default List<Tensor> reference(Inputs in) {
    Tensor[] inputs = new Tensor[in.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = in.has(i) ? in.tensor(i) : null;
    }
    TensorType type = outputType(in);
    return List.of(ExprEvaluator.evaluate(expr(in), type.dtype(), type.shape(), inputs));
  }

  /** This element type in the shape that all inputs broadcast to. */
  static TensorType broadcast(Inputs in, DType dtype) {
    int partial = -1;
    boolean ones = true;
    for (int i = 0; i < in.size(); i++) {
      Shape shape = in.tensorType(i).shape();
      if (shape.isStatic()) {
        ones &= shape.rank() == 0;
      } else {
        ones &= partial < 0;
        partial = i;
      }
    }
    if (partial >= 0 && ones) {
      return new TensorType(dtype, in.tensorType(partial).shape());
    }
    Shape shape = in.ranked(0);
    for (int i = 1; i < in.size(); i++) {
      shape = in.broadcast(shape, in.ranked(i));
    }
    return new TensorType(dtype, shape);
  }
}
