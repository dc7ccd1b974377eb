package dev.assam.teavm.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * Makes the folder that a static server needs: {@code assam-relaxed.wasm}, {@code
 * assam-plain.wasm}, {@code assam-js.mjs}, and the hand-written modules around them. Does nothing
 * when nothing changed.
 *
 * <p>Usage: {@code WebBuild SOURCES TARGET VERSION}, with the library on the class path. Writes the
 * page into {@code TARGET/web}; beside it, in {@code TARGET/web-build}, the sizes and what methods
 * are in each build. {@code -Dassam.web.names=true} keeps readable names, for profiling; {@code
 * -Dassam.web.only=wasm-relaxed,js} makes these builds only and leaves the others as they are.
 */
public final class WebBuild {
  static final String NAMES = "assam.web.names";
  private static final String ONLY = "assam.web.only";

  private final Path sources;
  private final Path web;
  private final Path notes;
  private final String version;
  private final List<Path> classPath;

  private WebBuild(Path sources, Path target, String version, List<Path> classPath) {
    this.sources = sources;
    this.web = target.resolve("web");
    this.notes = target.resolve("web-build");
    this.version = version;
    this.classPath = classPath;
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: WebBuild SOURCES TARGET VERSION");
      System.exit(2);
    }
    List<Path> classPath = Compilation.parse(System.getProperty("java.class.path"));
    try {
      new WebBuild(Path.of(args[0]), Path.of(args[1]), args[2], classPath).run();
    } catch (BuildFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private void run() throws IOException {
    Fingerprint fingerprint = new Fingerprint().add(version).add(sources);
    fingerprint.add(System.getProperty(NAMES, "false"));
    String only = System.getProperty(ONLY, "");
    fingerprint.add(only);
    classPath.forEach(fingerprint::add);
    String now = fingerprint.value();
    Path stamp = notes.resolve("fingerprint");
    if (Files.exists(stamp) && Files.readString(stamp).equals(now)) {
      System.out.println("up to date: " + web);
      return;
    }
    Files.createDirectories(web);
    Files.createDirectories(notes);
    Files.deleteIfExists(stamp);
    copySources();
    for (World world : World.values()) {
      if (!only.isEmpty() && !List.of(only.split(",")).contains(world.label)) {
        continue;
      }
      long start = System.nanoTime();
      SortedSet<String> methods = new Compilation(classPath, web).run(world, world.mainClass);
      Files.write(notes.resolve(world.label + "-methods.txt"), methods);
      long seconds = (System.nanoTime() - start) / 1_000_000_000;
      System.out.println(world.fileName + ": " + methods.size() + " methods in " + seconds + " s");
    }
    String sizes = new Sizes(web).toString();
    Files.writeString(notes.resolve("sizes.txt"), sizes);
    System.out.print(sizes);
    Files.writeString(stamp, now);
  }

  private void copySources() throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(sources)) {
      files = list.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String text = Files.readString(file).replace("@version@", version);
      Files.writeString(web.resolve(file.getFileName().toString()), text);
    }
  }
}
