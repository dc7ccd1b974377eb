package dev.assam.fuzz;

import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * Mutated models are refused or run, optimised as they are; nothing else happens: no exception that
 * is not an AssamException, no hang, no memory that is not given back, no other result. {@code
 * -Dassam.fuzz.cases=N} tries so many, {@code -Dassam.fuzz.from=N} begins elsewhere, {@code
 * -Dassam.fuzz.case=N} tries one, {@code -Dassam.fuzz.seeds=TEXT} takes only seeds with this in
 * their names, {@code -Dassam.fuzz.dump=FOLDER} keeps the models that fail.
 */
class FuzzTest {
  private static final int HANG_SECONDS = 10;
  private static final int MOST_FAILURES = 50;
  private static final long MOST_ALLOCATED_BYTES = 256L << 20;

  private final Seeds seeds =
      new Seeds(
          Path.of(System.getProperty("assam.shared", "../../shared")),
          System.getProperty("assam.fuzz.seeds", ""));
  private final Map<String, List<String>> failures = new LinkedHashMap<>();
  private final EnumMap<FuzzCase.Outcome, Integer> outcomes = new EnumMap<>(FuzzCase.Outcome.class);

  @Test
  void mutatedModelsAreRefusedOrRun() throws InterruptedException {
    Integer only = Integer.getInteger("assam.fuzz.case");
    int from = only != null ? only : Integer.getInteger("assam.fuzz.from", 0);
    int count = only != null ? 1 : Integer.getInteger("assam.fuzz.cases", 40_000);
    long start = System.nanoTime();
    ExecutorService thread = Executors.newSingleThreadExecutor(FuzzTest::daemon);
    for (int number = from; number < from + count; number++) {
      if (!tryOut(number, thread) || failures.size() >= MOST_FAILURES) {
        break;
      }
    }
    thread.shutdownNow();
    System.out.println(
        "fuzz: "
            + count
            + " cases from "
            + from
            + " in "
            + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)
            + " s: "
            + outcomes
            + "; "
            + seeds);
    if (!failures.isEmpty()) {
      StringBuilder text = new StringBuilder();
      failures.forEach((what, cases) -> {
        text.append('\n').append(what).append("\n    ").append(cases.size()).append(" times: ");
        cases.stream().limit(3).forEach(c -> text.append("\n    case ").append(c));
      });
      fail(text.toString());
    }
  }

  /** By this thread since it was started: the limit on tensors does not see Java's own arrays. */
  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(null, task, "fuzz", 1 << 20);
    thread.setDaemon(true);
    worker = thread;
    return thread;
  }

  private static volatile Thread worker;

  /** Whether the thread is still good for another case. */
  private boolean tryOut(int number, ExecutorService thread) throws InterruptedException {
    FuzzCase[] tried = new FuzzCase[1];
    Future<FuzzCase.Outcome> future =
        thread.submit(() -> {
          tried[0] = new FuzzCase(number, seeds);
          long before = allocatedBytes();
          FuzzCase.Outcome outcome = tried[0].run();
          long allocated = allocatedBytes() - before;
          if (allocated > MOST_ALLOCATED_BYTES && !tried[0].timedOut()) {
            throw new AssertionError("allocated " + allocated + " bytes of Java's memory");
          }
          return outcome;
        });
    try {
      outcomes.merge(future.get(HANG_SECONDS, TimeUnit.SECONDS), 1, Integer::sum);
    } catch (ExecutionException e) {
      failed(number, tried[0], e.getCause(), e.getCause().getStackTrace());
    } catch (TimeoutException e) {
      StackTraceElement[] trace = worker.getStackTrace();
      failed(number, tried[0], new AssertionError("takes more than " + HANG_SECONDS + " s"), trace);
      return false;
    }
    return true;
  }

  private static void dump(int number, FuzzCase tried) {
    String folder = System.getProperty("assam.fuzz.dump");
    if (folder != null && tried != null) {
      try {
        Files.write(Path.of(folder, "fuzz-" + number + ".onnx"), tried.model());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void failed(int number, FuzzCase tried, Throwable error, StackTraceElement[] trace) {
    dump(number, tried);
    List<String> frames = new ArrayList<>();
    for (StackTraceElement frame : trace) {
      if (frame.getClassName().startsWith("dev.assam") && frames.size() < 6) {
        frames.add("at " + frame);
      }
    }
    String kind = frames.isEmpty() ? "" : frames.getFirst();
    String what = error.getClass().getName() + " " + kind;
    failures
        .computeIfAbsent(what, w -> new ArrayList<>())
        .add(
            number
                + ": "
                + (tried == null ? "" : tried)
                + ": "
                + error.getMessage()
                + "\n        "
                + String.join("\n        ", frames));
  }
}
