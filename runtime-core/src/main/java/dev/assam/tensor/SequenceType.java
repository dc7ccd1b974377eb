package dev.assam.tensor;

/** A sequence of values of one type; the element type may be null for unknown. */
public record SequenceType(ValueType element) implements ValueType {
  @Override
  public String toString() {
    return "seq(" + element + ")";
  }
}
