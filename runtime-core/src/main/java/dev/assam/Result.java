package dev.assam;

import dev.assam.error.ClosedException;
import dev.assam.error.InputException;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import java.util.Collections;
import java.util.Map;

/** The outputs of a run, by name in the model's order; closing it gives their memory back. */
public final class Result implements AutoCloseable {
  private final Map<String, Datum> outputs;
  private boolean closed;

  /**
   * @param outputs from now on the result's
   */
  Result(Map<String, Datum> outputs) {
    this.outputs = Collections.unmodifiableMap(outputs);
  }

  public Map<String, Datum> outputs() {
    if (closed) {
      throw new ClosedException("the result was already closed");
    }
    return outputs;
  }

  /**
   * The output of this name.
   *
   * @throws InputException if there is none
   */
  public Datum get(String name) {
    Datum output = outputs().get(name);
    if (output == null) {
      throw new InputException("no output \"" + name + "\" (there are: " + outputs.keySet() + ")");
    }
    return output;
  }

  /** The output of this name, which is a tensor. */
  public Tensor tensor(String name) {
    if (get(name) instanceof Tensor tensor) {
      return tensor;
    }
    throw new InputException("output \"" + name + "\" is a " + get(name).type());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      outputs.values().forEach(Datum::release);
    }
  }
}
