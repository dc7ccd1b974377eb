package dev.assam.teavm.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Compiles the exports of one class to a module: JavaScript if its name ends in {@code .mjs}, and
 * the build of WebAssembly that its name says, as in {@code cases-plain.wasm}. Does nothing when
 * nothing changed.
 *
 * <p>Usage: {@code ModuleBuild MAIN_CLASS MODULE}, with the class on the class path; writes the
 * module, such as {@code target/web/pipelines.mjs}, and beside its folder a fingerprint.
 */
public final class ModuleBuild {
  private ModuleBuild() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: ModuleBuild MAIN_CLASS MODULE");
      System.exit(2);
    }
    try {
      build(args[0], Path.of(args[1]));
    } catch (BuildFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Compiles a class of this JVM's class path.
   *
   * @throws BuildFailure with what TeaVM found wrong
   */
  public static void build(String mainClass, Path module) throws IOException {
    List<Path> classPath = Compilation.parse(System.getProperty("java.class.path"));
    Fingerprint fingerprint = new Fingerprint().add(mainClass);
    fingerprint.add(System.getProperty(WebBuild.NAMES, "false"));
    classPath.forEach(fingerprint::add);
    String now = fingerprint.value();
    Path stamp = module.getParent().resolveSibling(module.getFileName() + ".fingerprint");
    if (Files.exists(module) && Files.exists(stamp) && Files.readString(stamp).equals(now)) {
      System.out.println("up to date: " + module);
      return;
    }
    Files.createDirectories(module.getParent());
    Files.deleteIfExists(stamp);
    new Compilation(classPath, module.getParent())
        .run(World.of(module.getFileName().toString()), mainClass, module.getFileName().toString());
    System.out.println(module + ": " + Files.size(module) + " bytes");
    Files.writeString(stamp, now);
  }
}
