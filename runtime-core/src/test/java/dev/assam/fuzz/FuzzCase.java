package dev.assam.fuzz;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.ValueInfo;
import dev.assam.error.AssamException;
import dev.assam.error.TimeoutException;
import dev.assam.graph.TypeInference;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import dev.assam.testing.Difference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One mutated model, made from nothing but its number. */
public final class FuzzCase {
  /** What became of a case that behaved. */
  enum Outcome {
    /** It was refused when it was opened. */
    REFUSED,
    /** It could be opened, and no run succeeded. */
    OPENED,
    /** It gave results. */
    RAN
  }

  /** What a mutated model may take: a loop may be without end now. */
  public static final SessionOptions LIMITS =
      SessionOptions.DEFAULT.withMemoryLimit(1 << 20).withTimeLimit(300);

  private final Dice dice;
  private final String description;
  private final byte[] model;
  private final Map<String, Datum> inputs;
  private final boolean vary;
  private boolean timedOut;

  public FuzzCase(int number, Seeds seeds) {
    dice = new Dice(number);
    Seeds.Seed seed = seeds.any(dice);
    Seeds.Seed other = seeds.any(dice);
    inputs = seed.inputs();
    vary = dice.oneIn(4);
    if (vary) {
      description = seed.name() + ", inputs changed";
      Message tree = Message.parse(Message.Kind.MODEL, seed.model());
      GraphMutations.loosen(tree, dice);
      model = tree.toBytes();
    } else if (dice.oneIn(6)) {
      description = seed.name() + ", bytes changed";
      model = ByteMutations.mutate(seed.model(), other.model(), dice);
    } else {
      description = seed.name() + ", graph changed, with " + other.name();
      Message tree = Message.parse(Message.Kind.MODEL, seed.model());
      GraphMutations.mutate(tree, Message.parse(Message.Kind.MODEL, other.model()), dice);
      model = tree.toBytes();
    }
  }

  public byte[] model() {
    return model;
  }

  /** What was changed in what. */
  @Override
  public String toString() {
    return description;
  }

  /**
   * Opens the model and runs it, as it is and optimised.
   *
   * @throws AssertionError if memory was not given back, or results differ
   */
  Outcome run() {
    long before = MemoryScope.usedBytes();
    Storage file = Storage.ofBytes(model);
    List<Map<String, Datum>> values = new ArrayList<>();
    List<List<Datum>> results = new ArrayList<>();
    Outcome outcome = run(file, LIMITS, values, results);
    List<List<Datum>> optimised = new ArrayList<>();
    if (!timedOut) {
      run(file, LIMITS.withOptimise(true), values, optimised);
    }
    String difference = timedOut ? null : difference(values, results, optimised);
    values.forEach(this::release);
    results.forEach(list -> list.forEach(Datum::release));
    optimised.forEach(list -> list.forEach(Datum::release));
    file.release();
    if (difference != null) {
      throw new AssertionError("optimised: " + difference);
    }
    if (MemoryScope.usedBytes() != before) {
      throw new AssertionError(
          outcome + ", and " + (MemoryScope.usedBytes() - before) + " bytes were not given back");
    }
    return outcome;
  }

  /**
   * Opens the model and runs it twice.
   *
   * @param values for the inputs; drawn if there are none yet
   * @param results of the runs that succeed
   */
  private Outcome run(
      Storage file,
      SessionOptions options,
      List<Map<String, Datum>> values,
      List<List<Datum>> results) {
    try (Session session = Session.open(file, options)) {
      for (int i = values.size(); i < 2; i++) {
        values.add(inputs(session));
      }
      boolean ran = false;
      for (Map<String, Datum> each : values) {
        try (Result result = session.run(each)) {
          List<Datum> outputs = new ArrayList<>(result.outputs().values());
          outputs.forEach(Datum::retain);
          results.add(outputs);
          ran |= !outputs.isEmpty();
        } catch (AssamException e) {
          check(e);
          results.add(List.of());
        }
      }
      return ran ? Outcome.RAN : Outcome.OPENED;
    } catch (AssamException e) {
      check(e);
      return Outcome.REFUSED;
    }
  }

  /** What a run gives that the same run of the optimised model does not, or null. */
  private static String difference(
      List<Map<String, Datum>> values, List<List<Datum>> results, List<List<Datum>> optimised) {
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).isEmpty() || !isTame(values.get(i).values()) || !isTame(results.get(i))) {
        continue;
      }
      if (optimised.size() <= i || optimised.get(i).size() != results.get(i).size()) {
        return "fails";
      }
      for (int k = 0; k < results.get(i).size(); k++) {
        String difference =
            Difference.between(results.get(i).get(k), optimised.get(i).get(k), 1e-2, 1e-2);
        if (difference != null) {
          return difference;
        }
      }
    }
    return null;
  }

  /** Whether numbers are so small that nothing on the way may have overflown. */
  private static boolean isTame(Collection<Datum> values) {
    for (Datum value : values) {
      for (int i = 0; value instanceof Tensor x && x.dtype().isFloat() && i < x.size(); i++) {
        if (!(Math.abs(x.getDouble(i)) < 1e9)) {
          return false;
        }
      }
    }
    return true;
  }

  private void release(Map<String, Datum> values) {
    for (Map.Entry<String, Datum> entry : values.entrySet()) {
      if (entry.getValue() != inputs.get(entry.getKey())) {
        entry.getValue().release();
      }
    }
  }

  /** Values to run the model with, others at each call; they may be wrong. */
  public Map<String, Datum> inputs(Session session) {
    Map<String, Datum> values = new LinkedHashMap<>();
    for (ValueInfo info : session.inputs()) {
      Datum known = inputs.get(info.name());
      if (vary && known != null && !dice.oneIn(3)) {
        values.put(info.name(), InputValues.vary(known, dice));
      } else if (known != null
          && TypeInference.fits(known.type(), info.type())
          && !dice.oneIn(10)) {
        values.put(info.name(), known);
      } else if (info.required() || dice.oneIn(4)) {
        values.put(info.name(), InputValues.make(info.type(), dice));
      }
    }
    return values;
  }

  /** Whether it ran until it was stopped. */
  boolean timedOut() {
    return timedOut;
  }

  private void check(AssamException e) {
    timedOut |= e instanceof TimeoutException;
    if (e.getMessage() == null || e.getMessage().isBlank()) {
      throw new AssertionError("an exception without a message", e);
    }
  }
}
