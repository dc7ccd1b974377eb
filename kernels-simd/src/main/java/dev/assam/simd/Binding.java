package dev.assam.simd;

import dev.assam.backend.MemoryUse;
import dev.assam.error.AssamException;
import dev.assam.error.ShapeException;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.memory.Storage;
import dev.assam.op.Deadline;
import dev.assam.op.Inputs;
import dev.assam.plan.ExecutionPlan;
import dev.assam.reference.Frame;
import dev.assam.reference.Interpreter;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A graph ready to run for one set of input types: every value of known shape has its place in an
 * arena, every node its tasks.
 */
final class Binding {
  /** What is done for one node. */
  sealed interface Step {
    Node node();

    /** By a kernel. */
    record Kernels(Node node, String kernel, Task[] tasks) implements Step {}

    /**
     * By the operator's definition.
     *
     * @param given places that the node reads
     * @param release values without a place that nobody uses after it
     */
    record Host(Node node, List<Value> given, List<Value> release) implements Step {}

    /** Not at all: the output is the input under another shape. */
    record View(Node node) implements Step {}
  }

  private final ExecutionPlan plan;
  private final Step[] steps;

  /** The graph's inputs and outputs, and where they lie, null for those without a place. */
  private final Value[] inputs;

  private final Tensor[] inputPlaces;
  private final Value[] outputs;
  private final Tensor[] outputPlaces;

  /** What the last run gave; its values are the caller's. */
  private final List<Datum> results = new ArrayList<>();

  /** Whether anything is done by its definition, or has no place. */
  private final boolean needsFrame;

  private final Map<Value, Tensor> places;
  private final List<Storage> memory;
  private final Workers workers;
  private final MemoryUse use;

  Binding(
      ExecutionPlan plan,
      List<Step> steps,
      Map<Value, Tensor> places,
      List<Storage> memory,
      Workers workers,
      MemoryUse use) {
    this.plan = plan;
    this.steps = steps.toArray(new Step[0]);
    this.places = places;
    this.inputs = plan.graph().inputs().toArray(new Value[0]);
    this.inputPlaces = placesOf(inputs);
    this.outputs = plan.graph().outputs().toArray(new Value[0]);
    this.outputPlaces = placesOf(outputs);
    boolean frame = false;
    for (Step step : steps) {
      frame |= step instanceof Step.Host;
    }
    for (Tensor place : outputPlaces) {
      frame |= place == null;
    }
    this.needsFrame = frame;
    this.memory = memory;
    this.workers = workers;
    this.use = use;
  }

  private Tensor[] placesOf(Value[] values) {
    Tensor[] tensors = new Tensor[values.length];
    for (int i = 0; i < values.length; i++) {
      tensors[i] = places.get(values[i]);
    }
    return tensors;
  }

  MemoryUse memory() {
    return use;
  }

  /**
   * Runs once. Where everything is done by kernels, nothing is allocated but the outputs.
   *
   * @return the outputs, each with one owner, the caller; the list is used again
   */
  List<Datum> run(Map<Value, Datum> given, long seed, long runs, Deadline deadline) {
    Frame frame = needsFrame ? new Frame(null, plan) : null;
    try {
      for (int i = 0; i < inputs.length; i++) {
        Datum value = given.get(inputs[i]);
        if (inputPlaces[i] != null) {
          copy((Tensor) value, inputPlaces[i]);
        } else if (value != null && frame != null) {
          frame.put(inputs[i], value);
        }
      }
      Interpreter interpreter = null;
      for (Step step : steps) {
        if (deadline.isOver()) {
          throw timeout(step.node(), deadline);
        }
        switch (step) {
          case Step.Kernels kernels -> run(kernels);
          case Step.Host host -> {
            if (interpreter == null) {
              interpreter = new Interpreter(Interpreter.seed(seed, runs), deadline);
            }
            run(host, frame, interpreter);
          }
          case Step.View _ -> {}
        }
      }
      results.clear();
      for (int i = 0; i < outputs.length; i++) {
        Tensor place = outputPlaces[i];
        Datum result = place == null ? frame.find(outputs[i]) : ownCopy(place);
        if (place == null) {
          result.retain();
        }
        results.add(result);
      }
      return results;
    } finally {
      if (frame != null) {
        frame.dropAll();
      }
    }
  }

  /** Where a value lies; null if it has no place. */
  Tensor place(Value value) {
    return places.get(value);
  }

  /** Does what kernels do, on whatever lies in their places. */
  void runKernels() {
    for (Step step : steps) {
      if (step instanceof Step.Kernels kernels) {
        run(kernels);
      }
    }
  }

  /** How many nodes there are. */
  int nodes() {
    return steps.length;
  }

  /** Does what the kernels of one node do; nothing if it has none. */
  void runKernels(int node) {
    if (steps[node] instanceof Step.Kernels kernels) {
      run(kernels);
    }
  }

  private void run(Step.Kernels step) {
    try {
      for (Task task : step.tasks()) {
        workers.run(task);
      }
    } catch (ShapeException e) {
      // Tasks do not know whose they are.
      String node = Inputs.describe(step.node().op(), step.node().name());
      throw new ShapeException(node + ": " + e.getMessage());
    }
  }

  private void run(Step.Host step, Frame frame, Interpreter interpreter) {
    for (Value value : step.given()) {
      frame.put(value, places.get(value));
    }
    interpreter.execute(step.node(), frame);
    for (Value output : step.node().outputs()) {
      if (output == null) {
        continue;
      }
      Tensor place = places.get(output);
      if (place != null) {
        copy((Tensor) frame.find(output), place);
        frame.drop(output);
      } else if (frame.find(output) instanceof Tensor tensor) {
        // It may be a view of a place, which will soon hold something else.
        for (Value value : step.given()) {
          if (tensor.storage() == places.get(value).storage()) {
            Tensor copy = ownCopy(tensor);
            frame.put(output, copy);
            copy.storage().release();
            break;
          }
        }
      }
    }
    step.given().forEach(frame::drop);
    step.release().forEach(frame::drop);
  }

  private static AssamException timeout(Node node, Deadline deadline) {
    return Inputs.timeout(node.op(), node.name(), deadline);
  }

  private static void copy(Tensor from, Tensor to) {
    Storage.copy(from.storage(), 0, to.storage(), 0, to.size());
  }

  /** A copy with one owner, the caller. */
  private static Tensor ownCopy(Tensor tensor) {
    Tensor copy = Tensor.allocate(tensor.type());
    copy(tensor, copy);
    copy.retain();
    return copy;
  }

  void close() {
    for (Step step : steps) {
      if (step instanceof Step.Kernels kernels) {
        for (Task task : kernels.tasks()) {
          workers.forget(task);
        }
      }
    }
    memory.forEach(Storage::release);
  }

  /** What serves a node: its kernel, {@code reference}, or {@code view} for nothing at all. */
  String kernel(int node) {
    return switch (steps[node]) {
      case Step.Kernels kernels -> kernels.kernel();
      case Step.Host _ -> "reference";
      case Step.View _ -> "view";
    };
  }

  Node node(int node) {
    return steps[node].node();
  }

  /** One line a node: its name, and the kernel that serves it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < steps.length; i++) {
      Step step = steps[i];
      text.append(kernel(i)).append(" \"").append(step.node().name()).append("\" ");
      text.append(step.node().op()).append('\n');
    }
    return text.toString();
  }
}
