package dev.assam.optimize;

import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Op;
import dev.assam.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A graph while a pass rewrites it. New nodes stand where the node stood that they replace, so the
 * order stays right; nodes that nobody needs any more drop out by themselves; the graph's outputs
 * stay the values they are.
 */
public final class GraphEdit {
  private final Graph graph;
  private final Facts facts;
  private final Slot head = new Slot(null);
  private final Map<Value, Slot> producers = new HashMap<>();
  private final Map<Value, List<Slot>> users = new HashMap<>();
  private final Set<Value> outputs;
  private final Map<Value, Tensor> constants;
  private final Map<Object, Value> computed = new HashMap<>();
  private boolean changed;

  /** A place in the order of nodes; a removed one still knows its way on. */
  private static final class Slot {
    Node node;
    Slot previous;
    Slot next;
    boolean removed;

    Slot(Node node) {
      this.node = node;
    }
  }

  public GraphEdit(Graph graph, Facts facts) {
    this.graph = graph;
    this.facts = facts;
    this.outputs = new HashSet<>(graph.outputs());
    this.constants = new LinkedHashMap<>(graph.constants());
    head.previous = head;
    head.next = head;
    for (Node node : graph.nodes()) {
      if (makesAnything(node)) {
        insert(head, node);
      } else {
        changed = true;
      }
    }
  }

  private static boolean makesAnything(Node node) {
    for (Value output : node.outputs()) {
      if (output != null) {
        return true;
      }
    }
    return false;
  }

  /** What is known of the values. */
  public Facts facts() {
    return facts;
  }

  /** Calls for each node in order, but not for those that the call itself puts in. */
  public void forEach(Consumer<Node> visitor) {
    for (Slot slot = head.next; slot != head; slot = slot.next) {
      if (!slot.removed) {
        visitor.accept(slot.node);
      }
    }
  }

