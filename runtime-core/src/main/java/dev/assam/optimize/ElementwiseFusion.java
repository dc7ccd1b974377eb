package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Expr;
import dev.assam.op.Pointwise;
import dev.assam.op.cast.Cast;
import dev.assam.op.elementwise.Identity;
import dev.assam.op.fused.Fused;
import dev.assam.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes one node of elementwise nodes that follow each other where nobody else uses what is between
 * them and nothing is computed more often than before.
 */
final class ElementwiseFusion extends NodePass {
  private static final int MOST_INPUTS = 8;
  private static final int LARGEST = 64;

  ElementwiseFusion() {
    super("fuse-elementwise");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof Pointwise || node.op() instanceof Cast;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    Facts facts = edit.facts();
    Formula formula = concerns(node) ? Formula.of(node, facts) : null;
    if (formula == null) {
      return;
    }
    Formula before = formula;
    Shape shape = facts.shape(node.outputs().get(0));
    Set<Value> inside = new HashSet<>(node.outputs());
    for (int i = 0; i < formula.inputs().size(); i++) {
      Formula larger = absorb(formula, i, inside, shape, edit);
      if (larger != null) {
        inside.add(formula.inputs().get(i));
        formula = larger;
        i = -1;
      }
    }
    Expr simple = Simplify.of(formula.expr(), formula.types(facts));
    if (formula == before && Simplify.cost(simple) >= Simplify.cost(before.expr())) {
      return;
    }
    boolean same =
        formula.inputs().size() == 1
            && simple instanceof Expr.In
            && facts.dtype(formula.inputs().get(0)) == formula.dtype();
    edit.replace(
        node,
        new Node(
            node.name(),
            same ? new Identity() : new Fused(simple, formula.dtype()),
            formula.inputs(),
            node.outputs()));
  }

  /** The formula with what makes input {@code i} put in its place, or null. */
  private static Formula absorb(
      Formula formula, int i, Set<Value> inside, Shape shape, GraphEdit edit) {
    Value input = formula.inputs().get(i);
    Facts facts = edit.facts();
    Node producer = edit.producer(input);
    if (producer == null || edit.isOutput(input) || !formula.fills(i, shape, facts)) {
      return null;
    }
    for (Node user : edit.users(input)) {
      if (user.outputs().size() != 1 || !inside.contains(user.outputs().get(0))) {
        return null;
      }
    }
    Formula inner = Formula.of(producer, facts);
    if (inner == null) {
      return null;
    }
    List<Value> inputs = new ArrayList<>(formula.inputs());
    inputs.remove(i);
    Expr inserted = inner.asArgument(facts, Formula.isExact(formula));
    List<Expr> innerArguments = new ArrayList<>();
    for (Value value : inner.inputs()) {
      innerArguments.add(Expr.in(index(inputs, value)));
    }
    List<Expr> arguments = new ArrayList<>();
    for (int k = 0; k < formula.inputs().size(); k++) {
      arguments.add(
          k == i
              ? inserted.substitute(innerArguments)
              : Expr.in(inputs.indexOf(formula.inputs().get(k))));
    }
    Expr expr = formula.expr().substitute(arguments);
    if (inputs.size() > MOST_INPUTS || !Simplify.isShort(expr) || Simplify.size(expr) > LARGEST) {
      return null;
    }
    return new Formula(expr, inputs, formula.dtype());
  }

  private static int index(List<Value> values, Value value) {
    int at = values.indexOf(value);
    if (at < 0) {
      values.add(value);
      return values.size() - 1;
    }
    return at;
  }
}
