package dev.assam.op.fused;

import dev.assam.op.Expr;
import dev.assam.op.Inputs;
import dev.assam.op.OpType;
import dev.assam.op.Pointwise;
import dev.assam.tensor.DType;
import dev.assam.tensor.TensorType;

/**
 * Y = a formula of the inputs' elements, as {@code dtype}: a chain of elementwise operators as one.
 * The inputs broadcast to Y's shape; their element types may differ.
 */
public record Fused(Expr expr, DType dtype) implements Pointwise {
  public static final OpType<Fused> TYPE = Internal.declare("Fused");

  @Override
  public OpType<Fused> type() {
    return TYPE;
  }

  @Override
  public TensorType outputType(Inputs in) {
    return Pointwise.broadcast(in, dtype);
  }

  @Override
  public Expr expr(Inputs in) {
    return expr;
  }

  @Override
  public String toString() {
    return "Fused[" + expr + ", " + dtype + "]";
  }
}
