package dev.assam.op;

import dev.assam.error.ModelFormatException;
import dev.assam.error.UnsupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The declaration of an operator: domain, name, arity, and for each opset at which its meaning
 * changed, how its attributes become the record. Immutable; the methods that add something return a
 * new declaration.
 */
public final class OpType<T extends Op> {
  /** The default domain, ai.onnx. */
  public static final String ONNX = "";

  private record Since<T>(int opset, Function<Attributes, ? extends T> make) {}

  private final String domain;
  private final String name;
  private final int minInputs;
  private final int maxInputs;
  private final int minOutputs;
  private final int maxOutputs;
  private final boolean pure;
  private final List<Since<T>> history;

  private OpType(
      String domain,
      String name,
      int minInputs,
      int maxInputs,
      int minOutputs,
      int maxOutputs,
      boolean pure,
      List<Since<T>> history) {
    this.domain = domain;
    this.name = name;
    this.minInputs = minInputs;
    this.maxInputs = maxInputs;
    this.minOutputs = minOutputs;
    this.maxOutputs = maxOutputs;
    this.pure = pure;
    this.history = history;
  }

  /** An operator of ai.onnx with one input and one output. */
  public static <T extends Op> OpType<T> named(String name) {
    return new OpType<>(ONNX, name, 1, 1, 1, 1, true, List.of());
  }

  public OpType<T> domain(String other) {
    return new OpType<>(other, name, minInputs, maxInputs, minOutputs, maxOutputs, pure, history);
  }

  /** Exactly this many inputs. */
  public OpType<T> inputs(int count) {
    return inputs(count, count);
  }

  /** At least {@code min} and at most {@code max} inputs. */
  public OpType<T> inputs(int min, int max) {
    return new OpType<>(domain, name, min, max, minOutputs, maxOutputs, pure, history);
  }

  /** Exactly this many outputs. */
  public OpType<T> outputs(int count) {
    return outputs(count, count);
  }

  /** At least {@code min} and at most {@code max} outputs. */
  public OpType<T> outputs(int min, int max) {
    return new OpType<>(domain, name, minInputs, maxInputs, min, max, pure, history);
  }

  /**
   * Its results depend on more than its inputs, so it is neither folded nor shared: random ones.
   */
  public OpType<T> impure() {
    return new OpType<>(domain, name, minInputs, maxInputs, minOutputs, maxOutputs, false, history);
  }

  /** From this opset on, until one given with a higher number, nodes are made so. */
  public OpType<T> since(int opset, Function<Attributes, ? extends T> make) {
    List<Since<T>> longer = new ArrayList<>(history);
    longer.add(new Since<>(opset, make));
    longer.sort((a, b) -> b.opset() - a.opset());
    return new OpType<>(
        domain, name, minInputs, maxInputs, minOutputs, maxOutputs, pure, List.copyOf(longer));
  }

  public String domain() {
    return domain;
  }

  public String name() {
    return name;
  }

  public boolean pure() {
    return pure;
  }

  /** The lowest opset whose meaning is known. */
  public int firstOpset() {
    return history.get(history.size() - 1).opset();
  }

  /**
   * The operator of a node in a model that imports the given opset.
   *
   * @throws UnsupportedException if the opset is older than any known meaning, or an attribute is
   *     unknown
   */
  public T create(int opset, Attributes attributes) {
    for (Since<T> since : history) {
      if (opset >= since.opset()) {
        T op = since.make().apply(attributes);
        attributes.requireAllRead();
        return op;
      }
    }
    throw new UnsupportedException(
        attributes.where() + ": opset " + opset + " (supported from opset " + firstOpset() + ")");
  }

  /** Checks a node's numbers of inputs and outputs. */
  public void checkArity(String where, int inputs, int outputs) {
    if (inputs < minInputs || inputs > maxInputs) {
      throw new ModelFormatException(
          where + ": " + inputs + " inputs (allowed " + range(minInputs, maxInputs) + ")");
    }
    if (outputs < minOutputs || outputs > maxOutputs) {
      throw new ModelFormatException(
          where + ": " + outputs + " outputs (allowed " + range(minOutputs, maxOutputs) + ")");
    }
  }

  private static String range(int min, int max) {
    return min == max ? "" + min : min + (max == Integer.MAX_VALUE ? " or more" : ".." + max);
  }

  @Override
  public String toString() {
    return domain.isEmpty() ? name : domain + "." + name;
  }
}
