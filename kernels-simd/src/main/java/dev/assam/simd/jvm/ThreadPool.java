package dev.assam.simd.jvm;

import dev.assam.simd.Task;
import dev.assam.simd.Workers;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that share the units of a task with the thread that calls. They spin for a moment after a
 * task, since the next one usually follows at once, and sleep then.
 */
public final class ThreadPool implements Workers {
  /** Parts per thread: enough that one that was held up does not keep the others waiting. */
  private static final int PARTS = 4;

  private static final int SPINS = 20_000;

  private final Helper[] helpers;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private final Object turn = new Object();
  private volatile int generation;
  private volatile boolean closed;
  private Task task;
  private int units;
  private int grain;
  private volatile Throwable failure;

  private ThreadPool(int threads) {
    helpers = new Helper[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper(i + 1);
      helpers[i].start();
    }
  }

  /**
   * Workers of so many threads, the caller's counted.
   *
   * @throws IllegalArgumentException if there is not even one
   */
  public static Workers of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads (allowed: 1 or more)");
    }
    return threads == 1 ? Workers.ONE : new ThreadPool(threads);
  }

  @Override
  public int threads() {
    return helpers.length + 1;
  }

  @Override
  public void run(Task work) {
    int count = work.units();
    if (count < 2) {
      work.run(0, count, 0);
      return;
    }
    synchronized (turn) {
      task = work;
      units = count;
      grain = Math.max(1, count / (threads() * PARTS));
      next.set(0);
      busy.set(helpers.length);
      generation++;
      for (Helper helper : helpers) {
        if (helper.asleep) {
          LockSupport.unpark(helper);
        }
      }
      try {
        takeParts(work, 0);
      } finally {
        while (busy.get() > 0) {
          Thread.onSpinWait();
        }
      }
      Throwable thrown = failure;
      if (thrown != null) {
        failure = null;
        throw new IllegalStateException("a task failed on another thread", thrown);
      }
    }
  }

  private void takeParts(Task work, int thread) {
    for (int from = next.getAndAdd(grain); from < units; from = next.getAndAdd(grain)) {
      work.run(from, Math.min(units, from + grain), thread);
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Helper helper : helpers) {
      LockSupport.unpark(helper);
    }
  }

  private final class Helper extends Thread {
    private final int number;
    private volatile boolean asleep;

    Helper(int number) {
      super("assam-" + number);
      this.number = number;
      setDaemon(true);
    }

    @Override
    public void run() {
      int seen = 0;
      while (awaitNext(seen)) {
        seen++;
        try {
          takeParts(task, number);
        } catch (Throwable e) {
          failure = e;
        } finally {
          busy.decrementAndGet();
        }
      }
    }

    /** Waits for a task after number {@code seen}; false when there will be none. */
    private boolean awaitNext(int seen) {
      for (int i = 0; i < SPINS; i++) {
        if (generation != seen) {
          return true;
        }
        Thread.onSpinWait();
      }
      asleep = true;
      while (generation == seen && !closed) {
        LockSupport.park(this);
      }
      asleep = false;
      return generation != seen;
    }
  }
}
