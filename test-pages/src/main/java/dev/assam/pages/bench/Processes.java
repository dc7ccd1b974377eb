package dev.assam.pages.bench;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The processes that this one started: browsers, their drivers, Java and native workers. */
final class Processes {
  private Processes() {}

  /** Ends all of them. */
  static void endAll() {
    ProcessHandle.current().descendants().toList().forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends all but the drivers of browsers, which tell their callers that the browsers are gone. */
  private static void endWorking() {
    List<ProcessHandle> all = ProcessHandle.current().descendants().toList();
    all.stream().filter(process -> !isDriver(process)).forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean isDriver(ProcessHandle process) {
    return process.info().command().map(command -> command.endsWith("node")).orElse(false);
  }

  /**
   * Does a step; once it takes too long, all working processes are ended, so that whatever it waits
   * for fails.
   *
   * @param late becomes true if that was done
   */
  static <T> T within(int seconds, AtomicBoolean late, Supplier<T> step) {
    Thread watch =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Thread.sleep(seconds * 1000L);
                late.set(true);
                endWorking();
              } catch (InterruptedException e) {
                // It was in time.
                return;
              }
            });
    try {
      return step.get();
    } finally {
      watch.interrupt();
    }
  }
}
