package dev.assam.pages.measure;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Does something if it is not closed in time. */
final class Watchdog implements AutoCloseable {
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  private final AtomicBoolean barked = new AtomicBoolean();
  private final ScheduledFuture<?> alarm;

  Watchdog(int seconds, Runnable bark) {
    alarm =
        CLOCK.schedule(
            () -> {
              barked.set(true);
              bark.run();
            },
            seconds,
            TimeUnit.SECONDS);
  }

  boolean hasBarked() {
    return barked.get();
  }

  @Override
  public void close() {
    alarm.cancel(false);
  }
}
