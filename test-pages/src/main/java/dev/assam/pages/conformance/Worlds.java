package dev.assam.pages.conformance;

/** The worlds by name. */
final class Worlds {
  private Worlds() {}

  /**
   * @param name {@code jvm}, {@code wasm} or {@code js}
   */
  static World open(String name) {
    return switch (name) {
      case "jvm" -> new JvmWorld();
      case "wasm", "js" -> new BrowserWorld(name, dev.assam.pages.Project.web());
      default -> throw new IllegalArgumentException("world " + name + " (allowed: jvm, wasm, js)");
    };
  }
}
