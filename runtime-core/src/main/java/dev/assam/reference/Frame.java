package dev.assam.reference;

import dev.assam.graph.Value;
import dev.assam.plan.ExecutionPlan;
import dev.assam.tensor.Datum;
import java.util.HashMap;
import java.util.Map;

/** The values of one graph while it runs; an owner of each. */
public final class Frame {
  final Frame outer;
  final ExecutionPlan plan;
  private final Map<Value, Datum> values = new HashMap<>();

  /**
   * @param outer values of the graphs around this one, or null
   */
  public Frame(Frame outer, ExecutionPlan plan) {
    this.outer = outer;
    this.plan = plan;
  }

  /** Sets a value, giving back the one before. */
  public void put(Value value, Datum datum) {
    datum.retain();
    Datum before = values.put(value, datum);
    if (before != null) {
      before.release();
    }
  }

  /** The value here or in the graphs around, or null. */
  public Datum find(Value value) {
    for (Frame frame = this; frame != null; frame = frame.outer) {
      Datum datum = frame.values.get(value);
      if (datum == null) {
        datum = frame.plan.graph().constants().get(value);
      }
      if (datum != null) {
        return datum;
      }
    }
    return null;
  }

  /** Gives a value back. */
  public void drop(Value value) {
    Datum datum = values.remove(value);
    if (datum != null) {
      datum.release();
    }
  }

  /** Gives all values back. */
  public void dropAll() {
    values.values().forEach(Datum::release);
    values.clear();
  }
}
