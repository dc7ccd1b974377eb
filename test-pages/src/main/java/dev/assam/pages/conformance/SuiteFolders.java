package dev.assam.pages.conformance;

import dev.assam.pages.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the ONNX backend tests are: the folder in the system property {@code assam.shared}, by
 * default beside the project, or what Debian's package libonnx-testdata installs.
 */
final class SuiteFolders {
  static final String ABSENT =
      "The ONNX backend tests are not here; install Debian's libonnx-testdata, or name a folder.";

  static final Path DEBIAN = Path.of("/usr/share/libonnx-testdata/data");

  private SuiteFolders() {}

  /** The folders there are; none is an empty list. */
  static List<Path> find() {
    List<Path> folders = new ArrayList<>();
    Path shared = Project.shared().resolve("conformance");
    for (String name : List.of("node", "simple", "light")) {
      if (Files.isDirectory(shared.resolve(name))) {
        folders.add(shared.resolve(name));
      }
    }
    for (String name : List.of("node", "simple")) {
      if (folders.isEmpty() && Files.isDirectory(DEBIAN.resolve(name))) {
        folders.add(DEBIAN.resolve(name));
      }
    }
    return folders;
  }
}
