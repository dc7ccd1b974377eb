package dev.assam.nativerun.row;

/**
 * What is measured.
 *
 * @param experiment as in {@code zoo}
 * @param model or kernel, or page
 * @param runtime as in {@code assam-wasm}
 * @param threads that it may use
 * @param config how it is measured, so that rows of another number of runs are other rows
 */
public record RowId(String experiment, String model, String runtime, int threads, String config) {
  @Override
  public String toString() {
    return experiment + " " + model + " " + runtime + "×" + threads;
  }
}
