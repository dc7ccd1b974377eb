package dev.assam.nativerun.row;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One measurement. What is not known is null or left out; a time is there only if the outputs were
 * right.
 *
 * @param id what was measured: rows of one id in one file are the same measurement
 * @param reason why there is no result; empty if there is one
 * @param maxError largest difference from the native baseline's outputs, relative to the largest
 *     magnitude there; null if nothing was compared
 * @param values further numbers, by name with unit
 * @param facts further words, by name
 */
public record Row(
    RowId id,
    Status status,
    String reason,
    Setup setup,
    Times times,
    Memory memory,
    Double maxError,
    Map<String, Double> values,
    Map<String, String> facts,
    Origin origin) {
  /**
   * Under which circumstances.
   *
   * @param simd kind of vectors, as in {@code v512}, {@code relaxed}, {@code none}
   * @param isolated whether the page was cross-origin isolated; null outside of pages
   * @param backends how many nodes each backend did; one entry without a count is 0
   * @param browser name and version; null outside of pages
   * @param adapter the GPU's, as the browser tells it; null if none was asked for
   * @param software whether that adapter is a program on the CPU; null if nobody knows
   * @param nativeThreads of a native library; null for others
   * @param input what the inputs hold
   * @param profiler whether a profiler ran
   */
  public record Setup(
      Integer threads,
      String simd,
      Boolean isolated,
      Map<String, Integer> backends,
      String browser,
      String adapter,
      Boolean software,
      Integer nativeThreads,
      String input,
      boolean profiler) {
    /** Adapters that are programs. */
    private static final List<String> SOFTWARE =
        List.of("swiftshader", "llvmpipe", "lavapipe", "softpipe", "basic render", "software");

    /** What is the same for everything: random inputs and no profiler. */
    public static Setup of(int threads, String simd) {
      return new Setup(
          threads, simd, null, Map.of(), null, null, null, null, "random, not zero", false);
    }

    /** The same in a page, which was isolated. */
    public Setup in(String name) {
      return name == null
          ? this
          : new Setup(
              threads,
              simd,
              true,
              backends,
              name,
              adapter,
              software,
              nativeThreads,
              input,
              profiler);
    }

    /** The same with a profiler that ran. */
    public Setup profiled() {
      return new Setup(
          threads,
          simd,
          isolated,
          backends,
          browser,
          adapter,
          software,
          nativeThreads,
          input,
          true);
    }

    /** Whether a GPU is known to have computed; false where a program on the CPU did. */
    public boolean onHardware() {
      if (adapter == null || adapter.isEmpty() || Boolean.TRUE.equals(software)) {
        return false;
      }
      String name = adapter.toLowerCase(Locale.ROOT);
      return SOFTWARE.stream().noneMatch(name::contains);
    }
  }

  /**
   * Milliseconds.
   *
   * @param loadMs until the runtime is there
   * @param compileMs from the model's bytes to a session
   * @param firstMs the first run
   * @param warmRuns runs after that which do not count
   * @param samplesMs each run that counts, in order
   */
  public record Times(
      Double loadMs, Double compileMs, Double firstMs, int warmRuns, double[] samplesMs) {
    public int n() {
      return samplesMs.length;
    }

    public double medianMs() {
      return Statistics.median(samplesMs);
    }

    public double p95Ms() {
      return Statistics.quantile(samplesMs, 0.95);
    }
  }

  /**
   * Bytes, and the processors' time and energy of the runs that count.
   *
   * @param linearBytes WebAssembly's linear memory
   * @param plannedBytes the planned arena and the packed weights
   * @param jsHeapBytes the page's JavaScript heap in use
   * @param pssBytes of the processes, shared pages divided among their users
   * @param gpuBytes buffers and textures
   * @param cpuSeconds of the runs that count, by kind of process
   * @param joules of the whole machine during the runs that count
   */
  public record Memory(
      Long linearBytes,
      Long plannedBytes,
      Long jsHeapBytes,
      Long pssBytes,
      Long gpuBytes,
      Map<String, Double> cpuSeconds,
      Double joules) {
    public static final Memory UNKNOWN = new Memory(null, null, null, null, null, Map.of(), null);
  }

  /**
   * Where a row comes from.
   *
   * @param commit the project's, with {@code +} if files were changed
   * @param machine processor, cores, memory, system
   * @param command that makes the row again
   * @param time in ISO 8601
   */
  public record Origin(String commit, String machine, String command, String time) {}

  public Row {
    values = Map.copyOf(values);
    facts = Map.copyOf(facts);
  }

  /** A row that tells why there is no result. */
  public static Row without(RowId id, Status status, String reason, Setup setup, Origin origin) {
    return new Row(id, status, reason, setup, null, null, null, Map.of(), Map.of(), origin);
  }

  /** A row of numbers that are no times of a model. */
  public static Row of(RowId id, Setup setup, Map<String, Double> values, Origin origin) {
    return new Row(id, Status.OK, "", setup, null, null, null, values, Map.of(), origin);
  }

  public boolean isOk() {
    return status == Status.OK;
  }

  /** The median, or not a number where there is none. */
  public double medianMs() {
    return isOk() && times != null && times.n() > 0 ? times.medianMs() : Double.NaN;
  }

  /** A further number, or not a number where there is none. */
  public double value(String name) {
    return values.getOrDefault(name, Double.NaN);
  }

  /** The same row with how far the outputs were from the native baseline's. */
  public Row checked(double error) {
    return new Row(id, status, reason, setup, times, memory, error, values, facts, origin);
  }

  /** The same row with one further number. */
  public Row with(String name, double value) {
    Map<String, Double> more = new TreeMap<>(values);
    more.put(name, value);
    return new Row(id, status, reason, setup, times, memory, maxError, more, facts, origin);
  }
}
