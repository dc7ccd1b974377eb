package dev.assam.reference;

import dev.assam.graph.Value;
import dev.assam.plan.ExecutionPlan;
import dev.assam.tensor.Datum;
import java.util.HashMap;
import java.util.Map;

/** The values of one graph while it runs; an owner of each. */
final class Frame {
  final Frame outer;
  final ExecutionPlan plan;
  private final Map<Value, Datum> values = new HashMap<>();

  Frame(Frame outer, ExecutionPlan plan) {
    this.outer = outer;
    this.plan = plan;
  }

  void put(Value value, Datum datum) {
    datum.retain();
    Datum before = values.put(value, datum);
    if (before != null) {
      before.release();
    }
  }

  /** The value here or in the graphs around, or null. */
  Datum find(Value value) {
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

  void drop(Value value) {
    Datum datum = values.remove(value);
    if (datum != null) {
      datum.release();
    }
  }

  void dropAll() {
    values.values().forEach(Datum::release);
    values.clear();
  }
}
