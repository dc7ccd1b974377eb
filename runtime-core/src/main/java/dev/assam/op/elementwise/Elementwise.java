package dev.assam.op.elementwise;

import dev.assam.op.Attributes;
import dev.assam.op.Expr;
import dev.assam.op.Inputs;
import dev.assam.op.OpType;
import dev.assam.op.Pointwise;
import dev.assam.op.Sizes;
import dev.assam.tensor.DType;
import dev.assam.tensor.TensorType;
import java.util.Set;

/**
 * An elementwise operator whose inputs all have one element type, which is also the output's unless
 * it is a predicate: a formula with the attributes' values in it.
 *
 * @param attributes the attributes as they print
 */
public record Elementwise(Signature signature, String attributes, Expr expr) implements Pointwise {
  /** What all operators of one name share. */
  public static final class Signature {
    private final Set<DType> allowed;
    private final boolean predicate;
    private OpType<Elementwise> type;

    private Signature(Set<DType> allowed, boolean predicate) {
      this.allowed = allowed;
      this.predicate = predicate;
    }
  }

  /** How attributes become a formula. */
  interface Formula {
    Expr of(Parameters parameters);
  }

  /** The attributes of a node; keeps the text of those that were read. */
  static final class Parameters {
    private final Attributes attributes;
    private final StringBuilder text = new StringBuilder();

    private Parameters(Attributes attributes) {
      this.attributes = attributes;
    }

    /** A float as a constant of the formula. */
    Expr constant(String name, float otherwise) {
      float value = attributes.getFloat(name, otherwise);
      note(name, "" + value);
      return Expr.c(value);
    }

    boolean flag(String name, boolean otherwise) {
      boolean value = attributes.getBoolean(name, otherwise);
      note(name, "" + value);
      return value;
    }

    String choice(String name, String... allowed) {
      String value = attributes.getChoice(name, allowed);
      note(name, value);
      return value;
    }

    void require(String name) {
      attributes.require(name);
    }

    private void note(String name, String value) {
      text.append(text.isEmpty() ? "" : ", ").append(name).append('=').append(value);
    }
  }

  /** Declares an operator with a fixed formula. */
  static OpType<Elementwise> declare(
      String name, int since, int inputs, Set<DType> allowed, Expr expr) {
    return declare(name, since, inputs, new Signature(allowed, false), expr, null);
  }

  /** Declares an operator whose formula depends on attributes. */
  static OpType<Elementwise> declare(
      String name, int since, int inputs, Set<DType> allowed, Formula formula) {
    return declare(name, since, inputs, new Signature(allowed, false), null, formula);
  }

  /** Declares an operator whose output is of booleans. */
  static OpType<Elementwise> predicate(
      String name, int since, int inputs, Set<DType> allowed, Expr expr) {
    return declare(name, since, inputs, new Signature(allowed, true), expr, null);
  }

  /** Declares an operator whose output is of booleans and whose formula depends on attributes. */
  static OpType<Elementwise> predicate(
      String name, int since, int inputs, Set<DType> allowed, Formula formula) {
    return declare(name, since, inputs, new Signature(allowed, true), null, formula);
  }

  private static OpType<Elementwise> declare(
      String name, int since, int inputs, Signature signature, Expr expr, Formula formula) {
    signature.type =
        OpType.<Elementwise>named(name)
            .inputs(inputs)
            .since(since, attributes -> make(signature, expr, formula, attributes));
    return signature.type;
  }

  private static Elementwise make(
      Signature signature, Expr expr, Formula formula, Attributes attributes) {
    if (formula == null) {
      return new Elementwise(signature, "", expr);
    }
    Parameters parameters = new Parameters(attributes);
    Expr made = formula.of(parameters);
    return new Elementwise(signature, parameters.text.toString(), made);
  }

  @Override
  public OpType<Elementwise> type() {
    return signature.type;
  }

  @Override
  public TensorType outputType(Inputs in) {
    DType dtype = in.dtype(0, signature.allowed);
    for (int i = 1; i < in.size(); i++) {
      in.sameDType(0, i, signature.allowed);
    }
    return Pointwise.broadcast(in, signature.predicate ? DType.BOOL : dtype);
  }

  @Override
  public Expr expr(Inputs in) {
    return expr;
  }

  /** Of sums, differences, products and quotients. */
  @Override
  public long[] sizes(Inputs in) {
    long[] a = in.sizes(0);
    long[] b = in.size() == 2 ? in.sizes(1) : null;
    if (a == null || b == null || !(expr instanceof Expr.Call call)) {
      return null;
    }
    if (a.length != b.length && a.length != 1 && b.length != 1) {
      return null;
    }
    long[] results = new long[a.length == 1 ? b.length : a.length];
    for (int i = 0; i < results.length; i++) {
      results[i] = combine(call.fn(), a[a.length == 1 ? 0 : i], b[b.length == 1 ? 0 : i]);
    }
    return results;
  }

  private static long combine(Expr.Fn fn, long a, long b) {
    boolean known = Sizes.isKnown(a) && Sizes.isKnown(b);
    return switch (fn) {
      case ADD -> known ? a + b : a == 0 ? b : b == 0 ? a : Sizes.UNKNOWN;
      case SUB -> known ? a - b : b == 0 ? a : Sizes.UNKNOWN;
      case MUL -> known ? a * b : a == 1 ? b : b == 1 ? a : Sizes.UNKNOWN;
      case DIV -> known && b != 0 ? a / b : b == 1 ? a : Sizes.UNKNOWN;
      default -> Sizes.UNKNOWN;
    };
  }

  /** As in {@code LeakyRelu(alpha=0.01)}. */
  @Override
  public String toString() {
    return type().name() + (attributes.isEmpty() ? "" : "(" + attributes + ")");
  }
}
