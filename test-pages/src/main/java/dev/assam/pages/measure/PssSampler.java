package dev.assam.pages.measure;

import dev.assam.nativerun.row.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks again and again at how much memory the runtime that is being measured holds. */
public final class PssSampler implements AutoCloseable {
  private static final int PAUSE_MILLIS = 15;

  /** What command lines of pages', GPUs' and our own processes hold. */
  private static final List<String> MARKS =
      List.of("--type=renderer", "--type=gpu-process", JvmWorker.class.getName());

  /**
   * A look.
   *
   * @param seconds since the start
   */
  public record Sample(double seconds, double bytes) {}

  private final List<Sample> samples = new ArrayList<>();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final long start = System.nanoTime();
  private final Thread thread;

  public PssSampler() {
    thread = Thread.ofPlatform().daemon().start(this::run);
  }

  private void run() {
    try {
      while (!stop.get()) {
        double bytes = 0;
        for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
          if (isMeasured(process)) {
            Long pss = Machine.pssBytes(process.pid());
            bytes += pss == null ? 0 : pss;
          }
        }
        synchronized (samples) {
          samples.add(new Sample(seconds(), bytes));
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      // It is over.
      return;
    }
  }

  private static boolean isMeasured(ProcessHandle process) {
    try {
      Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      String line = Files.readString(file, StandardCharsets.ISO_8859_1);
      return MARKS.stream().anyMatch(line::contains);
    } catch (IOException e) {
      // It has ended meanwhile.
      return false;
    }
  }

  /** Seconds since the start. */
  public double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** The largest seen until now. */
  public double peak() {
    synchronized (samples) {
      return samples.stream().mapToDouble(Sample::bytes).max().orElse(Double.NaN);
    }
  }

  /**
   * The course from one moment to another at so many moments at equal distance, each the largest
   * since the one before.
   */
  public double[] course(double from, double to, int moments) {
    return course(samples(), from, to, moments);
  }

  static double[] course(List<Sample> samples, double from, double to, int moments) {
    double[] course = new double[moments];
    Arrays.fill(course, Double.NaN);
    for (Sample sample : samples) {
      double progress = (sample.seconds() - from) / (to - from);
      if (progress >= 0 && progress < 1) {
        int at = (int) (progress * moments);
        course[at] =
            Double.isNaN(course[at]) ? sample.bytes() : Math.max(course[at], sample.bytes());
      }
    }
    for (int i = 1; i < moments; i++) {
      course[i] = Double.isNaN(course[i]) ? course[i - 1] : course[i];
    }
    return course;
  }

  private List<Sample> samples() {
    synchronized (samples) {
      return List.copyOf(samples);
    }
  }

  @Override
  public void close() {
    stop.set(true);
    thread.interrupt();
  }
}
