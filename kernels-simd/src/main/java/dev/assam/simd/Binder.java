package dev.assam.simd;

import dev.assam.backend.KernelTable;
import dev.assam.backend.MemoryUse;
import dev.assam.backend.Move;
import dev.assam.backend.Views;
import dev.assam.error.MemoryException;
import dev.assam.graph.Graph;
import dev.assam.graph.Node;
import dev.assam.graph.TypeInference;
import dev.assam.graph.Value;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Kind;
import dev.assam.memory.Shorts;
import dev.assam.memory.Storage;
import dev.assam.op.Deadline;
import dev.assam.op.Inputs;
import dev.assam.op.move.Concat;
import dev.assam.plan.ExecutionPlan;
import dev.assam.plan.MemoryPlan;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a {@link Binding}: finds the types, chooses kernels, gives each value a place, and has the
 * kernels make their tasks for these places.
 */
final class Binder {
  private static final int ALIGNMENT_BYTES = 64;

  private final Graph graph;
  private final Packs packs;
  private final Workers workers;
  private final ExecutionPlan plan;
  private final Map<Value, ValueType> types;

  private final Aliases aliases = new Aliases();

  private final Map<Value, Integer> firstUse = new LinkedHashMap<>();
  private final Map<Value, Integer> lastUse = new HashMap<>();
  private final List<KernelTable.Choice<Kernel>> choices = new ArrayList<>();
  private final List<Boolean> views = new ArrayList<>();

  private final Map<Value, Tensor> places = new HashMap<>();

  /** All memory of the binding: each is part of an arena and keeps it. */
  private final List<Storage> slices = new ArrayList<>();

  private final Set<Value> raw = new HashSet<>();
  private long rawBytes;
  private long activations;
  private long atLeast;

  /** Scratch memory by step, for each kind that kernels may want. */
  private final Map<Kind, Map<Integer, Storage>> scratches = new EnumMap<>(Kind.class);

  Binder(
      ExecutionPlan plan,
      Map<Value, ValueType> inputs,
      Packs packs,
      Workers workers,
      Deadline deadline) {
    this.plan = plan;
    this.graph = plan.graph();
    this.packs = packs;
    this.workers = workers;
    this.types = TypeInference.follow(graph, inputs, deadline);
    packs.expect(graph);
  }

  /** The types of the graph's values as far as they are known before the run. */
  Map<Value, ValueType> types() {
    return types;
  }

