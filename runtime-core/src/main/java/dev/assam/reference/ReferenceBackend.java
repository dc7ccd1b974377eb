package dev.assam.reference;

import dev.assam.backend.Backend;
import dev.assam.backend.Compiler;
import dev.assam.backend.Executable;
import dev.assam.backend.Support;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Deadline;
import dev.assam.plan.ExecutionPlan;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import java.util.Map;
import java.util.Set;

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
  public Set<String> unwantedPasses() {
    return Set.of();
  }

  @Override
  public Support supports(Node node) {
    return Support.YES;
  }

  @Override
  public Compiler compiler(long seed) {
    return new Compiler() {
      @Override
      public Executable compile(
          ExecutionPlan plan,
          Map<Value, ValueType> inputs,
          Set<Tensor> disposable,
          Deadline deadline) {
        return new ReferenceExecutable(plan, seed);
      }

      @Override
      public void close() {}
    };
  }
}
