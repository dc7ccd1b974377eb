package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Op;
import dev.assam.op.attention.Attention;
import dev.assam.op.elementwise.Binary;
import dev.assam.op.elementwise.Unary;
import dev.assam.op.elementwise.Where;
import dev.assam.op.move.Transpose;
import dev.assam.op.nn.Softmax;
import dev.assam.op.shape.Unsqueeze;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds attention, softmax(scale · Q·Kᵀ + mask) · V, in products and a softmax: over [batch, heads,
 * length, size], or over [batch, length, size] as one head. Shapes that are not yet known are
 * believed to fit; where they turn out not to, Attention refuses them.
 */
final class Attentions extends NodePass {
  Attentions() {
    super("find-attention");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof Softmax;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    if (node.op() instanceof Softmax softmax && isLast(softmax, edit.facts().rank(output(node)))) {
      Scores scores = Scores.of(node.inputs().get(0), edit);
      Value weights = guarded(output(node), edit);
      Node product = edit.onlyUser(weights);
      if (scores != null
          && new Matching(edit).isProduct(product)
          && product.inputs().get(0) == weights
          && product.inputs().get(1) != weights) {
        rewrite(scores, product, edit);
      }
    }
  }

  private static Value output(Node node) {
    return node.outputs().get(0);
  }

  /**
   * The weights with 0 for NaN, the weights of a query that sees no key, if they are so guarded.
   */
  private static Value guarded(Value weights, GraphEdit edit) {
    List<Node> users = edit.users(weights);
    for (Node user : users) {
      Node test = user.op() instanceof Where ? edit.producer(user.inputs().get(0)) : null;
      if (users.size() == 2
          && !edit.isOutput(weights)
          && test != null
          && test.op().type() == Unary.IS_NAN
          && test.inputs().get(0) == weights
          && edit.onlyUser(test.outputs().get(0)) == user
          && user.inputs().get(2) == weights
          && new Matching(edit).number(user.inputs().get(1)) == 0) {
        return user.outputs().get(0);
      }
    }
    return weights;
  }

  private static boolean isLast(Softmax softmax, int rank) {
    return (rank == 3 || rank == 4) && (softmax.axis() == -1 || softmax.axis() == rank - 1);
  }

  /** scale · Q·Kᵀ + mask, with Kᵀ still transposed. */
  private record Scores(Value q, Value transposedK, double scale, Value mask, Double fill) {
    /** What is scaled and masked in the value, each part of it used nowhere else, or null. */
    static Scores of(Value value, GraphEdit edit) {
      Matching match = new Matching(edit);
      Value mask = null;
      Double fill = null;
      Value inner = value;
      Node where = match.made(inner, Where.TYPE);
      Node add = match.made(inner, Binary.ADD);
      if (edit.onlyUser(inner) == null) {
        return null;
      }
      if (where != null) {
        // Where the condition holds, a number very far below is as good as added.
        fill = match.number(where.inputs().get(1));
        if (!(fill <= -1e4)) {
          return null;
        }
        mask = where.inputs().get(0);
        inner = where.inputs().get(2);
      } else if (add != null) {
        int at = leadsToProduct(add.inputs().get(0), edit) ? 0 : 1;
        inner = add.inputs().get(at);
        mask = add.inputs().get(1 - at);
      }
      double scale = 1;
      for (Node step = scaling(inner, edit); step != null; step = scaling(inner, edit)) {
        scale *= factor(step, match);
        inner = match.besideNumber(step, step.op().type());
      }
      Node product = edit.producer(inner);
      if (!match.isProduct(product) || edit.onlyUser(inner) == null || !match.isReal(inner)) {
        return null;
      }
      Value q = product.inputs().get(0);
      Value k = product.inputs().get(1);
      for (Node step = scaling(q, edit); step != null; step = scaling(q, edit)) {
        scale *= factor(step, match);
        q = match.besideNumber(step, step.op().type());
      }
      for (Node step = scaling(k, edit); step != null; step = scaling(k, edit)) {
        scale *= factor(step, match);
        k = match.besideNumber(step, step.op().type());
      }
      return q == k ? null : new Scores(q, k, scale, mask, fill);
    }

    private static boolean leadsToProduct(Value value, GraphEdit edit) {
      Value inner = value;
      Matching match = new Matching(edit);
      for (Node step = scaling(inner, edit); step != null; step = scaling(inner, edit)) {
        inner = match.besideNumber(step, step.op().type());
      }
      return match.isProduct(edit.producer(inner));
    }

