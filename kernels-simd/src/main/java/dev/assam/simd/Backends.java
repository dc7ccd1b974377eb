package dev.assam.simd;

import dev.assam.backend.Backend;
import dev.assam.error.UnsupportedException;
import dev.assam.reference.ReferenceBackend;

/** The backends of a machine with SIMD, by name. */
public final class Backends {
  private Backends() {}

  /**
   * {@code auto} and {@code simd} for the SIMD kernels, {@code reference} for the operators'
   * definitions.
   *
   * @param workers the threads that kernels run on
   * @throws UnsupportedException if there is none of this name
   */
  public static Backend of(String name, Workers workers) {
    return switch (name) {
      case "auto", "simd" -> new SimdBackend(workers);
      case "reference" -> new ReferenceBackend();
      default ->
          throw new UnsupportedException(
              "backend \"" + name + "\" (allowed: auto, simd, reference)");
    };
  }
}
