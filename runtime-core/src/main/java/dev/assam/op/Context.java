package dev.assam.op;

import dev.assam.tensor.Datum;
import dev.assam.tensor.ValueType;
import java.util.List;

/** What stands around an operator while it is inferred or executed. */
public interface Context {
  /** Types of a subgraph's results for these argument types; null elements are not known. */
  List<ValueType> infer(Subgraph body, List<? extends ValueType> arguments);

  /** Results of a subgraph; their memory belongs to the current scope. */
  List<Datum> run(Subgraph body, List<? extends Datum> arguments);

  /** The session's seed for random operators without one of their own; another at each call. */
  long nextSeed();

  /** When the operator has to be finished. */
  default Deadline deadline() {
    return Deadline.NONE;
  }
}
