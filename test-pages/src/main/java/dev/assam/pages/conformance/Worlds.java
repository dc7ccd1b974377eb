package dev.assam.pages.conformance;

/** The worlds by name. */
final class Worlds {
  private static final String REFERENCE = "-reference";

  private Worlds() {}

  /**
   * @param name {@code jvm}, {@code wasm} or {@code js}; with {@code -reference} behind it the slow
   *     definitions instead of the kernels
   */
  static World open(String name) {
    boolean reference = name.endsWith(REFERENCE);
    String build = reference ? name.substring(0, name.length() - REFERENCE.length()) : name;
    String backend = reference ? "reference" : "auto";
    return switch (build) {
      case "jvm" -> new JvmWorld(name, backend);
      case "wasm", "js" -> new BrowserWorld(name, build, backend, dev.assam.pages.Project.web());
      default ->
          throw new IllegalArgumentException(
              "world " + name + " (allowed: jvm, wasm, js, each with -reference or without)");
    };
  }
}
