package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.attention.Attention;
import dev.assam.op.move.Expand;
import dev.assam.op.shape.Reshape;
import dev.assam.op.shape.Unsqueeze;
import dev.assam.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets the queries of Attention share heads of keys and values where decoders repeat each of these
 * for several queries before it: Unsqueeze, Expand and Reshape of [batch, heads, length, size].
 */
final class SharedHeads extends NodePass {
  SharedHeads() {
    super("share-heads");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof Attention;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    if (!(node.op() instanceof Attention attention)
        || attention.qHeads() != 0
        || node.outputs().size() != 1
        || node.inputs().size() > 4) {
      return;
    }
    Value keys = unrepeated(node.inputs().get(1), edit);
    Value values = unrepeated(node.inputs().get(2), edit);
    Facts facts = edit.facts();
    if (keys == null
        || values == null
        || facts.shape(keys).dim(1) != facts.shape(values).dim(1)
        || facts.shape(node.inputs().get(1)).dim(1) != facts.shape(node.inputs().get(0)).dim(1)) {
      return;
    }
    List<Value> inputs = new ArrayList<>(node.inputs());
    inputs.set(1, keys);
    inputs.set(2, values);
    edit.replace(node, new Node(node.name(), attention, inputs, node.outputs()));
  }

  /**
   * What has each of its heads several times in a value, one after the other; null if it is none.
   */
  private static Value unrepeated(Value value, GraphEdit edit) {
    Matching match = new Matching(edit);
    Node merge = match.made(value, Reshape.TYPE);
    Node expand = merge == null ? null : match.made(merge.inputs().get(0), Expand.TYPE);
    Node split = expand == null ? null : edit.producer(expand.inputs().get(0));
    if (split == null || !(split.op() instanceof Unsqueeze || split.op() instanceof Reshape)) {
      return null;
    }
    Facts facts = edit.facts();
    Shape few = facts.shape(split.inputs().get(0));
    Shape one = facts.shape(split.outputs().get(0));
    Shape many = facts.shape(expand.outputs().get(0));
    Shape all = facts.shape(value);
    boolean ranked = few.hasRank() && one.hasRank() && many.hasRank() && all.hasRank();
    if (!ranked || few.rank() != 4 || one.rank() != 5 || many.rank() != 5 || all.rank() != 4) {
      return null;
    }
    int heads = few.dim(1);
    int times = many.dim(2);
    return heads > 0
            && times > 0
            && Shapes.same(few.insert(2, 1), one)
            && Shapes.same(few.insert(2, times), many)
            && Shapes.same(few.with(1, heads * times), all)
        ? split.inputs().get(0)
        : null;
  }
}
