package dev.assam.simd;

import dev.assam.graph.Graph;
import dev.assam.graph.Value;
import dev.assam.op.Deadline;
import dev.assam.plan.ExecutionPlan;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import java.util.Map;

/**
 * The kernels of a graph, done over and over on memory that is theirs, for measuring: nothing is
 * copied in or out, and the inputs are small numbers. (Memory that nobody has written yet may be
 * one page of zeros that the system shows everywhere, which the cache is slow with.)
 */
public final class KernelLoop implements AutoCloseable {
  private final Packs packs = new Packs();
  private final Binding binding;

  /**
   * @param inputs the types of the graph's inputs, with static shapes
   */
  public KernelLoop(Graph graph, Map<Value, ValueType> inputs, Workers workers) {
    graph.constants().forEach((value, tensor) -> packs.offer(value, tensor, false));
    ExecutionPlan plan = ExecutionPlan.of(graph);
    binding = new Binder(plan, inputs, packs, workers, Deadline.NONE).bind();
    for (Value input : graph.inputs()) {
      Tensor place = binding.place(input);
      for (int i = 0; place != null && i < place.size(); i++) {
        place.setDouble(i, (i % 13 - 6) / 8.0);
      }
    }
  }

  /** Does every node's tasks once; nodes without a kernel are left out. */
  public void run() {
    binding.runKernels();
  }

  /** One line a node: its kernel's name, its own, its operator. */
  @Override
  public String toString() {
    return binding.toString();
  }

  @Override
  public void close() {
    binding.close();
    packs.release();
  }
}
