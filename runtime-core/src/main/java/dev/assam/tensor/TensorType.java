package dev.assam.tensor;

/** A tensor's element type and shape; either may be unknown (null, {@link Shape#UNKNOWN}). */
public record TensorType(DType dtype, Shape shape) implements ValueType {
  @Override
  public String toString() {
    return (dtype == null ? "?" : dtype.toString()) + shape;
  }
}