  Binding bind() {
    List<Node> nodes = graph.nodes();
    findUses();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      boolean view = isView(node);
      if (view) {
        join(node.inputs().get(0), node.outputs().get(0), 0);
      }
      KernelRequest request = view || !hasStaticTypes(node) ? null : request(node);
      if (request != null) {
        view = cut(node, request) || concatenate(node, request);
      }
      views.add(view);
      KernelTable.Choice<Kernel> choice =
          view || request == null ? null : SimdKernels.choose(request);
      choices.add(choice);
      packs.letGo();
      if (choice != null) {
        overwrite(node, choice.kernel(), i);
      }
    }
    placeValues();
    List<Binding.Step> steps = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      steps.add(step(i));
    }
    packs.letGo();
    // Not before: what fails leaves everything to the memory scope.
    slices.forEach(Storage::retain);
    return new Binding(
        plan,
        steps,
        places,
        slices,
        workers,
        new MemoryUse(packs.bytes() + rawBytes, activations, atLeast));
  }

  private void findUses() {
    int end = graph.nodes().size();
    for (Value input : graph.inputs()) {
      if (typeOfPlaced(input) != null) {
        firstUse.put(input, 0);
        lastUse.put(input, 0);
      }
    }
    for (int i = 0; i < end; i++) {
      Node node = graph.nodes().get(i);
      for (Value value : Graph.uses(node)) {
        if (lastUse.containsKey(value)) {
          lastUse.put(value, i);
        }
      }
      for (Value output : node.outputs()) {
        if (output != null && typeOfPlaced(output) != null) {
          checkSize(node, typeOfPlaced(output));
          firstUse.put(output, i);
          lastUse.put(output, i);
        }
      }
    }
    for (Value output : graph.outputs()) {
      lastUse.computeIfPresent(output, (v, last) -> end);
    }
  }

  private static void checkSize(Node node, TensorType type) {
    try {
      type.shape().size();
    } catch (MemoryException e) {
      throw e.at(Inputs.describe(node.op(), node.name()));
    }
  }

  /** The type of a value that gets a place; null if it has none or is a constant. */
  private TensorType typeOfPlaced(Value value) {
    return !graph.constants().containsKey(value)
            && types.get(value) instanceof TensorType type
            && type.dtype() != null
            && type.shape().isStatic()
            && type.dtype().kind() != Kind.STRINGS
        ? type
        : null;
  }

  private boolean isView(Node node) {
    Value from = node.inputs().isEmpty() ? null : node.inputs().get(0);
    if (from == null || node.outputs().size() != 1) {
      return false;
    }
    TensorType in = typeOfPlaced(from);
    TensorType out = typeOfPlaced(node.outputs().get(0));
    return in != null
        && out != null
        && in.dtype() == out.dtype()
        && in.shape().elements() == out.shape().elements()
        && Views.is(node.op(), in.shape());
  }

  private boolean hasStaticTypes(Node node) {
    for (Value input : node.inputs()) {
      if (input != null && !graph.constants().containsKey(input) && typeOfPlaced(input) == null) {
        return false;
      }
    }
    for (Value output : node.outputs()) {
      if (output != null && typeOfPlaced(output) == null) {
        return false;
      }
    }
    return node.op().subgraphs().isEmpty() && !isEmpty(node);
  }

  /**
   * Whether there is nothing in one of a node's values, constants apart: no kernel need think of
   * that.
   */
  private boolean isEmpty(Node node) {
    for (Value value : node.inputs()) {
      if (value != null
          && !graph.constants().containsKey(value)
          && ((TensorType) types.get(value)).shape().elements() == 0) {
        return true;
      }
    }
    for (Value value : node.outputs()) {
      if (value != null && ((TensorType) types.get(value)).shape().elements() == 0) {
        return true;
      }
    }
    return false;
  }

  private KernelRequest request(Node node) {
    int inputs = node.inputs().size();
    TensorType[] inputTypes = new TensorType[inputs];
    Tensor[] values = new Tensor[inputs];
    for (int i = 0; i < inputs; i++) {
      Value input = node.inputs().get(i);
      if (input != null) {
        inputTypes[i] = (TensorType) types.get(input);
        values[i] = graph.constants().containsKey(input) ? graph.constants().get(input) : null;
      }
    }
    TensorType[] outputTypes = new TensorType[node.outputs().size()];
    for (int i = 0; i < outputTypes.length; i++) {
      Value output = node.outputs().get(i);
      outputTypes[i] = output == null ? null : (TensorType) types.get(output);
    }
    return new KernelRequest(node, inputTypes, values, outputTypes, packs);
  }

  private Value root(Value value) {
    return aliases.root(value);
  }

  /** Lets {@code value} lie {@code at} elements behind where {@code with} begins. */
  private void join(Value with, Value value, int at) {
    aliases.put(value, with, at);
    lastUse.merge(root(with), lastUse.get(value), Math::max);
  }

  /** Lets the outputs of a node that cuts its input lie there; false if it does not cut. */
  private boolean cut(Node node, KernelRequest request) {
    Value from = node.inputs().isEmpty() ? null : node.inputs().get(0);
    List<Move> moves = from == null || typeOfPlaced(from) == null ? null : Move.of(request);
    if (moves == null || moves.size() != request.outputs() || !Move.areStretches(moves)) {
      return false;
    }
    for (Move move : moves) {
      if (move.input() != 0 || !request.wants(move.output())) {
        return false;
      }
    }
    for (Move move : moves) {
      join(from, node.outputs().get(move.output()), move.fromAt());
    }
    return true;
  }

  /**
   * Lets what a node joins be computed in the place of its output; false if one of its inputs is no
   * stretch of it, or lies elsewhere already.
   */
  private boolean concatenate(Node node, KernelRequest request) {
    List<Move> moves = request.op() instanceof Concat ? Move.of(request) : null;
    if (moves == null || !Move.areStretches(moves)) {
      return false;
    }
    Set<Value> wholes = new HashSet<>();
    for (Value input : node.inputs()) {
      TensorType type = input == null ? null : typeOfPlaced(input);
      Value root = type == null ? null : root(input);
      if (root == null
          || graph.inputs().contains(root)
          || typeOfPlaced(root).shape().elements() != type.shape().elements()
          || !wholes.add(root)) {
        return false;
      }
    }
    Value output = node.outputs().get(0);
    int at = 0;
    for (Value input : node.inputs()) {
      Value root = root(input);
      aliases.put(root, output, at);
      firstUse.merge(output, firstUse.get(root), Math::min);
      lastUse.merge(output, lastUse.get(root), Math::max);
      at += typeOfPlaced(input).shape().size();
    }
    return true;
  }

  private void overwrite(Node node, Kernel kernel, int step) {
    Value output = node.outputs().get(0);
    if (output == null) {
      return;
    }
    TensorType out = typeOfPlaced(output);
    for (int i = 0; i < node.inputs().size(); i++) {
      Value input = node.inputs().get(i);
      TensorType in = input == null ? null : typeOfPlaced(input);
      if (in != null
          && kernel.canOverwrite(i)
          && lastUse.get(root(input)) == step
          && in.dtype().kind() == out.dtype().kind()
          && in.shape().elements() == out.shape().elements()
          && isAlone(node, i)) {
        join(input, output, 0);
        return;
      }
    }
  }

  /** Whether no other input of a node lies where input {@code i} lies. */
  private boolean isAlone(Node node, int i) {
    for (int j = 0; j < node.inputs().size(); j++) {
      Value other = node.inputs().get(j);
      if (j != i && other != null && root(other) == root(node.inputs().get(i))) {
        return false;
      }
    }
    return true;
  }

  private void placeValues() {
    Map<Kind, List<MemoryPlan.Region>> regions = new EnumMap<>(Kind.class);
    Map<Kind, List<Value>> owners = new EnumMap<>(Kind.class);
    firstUse.forEach((value, first) -> {
      if (root(value) == value) {
        TensorType type = typeOfPlaced(value);
        Kind kind = type.dtype().kind();
        regions
            .computeIfAbsent(kind, k -> new ArrayList<>())
            .add(
                new MemoryPlan.Region(
                    value.name(), type.shape().size(), first, lastUse.get(value)));
        owners.computeIfAbsent(kind, k -> new ArrayList<>()).add(value);
      }
    });
    Map<Kind, List<Integer>> scratchSteps = new EnumMap<>(Kind.class);
    int threads = workers.threads();
    for (int i = 0; i < choices.size(); i++) {
      if (choices.get(i) != null) {
        Kernel kernel = choices.get(i).kernel();
        addScratch(regions, Kind.FLOATS, kernel.scratchFloats(threads), i, scratchSteps);
        addScratch(regions, Kind.SHORTS, kernel.scratchShorts(threads), i, scratchSteps);
        addScratch(regions, Kind.INTS, kernel.scratchInts(threads), i, scratchSteps);
      }
    }
    regions.forEach((kind, list) -> {
      MemoryPlan memory = MemoryPlan.of(list, Math.max(1, ALIGNMENT_BYTES / kind.bytes()));
      Storage arena = Storage.allocate(kind, memory.arena());
      activations += (long) memory.arena() * kind.bytes();
      atLeast += memory.lowerBound() * kind.bytes();
      List<Value> values = owners.getOrDefault(kind, List.of());
      for (int i = 0; i < list.size(); i++) {
        Storage slice = arena.slice(memory.offsets().get(i), list.get(i).size());
        slices.add(slice);
        if (i < values.size()) {
          TensorType type = typeOfPlaced(values.get(i));
          places.put(values.get(i), Tensor.over(type.dtype(), type.shape(), slice));
        } else {
          scratches
              .computeIfAbsent(kind, k -> new HashMap<>())
              .put(scratchSteps.get(kind).get(i - values.size()), slice);
        }
      }
    });
    firstUse.forEach((value, first) -> {
      if (root(value) != value) {
        TensorType type = typeOfPlaced(value);
        Storage storage = places.get(root(value)).storage();
        if (storage.length() != type.shape().size()) {
          storage = storage.slice(aliases.offset(value), type.shape().size());
          slices.add(storage);
        }
        places.put(value, Tensor.over(type.dtype(), type.shape(), storage));
      }
    });
  }

  private static void addScratch(
      Map<Kind, List<MemoryPlan.Region>> regions,
      Kind kind,
      int size,
      int step,
      Map<Kind, List<Integer>> steps) {
    if (size > 0) {
      regions
          .computeIfAbsent(kind, k -> new ArrayList<>())
          .add(new MemoryPlan.Region("scratch of step " + step, size, step, step));
      steps.computeIfAbsent(kind, k -> new ArrayList<>()).add(step);
    }
  }

  private Binding.Step step(int i) {
    Node node = graph.nodes().get(i);
    if (views.get(i)) {
      return new Binding.Step.View(node);
    }
    KernelTable.Choice<Kernel> choice = choices.get(i);
    if (choice != null) {
      List<Task> tasks = new ArrayList<>();
      choice.kernel().addTasks(new NodePlaces(node, i), tasks);
      return new Binding.Step.Kernels(node, choice.name(), tasks.toArray(new Task[0]));
    }
    List<Value> given = new ArrayList<>();
    for (Value value : Graph.uses(node)) {
      if (places.containsKey(value)) {
        given.add(value);
      }
    }
    List<Value> release = new ArrayList<>();
    for (Value value : plan.steps().get(i).release()) {
      if (!places.containsKey(value)) {
        release.add(value);
      }
    }
    return new Binding.Step.Host(node, given, release);
  }

  /** Where one node's values are. */
  private final class NodePlaces implements Places {
    private final Node node;
    private final int step;

    NodePlaces(Node node, int step) {
      this.node = node;
      this.step = step;
    }

    @Override
    public Tensor in(int i) {
      Value input = node.inputs().get(i);
      Tensor place = places.get(input);
      if (place == null) {
        place = graph.constants().get(input);
        // Tasks keep its address, so it must not be read from its file anew somewhere else.
        place.storage().settle();
        rawBytes += raw.add(input) ? (long) place.size() * place.dtype().kind().bytes() : 0;
      }
      return place;
    }

    @Override
    public Tensor out(int i) {
      return places.get(node.outputs().get(i));
    }

    @Override
    public Floats scratch() {
      return scratches.get(Kind.FLOATS).get(step).floats();
    }

    @Override
    public Tensor room(Shape shape, int at) {
      Storage part = scratches.get(Kind.FLOATS).get(step).slice(at, shape.size());
      slices.add(part);
      return Tensor.over(DType.FLOAT32, shape, part);
    }

    @Override
    public Shorts scratchShorts() {
      return scratches.get(Kind.SHORTS).get(step).shorts();
    }

    @Override
    public Ints scratchInts() {
      return scratches.get(Kind.INTS).get(step).ints();
    }

    @Override
    public int threads() {
      return workers.threads();
    }
  }
}
