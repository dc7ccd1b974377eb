package dev.assam;

import dev.assam.tensor.ValueType;

/**
 * An input or output of a model.
 *
 * @param type the declared type, dimensions may be symbolic; for outputs as far as it is known
 * @param required whether an input has no default
 */
public record ValueInfo(String name, ValueType type, boolean required) {
  @Override
  public String toString() {
    return name + ": " + type;
  }
}
