package dev.assam.op;

import dev.assam.tensor.ValueType;

/**
 * A graph as an attribute. An operator sees no more of it than this and runs it through {@link
 * Inputs#run}; it may use values of the graphs around it.
 */
public interface Subgraph {
  /** Number of arguments. */
  int inputCount();

  /** Number of arguments that have no default; defaults before the last of these do not count. */
  int requiredInputCount();

  /** Number of results. */
  int outputCount();

  /** The type that the model states for result {@code i}, or null. */
  ValueType declaredOutput(int i);
}
