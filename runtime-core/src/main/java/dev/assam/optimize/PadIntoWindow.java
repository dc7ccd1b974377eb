package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Op;
import dev.assam.op.move.Pad;
import dev.assam.op.nn.AveragePool;
import dev.assam.op.nn.Conv;
import dev.assam.op.nn.WindowAttributes;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Lets a convolution, or a mean that counts it, do the padding with zeros before it itself. */
final class PadIntoWindow extends NodePass {
  PadIntoWindow() {
    super("pad-in-windows");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof Pad;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    boolean pool = node.op() instanceof AveragePool;
    if (!pool && !(node.op() instanceof Conv)) {
      return;
    }
    Node pad = edit.producer(node.inputs().get(0));
    int rank = edit.facts().rank(node.inputs().get(0));
    if (pad == null || !(pad.op() instanceof Pad padding) || rank < 3) {
      return;
    }
    long[] pads = zeros(padding, pad, rank, edit.facts());
    WindowAttributes window =
        pool ? ((AveragePool) node.op()).window() : ((Conv) node.op()).window();
    if (pads == null
        || window.autoPad().startsWith("SAME")
        || pool && (window.ceilMode() || pads(window, rank) != null)) {
      return;
    }
    List<Integer> sum = new ArrayList<>();
    for (int side = 0; side < 2; side++) {
      for (int d = 2; d < rank; d++) {
        long own = pads[side * rank + d];
        List<Integer> before = pads(window, rank);
        sum.add((int) own + (before == null ? 0 : before.get(side * (rank - 2) + d - 2)));
      }
    }
    WindowAttributes padded =
        new WindowAttributes(
            "NOTSET",
            window.kernelShape(),
            window.strides(),
            window.dilations(),
            List.copyOf(sum),
            window.ceilMode());
    Op op = pool ? new AveragePool(padded, true) : new Conv(padded, ((Conv) node.op()).group());
    List<Value> inputs = new ArrayList<>(node.inputs());
    inputs.set(0, pad.inputs().get(0));
    edit.replace(node, new Node(node.name(), op, inputs, node.outputs()));
  }

  /** The window's own pads; null if there are none. */
  private static List<Integer> pads(WindowAttributes window, int rank) {
    if (!window.autoPad().equals("NOTSET") || window.pads() == null) {
      return null;
    }
    for (int pad : window.pads()) {
      if (pad != 0 && window.pads().size() == 2 * (rank - 2)) {
        return window.pads();
      }
    }
    return null;
  }

  /** The pads of all dimensions if they are of zeros and spatial; else null. */
  private static long[] zeros(Pad pad, Node node, int rank, Facts facts) {
    List<Value> inputs = node.inputs();
    if (pad.mode() != Pad.Mode.CONSTANT || pad.pads() != null && pad.value() != 0) {
      return null;
    }
    long[] pads = new long[2 * rank];
    if (pad.pads() != null) {
      if (pad.pads().size() != pads.length) {
        return null;
      }
      for (int i = 0; i < pads.length; i++) {
        pads[i] = pad.pads().get(i);
      }
    } else {
      Tensor given = facts.constant(inputs.get(1));
      boolean constant = inputs.size() > 2 && inputs.get(2) != null;
      Tensor value = constant ? facts.constant(inputs.get(2)) : null;
      boolean axes = inputs.size() > 3 && inputs.get(3) != null;
      if (given == null
          || axes
          || given.size() != pads.length
          || constant && (value == null || value.size() != 1 || value.getDouble(0) != 0)) {
        return null;
      }
      pads = given.toLongs();
    }
    for (int i = 0; i < pads.length; i++) {
      if (pads[i] < 0 || pads[i] > 1 << 20 || i % rank < 2 && pads[i] != 0) {
        return null;
      }
    }
    return pads;
  }
}
