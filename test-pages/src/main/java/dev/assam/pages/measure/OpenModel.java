package dev.assam.pages.measure;

import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.Status;
import java.util.Map;

/** A model in a contestant, which has run once. Each call may throw {@link ContestantException}. */
public interface OpenModel extends AutoCloseable {
  /**
   * What opening and the first run brought.
   *
   * @param loadMs until the runtime was there
   * @param compileMs from the model's bytes to a session
   * @param facts further words for the row
   */
  record Opened(
      double loadMs,
      double compileMs,
      double firstMs,
      Outputs outputs,
      Row.Setup setup,
      Map<String, String> facts) {}

  /**
   * Runs.
   *
   * @param cpuSeconds that they took, by kind of process
   */
  record Runs(double[] samplesMs, Map<String, Double> cpuSeconds) {}

  Opened opened();

  /** Runs for so long; how many runs that were. */
  int warm(int millis);

  /**
   * Runs {@code times · each} times.
   *
   * @param each how many runs a sample is the mean of, since clocks in pages tick slowly
   */
  Runs run(int times, int each);

  /**
   * Milliseconds of a run by kernel, the mean of some runs. Only for models of {@link
   * Contestants#profiled}.
   */
  default Map<String, Double> profile(int rounds) {
    throw new ContestantException(Status.UNSUPPORTED, "this runtime has no profiler");
  }

  /** What is held now; processors' time and energy are not in it. */
  Row.Memory memory();

  @Override
  void close();
}
