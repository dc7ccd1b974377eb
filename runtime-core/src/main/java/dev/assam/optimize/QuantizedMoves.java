package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Op;
import dev.assam.op.move.Concat;
import dev.assam.op.move.DepthToSpace;
import dev.assam.op.move.Expand;
import dev.assam.op.move.Gather;
import dev.assam.op.move.Slice;
import dev.assam.op.move.SpaceToDepth;
import dev.assam.op.move.Tile;
import dev.assam.op.move.Transpose;
import dev.assam.op.nn.MaxPool;
import dev.assam.op.quantize.DequantizeLinear;
import dev.assam.op.quantize.QuantizeLinear;
import dev.assam.op.shape.Flatten;
import dev.assam.op.shape.Reshape;
import dev.assam.op.shape.Squeeze;
import dev.assam.op.shape.Unsqueeze;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets what moves elements or chooses the largest of them do so with bytes where it stands between
 * DequantizeLinear and QuantizeLinear of one scale and zero point; and leaves these two out where
 * nothing is between them.
 */
final class QuantizedMoves extends NodePass {
  QuantizedMoves() {
    super("quantised-moves");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof QuantizeLinear;
  }

  /** What numbers a byte stands for: (byte − zero) · scale. */
  private record Steps(DType dtype, double scale, long zero) {
    /** Those of a QuantizeLinear or DequantizeLinear with one constant scale, or null. */
    static Steps of(Node node, Value bytes, Facts facts) {
      DType dtype = facts.dtype(bytes);
      Tensor scale = facts.constant(node.inputs().get(1));
      boolean hasZero = node.inputs().size() > 2 && node.inputs().get(2) != null;
      Tensor zero = hasZero ? facts.constant(node.inputs().get(2)) : null;
      if (dtype != DType.INT8 && dtype != DType.UINT8
          || scale == null
          || scale.size() != 1
          || scale.dtype() != DType.FLOAT32
          || hasZero && (zero == null || zero.size() != 1)) {
        return null;
      }
      double step = scale.getDouble(0);
      // So that no number of a byte is lost in the float between.
      boolean exact = step >= 1e-30 && step <= 1e30;
      return exact ? new Steps(dtype, step, hasZero ? zero.getLong(0) : 0) : null;
    }
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    Facts facts = edit.facts();
    if (!(node.op() instanceof QuantizeLinear op)
        || op.blockSize() != 0
        || op.precision() != null && op.precision() != DType.FLOAT32) {
      return;
    }
    Steps steps = Steps.of(node, node.outputs().get(0), facts);
    Value y = node.inputs().get(0);
    if (steps == null || facts.dtype(y) != DType.FLOAT32) {
      return;
    }
    Value same = bytes(y, steps, edit);
    if (same != null) {
      edit.rename(node.outputs().get(0), same);
      return;
    }
    Node move = edit.producer(y);
    if (move == null || edit.onlyUser(y) == null || move.outputs().get(0) != y || !moves(move)) {
      return;
    }
    List<Value> inputs = new ArrayList<>(move.inputs());
    int count = move.op() instanceof Concat ? inputs.size() : 1;
    for (int i = 0; i < count; i++) {
      inputs.set(i, bytes(inputs.get(i), steps, edit));
      if (inputs.get(i) == null) {
        return;
      }
    }
    edit.replace(node, new Node(move.name(), move.op(), inputs, node.outputs()));
  }

  /** The bytes that a value stands for if they have these steps, or null. */
  private static Value bytes(Value value, Steps steps, GraphEdit edit) {
    Node node = new Matching(edit).made(value, DequantizeLinear.TYPE);
    if (node == null || ((DequantizeLinear) node.op()).blockSize() != 0) {
      return null;
    }
    Value bytes = node.inputs().get(0);
    return steps.equals(Steps.of(node, bytes, edit.facts())) ? bytes : null;
  }

  /** Whether each element of a node's only output is one of its data's. */
  private static boolean moves(Node node) {
    Op op = node.op();
    for (Value output : node.outputs().subList(1, node.outputs().size())) {
      if (output != null) {
        return false;
      }
    }
    return switch (op) {
      case Concat _, DepthToSpace _, Expand _, Gather _, Slice _, SpaceToDepth _ -> true;
      case Flatten _, Reshape _, Squeeze _, Unsqueeze _, Tile _, Transpose _, MaxPool _ -> true;
      default -> false;
    };
  }
}
