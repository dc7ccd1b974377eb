package dev.assam.optimize;

import dev.assam.graph.Layout;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Op;
import dev.assam.op.Pointwise;
import dev.assam.op.cast.Cast;
import dev.assam.op.elementwise.Identity;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.move.Concat;
import dev.assam.op.move.Pad;
import dev.assam.op.move.Slice;
import dev.assam.op.move.Split;
import dev.assam.op.move.Transpose;
import dev.assam.op.nn.LogSoftmax;
import dev.assam.op.nn.Softmax;
import dev.assam.op.quantize.DequantizeLinear;
import dev.assam.op.quantize.QuantizeLinear;
import dev.assam.op.reduce.Reduce;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves Transposes behind the nodes that follow them, with axes counted anew, until two meet and
 * become one, or none.
 */
final class TransposeSinking extends NodePass {
  private final Layout layout;

  TransposeSinking(Layout layout) {
    super("sink-transposes");
    this.layout = layout;
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof Transpose;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    Perm perm = null;
    for (Value input : node.inputs()) {
      perm = perm == null && input != null ? Perm.of(edit.producer(input), edit.facts()) : perm;
    }
    if (perm == null || node.outputs().get(0) == null) {
      return;
    }
    Op op = node.op();
    boolean first = Perm.of(edit.producer(node.inputs().get(0)), edit.facts()) != null;
    if (op instanceof Transpose) {
      combine(node, perm, edit);
    } else if ((op instanceof Pointwise || op instanceof Cast) && node.outputs().size() == 1) {
      sink(node, op, perm, edit);
    } else if (op instanceof Concat concat) {
      int axis = axis(concat.axis(), perm);
      if (axis >= 0) {
        sink(node, new Concat(axis), perm, edit);
      }
    } else if (first && isWorthIt(node, perm, edit)) {
      alone(node, op, perm, edit);
    }
  }

  /** What has its data in input 0, which is a Transpose. */
  private void alone(Node node, Op op, Perm perm, GraphEdit edit) {
    switch (op) {
      case Softmax softmax when !softmax.flattened() -> {
        int axis = axis(softmax.axis(), perm);
        if (axis >= 0) {
          move(node, new Softmax(axis, false), node.inputs(), perm, edit);
        }
      }
      case LogSoftmax softmax when !softmax.flattened() -> {
        int axis = axis(softmax.axis(), perm);
        if (axis >= 0) {
          move(node, new LogSoftmax(axis, false), node.inputs(), perm, edit);
        }
      }
      case Reduce reduce -> reduce(node, reduce, perm, edit);
      case QuantizeLinear quantize when isWhole(node, quantize.blockSize(), edit) ->
          move(node, quantize, node.inputs(), perm, edit);
      case DequantizeLinear quantize when isWhole(node, quantize.blockSize(), edit) ->
          move(node, quantize, node.inputs(), perm, edit);
      case Pad pad -> pad(node, pad, perm, edit);
      case Slice slice -> slice(node, slice, perm, edit);
      case Split split -> {
        int axis = axis(split.axis(), perm);
        if (axis >= 0) {
          Split other = new Split(axis, split.sizes(), split.parts(), split.uneven());
          move(node, other, node.inputs(), perm, edit);
        }
      }
      default -> {
        if (layout == Layout.CHANNELS_LAST
            && ChannelsLastLayout.follows(node)
            && perm.equals(Perm.toFirst(perm.rank()))) {
          move(node, new ChannelsLast(op), node.inputs(), perm, edit);
        }
      }
    }
  }

  /** Whether there is one scale and one zero point for the whole tensor. */
  private static boolean isWhole(Node node, int blockSize, GraphEdit edit) {
    for (int i = 1; i < node.inputs().size(); i++) {
      Value input = node.inputs().get(i);
      if (input != null
          && !(edit.facts().shape(input).isStatic() && edit.facts().shape(input).elements() == 1)) {
        return false;
      }
    }
    return blockSize == 0;
  }

