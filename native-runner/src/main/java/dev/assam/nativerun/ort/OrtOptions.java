package dev.assam.nativerun.ort;

/**
 * How ONNX Runtime opens a model.
 *
 * @param intraOpThreads threads inside one operator, at least 1
 * @param optimization which graph optimisations it may do before running
 */
public record OrtOptions(int intraOpThreads, Optimization optimization) {
  /** One thread, and the graph exactly as it was written: what a test compares with. */
  public static final OrtOptions ORACLE = new OrtOptions(1, Optimization.NONE);

  /** ONNX Runtime's GraphOptimizationLevel. */
  public enum Optimization {
    NONE(0),
    BASIC(1),
    EXTENDED(2),
    ALL(99);

    private final int level;

    Optimization(int level) {
      this.level = level;
    }

    int level() {
      return level;
    }
  }

  public OrtOptions {
    if (intraOpThreads < 1) {
      throw new IllegalArgumentException("intraOpThreads is " + intraOpThreads + " (allowed 1..)");
    }
  }

  /** Everything ONNX Runtime can do, on this many threads: what a measurement compares with. */
  public static OrtOptions fastest(int intraOpThreads) {
    return new OrtOptions(intraOpThreads, Optimization.ALL);
  }
}
