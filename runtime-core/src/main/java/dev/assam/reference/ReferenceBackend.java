package dev.assam.reference;

import dev.assam.backend.Backend;
import dev.assam.backend.Executable;
import dev.assam.backend.Support;
import dev.assam.graph.Node;
import dev.assam.plan.ExecutionPlan;

/** Runs every node by {@link dev.assam.op.Op#reference}. */
public final class ReferenceBackend implements Backend {
  @Override
  public String name() {
    return "reference";
  }

  /** The definition is what the model says. */
  @Override
  public boolean wantsOptimised() {
    return false;
  }

  @Override
  public Support supports(Node node) {
    return Support.YES;
  }

  @Override
  public Executable compile(ExecutionPlan plan, long seed) {
    return new ReferenceExecutable(plan, seed);
  }
}