  /** An axis of the Transpose's output as one of its input; −1 if there is no such. */
  private static int axis(int axis, Perm perm) {
    int at = axis < 0 ? axis + perm.rank() : axis;
    return at < 0 || at >= perm.rank() ? -1 : perm.of(at);
  }

  /** Whether the Transpose before goes away, or it is one that the layout brought. */
  private boolean isWorthIt(Node node, Perm perm, GraphEdit edit) {
    return edit.onlyUser(node.inputs().get(0)) == node || isOfLayout(perm);
  }

  private boolean isOfLayout(Perm perm) {
    return layout == Layout.CHANNELS_LAST && perm.equals(Perm.toFirst(perm.rank()));
  }

  private static void combine(Node node, Perm perm, GraphEdit edit) {
    Perm own = Perm.of(node, edit.facts());
    if (own == null || own.rank() != perm.rank()) {
      return;
    }
    Value x = edit.producer(node.inputs().get(0)).inputs().get(0);
    Perm both = perm.then(own);
    Op op = both.isIdentity() ? new Identity() : both.transpose();
    if (!both.isIdentity() || !edit.rename(node.outputs().get(0), x)) {
      edit.replace(node, new Node(node.name(), op, List.of(x), node.outputs()));
    }
  }

  /** Moves the Transpose behind a node whose inputs all broadcast, or join. */
  private void sink(Node node, Op op, Perm perm, GraphEdit edit) {
    Facts facts = edit.facts();
    if (facts.rank(node.outputs().get(0)) != perm.rank()) {
      return;
    }
    int removed = 0;
    int added = 0;
    boolean ofLayout = false;
    List<Value> inputs = new ArrayList<>();
    for (Value input : node.inputs()) {
      Tensor constant = facts.constant(input);
      Node producer = edit.producer(input);
      if (input == null || (constant != null && constant.size() == 1 && !(op instanceof Concat))) {
        inputs.add(input);
      } else if (perm.equals(Perm.of(producer, facts))) {
        inputs.add(producer.inputs().get(0));
        removed += edit.onlyUser(input) == node ? 1 : 0;
        ofLayout |= isOfLayout(perm);
      } else if (constant != null || facts.rank(input) == perm.rank()) {
        inputs.add(null);
        added += constant == null ? 1 : 0;
      } else {
        return;
      }
    }
    if (added == 0 ? removed == 0 && !ofLayout : removed <= added) {
      return;
    }
    Perm inverse = perm.inverse();
    for (int i = 0; i < inputs.size(); i++) {
      Value old = node.inputs().get(i);
      if (inputs.get(i) == null && old != null) {
        Tensor constant = facts.constant(old);
        inputs.set(
            i,
            constant != null
                ? edit.constant(old.name() + "/moved", inverse.apply(constant))
                : edit.insert(node, old.name() + "/moved", inverse.transpose(), old));
      }
    }
    Value moved = edit.insert(node, node.name(), op, inputs.toArray(new Value[0]));
    edit.replace(
        node, new Node(node.name() + "/order", perm.transpose(), List.of(moved), node.outputs()));
  }

  /** The node before the Transpose, and one Transpose for each of its outputs. */
  private static void move(Node node, Op op, List<Value> old, Perm perm, GraphEdit edit) {
    List<Value> inputs = new ArrayList<>(old);
    inputs.set(0, edit.producer(old.get(0)).inputs().get(0));
    List<Value> outputs = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    for (Value output : node.outputs()) {
      Value moved = output == null ? null : new Value(output.name() + "/moved", null);
      outputs.add(moved);
      if (output != null) {
        nodes.add(
            new Node(
                output.name() + "/order",
                perm.isIdentity() ? new Identity() : perm.transpose(),
                List.of(moved),
                List.of(output)));
      }
    }
    nodes.add(0, new Node(node.name(), op, inputs, outputs));
    edit.replace(node, nodes.toArray(new Node[0]));
  }

