package dev.assam.nativerun.ort;

import java.nio.file.Path;

/**
 * How ONNX Runtime opens a model.
 *
 * @param intraOpThreads threads inside one operator, at least 1
 * @param optimization which graph optimisations it may do before running
 * @param cuda whether nodes run on the GPU where its CUDA provider has them; wants the GPU build
 * @param profile what the name of a profile's file starts with; null for no profile
 */
public record OrtOptions(
    int intraOpThreads, Optimization optimization, boolean cuda, Path profile) {
  /** One thread, and the graph exactly as it was written: what a test compares with. */
  public static final OrtOptions ORACLE = new OrtOptions(1, Optimization.NONE, false, null);

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
    return new OrtOptions(intraOpThreads, Optimization.ALL, false, null);
  }

  /** The same on the GPU. */
  public OrtOptions onCuda() {
    return new OrtOptions(intraOpThreads, optimization, true, profile);
  }

  /** The same with ONNX Runtime's own profiler. */
  public OrtOptions profiled(Path start) {
    return new OrtOptions(intraOpThreads, optimization, cuda, start);
  }
}
