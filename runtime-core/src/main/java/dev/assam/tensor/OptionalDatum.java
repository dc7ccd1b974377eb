package dev.assam.tensor;

/** ONNX's optional: a value, or null for none. */
public record OptionalDatum(OptionalType type, Datum value) implements Datum {
  public boolean isPresent() {
    return value != null;
  }

  @Override
  public void retain() {
    if (value != null) {
      value.retain();
    }
  }

  @Override
  public void release() {
    if (value != null) {
      value.release();
    }
  }

  @Override
  public void handOver() {
    if (value != null) {
      value.handOver();
    }
  }

  @Override
  public String toString() {
    return type + (value == null ? " without value" : " with " + value);
  }
}
