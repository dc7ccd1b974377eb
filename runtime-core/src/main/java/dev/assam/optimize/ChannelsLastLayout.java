package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Op;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.fused.DynamicQuantizedConv;
import dev.assam.op.move.DepthToSpace;
import dev.assam.op.move.Pad;
import dev.assam.op.move.SpaceToDepth;
import dev.assam.op.nn.AveragePool;
import dev.assam.op.nn.Conv;
import dev.assam.op.nn.ConvTranspose;
import dev.assam.op.nn.GlobalPool;
import dev.assam.op.nn.InstanceNormalization;
import dev.assam.op.nn.LRN;
import dev.assam.op.nn.LpPool;
import dev.assam.op.nn.MaxPool;
import dev.assam.op.quantize.ConvInteger;
import dev.assam.op.quantize.QLinearConv;
import dev.assam.op.vision.Resize;
import dev.assam.op.vision.Upsample;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts each convolution, with its channels last, between two Transposes, which other passes move
 * and let cancel out.
 */
final class ChannelsLastLayout extends NodePass {
  ChannelsLastLayout() {
    super("channels-last");
  }

  @Override
  protected boolean concerns(Node node) {
    return weights(node.op()) >= 0;
  }

  /** Which input of an operator that convolves the weights are; −1 for others. */
  private static int weights(Op op) {
    return switch (op) {
      case Conv conv -> 1;
      case ConvTranspose conv -> 1;
      case ConvInteger conv -> 1;
      case DynamicQuantizedConv conv -> 1;
      case QLinearConv conv -> 3;
      default -> -1;
    };
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    int rank = concerns(node) ? edit.facts().rank(node.inputs().get(weights(node.op()))) : -1;
    if (rank < 3) {
      return;
    }
    List<Value> inputs = new ArrayList<>(node.inputs());
    Value x = inputs.get(0);
    inputs.set(0, edit.insert(node, x.name() + "/last", Perm.toLast(rank).transpose(), x));
    Op op = new ChannelsLast(node.op());
    Value y = edit.insert(node, node.name(), op, inputs.toArray(new Value[0]));
    edit.replace(
        node,
        new Node(
            node.name() + "/first", Perm.toFirst(rank).transpose(), List.of(y), node.outputs()));
  }

  /** Whether the node can have its channels last if its input has. */
  static boolean follows(Node node) {
    return switch (node.op()) {
      case MaxPool pool -> node.outputs().size() == 1 || node.outputs().get(1) == null;
      case AveragePool pool -> true;
      case LpPool pool -> true;
      case GlobalPool pool -> true;
      case Resize resize -> true;
      case Upsample resize -> true;
      case InstanceNormalization norm -> true;
      case Pad pad -> true;
      case LRN norm -> true;
      case DepthToSpace move -> true;
      case SpaceToDepth move -> true;
      default -> false;
    };
  }
}
