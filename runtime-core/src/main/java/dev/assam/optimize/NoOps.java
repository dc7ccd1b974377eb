package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Op;
import dev.assam.op.cast.Cast;
import dev.assam.op.elementwise.Identity;
import dev.assam.op.elementwise.Variadic;
import dev.assam.op.move.Concat;
import dev.assam.op.move.Expand;
import dev.assam.op.move.Pad;
import dev.assam.op.move.Slice;
import dev.assam.op.move.Split;
import dev.assam.op.move.Tile;
import dev.assam.op.move.Transpose;
import dev.assam.op.random.Dropout;
import dev.assam.op.shape.Flatten;
import dev.assam.op.shape.Reshape;
import dev.assam.op.shape.Squeeze;
import dev.assam.op.shape.Unsqueeze;
import dev.assam.tensor.Tensor;

/** Leaves out nodes whose output is their input. */
final class NoOps extends NodePass {
  NoOps() {
    super("drop-no-ops");
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    if (node.inputs().isEmpty() || node.inputs().get(0) == null || node.outputs().get(0) == null) {
      return;
    }
    Value x = node.inputs().get(0);
    Value y = node.outputs().get(0);
    for (int i = 1; i < node.outputs().size(); i++) {
      if (node.outputs().get(i) != null && edit.isUsed(node.outputs().get(i))) {
        return;
      }
    }
    if (doesNothing(node, x, y, edit.facts())) {
      edit.rename(y, x);
    }
  }

  private static boolean doesNothing(Node node, Value x, Value y, Facts facts) {
    Op op = node.op();
    boolean sameShape = Shapes.same(facts.shape(x), facts.shape(y));
    return switch (op) {
      case Identity identity -> true;
      case Dropout dropout -> passes(dropout, node, facts);
      case Cast cast -> cast.to() == facts.dtype(x);
      case Variadic variadic -> node.inputs().size() == 1;
      case Concat concat -> node.inputs().size() == 1;
      case Transpose transpose -> isInOrder(transpose);
      case Reshape reshape -> sameShape;
      case Flatten flatten -> sameShape;
      case Squeeze squeeze -> sameShape;
      case Unsqueeze unsqueeze -> sameShape;
      case Expand expand -> sameShape;
      case Tile tile -> sameShape;
      case Split split -> sameShape;
      case Slice slice -> sameShape && !isReversed(slice, node, facts);
      case Pad pad -> sameShape && isZero(pad, node, facts);
      default -> false;
    };
  }

  private static boolean passes(Dropout dropout, Node node, Facts facts) {
    return switch (dropout.mode()) {
      case TRAINING -> false;
      case INFERENCE, INFERENCE_BOOL -> true;
      case AS_INPUT -> {
        if (node.inputs().size() < 3 || node.inputs().get(2) == null) {
          yield true;
        }
        Tensor training = facts.constant(node.inputs().get(2));
        yield training != null && training.size() == 1 && training.getLong(0) == 0;
      }
    };
  }

  private static boolean isInOrder(Transpose transpose) {
    if (transpose.perm() == null) {
      return false;
    }
    for (int i = 0; i < transpose.perm().size(); i++) {
      if (transpose.perm().get(i) != i) {
        return false;
      }
    }
    return true;
  }

  private static boolean isReversed(Slice slice, Node node, Facts facts) {
    if (slice.starts() != null || node.inputs().size() < 5 || node.inputs().get(4) == null) {
      return false;
    }
    Tensor steps = facts.constant(node.inputs().get(4));
    for (int i = 0; steps != null && i < steps.size(); i++) {
      if (steps.getLong(i) < 0) {
        return true;
      }
    }
    return steps == null;
  }

  private static boolean isZero(Pad pad, Node node, Facts facts) {
    if (pad.pads() != null) {
      for (long side : pad.pads()) {
        if (side != 0) {
          return false;
        }
      }
      return true;
    }
    Tensor pads = facts.constant(node.inputs().get(1));
    for (int i = 0; pads != null && i < pads.size(); i++) {
      if (pads.getLong(i) != 0) {
        return false;
      }
    }
    return pads != null;
  }
}
