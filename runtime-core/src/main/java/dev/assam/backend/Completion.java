package dev.assam.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A result that is there at once on a CPU and later on a GPU.
 *
 * @param <T> the result
 */
public final class Completion<T> {
  private boolean done;
  private T value;
  private RuntimeException failure;

  /** Null while there is none. */
  private List<Consumer<Completion<T>>> listeners;

  /** A completion that is done. */
  public static <T> Completion<T> of(T value) {
    Completion<T> completion = new Completion<>();
    completion.complete(value);
    return completion;
  }

  public boolean isDone() {
    return done;
  }

  /**
   * The result of a completion that is done.
   *
   * @throws RuntimeException the failure, if it failed
   */
  public T get() {
    if (!done) {
      throw new IllegalStateException("asked for a result that is not there yet");
    }
    if (failure != null) {
      throw failure;
    }
    return value;
  }

  public void complete(T result) {
    value = result;
    finish();
  }

  public void fail(RuntimeException reason) {
    failure = reason;
    finish();
  }

  /** Calls the listener when done, at once if it is. */
  public void whenDone(Consumer<Completion<T>> listener) {
    if (done) {
      listener.accept(this);
    } else {
      listeners = listeners == null ? new ArrayList<>() : listeners;
      listeners.add(listener);
    }
  }

  private void finish() {
    done = true;
    if (listeners != null) {
      listeners.forEach(listener -> listener.accept(this));
      listeners = null;
    }
  }
}