  /** The nodes in order. */
  public List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    forEach(nodes::add);
    return nodes;
  }

  /** The node that makes a value; null for inputs, constants and values of graphs around. */
  public Node producer(Value value) {
    Slot slot = value == null ? null : producers.get(value);
    return slot == null ? null : slot.node;
  }

  /** The operator that makes a value if it is of this class and the value its first output. */
  public <T extends Op> T producer(Value value, Class<T> type) {
    Node node = producer(value);
    return node != null && type.isInstance(node.op()) && node.outputs().get(0) == value
        ? type.cast(node.op())
        : null;
  }

  /** The nodes that use a value, be it in a body; one that uses it twice is there twice. */
  public List<Node> users(Value value) {
    List<Node> nodes = new ArrayList<>();
    for (Slot slot : users.getOrDefault(value, List.of())) {
      nodes.add(slot.node);
    }
    return nodes;
  }

  /** The only node that uses a value, however often; null if others or the caller need it. */
  public Node onlyUser(Value value) {
    List<Slot> slots = users.getOrDefault(value, List.of());
    if (slots.isEmpty() || outputs.contains(value)) {
      return null;
    }
    for (Slot slot : slots) {
      if (slot != slots.get(0)) {
        return null;
      }
    }
    return slots.get(0).node;
  }

  /** Whether one node comes after another one in the order. */
  public boolean isAfter(Node node, Node other) {
    Slot wanted = slot(node);
    for (Slot slot = slot(other).next; slot != head; slot = slot.next) {
      if (slot == wanted) {
        return true;
      }
    }
    return false;
  }

  /** Whether the value is one of the graph's outputs. */
  public boolean isOutput(Value value) {
    return outputs.contains(value);
  }

  /** Whether anybody needs the value. */
  public boolean isUsed(Value value) {
    return outputs.contains(value) || !users.getOrDefault(value, List.of()).isEmpty();
  }

  /**
   * Puts nodes in the place of one. They make all of its outputs that somebody uses; what only the
   * old one used drops out.
   */
  public void replace(Node old, Node... by) {
    Slot slot = slot(old);
    for (Node node : by) {
      insert(slot, node);
      facts.add(node);
    }
    remove(slot);
    changed = true;
  }

  /** A new node before another one, with one new output, which is returned. */
  public Value insert(Node before, String name, Op op, Value... inputs) {
    Value output = new Value(name, null);
    Node node = new Node(name, op, Arrays.asList(inputs), List.of(output));
    insert(slot(before), node);
    facts.add(node);
    changed = true;
    return output;
  }

  /** A new constant; its memory belongs to the current scope. */
  public Value constant(String name, Tensor tensor) {
    Value value = new Value(name, null);
    constants.put(value, tensor);
    facts.define(value, tensor);
    changed = true;
    return value;
  }

  /** A constant that is computed once for equal keys, which tell all that it depends on. */
  Value constant(Object key, String name, Supplier<Tensor> compute) {
    Value value = computed.get(key);
    if (value == null) {
      value = constant(name, compute.get());
      computed.put(key, value);
    }
    return value;
  }

  /** Makes a value that a node makes constant instead; the node stays for its other outputs. */
  public void fold(Value value, Tensor tensor) {
    Slot slot = producers.remove(value);
    List<Value> rest = new ArrayList<>(slot.node.outputs());
    rest.set(rest.indexOf(value), null);
    slot.node = new Node(slot.node.name(), slot.node.op(), slot.node.inputs(), rest);
    constants.put(value, tensor);
    facts.define(value, tensor);
    changed = true;
    removeIfDead(slot);
  }

  /** Takes up a constant of a body whose nodes become this graph's. */
  void constant(Value value, Tensor tensor) {
    constants.put(value, tensor);
    facts.define(value, tensor);
  }

  /** The node without an output that nobody uses. */
  Node dropOutput(Node node, int i) {
    Slot slot = slot(node);
    List<Value> rest = new ArrayList<>(node.outputs());
    producers.remove(rest.set(i, null));
    slot.node = new Node(node.name(), node.op(), node.inputs(), rest);
    changed = true;
    return slot.node;
  }

  /** Removes the node if it is still there and nobody uses its outputs. */
  public void removeIfDead(Node node) {
    for (Value output : node.outputs()) {
      Slot slot = output == null ? null : producers.get(output);
      if (slot != null) {
        removeIfDead(slot);
        return;
      }
    }
  }

  /**
   * Lets everybody who uses one value use another one instead, which is defined before. An output
   * of the graph stays: then the other one takes its name.
   *
   * @return false, with nothing done, if both are outputs, or the other one is none of a node's
   */
  public boolean rename(Value old, Value by) {
    if (outputs.contains(old)) {
      Slot slot = producers.get(by);
      if (slot == null || outputs.contains(by)) {
        return false;
      }
      Slot former = producers.remove(old);
      List<Value> made = new ArrayList<>(slot.node.outputs());
      made.set(made.indexOf(by), old);
      detach(former, old);
      producers.remove(by);
      slot.node = new Node(slot.node.name(), slot.node.op(), slot.node.inputs(), made);
      producers.put(old, slot);
      facts.rename(by, old);
      redirect(by, old);
      removeIfDead(former);
    } else {
      Slot former = producers.get(old);
      redirect(old, by);
      if (former != null) {
        removeIfDead(former);
      }
    }
    changed = true;
    return true;
  }

  /** The result: the graph itself if nothing was changed. */
  public Graph finish() {
    if (!changed) {
      return graph;
    }
    Map<Value, Tensor> used = new LinkedHashMap<>();
    Set<Value> inputs = new HashSet<>(graph.inputs());
    constants.forEach((value, tensor) -> {
      if (isUsed(value) || inputs.contains(value)) {
        used.put(value, tensor);
      }
    });
    return new Graph(graph.name(), graph.inputs(), graph.outputs(), nodes(), used);
  }

  private Slot slot(Node node) {
    for (Value output : node.outputs()) {
      if (output != null && producers.get(output) != null) {
        return producers.get(output);
      }
    }
    throw new IllegalArgumentException(node.name() + " is not in the graph");
  }

  private void insert(Slot before, Node node) {
    Slot slot = new Slot(node);
    slot.previous = before.previous;
    slot.next = before;
    before.previous.next = slot;
    before.previous = slot;
    for (Value output : node.outputs()) {
      if (output != null) {
        producers.put(output, slot);
      }
    }
    for (Value input : node.inputs()) {
      if (input != null) {
        users.computeIfAbsent(input, v -> new ArrayList<>()).add(slot);
      }
    }
    for (Graph body : Graph.bodies(node)) {
      for (Value captured : body.captures()) {
        users.computeIfAbsent(captured, v -> new ArrayList<>()).add(slot);
      }
    }
  }

  /** Removes the slot and what only it used; not by recursion, since chains may be long. */
  private void remove(Slot slot) {
    Deque<Slot> dead = new ArrayDeque<>();
    dead.add(slot);
    while (!dead.isEmpty()) {
      unlink(dead.poll(), dead);
    }
  }

  private void unlink(Slot slot, Deque<Slot> dead) {
    if (slot.removed) {
      return;
    }
    slot.removed = true;
    slot.previous.next = slot.next;
    slot.next.previous = slot.previous;
    changed = true;
    for (Value output : slot.node.outputs()) {
      if (output != null && producers.get(output) == slot) {
        producers.remove(output);
      }
    }
    for (Value used : Graph.uses(slot.node)) {
      List<Slot> slots = users.get(used);
      slots.removeIf(user -> user == slot);
      Slot producer = producers.get(used);
      if (slots.isEmpty() && producer != null && isDead(producer)) {
        dead.add(producer);
      }
    }
  }

  private void removeIfDead(Slot slot) {
    if (!slot.removed && isDead(slot)) {
      remove(slot);
    }
  }

  private boolean isDead(Slot slot) {
    for (Value output : slot.node.outputs()) {
      if (output != null && isUsed(output)) {
        return false;
      }
    }
    return true;
  }

  /** Lets a slot make one value less. */
  private static void detach(Slot slot, Value output) {
    List<Value> rest = new ArrayList<>(slot.node.outputs());
    rest.set(rest.indexOf(output), null);
    slot.node = new Node(slot.node.name(), slot.node.op(), slot.node.inputs(), rest);
  }

  private void redirect(Value old, Value by) {
    List<Slot> slots = users.remove(old);
    if (slots == null) {
      return;
    }
    Map<Value, Value> names = Map.of(old, by);
    Slot last = null;
    for (Slot slot : slots) {
      if (slot != last) {
        slot.node = Renaming.of(slot.node, names);
      }
      last = slot;
    }
    users.computeIfAbsent(by, v -> new ArrayList<>()).addAll(slots);
  }
}
