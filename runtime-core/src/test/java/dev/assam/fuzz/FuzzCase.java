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
import java.util.LinkedHashMap;
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
   * Opens the model and runs it.
   *
   * @throws AssertionError if memory was not given back
   */
  Outcome run() {
    long before = MemoryScope.usedBytes();
    Storage file = Storage.ofBytes(model);
    Outcome outcome;
    try (Session session = Session.open(file, LIMITS)) {
      boolean first = run(session);
      boolean again = run(session);
      outcome = first || again ? Outcome.RAN : Outcome.OPENED;
    } catch (AssamException e) {
      check(e);
      outcome = Outcome.REFUSED;
    } finally {
      file.release();
    }
    if (MemoryScope.usedBytes() != before) {
      throw new AssertionError(
          outcome + ", and " + (MemoryScope.usedBytes() - before) + " bytes were not given back");
    }
    return outcome;
  }

  private boolean run(Session session) {
    Map<String, Datum> values = inputs(session);
    try (Result result = session.run(values)) {
      return !result.outputs().isEmpty();
    } catch (AssamException e) {
      check(e);
      return false;
    } finally {
      for (Map.Entry<String, Datum> entry : values.entrySet()) {
        if (entry.getValue() != inputs.get(entry.getKey())) {
          entry.getValue().release();
        }
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
