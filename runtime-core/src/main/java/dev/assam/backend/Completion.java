package dev.assam.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

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

  /** A completion that has failed. */
  public static <T> Completion<T> failed(RuntimeException reason) {
    Completion<T> completion = new Completion<>();
    completion.fail(reason);
    return completion;
  }

  /** What {@code next} makes of the result, once both are there; a failure of either's. */
  public <R> Completion<R> then(Function<? super T, Completion<R>> next) {
    Completion<R> result = new Completion<>();
    whenDone(done -> {
      if (done.failure != null) {
        result.fail(done.failure);
        return;
      }
      try {
        next.apply(done.value).whenDone(result::follow);
      } catch (RuntimeException e) {
        result.fail(e);
      }
    });
    return result;
  }

  /** What {@code function} makes of the result. */
  public <R> Completion<R> map(Function<? super T, ? extends R> function) {
    return then(value -> of(function.apply(value)));
  }

  /** The result, or what {@code otherwise} makes of a failure. */
  public Completion<T> orElse(Function<RuntimeException, Completion<T>> otherwise) {
    Completion<T> result = new Completion<>();
    whenDone(done -> {
      if (done.failure == null) {
        result.complete(done.value);
        return;
      }
      try {
        otherwise.apply(done.failure).whenDone(result::follow);
      } catch (RuntimeException e) {
        result.fail(e);
      }
    });
    return result;
  }

  /** Done when all of these are; fails with the first failure among them, once all are done. */
  public static Completion<Boolean> all(List<? extends Completion<?>> parts) {
    Completion<Boolean> result = new Completion<>();
    int[] left = {parts.size() + 1};
    RuntimeException[] first = {null};
    Runnable part =
        () -> {
          if (--left[0] == 0) {
            if (first[0] == null) {
              result.complete(true);
            } else {
              result.fail(first[0]);
            }
          }
        };
    for (Completion<?> completion : parts) {
      completion.whenDone(done -> {
        first[0] = first[0] == null ? done.failure : first[0];
        part.run();
      });
    }
    part.run();
    return result;
  }

  private void follow(Completion<T> other) {
    if (other.failure == null) {
      complete(other.value);
    } else {
      fail(other.failure);
    }
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
