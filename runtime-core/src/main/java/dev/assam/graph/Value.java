package dev.assam.graph;

import dev.assam.tensor.ValueType;

/**
 * A named edge of a graph; identity is what counts, since graphs of different scopes may use one
 * name twice.
 */
public final class Value {
  private final String name;
  private final ValueType declared;

  /**
   * @param declared the type the model states, or null
   */
  public Value(String name, ValueType declared) {
    this.name = name;
    this.declared = declared;
  }

  public String name() {
    return name;
  }

  /** The type the model states for this value, or null. */
  public ValueType declared() {
    return declared;
  }

  @Override
  public String toString() {
    return "%" + name;
  }
}
