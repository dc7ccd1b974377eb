package dev.assam.pages;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are in a checkout of the project. */
public final class Project {
  private Project() {}

  /** The project's root folder. */
  public static Path root() {
    try {
      Path path =
          Path.of(Project.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      while (path != null && !Files.isRegularFile(path.resolve("assam"))) {
        path = path.getParent();
      }
      if (path == null) {
        throw new IllegalStateException("not run from a checkout of the project");
      }
      return path;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the build leaves for a static server; the property {@code assam.web} names another. */
  public static Path web() {
    String named = System.getProperty("assam.web");
    return named == null ? root().resolve("backend-wasm/target/web") : Path.of(named);
  }

  /** Models and test data that are not part of the project; need not exist. */
  public static Path shared() {
    String named = System.getProperty("assam.shared");
    return named == null ? root().resolveSibling("shared") : Path.of(named);
  }

  /**
   * Models that the build unpacks from registry packages; the property {@code assam.models} names
   * another folder.
   */
  public static Path models() {
    String named = System.getProperty("assam.models");
    return named == null ? root().resolve("examples/target/models") : Path.of(named);
  }
}
