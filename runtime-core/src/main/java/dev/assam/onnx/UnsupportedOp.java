package dev.assam.onnx;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** Stands for a node that Assam cannot run, so that its model can still be looked at. */
public record UnsupportedOp(String domain, String name, String reason) implements Op {
  @Override
  public OpType<UnsupportedOp> type() {
    return OpType.<UnsupportedOp>named(name)
        .domain(domain)
        .inputs(0, Integer.MAX_VALUE)
        .outputs(0, Integer.MAX_VALUE);
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    throw in.unsupported(reason);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    throw in.unsupported(reason);
  }
}
