package dev.assam.tensor;

/** A value that may be missing; the element type may be null for unknown. */
public record OptionalType(ValueType element) implements ValueType {
  @Override
  public String toString() {
    return "optional(" + element + ")";
  }
}
