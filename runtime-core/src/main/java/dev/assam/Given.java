package dev.assam;

import dev.assam.graph.Value;
import dev.assam.tensor.Datum;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run is given, by the graph's inputs; absent for inputs whose default counts. One is filled
 * for every run of a session, so that looking a value up, and all else that a run needs, allocates
 * nothing.
 */
final class Given extends AbstractMap<Value, Datum> {
  private final Value[] inputs;
  private final Datum[] values;

  Given(List<Value> inputs) {
    this.inputs = inputs.toArray(new Value[0]);
    this.values = new Datum[this.inputs.length];
  }

  /** Number of the graph's inputs. */
  int count() {
    return inputs.length;
  }

  Value input(int i) {
    return inputs[i];
  }

  /** The value of input {@code i}, or null. */
  Datum value(int i) {
    return values[i];
  }

  void set(int i, Datum value) {
    values[i] = value;
  }

  void forget() {
    for (int i = 0; i < values.length; i++) {
      values[i] = null;
    }
  }

  @Override
  public Datum get(Object input) {
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i] == input) {
        return values[i];
      }
    }
    return null;
  }

  @Override
  public boolean containsKey(Object input) {
    return get(input) != null;
  }

  /** A copy of what is there. */
  @Override
  public Set<Map.Entry<Value, Datum>> entrySet() {
    Map<Value, Datum> present = new LinkedHashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      if (values[i] != null) {
        present.put(inputs[i], values[i]);
      }
    }
    return present.entrySet();
  }
}
