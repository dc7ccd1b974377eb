package dev.assam.optimize;

import dev.assam.error.InputException;
import dev.assam.error.MemoryException;
import dev.assam.error.ShapeException;
import dev.assam.error.TimeoutException;
import dev.assam.graph.Graph;
import dev.assam.graph.GraphVerifier;
import dev.assam.graph.Layout;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.op.Deadline;
import dev.assam.op.Op;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs passes over a graph and its bodies, in their order, until none finds anything. */
public final class Pipeline {
  private static final int MOST_ROUNDS = 4;

  private final List<Pass> passes;

  /**
   * @param without names of passes to leave out
   * @throws InputException if there is no pass of such a name
   */
  public Pipeline(Layout layout, Set<String> without) {
    this(selected(Passes.of(layout), without));
  }

  /** Of these passes. */
  public Pipeline(List<Pass> passes) {
    this.passes = List.copyOf(passes);
  }

  private static List<Pass> selected(List<Pass> all, Set<String> without) {
    List<String> names = new ArrayList<>();
    List<Pass> selected = new ArrayList<>();
    for (Pass pass : all) {
      names.add(pass.name());
      if (!without.contains(pass.name())) {
        selected.add(pass);
      }
    }
    for (String name : without) {
      if (!names.contains(name) && !Passes.names().contains(name)) {
        throw new InputException("pass \"" + name + "\" (allowed: " + Passes.names() + ")");
      }
    }
    return selected;
  }

  /** The passes in their order. */
  public List<Pass> passes() {
    return passes;
  }

  /**
   * Optimises a graph as far as the types of its inputs allow; done again with more exact types, it
   * does what they make possible.
   *
   * @param inputs types of graph inputs that are more exact than the declared ones
   * @throws dev.assam.error.AssamException if a node refuses its inputs, or a limit is reached
   */
  @SuppressWarnings("try")
  public Optimized run(Graph graph, Map<Value, ? extends ValueType> inputs, Deadline deadline) {
    List<Optimized.Change> changes = new ArrayList<>();
    try (MemoryScope scope = MemoryScope.open()) {
      Facts facts = Facts.of(graph, inputs, deadline);
      Set<Tensor> given = constants(graph);
      Graph current = graph;
      for (int round = 0; round < MOST_ROUNDS; round++) {
        Graph before = current;
        if (round > 0) {
          current.nodes().forEach(facts::refresh);
        }
        for (Pass pass : passes) {
          Graph after = run(pass, current, facts, changes);
          if (after != current) {
            free(constants(current), given, constants(after));
            current = after;
          }
        }
        if (current == before) {
          break;
        }
      }
      given.forEach(constant -> constant.storage().unload());
      Set<Tensor> own = constants(current);
      own.removeAll(given);
      own.forEach(Tensor::retain);
      return new Optimized(current, new ArrayList<>(own), changes);
    }
  }

  private static Graph run(Pass pass, Graph graph, Facts facts, List<Optimized.Change> changes) {
    int before = count(graph);
    try {
      Graph result = deep(pass, graph, facts);
      if (result != graph) {
        GraphVerifier.verify(result);
        changes.add(new Optimized.Change(pass.name(), before, count(result), null));
      }
      return result;
    } catch (MemoryException | TimeoutException e) {
      throw e;
    } catch (RuntimeException e) {
      // A pass that fails is an error of ours, but none that keeps a model from running.
      changes.add(new Optimized.Change(pass.name(), before, before, "" + e));
      return graph;
    }
  }

  /** Gives back the memory of constants that a pass left behind, unless others share it. */
  private static void free(Set<Tensor> before, Set<Tensor> given, Set<Tensor> after) {
    before.removeAll(given);
    before.removeAll(after);
    if (before.isEmpty()) {
      return;
    }
    Set<Storage> shared = Collections.newSetFromMap(new IdentityHashMap<>());
    given.forEach(tensor -> shared.add(tensor.storage()));
    after.forEach(tensor -> shared.add(tensor.storage()));
    for (Tensor tensor : before) {
      if (shared.add(tensor.storage())) {
        tensor.retain();
        tensor.release();
      }
    }
  }

  /** Bodies first, so that the graph around sees what they still use. */
  private static Graph deep(Pass pass, Graph graph, Facts facts) {
    List<Node> nodes = new ArrayList<>();
    boolean changed = false;
    for (Node node : graph.nodes()) {
      Op op = Renaming.withBodies(node.op(), body -> body(pass, body, facts));
      changed |= op != node.op();
      nodes.add(op == node.op() ? node : new Node(node.name(), op, node.inputs(), node.outputs()));
    }
    return pass.apply(
        changed
            ? new Graph(graph.name(), graph.inputs(), graph.outputs(), nodes, graph.constants())
            : graph,
        facts);
  }

  /** A body improved, or left alone if it does not fit: a branch that is never taken may not. */
  private static Graph body(Pass pass, Graph body, Facts facts) {
    try {
      return deep(pass, body, facts);
    } catch (ShapeException e) {
      return body;
    }
  }

  /** Number of nodes, those in bodies counted. */
  public static int count(Graph graph) {
    int count = graph.nodes().size();
    for (Node node : graph.nodes()) {
      for (Graph body : Graph.bodies(node)) {
        count += count(body);
      }
    }
    return count;
  }

  private static Set<Tensor> constants(Graph graph) {
    Set<Tensor> constants = Collections.newSetFromMap(new IdentityHashMap<>());
    constants.addAll(graph.constants().values());
    for (Node node : graph.nodes()) {
      for (Graph body : Graph.bodies(node)) {
        constants.addAll(constants(body));
      }
    }
    return constants;
  }
}
