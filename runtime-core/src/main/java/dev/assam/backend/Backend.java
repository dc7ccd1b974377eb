package dev.assam.backend;

import dev.assam.graph.Node;
import dev.assam.plan.ExecutionPlan;

/** A way to execute graphs. */
public interface Backend {
  /** A short lower-case name, such as {@code reference}. */
  String name();

  /** Whether this backend can run a node. */
  Support supports(Node node);

  /**
   * Prepares a plan to be run.
   *
   * @param seed of random operators that have none of their own
   */
  Executable compile(ExecutionPlan plan, long seed);
}
