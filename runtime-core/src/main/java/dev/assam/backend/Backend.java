package dev.assam.backend;

import dev.assam.graph.Layout;
import dev.assam.graph.Node;
import java.util.Set;

/** A way to execute graphs. */
public interface Backend {
  /** A short lower-case name, such as {@code reference}. */
  String name();

  /** The order of dimensions in which this backend likes pictures. */
  default Layout layout() {
    return Layout.CHANNELS_FIRST;
  }

  /** Whether graphs are optimised for this backend unless the options say something else. */
  default boolean wantsOptimised() {
    return true;
  }

  /**
   * Passes of the optimiser that make nothing better for this backend, by name: by default those
   * whose operators it has no fast kernels for.
   */
  default Set<String> unwantedPasses() {
    return Set.of("quantised-products");
  }

  /** Whether this backend can run a node. */
  Support supports(Node node);

  /**
   * What prepares the plans of one session.
   *
   * @param seed of random operators that have none of their own
   */
  Compiler compiler(long seed);

  /** Whether results come later than a run is asked for. */
  default boolean answersLater() {
    return false;
  }

  /**
   * Makes the backend usable again after a {@link dev.assam.error.DeviceException}; compilers and
   * executables from before are not. Fails if that cannot be done.
   */
  default Completion<Boolean> recover() {
    return Completion.of(true);
  }
}
