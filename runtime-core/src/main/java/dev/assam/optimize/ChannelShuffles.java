package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.move.Transpose;
import dev.assam.op.shape.Reshape;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Shuffles channels where they lie last: of a picture that is moved to channels first, reshaped to
 * groups, transposed, reshaped back and moved to channels last again, only the channels change
 * their order.
 */
final class ChannelShuffles extends NodePass {
  ChannelShuffles() {
    super("shuffle-channels");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof Transpose;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    if (!is(node, edit, 0, 2, 3, 1)) {
      return;
    }
    Node merge = reshape(node, edit);
    Node swap = merge == null ? null : edit.producer(merge.inputs().get(0));
    if (swap == null || !is(swap, edit, 0, 2, 1, 3, 4)) {
      return;
    }
    Node split = reshape(swap, edit);
    Node first = split == null ? null : edit.producer(split.inputs().get(0));
    if (first == null || !is(first, edit, 0, 3, 1, 2)) {
      return;
    }
    Facts facts = edit.facts();
    Value x = first.inputs().get(0);
    Shape shape = facts.shape(x);
    Shape groups = facts.shape(split.outputs().get(0));
    if (!shape.isStatic()
        || !groups.isStatic()
        || !groups.equals(
            Shape.of(shape.dim(0), groups.dim(1), groups.dim(2), shape.dim(1), shape.dim(2)))
        || groups.dim(1) * groups.dim(2) != shape.dim(3)
        || !facts.shape(node.outputs().get(0)).equals(shape)) {
      return;
    }
    String name = node.name();
    Value grouped =
        reshape(
            edit,
            node,
            name + "/groups",
            x,
            Shape.of(shape.dim(0), shape.dim(1), shape.dim(2), groups.dim(1), groups.dim(2)));
    Value swapped =
        edit.insert(node, name + "/swap", new Transpose(List.of(0, 1, 2, 4, 3)), grouped);
    Value target = edit.constant(name + "/shape", longs(shape));
    edit.replace(
        node, new Node(name, new Reshape(false), List.of(swapped, target), node.outputs()));
  }

  /** The Reshape that makes a node's input, or null. */
  private static Node reshape(Node node, GraphEdit edit) {
    Node before = edit.producer(node.inputs().get(0));
    return before != null && before.op() instanceof Reshape ? before : null;
  }

  private static Value reshape(GraphEdit edit, Node before, String name, Value x, Shape to) {
    Value target = edit.constant(name + "/shape", longs(to));
    return edit.insert(before, name, new Reshape(false), x, target);
  }

  private static Tensor longs(Shape shape) {
    long[] dims = new long[shape.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = shape.dim(i);
    }
    return Tensor.ofLongs(dims);
  }

  private static boolean is(Node node, GraphEdit edit, int... order) {
    return node.op() instanceof Transpose transpose
        && edit.facts().rank(node.inputs().get(0)) == order.length
        && Arrays.equals(transpose.order(order.length), order);
  }
}
