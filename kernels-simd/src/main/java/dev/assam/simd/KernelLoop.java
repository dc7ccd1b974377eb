package dev.assam.simd;

import dev.assam.graph.Graph;
import dev.assam.graph.Value;
import dev.assam.op.Deadline;
import dev.assam.op.Op;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.fused.WithEpilogue;
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
  private final Value output;

  /**
   * @param inputs the types of the graph's inputs, with static shapes
   */
  public KernelLoop(Graph graph, Map<Value, ValueType> inputs, Workers workers) {
    graph.constants().forEach((value, tensor) -> packs.offer(value, tensor, false));
    output = graph.outputs().get(0);
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

  /** An element of the graph's first output, in memory's order, as the last run left it. */
  public double output(int element) {
    return binding.place(output).getDouble(element);
  }

  /** How many nodes the graph has. */
  public int nodes() {
    return binding.nodes();
  }

  /** Does one node's tasks, if it has a kernel. */
  public void run(int node) {
    binding.runKernels(node);
  }

  /** What serves a node: its kernel, {@code reference}, or {@code view} for nothing at all. */
  public String kernel(int node) {
    return binding.kernel(node);
  }

  /** The name of a node's operator, without its attributes and without what is around it. */
  public String operator(int node) {
    Op op = binding.node(node).op();
    op = op instanceof WithEpilogue with ? with.op() : op;
    op = op instanceof ChannelsLast last ? last.op() : op;
    String text = op.toString();
    int end = 0;
    while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
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
