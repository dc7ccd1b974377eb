package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.attention.Attention;
import dev.assam.op.move.Concat;
import dev.assam.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Lets Attention put keys and values behind those of the past itself where decoders join [batch,
 * heads, length, size] along the length before it; what they join, the present, is then its second
 * and third output.
 */
final class AttentionPasts extends NodePass {
  private static final int LENGTH_AXIS = 2;

  AttentionPasts() {
    super("find-pasts");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof Attention;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    if (!concerns(node) || node.outputs().size() != 1 || node.inputs().size() > 4) {
      return;
    }
    Node keys = joined(node.inputs().get(1), node, edit);
    Node values = joined(node.inputs().get(2), node, edit);
    if (keys == null || values == null || keys == values) {
      return;
    }
    Facts facts = edit.facts();
    Shape pastKeys = facts.shape(keys.inputs().get(0));
    Shape pastValues = facts.shape(values.inputs().get(0));
    if (Shape.differ(pastKeys.dim(LENGTH_AXIS), pastValues.dim(LENGTH_AXIS))) {
      return;
    }
    Value presentKeys = new Value(node.name() + "/keys", null);
    Value presentValues = new Value(node.name() + "/values", null);
    List<Value> inputs =
        Arrays.asList(
            node.inputs().get(0),
            keys.inputs().get(1),
            values.inputs().get(1),
            node.inputs().size() > 3 ? node.inputs().get(3) : null,
            keys.inputs().get(0),
            values.inputs().get(0));
    List<Value> outputs = List.of(node.outputs().get(0), presentKeys, presentValues);
    edit.replace(node, new Node(node.name(), node.op(), inputs, outputs));
    edit.rename(keys.outputs().get(0), presentKeys);
    edit.rename(values.outputs().get(0), presentValues);
  }

  /**
   * What joins the past and what is new in a value, or null; nobody may need the value before the
   * attention that will make it.
   */
  private static Node joined(Value value, Node attention, GraphEdit edit) {
    Node node = new Matching(edit).made(value, Concat.TYPE);
    if (node == null || node.inputs().size() != 2) {
      return null;
    }
    int axis = ((Concat) node.op()).axis();
    for (Value part : node.inputs()) {
      if (edit.facts().rank(part) != 4) {
        return null;
      }
    }
    for (Node user : edit.users(value)) {
      if (user != attention && !edit.isAfter(user, attention)) {
        return null;
      }
    }
    return axis == LENGTH_AXIS || axis == LENGTH_AXIS - 4 ? node : null;
  }
}
