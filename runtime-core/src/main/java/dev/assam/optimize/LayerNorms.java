package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Op;
import dev.assam.op.elementwise.Binary;
import dev.assam.op.nn.LayerNormalization;
import dev.assam.op.nn.RMSNormalization;
import dev.assam.optimize.Matching.InverseRoot;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds LayerNormalization, (x − mean) / √(mean of squares + ε) · scale + bias, and
 * RMSNormalization, x / √(mean of squares + ε) · scale, in the nodes that exporters take them apart
 * into.
 */
final class LayerNorms extends NodePass {
  LayerNorms() {
    super("find-layer-norms");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op().type() == Binary.DIV || node.op().type() == Binary.MUL;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    if (!concerns(node)) {
      return;
    }
    for (int i = 0; i < 2; i++) {
      if (normalises(node, node.inputs().get(i), edit)) {
        return;
      }
    }
  }

  private static boolean normalises(Node node, Value dividend, GraphEdit edit) {
    Matching match = new Matching(edit);
    InverseRoot divisor = match.divisor(node, dividend);
    if (divisor == null || !match.isReal(dividend)) {
      return false;
    }
    Node mean = edit.producer(divisor.square());
    int axes = match.lastAxes(mean);
    if (axes == 0
        || match.meanOf(divisor.square(), axes) == null
        || match.squared(mean.inputs().get(0)) != dividend) {
      return false;
    }
    Node difference = match.made(dividend, Binary.SUB);
    boolean centred =
        difference != null
            && match.meanOf(difference.inputs().get(1), axes) == difference.inputs().get(0);
    Value x = centred ? difference.inputs().get(0) : dividend;
    rewrite(node, x, axes, (float) divisor.epsilon(), centred, edit);
    return true;
  }

  /** Puts the normalisation, with scale and bias if they follow, where the last of its nodes is. */
  private static void rewrite(
      Node node, Value x, int axes, float epsilon, boolean centred, GraphEdit edit) {
    Matching match = new Matching(edit);
    Node last = node;
    Value scale = null;
    Value bias = null;
    Node mul = match.onlyUser(last.outputs().get(0), Binary.MUL);
    if (mul != null && isAlongLast(Matching.other(mul, last.outputs().get(0)), x, axes, edit)) {
      scale = Matching.other(mul, last.outputs().get(0));
      last = mul;
    }
    Node add = centred ? match.onlyUser(last.outputs().get(0), Binary.ADD) : null;
    if (add != null && isAlongLast(Matching.other(add, last.outputs().get(0)), x, axes, edit)) {
      bias = Matching.other(add, last.outputs().get(0));
      last = add;
    }
    DType dtype = edit.facts().dtype(x);
    if (scale == null) {
      scale = edit.constant(node.name() + "/scale", ones(dtype, edit.facts().shape(x)));
    }
    Op op =
        centred
            ? new LayerNormalization(-axes, epsilon, dtype)
            : new RMSNormalization(-axes, epsilon, dtype);
    List<Value> inputs = new ArrayList<>(List.of(x, scale));
    if (bias != null) {
      inputs.add(bias);
    }
    edit.replace(last, new Node(last.name(), op, inputs, last.outputs()));
  }

  /** Whether a factor or summand varies along the normalised dimensions at most. */
  private static boolean isAlongLast(Value value, Value x, int axes, GraphEdit edit) {
    Facts facts = edit.facts();
    Shape shape = facts.shape(value);
    return facts.dtype(value) == facts.dtype(x)
        && value != x
        && shape.hasRank()
        && shape.rank() >= 1
        && shape.rank() <= axes
        && Shapes.surelyBroadcasts(shape, facts.shape(x));
  }

  private static Tensor ones(DType dtype, Shape x) {
    int last = x.hasRank() && x.dim(x.rank() - 1) > 0 ? x.dim(x.rank() - 1) : 1;
    Tensor ones = Tensor.allocate(dtype, Shape.of(last));
    for (int i = 0; i < last; i++) {
      ones.setDouble(i, 1);
    }
    return ones;
  }
}
