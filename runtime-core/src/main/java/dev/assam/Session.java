package dev.assam;

import dev.assam.backend.Backend;
import dev.assam.backend.Completion;
import dev.assam.backend.MemoryUse;
import dev.assam.backend.Profile;
import dev.assam.error.AssamException;
import dev.assam.error.ClosedException;
import dev.assam.error.DeviceException;
import dev.assam.error.InputException;
import dev.assam.error.UnsupportedException;
import dev.assam.graph.Graph;
import dev.assam.graph.TypeInference;
import dev.assam.graph.Value;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.onnx.Model;
import dev.assam.onnx.OnnxReader;
import dev.assam.op.Deadline;
import dev.assam.tensor.Datum;
import dev.assam.tensor.OptionalDatum;
import dev.assam.tensor.OptionalType;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A model ready to run. Everything that can be checked is checked when it is opened; a session that
 * threw from {@link #run} can be used on. Not to be used by two threads at once.
 */
public final class Session implements AutoCloseable {
  private final Model model;
  private final SessionOptions options;
  private final Backend backend;
  private final Prepared prepared;
  private final List<ValueInfo> inputs = new ArrayList<>();
  private final List<ValueInfo> outputs = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<Value> inputValues;
  private final Given given;
  private boolean closed;

  private Session(Model model, SessionOptions options, Deadline deadline) {
    this.model = model;
    this.options = options;
    this.backend = options.backend();
    if (!model.unsupported().isEmpty()) {
      throw new UnsupportedException(
          "the model cannot be run: " + String.join("; ", model.unsupported()));
    }
    Graph graph = withDefaults(model.graph(), options.defaults());
    Map<Value, ValueType> bound = new HashMap<>();
    for (Value input : graph.inputs()) {
      ValueType type = SymbolicDims.bind(input.declared(), options.dimensions());
      bound.put(input, type);
      boolean required = !graph.constants().containsKey(input);
      inputs.add(new ValueInfo(input.name(), type, required));
      names.add(input.name());
    }
    this.inputValues = graph.inputs();
    this.given = new Given(inputValues);
    Map<Value, ValueType> types = TypeInference.infer(graph, bound, deadline);
    for (Value output : graph.outputs()) {
      ValueType type = types.get(output);
      if (type == null
          || (type instanceof TensorType t && !t.shape().hasRank() && output.declared() != null)) {
        type = output.declared();
      }
      outputs.add(new ValueInfo(output.name(), type, true));
    }
    this.prepared = new Prepared(graph, bound, options, deadline);
  }

  /**
   * Opens a model.
   *
   * @param file the bytes of an ONNX file, a storage of bytes; weights are read in place where the
   *     platform can, so it must not be changed afterwards
   * @throws dev.assam.error.AssamException if the model is corrupt, refused by an operator, or
   *     needs something that Assam does not have
   */
  @SuppressWarnings("try")
  public static Session open(Storage file, SessionOptions options) {
    Deadline deadline = Deadline.in(options.timeLimitMillis());
    try (MemoryScope scope = MemoryScope.open(options.memoryLimitBytes())) {
      Model model = OnnxReader.read(file, options.externalData());
      try {
        Session session = new Session(model, options, deadline);
        session.prepared.letGo(model.weights());
        return session;
      } catch (RuntimeException | Error e) {
        model.release();
        throw e;
      }
    }
  }

  /** The graph with more of its inputs having defaults. */
  private static Graph withDefaults(Graph graph, Map<String, Tensor> defaults) {
    if (defaults.isEmpty()) {
      return graph;
    }
    Map<Value, Tensor> constants = new LinkedHashMap<>(graph.constants());
    List<String> names = new ArrayList<>();
    for (Value input : graph.inputs()) {
      names.add(input.name());
      Tensor value = defaults.get(input.name());
      if (value != null) {
        check("the default of input \"" + input.name() + "\"", value, input.declared());
        constants.put(input, value);
      }
    }
    for (String name : defaults.keySet()) {
      if (!names.contains(name)) {
        throw new InputException("no input \"" + name + "\" (there are: " + names + ")");
      }
    }
    return new Graph(graph.name(), graph.inputs(), graph.outputs(), graph.nodes(), constants);
  }

  /** The model's inputs in its order; those with a default need not be given. */
  public List<ValueInfo> inputs() {
    return List.copyOf(inputs);
  }

  public List<ValueInfo> outputs() {
    return List.copyOf(outputs);
  }

  /** The model as read; of its weights, those that nobody reads again are given back. */
  public Model model() {
    return model;
  }

  /**
   * What the session holds for the input shapes of its last run, or those it was opened for; known
   * before the first run if the model's shapes are.
   */
  public MemoryUse memory() {
    return prepared.memory();
  }

  /** Name of the backend in use. */
  public String backend() {
    return backend.name();
  }

  /** Where the nodes run for the input shapes of the last run, or those it was opened for. */
  public Profile profile() {
    return prepared.profile();
  }

  /**
   * Done once everything is prepared that can be without a run; fails if the backend's device
   * refuses it. What a device that is lost meanwhile had prepared, the first run prepares again.
   */
  public Completion<Boolean> ready() {
    return recovering(prepared.ready(), prepared::ready);
  }

  /**
   * Runs the model once.
   *
   * @param given a value for each required input; they stay the caller's
   * @return the outputs, to be closed by the caller
   * @throws InputException if names, element types or shapes do not fit the model's inputs
   * @throws dev.assam.error.AssamException if an operator refuses the values, or a limit of the
   *     session's options is reached; UnsupportedException if the backend's results come later
   */
  @SuppressWarnings("try")
  public Result run(Map<String, ? extends Datum> given) {
    if (backend.answersLater()) {
      throw new UnsupportedException(
          "the " + backend.name() + " backend answers later (allowed: start instead of run)");
    }
    checkOpen();
    try (MemoryScope scope = MemoryScope.open(options.memoryLimitBytes())) {
      take(given, this.given);
      Deadline deadline = Deadline.in(options.timeLimitMillis());
      return named(prepared.executable(this.given, deadline).run(this.given, deadline).get());
    } finally {
      this.given.forget();
    }
  }

  /**
   * Begins to run the model once; the result is there when the backend has it. Whatever is wrong is
   * a failure of the completion, by the same exceptions as {@link #run}. A device that was lost is
   * replaced once.
   *
   * @param given a value for each required input; they stay the caller's, who must not change or
   *     close them before the result is there
   */
  public Completion<Result> start(Map<String, ? extends Datum> given) {
    return start(given, Set.of());
  }

  /**
   * As {@link #start(Map)}, with outputs that stay where a device has computed them: tensors over a
   * {@link dev.assam.backend.device.DeviceSource}, which may be inputs of a later run. What the CPU
   * computes is an ordinary tensor.
   *
   * @param stay names of the outputs that stay
   */
  public Completion<Result> start(Map<String, ? extends Datum> given, Set<String> stay) {
    if (!backend.answersLater()) {
      try {
        return Completion.of(run(given));
      } catch (AssamException e) {
        return Completion.failed(e);
      }
    }
    Given own = new Given(inputValues);
    return recovering(execute(given, own, stay), () -> execute(given, own, stay)).map(this::named);
  }

  /** What was begun, or, if the device was lost meanwhile, what is begun on another one. */
  private <T> Completion<T> recovering(Completion<T> begun, Supplier<Completion<T>> again) {
    return begun.orElse(e ->
        e instanceof DeviceException device && device.isLost() && !closed
            ? backend
                .recover()
                .then(ready -> {
                  prepared.renew();
                  return again.get();
                })
            : Completion.failed(e));
  }

  @SuppressWarnings("try")
  private Completion<List<Datum>> execute(
      Map<String, ? extends Datum> values, Given own, Set<String> stay) {
    try (MemoryScope scope = MemoryScope.open(options.memoryLimitBytes())) {
      checkOpen();
      take(values, own);
      Deadline deadline = Deadline.in(options.timeLimitMillis());
      return prepared.executable(own, deadline).run(own, deadline, numbers(stay));
    } catch (RuntimeException e) {
      return Completion.failed(e);
    }
  }

  private Set<Integer> numbers(Set<String> names) {
    Set<Integer> numbers = new LinkedHashSet<>();
    for (int i = 0; i < outputs.size(); i++) {
      if (names.contains(outputs.get(i).name())) {
        numbers.add(i);
      }
    }
    return numbers;
  }

  private void checkOpen() {
    if (closed) {
      throw new ClosedException("the session was already closed");
    }
  }

  private Result named(List<Datum> results) {
    Map<String, Datum> named = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      Datum before = named.put(outputs.get(i).name(), results.get(i));
      if (before != null) {
        before.release();
      }
    }
    return new Result(named);
  }

  /** Fills what a run is given, checking everything. */
  private void take(Map<String, ? extends Datum> values, Given given) {
    int found = 0;
    for (int i = 0; i < inputs.size(); i++) {
      ValueInfo info = inputs.get(i);
      Datum value = values.get(info.name());
      given.set(i, value);
      if (value == null) {
        continue;
      }
      found++;
      check(info, value);
    }
    if (found == inputs.size() && found == values.size()) {
      return;
    }
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        throw new InputException("no input \"" + name + "\" (there are: " + names + ")");
      }
    }
    for (int i = 0; i < inputs.size(); i++) {
      if (given.value(i) == null && inputs.get(i).required()) {
        throw new InputException(
            "input \"" + inputs.get(i).name() + "\" is missing: " + inputs.get(i).type());
      }
    }
  }

  private static void check(ValueInfo info, Datum value) {
    if (value instanceof Tensor tensor
        && info.type() instanceof TensorType
        && TypeInference.fits(tensor.type(), info.type())
        && !tensor.storage().isFreed()) {
      return;
    }
    check("input \"" + info.name() + "\"", value, info.type());
  }

  /** Checks a value against a type, and what is in it against the type it says itself. */
  private static void check(String what, Datum value, ValueType allowed) {
    if (!TypeInference.fits(value.type(), allowed)) {
      throw new InputException(what + " is " + value.type() + " (allowed: " + allowed + ")");
    }
    ValueType element =
        switch (allowed) {
          case SequenceType sequence -> sequence.element();
          case OptionalType optional -> optional.element();
          case null, default -> null;
        };
    switch (value) {
      case Tensor tensor -> {
        if (tensor.storage().isFreed()) {
          throw new ClosedException(what + ", a " + tensor + ", was already closed");
        }
      }
      case SequenceDatum sequence -> {
        for (int i = 0; i < sequence.elements().size(); i++) {
          Datum inner = sequence.elements().get(i);
          check(what + " at " + i, inner, element);
          check(what + " at " + i, inner, sequence.type().element());
        }
      }
      case OptionalDatum optional -> {
        if (optional.isPresent()) {
          check(what + " inside", optional.value(), element);
          check(what + " inside", optional.value(), optional.type().element());
        }
      }
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      prepared.close();
      model.release();
    }
  }
}
