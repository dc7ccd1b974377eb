package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Expr;
import dev.assam.op.ExprTypes;
import dev.assam.op.Op;
import dev.assam.op.Pointwise;
import dev.assam.op.cast.Cast;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.fused.DynamicQuantizedConv;
import dev.assam.op.fused.DynamicQuantizedMatMul;
import dev.assam.op.fused.WithEpilogue;
import dev.assam.op.linear.Gemm;
import dev.assam.op.linear.MatMul;
import dev.assam.op.nn.Conv;
import dev.assam.op.nn.ConvTranspose;
import dev.assam.op.quantize.ConvInteger;
import dev.assam.op.quantize.MatMulInteger;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a matrix product or a convolution apply the elementwise node that follows it to what it has
 * just computed: bias, activation, residual.
 */
final class Epilogues extends NodePass {
  private static final int MOST_INPUTS = 6;

  Epilogues() {
    super("attach-epilogues");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof Pointwise || node.op() instanceof Cast;
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    Facts facts = edit.facts();
    Formula formula = concerns(node) ? Formula.of(node, facts) : null;
    if (formula == null || formula.inputs().size() > MOST_INPUTS) {
      return;
    }
    int at = -1;
    Node head = null;
    for (int i = 0; i < formula.inputs().size(); i++) {
      Node producer = edit.producer(formula.inputs().get(i));
      if (producer != null
          && canHead(producer, formula, i, node, edit)
          && (head == null || edit.isAfter(producer, head))) {
        head = producer;
        at = i;
      }
    }
    if (head != null) {
      attach(head, formula, at, node, edit);
    }
  }

  private static boolean canHead(Node producer, Formula formula, int i, Node node, GraphEdit edit) {
    Value x = formula.inputs().get(i);
    Shape shape = edit.facts().shape(x);
    Shape result = edit.facts().shape(node.outputs().get(0));
    return takesEpilogue(producer.op())
        && edit.onlyUser(x) == node
        && producer.outputs().size() == 1
        && shape.hasRank()
        && formula.fills(i, result, edit.facts());
  }

  /** Puts the formula, of which input {@code at} is the head's output, behind what the head has. */
  private static void attach(Node head, Formula formula, int at, Node node, GraphEdit edit) {
    WithEpilogue old = head.op() instanceof WithEpilogue with ? with : null;
    Op op = old == null ? head.op() : old.op();
    int count = old == null ? head.inputs().size() : old.inputs();
    List<Value> inputs = new ArrayList<>(head.inputs());
    List<Expr> arguments = new ArrayList<>();
    for (int i = 0; i < formula.inputs().size(); i++) {
      if (i == at) {
        arguments.add(rounded(old, edit.facts().dtype(formula.inputs().get(i)), formula));
      } else {
        Value extra = formula.inputs().get(i);
        int known = inputs.subList(count, inputs.size()).indexOf(extra);
        arguments.add(Expr.in(1 + (known < 0 ? inputs.size() - count : known)));
        if (known < 0) {
          inputs.add(extra);
        }
      }
    }
    Expr epilogue = formula.expr().substitute(arguments);
    if (!Simplify.isShort(epilogue)) {
      return;
    }
    DType[] types = new DType[1 + inputs.size() - count];
    types[0] =
        old == null ? edit.facts().dtype(head.outputs().get(0)) : headType(head, old, edit.facts());
    for (int i = count; i < inputs.size(); i++) {
      types[1 + i - count] = edit.facts().dtype(inputs.get(i));
    }
    if (ExprTypes.of(epilogue, types) != formula.dtype()) {
      epilogue = new Expr.Cast(formula.dtype(), epilogue);
    }
    edit.replace(
        node, new Node(node.name(), new WithEpilogue(op, count, epilogue), inputs, node.outputs()));
  }

  private static DType headType(Node head, WithEpilogue old, Facts facts) {
    Op op = old.op() instanceof ChannelsLast last ? last.op() : old.op();
    boolean integers = op instanceof MatMulInteger || op instanceof ConvInteger;
    return integers ? DType.INT32 : facts.dtype(head.inputs().get(0));
  }

  private static Expr rounded(WithEpilogue old, DType dtype, Formula formula) {
    if (old == null) {
      return Expr.in(0);
    }
    boolean wide = dtype == DType.FLOAT64 || dtype == DType.FLOAT32 && !Formula.isExact(formula);
    return wide ? old.epilogue() : new Expr.Cast(dtype, old.epilogue());
  }

  private static boolean takesEpilogue(Op op) {
    return switch (op) {
      case WithEpilogue with -> takesEpilogue(with.op());
      case ChannelsLast last -> takesEpilogue(last.op());
      case Conv conv -> true;
      case ConvTranspose conv -> true;
      case MatMul product -> true;
      case Gemm product -> true;
      case MatMulInteger product -> true;
      case ConvInteger conv -> true;
      case DynamicQuantizedMatMul product -> true;
      case DynamicQuantizedConv conv -> true;
      default -> false;
    };
  }
}
