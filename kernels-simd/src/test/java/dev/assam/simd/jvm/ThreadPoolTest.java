package dev.assam.simd.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assam.simd.Fields;
import dev.assam.simd.Task;
import dev.assam.simd.Workers;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ThreadPoolTest {
  /** Counts how often each unit was done. */
  private static final class Counting extends Task {
    final AtomicIntegerArray done;
    final int failing;

    Counting(int units, int failing) {
      this.done = new AtomicIntegerArray(units);
      this.failing = failing;
    }

    @Override
    public int units() {
      return done.length();
    }

    @Override
    public void run(int from, int to, int thread) {
      for (int i = from; i < to; i++) {
        done.incrementAndGet(i);
        if (i == failing) {
          throw new IllegalArgumentException("unit " + i);
        }
      }
    }

    @Override
    public int code() {
      return -1;
    }

    @Override
    protected void fields(Fields fields) {}
  }

  @Test
  void everyUnitIsDoneOnce() throws InterruptedException {
    try (Workers workers = ThreadPool.of(3)) {
      for (int round = 0; round < 2000; round++) {
        Counting task = new Counting(round % 50, -1);
        workers.run(task);
        for (int i = 0; i < task.units(); i++) {
          assertEquals(1, task.done.get(i));
        }
        if (round % 500 == 0) {
          // Long enough for the helpers to fall asleep.
          Thread.sleep(20);
        }
      }
    }
  }

  @Test
  void aFailureReachesTheCallerAndThePoolStaysUsable() {
    try (Workers workers = ThreadPool.of(2)) {
      assertThrows(RuntimeException.class, () -> workers.run(new Counting(40, 39)));
      Counting task = new Counting(40, -1);
      workers.run(task);
      assertEquals(1, task.done.get(39));
    }
  }

  @Test
  void atLeastOneThread() {
    assertEquals(1, ThreadPool.of(1).threads());
    assertThrows(IllegalArgumentException.class, () -> ThreadPool.of(0));
  }
}
