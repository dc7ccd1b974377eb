package dev.assam.op;

import dev.assam.tensor.Datum;
import dev.assam.tensor.ValueType;
import java.util.List;

/**
 * An operator with its attributes: a record whose components are the attributes, so that equality,
 * hashing and printing come free.
 */
public interface Op {
  /** The declaration this operator was made by. */
  OpType<?> type();

  /**
   * The output types for these inputs; every check of arguments is here. What depends on values or
   * shapes that are not known yet is asked for through {@code in}, which then ends the inference of
   * this node until they are.
   *
   * @throws dev.assam.error.ShapeException if shapes or axes do not fit
   * @throws dev.assam.error.TypeException if an element type is not allowed
   */
  List<? extends ValueType> infer(Inputs in);

  /**
   * The outputs by the definition, in naive loops; called only after {@link #infer} accepted the
   * very same inputs. May return an input itself or a view of it.
   */
  List<? extends Datum> reference(Inputs in);

  /**
   * The elements of the only output, a vector or scalar of integers, as {@link Sizes}, as far as
   * they follow from shapes known in part; null if they do not.
   */
  default long[] sizes(Inputs in) {
    return null;
  }

  /** The subgraphs among the attributes. */
  default List<Subgraph> subgraphs() {
    return List.of();
  }

  /** This operator with other subgraphs, as many as {@link #subgraphs} has. */
  default Op withSubgraphs(List<? extends Subgraph> bodies) {
    if (!bodies.isEmpty()) {
      throw new IllegalArgumentException(type() + " has no subgraphs");
    }
    return this;
  }
}
