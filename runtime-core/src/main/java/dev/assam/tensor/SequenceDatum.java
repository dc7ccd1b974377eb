package dev.assam.tensor;

import java.util.List;

/** ONNX's sequence: values of one type in order. */
public record SequenceDatum(SequenceType type, List<? extends Datum> elements) implements Datum {
  public SequenceDatum {
    elements = List.copyOf(elements);
  }

  @Override
  public void retain() {
    elements.forEach(Datum::retain);
  }

  @Override
  public void release() {
    elements.forEach(Datum::release);
  }

  @Override
  public void handOver() {
    elements.forEach(Datum::handOver);
  }

  @Override
  public String toString() {
    return type + " of " + elements.size();
  }
}