    /** The product or quotient with a constant number that the value is, used once only. */
    private static Node scaling(Value value, GraphEdit edit) {
      Matching match = new Matching(edit);
      Node node = edit.producer(value);
      if (node == null || edit.onlyUser(value) == null) {
        return null;
      }
      if (node.op().type() == Binary.DIV && !Double.isNaN(match.number(node.inputs().get(1)))) {
        return node;
      }
      return match.besideNumber(node, Binary.MUL) == null ? null : node;
    }

    private static double factor(Node node, Matching match) {
      double number = match.number(node.inputs().get(1));
      if (node.op().type() == Binary.DIV) {
        return 1 / number;
      }
      return Double.isNaN(number) ? match.number(node.inputs().get(0)) : number;
    }
  }

  private static void rewrite(Scores scores, Node product, GraphEdit edit) {
    Facts facts = edit.facts();
    int rank = facts.rank(scores.q());
    Value v = product.inputs().get(1);
    if (facts.rank(scores.transposedK()) != rank
        || facts.rank(v) != rank
        || (rank != 3 && rank != 4)
        || facts.dtype(scores.q()) != facts.dtype(v)
        || !fits(facts.shape(scores.q()), facts.shape(scores.transposedK()), facts.shape(v))
        || !maskFits(scores, rank, facts)) {
      return;
    }
    Value k = untransposed(scores.transposedK(), product, edit);
    if (k == null) {
      return;
    }
    List<Value> inputs = new ArrayList<>(Arrays.asList(scores.q(), k, v));
    if (scores.mask() != null) {
      inputs.add(mask(scores, rank, product, edit));
    }
    int heads = rank == 3 ? 1 : 0;
    Op op = new Attention((float) scores.scale(), 0, false, heads, heads, 0, null, false);
    edit.replace(product, new Node(product.name(), op, inputs, product.outputs()));
  }

  /** Whether these may be queries, transposed keys and values of one batch. */
  private static boolean fits(Shape q, Shape k, Shape v) {
    int last = q.rank() - 1;
    boolean fits = !Shape.differ(q.dim(0), k.dim(0)) && !Shape.differ(q.dim(0), v.dim(0));
    fits &= !Shape.differ(k.dim(last), v.dim(last - 1));
    return fits
        && (q.rank() == 3
            || !Shape.differ(q.dim(1), k.dim(1)) && !Shape.differ(q.dim(1), v.dim(1)));
  }

  private static boolean maskFits(Scores scores, int rank, Facts facts) {
    if (scores.mask() == null) {
      return true;
    }
    Shape mask = facts.shape(scores.mask());
    Shape q = facts.shape(scores.q());
    Shape target = q.with(rank - 1, facts.shape(scores.transposedK()).dim(rank - 1));
    return mask.hasRank()
        && mask.rank() >= 1
        && mask.rank() <= rank
        && (scores.fill() != null || facts.dtype(scores.mask()) == facts.dtype(scores.q()))
        && mask.broadcastsTo(target);
  }

  /** The mask as summands of rank 4 or less. */
  private static Value mask(Scores scores, int rank, Node before, GraphEdit edit) {
    Value mask = scores.mask();
    String name = mask.name();
    if (scores.fill() != null) {
      Tensor fill = Tensor.ofDoubles(edit.facts().dtype(scores.q()), Shape.SCALAR, scores.fill());
      Tensor none = Tensor.ofDoubles(fill.dtype(), Shape.SCALAR, 0);
      mask =
          edit.insert(
              before,
              name + "/mask",
              new Where(),
              mask,
              edit.constant(name + "/fill", fill),
              edit.constant(name + "/none", none));
    }
    boolean batched = rank == 3 && edit.facts().rank(mask) == 3;
    return batched ? edit.insert(before, name + "/heads", new Unsqueeze(List.of(1L)), mask) : mask;
  }

  /** The keys of which this is the transpose, made before a node; null if it is none. */
  private static Value untransposed(Value value, Node before, GraphEdit edit) {
    Node node = new Matching(edit).made(value, Transpose.TYPE);
    if (node == null || ((Transpose) node.op()).perm() == null) {
      return null;
    }
    List<Integer> perm = new ArrayList<>(((Transpose) node.op()).perm());
    int last = perm.size() - 1;
    int swapped = perm.set(last, perm.get(last - 1));
    perm.set(last - 1, swapped);
    Value x = node.inputs().get(0);
    for (int i = 0; i <= last; i++) {
      if (perm.get(i) != i) {
        return edit.insert(before, node.name() + "/keys", new Transpose(List.copyOf(perm)), x);
      }
    }
    return x;
  }
}
