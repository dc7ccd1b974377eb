package dev.assam.op.fused;

import dev.assam.op.Expr;
import dev.assam.op.ExprEvaluator;
import dev.assam.op.ExprTypes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y = epilogue(x0, x1 …) elementwise: x0 is the output of {@code op}, applied to the first {@code
 * inputs} inputs, and x1 … are the remaining inputs, which broadcast to its shape.
 */
public record WithEpilogue(Op op, int inputs, Expr epilogue) implements Op {
  public static final OpType<WithEpilogue> TYPE = Internal.declare("WithEpilogue");

  public WithEpilogue {
    if (!op.subgraphs().isEmpty() || op instanceof WithEpilogue) {
      throw new IllegalArgumentException(op.type() + " with an epilogue");
    }
  }

  @Override
  public OpType<WithEpilogue> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    TensorType x = (TensorType) op.infer(in.first(op, inputs)).get(0);
    DType[] dtypes = new DType[1 + in.size() - inputs];
    dtypes[0] = x.dtype();
    for (int i = inputs; i < in.size(); i++) {
      Shape extra = in.tensorType(i).shape();
      dtypes[1 + i - inputs] = in.dtype(i);
      if (extra.isStatic()
          && x.shape().isStatic()
          && !x.shape().equals(Shape.broadcast(extra, x.shape()))) {
        throw in.shapeError(
            "input " + i + " is " + extra + " (allowed: one that broadcasts to " + x.shape() + ")");
      }
    }
    DType dtype = ExprTypes.of(epilogue, dtypes);
    return List.of(new TensorType(dtype == null ? x.dtype() : dtype, x.shape()));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor[] tensors = new Tensor[1 + in.size() - inputs];
    tensors[0] = (Tensor) op.reference(in.first(op, inputs)).get(0);
    for (int i = inputs; i < in.size(); i++) {
      tensors[1 + i - inputs] = in.tensor(i);
    }
    DType[] dtypes = new DType[tensors.length];
    for (int i = 0; i < dtypes.length; i++) {
      dtypes[i] = tensors[i].dtype();
    }
    DType dtype = ExprTypes.of(epilogue, dtypes);
    return List.of(
        ExprEvaluator.evaluate(
            epilogue, dtype == null ? dtypes[0] : dtype, tensors[0].shape(), tensors));
  }

  @Override
  public String toString() {
    return "WithEpilogue[" + epilogue + ", inputs=" + inputs + ", " + op + "]";
  }
}
