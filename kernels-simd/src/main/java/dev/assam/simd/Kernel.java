package dev.assam.simd;

import java.util.List;

/** How a node is computed for given types, before its values have places in memory. */
public interface Kernel {
  /** Number of floats of scratch memory that its tasks need while they run. */
  default int scratchFloats(int threads) {
    return 0;
  }

  /** Number of shorts of scratch memory that its tasks need while they run. */
  default int scratchShorts(int threads) {
    return 0;
  }

  /** Number of ints of scratch memory that its tasks need while they run. */
  default int scratchInts(int threads) {
    return 0;
  }

  /** Whether output 0 may lie where input {@code i} lies, which is then overwritten. */
  default boolean canOverwrite(int i) {
    return false;
  }

  /** Adds what is to be done, one task after the other. */
  void addTasks(Places places, List<Task> tasks);
}
