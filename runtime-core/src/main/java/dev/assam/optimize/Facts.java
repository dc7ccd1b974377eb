package dev.assam.optimize;

import dev.assam.error.AssamException;
import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.TypeInference;
import dev.assam.graph.Value;
import dev.assam.op.Deadline;
import dev.assam.op.Inputs;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.HashMap;
import java.util.Map;

/**
 * What is known of a graph's values, bodies included: their types as far as they follow from the
 * inputs', and those that are constant. Found once and kept up to date while passes rewrite the
 * graph. All tensors belong to the memory scope in which it was made.
 */
public final class Facts {
  private final TypeInference inference;
  private final Deadline deadline;

  private Facts(TypeInference inference, Deadline deadline) {
    this.inference = inference;
    this.deadline = deadline;
  }

  /**
   * The facts of a graph.
   *
   * @param inputs types of graph inputs that are more exact than the declared ones
   * @throws AssamException if a node refuses its inputs
   */
  public static Facts of(Graph graph, Map<Value, ? extends ValueType> inputs, Deadline deadline) {
    return new Facts(TypeInference.of(graph, inputs, deadline), deadline);
  }

  /** The type of a value, or null; its shape need not be static. */
  public ValueType type(Value value) {
    return inference.type(value);
  }

  /** The element type of a tensor, or null. */
  public DType dtype(Value value) {
    return inference.type(value) instanceof TensorType tensor ? tensor.dtype() : null;
  }

  /** The shape of a tensor as far as it is known. */
  public Shape shape(Value value) {
    return inference.type(value) instanceof TensorType tensor ? tensor.shape() : Shape.UNKNOWN;
  }

  /** Whether a value is a tensor of which everything but the elements is known. */
  public boolean isStatic(Value value) {
    return inference.type(value) instanceof TensorType tensor
        && tensor.dtype() != null
        && tensor.shape().isStatic();
  }

  /** The rank of a tensor; −1 if it is not known. */
  public int rank(Value value) {
    Shape shape = shape(value);
    return shape.hasRank() ? shape.rank() : -1;
  }

  /** The value itself where it is constant, or null; weights that were packed are not known. */
  public Tensor constant(Value value) {
    Tensor known = value == null ? null : inference.known(value);
    return known == null || known.storage().isFreed() ? null : known;
  }

  /** When to give up. */
  public Deadline deadline() {
    return deadline;
  }

  /** Takes up a new node, whose outputs keep what was known of them if it is as much. */
  void add(Node node) {
    infer(node, 0);
  }

  /** Infers a node anew, since more may be known of its inputs. */
  void refresh(Node node) {
    infer(node, 1);
  }

  private void infer(Node node, int bonus) {
    Map<Value, ValueType> before = new HashMap<>();
    Map<Value, Tensor> known = new HashMap<>();
    for (Value output : node.outputs()) {
      if (output != null && inference.type(output) != null) {
        before.put(output, inference.type(output));
        if (inference.known(output) != null) {
          known.put(output, inference.known(output));
        }
      }
    }
    inference.node(node);
    before.forEach((output, old) -> {
      if (knowledge(old) >= knowledge(inference.type(output)) + bonus) {
        inference.define(output, old);
      }
    });
    known.forEach(inference::define);
  }

  /** How much a type says: for tensors of known rank the number of known dimensions, and one. */
  private static int knowledge(ValueType type) {
    if (type == null || !(type instanceof TensorType tensor)) {
      return type == null ? -2 : 0;
    }
    if (!tensor.shape().hasRank()) {
      return tensor.dtype() == null ? -1 : 0;
    }
    int count = 1;
    for (int i = 0; i < tensor.shape().rank(); i++) {
      count += tensor.shape().dim(i) >= 0 ? 1 : 0;
    }
    return count;
  }

  /** What is known of one value holds for another one from now on. */
  void rename(Value old, Value by) {
    Tensor known = inference.known(old);
    if (known != null) {
      inference.define(by, known);
    } else if (inference.type(old) != null) {
      inference.define(by, inference.type(old));
    }
  }

  /** Takes up a new constant. */
  void define(Value value, Tensor tensor) {
    inference.define(value, tensor);
  }

  /** What a node's operator sees of its inputs. */
  Inputs inputs(Node node) {
    return inference.inputs(node);
  }
}