  private static void reduce(Node node, Reduce reduce, Perm perm, GraphEdit edit) {
    List<Long> axes = reduce.axes();
    boolean given = node.inputs().size() > 1 && node.inputs().get(1) != null;
    if (given) {
      Tensor constant = edit.facts().constant(node.inputs().get(1));
      if (constant == null) {
        return;
      }
      axes = new ArrayList<>();
      for (long axis : constant.toLongs()) {
        axes.add(axis);
      }
    }
    boolean all = axes == null || axes.isEmpty();
    if (all && reduce.noopWithEmptyAxes()) {
      return;
    }
    boolean[] dropped = new boolean[perm.rank()];
    List<Long> moved = new ArrayList<>();
    for (int i = 0; i < (all ? perm.rank() : axes.size()); i++) {
      int axis = axis(all ? i : axes.get(i).intValue(), perm);
      if (axis < 0) {
        return;
      }
      moved.add((long) axis);
      dropped[perm.inverse().of(axis)] = true;
    }
    Reduce other =
        new Reduce(
            reduce.fold(), List.copyOf(moved), reduce.keepDims(), reduce.noopWithEmptyAxes());
    move(
        node,
        other,
        List.of(node.inputs().get(0)),
        reduce.keepDims() ? perm : perm.without(dropped),
        edit);
  }

  /** With pads for all axes. */
  private static void pad(Node node, Pad pad, Perm perm, GraphEdit edit) {
    int rank = perm.rank();
    List<Value> inputs = new ArrayList<>(node.inputs());
    Tensor given = pad.pads() == null ? edit.facts().constant(inputs.get(1)) : null;
    boolean axes = inputs.size() > 3 && inputs.get(3) != null;
    if (axes || (pad.pads() == null ? given == null : pad.pads().size() != 2 * rank)) {
      return;
    }
    if (given != null && given.size() != 2 * rank) {
      return;
    }
    long[] moved = new long[2 * rank];
    for (int i = 0; i < 2 * rank; i++) {
      long side = given == null ? pad.pads().get(i) : given.getLong(i);
      moved[i / rank * rank + perm.of(i % rank)] = side;
    }
    if (given != null) {
      inputs.set(1, edit.constant(node.name() + "/pads", Tensor.ofLongs(moved)));
      move(node, pad, inputs, perm, edit);
      return;
    }
    List<Long> list = new ArrayList<>();
    for (long side : moved) {
      list.add(side);
    }
    move(node, new Pad(pad.mode(), List.copyOf(list), pad.value()), inputs, perm, edit);
  }

  /** With axes that are known. */
  private static void slice(Node node, Slice slice, Perm perm, GraphEdit edit) {
    List<Value> inputs = new ArrayList<>(node.inputs());
    int count;
    Tensor given = null;
    if (slice.starts() != null) {
      count = slice.starts().size();
    } else {
      Tensor starts = edit.facts().constant(inputs.get(1));
      boolean named = inputs.size() > 3 && inputs.get(3) != null;
      given = named ? edit.facts().constant(inputs.get(3)) : null;
      if (starts == null || (named && given == null)) {
        return;
      }
      count = starts.size();
    }
    long[] axes = new long[count];
    List<Long> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long axis = given != null ? given.getLong(i) : slice.axes() != null ? slice.axes().get(i) : i;
      axes[i] = axis((int) axis, perm);
      if (axes[i] < 0) {
        return;
      }
      list.add(axes[i]);
    }
    if (slice.starts() != null) {
      Slice other = new Slice(slice.starts(), slice.ends(), List.copyOf(list));
      move(node, other, inputs, perm, edit);
      return;
    }
    while (inputs.size() < 4) {
      inputs.add(null);
    }
    inputs.set(3, edit.constant(node.name() + "/axes", Tensor.ofLongs(axes)));
    move(node, slice, inputs, perm, edit);
  }
}
