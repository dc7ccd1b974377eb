package dev.assam.reference;

import dev.assam.error.MemoryException;
import dev.assam.error.ShapeException;
import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.TypeInference;
import dev.assam.graph.Value;
import dev.assam.memory.MemoryScope;
import dev.assam.op.Context;
import dev.assam.op.Deadline;
import dev.assam.op.Inputs;
import dev.assam.op.Subgraph;
import dev.assam.plan.ExecutionPlan;
import dev.assam.plan.Step;
import dev.assam.tensor.Datum;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs nodes by their operators' definitions, for one run of a model: whole graphs, or those nodes
 * that a backend has no kernel for.
 */
public final class Interpreter implements Context {
  private final Deadline deadline;
  private long nextSeed;
  private Frame frame;

  /** A seed for run {@code run} of a session. */
  public static long seed(long seed, long run) {
    return seed + run * 0x9E3779B97F4A7C15L;
  }

  /**
   * @param seed of random operators that have none of their own
   */
  public Interpreter(long seed, Deadline deadline) {
    this.nextSeed = seed;
    this.deadline = deadline;
  }

  /**
   * The outputs of a whole graph, each with one owner, the caller.
   *
   * @param outer values of the graphs around this one, or null
   */
  public List<Datum> run(ExecutionPlan plan, Frame outer, Map<Value, Datum> inputs) {
    Frame caller = frame;
    frame = new Frame(outer, plan);
    // The caller may have them from a memory scope, and must find them alive afterwards.
    inputs.values().forEach(Datum::retain);
    try {
      inputs.forEach(frame::put);
      for (Step step : plan.steps()) {
        execute(step.node());
        step.release().forEach(frame::drop);
      }
      List<Datum> outputs = new ArrayList<>();
      for (Value output : plan.graph().outputs()) {
        outputs.add(frame.find(output));
      }
      outputs.forEach(Datum::retain);
      return outputs;
    } finally {
      frame.dropAll();
      frame = caller;
      inputs.values().forEach(Datum::handOver);
    }
  }

  /** Runs one node with the values in a frame; its outputs are put there. */
  public void execute(Node node, Frame values) {
    Frame caller = frame;
    frame = values;
    try {
      execute(node);
    } finally {
      frame = caller;
    }
  }

  @SuppressWarnings("try")
  private void execute(Node node) {
    if (deadline.isOver()) {
      throw Inputs.timeout(node.op(), node.name(), deadline);
    }
    int count = node.inputs().size();
    ValueType[] types = new ValueType[count];
    Datum[] values = new Datum[count];
    boolean[] present = new boolean[count];
    for (int i = 0; i < count; i++) {
      Value input = node.inputs().get(i);
      if (input != null) {
        present[i] = true;
        values[i] = frame.find(input);
        types[i] = values[i].type();
      }
    }
    boolean[] wanted = TypeInference.wanted(node);
    Inputs in = new Inputs(node.op(), node.name(), types, values, present, wanted, this);
    try (MemoryScope scope = MemoryScope.open()) {
      List<? extends ValueType> inferred = node.op().infer(in);
      List<? extends Datum> outputs = node.op().reference(in);
      for (int i = 0; i < wanted.length; i++) {
        if (wanted[i]) {
          if (i >= outputs.size()) {
            throw new ShapeException(
                Inputs.describe(node.op(), node.name()) + ": there is no output " + i);
          }
          checkAgainst(node, inferred, outputs.get(i), i);
          frame.put(node.outputs().get(i), outputs.get(i));
        }
      }
    } catch (MemoryException e) {
      throw e.at(Inputs.describe(node.op(), node.name()));
    }
  }

  private static void checkAgainst(
      Node node, List<? extends ValueType> inferred, Datum output, int i) {
    if (i < inferred.size() && !TypeInference.fits(output.type(), inferred.get(i))) {
      throw new IllegalStateException(
          Inputs.describe(node.op(), node.name())
              + ": output "
              + i
              + " was inferred as "
              + inferred.get(i)
              + " and computed as "
              + output.type());
    }
  }

  @Override
  public List<ValueType> infer(Subgraph body, List<? extends ValueType> arguments) {
    // What a body yields is seen when it runs.
    List<ValueType> unknown = new ArrayList<>();
    for (int i = 0; i < body.outputCount(); i++) {
      unknown.add(null);
    }
    return unknown;
  }

  @Override
  public List<Datum> run(Subgraph body, List<? extends Datum> arguments) {
    Graph graph = (Graph) body;
    Map<Value, Datum> inputs = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      inputs.put(graph.inputs().get(i), arguments.get(i));
    }
    List<Datum> outputs = run(frame.plan.bodies().get(graph), frame, inputs);
    outputs.forEach(Datum::handOver);
    return outputs;
  }

  @Override
  public Deadline deadline() {
    return deadline;
  }

  @Override
  public long nextSeed() {
    nextSeed += 0x9E3779B97F4A7C15L;
    return nextSeed;
  }
}
