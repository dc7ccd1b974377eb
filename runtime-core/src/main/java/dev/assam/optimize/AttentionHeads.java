package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Op;
import dev.assam.op.attention.Attention;
import dev.assam.op.move.Gather;
import dev.assam.op.move.Slice;
import dev.assam.op.move.Transpose;
import dev.assam.op.shape.Reshape;
import dev.assam.op.shape.Squeeze;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets Attention take queries, keys and values as [batch, length, heads · size] and yield the same,
 * where they are split into heads before it and merged after it by Reshape and Transpose.
 */
final class AttentionHeads extends NodePass {
  private static final List<Integer> SWAP = List.of(0, 2, 1, 3);

  AttentionHeads() {
    super("pack-heads");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof Attention;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    if (!(node.op() instanceof Attention old) || old.qHeads() != 0 || !hasFewValues(node, edit)) {
      return;
    }
    Node swap = new Matching(edit).onlyUser(node.outputs().get(0), Transpose.TYPE);
    Node merge =
        swap == null || !SWAP.equals(((Transpose) swap.op()).perm())
            ? null
            : new Matching(edit).onlyUser(swap.outputs().get(0), Reshape.TYPE);
    Facts facts = edit.facts();
    Shape heads = facts.shape(node.inputs().get(0));
    Shape kvHeads = facts.shape(node.inputs().get(1));
    if (merge == null
        || heads.rank() != 4
        || kvHeads.rank() != 4
        || heads.dim(1) <= 0
        || kvHeads.dim(1) <= 0
        || !merges(facts.shape(swap.outputs().get(0)), facts.shape(merge.outputs().get(0)))) {
      return;
    }
    Packed[] packed = new Packed[3];
    for (int i = 0; i < 3; i++) {
      packed[i] = Packed.of(node.inputs().get(i), edit);
      if (packed[i] == null) {
        return;
      }
    }
    List<Value> inputs = new ArrayList<>();
    for (Packed part : packed) {
      inputs.add(part.value(merge, edit));
    }
    inputs.addAll(node.inputs().subList(3, node.inputs().size()));
    Op op =
        new Attention(
            old.scale(),
            old.softcap(),
            old.causal(),
            heads.dim(1),
            kvHeads.dim(1),
            old.qkOutput(),
            old.softmaxPrecision(),
            old.padsMask());
    List<Value> outputs = new ArrayList<>(node.outputs());
    outputs.set(0, merge.outputs().get(0));
    Node stripped = node;
    for (int i = 1; i < outputs.size(); i++) {
      stripped = edit.dropOutput(stripped, i);
    }
    edit.replace(merge, new Node(node.name(), op, inputs, outputs));
  }

  /** Whether a node has no more inputs than those of the past, and its presents stay unread. */
  private static boolean hasFewValues(Node node, GraphEdit edit) {
    if (node.inputs().size() > 6 || node.outputs().size() > 3) {
      return false;
    }
    for (Value present : node.outputs().subList(1, node.outputs().size())) {
      if (present != null && !edit.users(present).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Whether [batch, length, heads, size] becomes [batch, length, heads · size]. */
  private static boolean merges(Shape split, Shape merged) {
    return split.hasRank()
        && merged.hasRank()
        && split.rank() == 4
        && merged.rank() == 3
        && Shapes.same(split, 0, merged, 0)
        && Shapes.same(split, 1, merged, 1)
        && split.dim(2) > 0
        && split.dim(3) > 0
        && (long) split.dim(2) * split.dim(3) == merged.dim(2);
  }

  /**
   * What [batch, heads, length, size] is before it is split: all of a value, or its columns from
   * {@code from} on.
   */
  private record Packed(Value whole, int from, int columns) {
    static Packed of(Value heads, GraphEdit edit) {
      Matching match = new Matching(edit);
      Node transpose = match.made(heads, Transpose.TYPE);
      if (transpose == null) {
        return third(heads, edit);
      }
      Node split = match.made(transpose.inputs().get(0), Reshape.TYPE);
      if (split == null || !SWAP.equals(((Transpose) transpose.op()).perm())) {
        return null;
      }
      Value whole = split.inputs().get(0);
      return merges(edit.facts().shape(split.outputs().get(0)), edit.facts().shape(whole))
          ? new Packed(whole, 0, 0)
          : null;
    }

    /** One of the three in [3, batch, heads, length, size], of [batch, length, 3, heads, size]. */
    private static Packed third(Value heads, GraphEdit edit) {
      Matching match = new Matching(edit);
      Facts facts = edit.facts();
      Node squeeze = match.made(heads, Squeeze.TYPE);
      Node node =
          squeeze == null ? match.made(heads, Gather.TYPE) : edit.producer(squeeze.inputs().get(0));
      int index = node == null ? -1 : index(node, squeeze != null, facts);
      Node transpose = index < 0 ? null : match.made(node.inputs().get(0), Transpose.TYPE);
      if (transpose == null
          || !List.of(2, 0, 3, 1, 4).equals(((Transpose) transpose.op()).perm())) {
        return null;
      }
      Node split = match.made(transpose.inputs().get(0), Reshape.TYPE);
      Shape five = split == null ? Shape.UNKNOWN : facts.shape(split.outputs().get(0));
      Shape whole = split == null ? Shape.UNKNOWN : facts.shape(split.inputs().get(0));
      if (!five.hasRank()
          || !whole.hasRank()
          || five.rank() != 5
          || whole.rank() != 3
          || !Shapes.same(five, 0, whole, 0)
          || !Shapes.same(five, 1, whole, 1)
          || five.dim(2) <= index
          || five.dim(3) <= 0
          || five.dim(4) <= 0) {
        return null;
      }
      int columns = five.dim(3) * five.dim(4);
      return new Packed(split.inputs().get(0), index * columns, columns);
    }

    /** Which index along the first axis a Gather or a Slice of one takes; −1 if it is neither. */
    private static int index(Node node, boolean squeezed, Facts facts) {
      if (node.op() instanceof Gather gather && gather.axis() == 0 && !squeezed) {
        Tensor index = facts.constant(node.inputs().get(1));
        return index == null || index.shape().rank() != 0 ? -1 : (int) index.getLong(0);
      }
      if (!(node.op() instanceof Slice slice) || !squeezed || slice.starts() != null) {
        return -1;
      }
      Shape from = facts.shape(node.inputs().get(0));
      Shape to = facts.shape(node.outputs().get(0));
      Tensor starts = facts.constant(node.inputs().get(1));
      Tensor axes = node.inputs().size() > 3 ? facts.constant(node.inputs().get(3)) : null;
      boolean one =
          starts != null
              && axes != null
              && starts.size() == 1
              && axes.size() == 1
              && axes.getLong(0) == 0
              && from.hasRank()
              && to.hasRank()
              && to.dim(0) == 1;
      long start = one ? starts.getLong(0) : -1;
      return start >= 0 && start < from.dim(0) ? (int) start : -1;
    }

    Value value(Node before, GraphEdit edit) {
      if (columns == 0) {
        return whole;
      }
      Slice slice = new Slice(List.of((long) from), List.of((long) from + columns), List.of(2L));
      return edit.insert(before, whole.name() + "/" + from, slice, whole);
    }
  }
}
