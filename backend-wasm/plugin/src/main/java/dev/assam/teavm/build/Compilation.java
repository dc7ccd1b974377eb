package dev.assam.teavm.build;

import dev.assam.teavm.AssamPlugin;
import dev.assam.teavm.WorldPolicy;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.teavm.backend.javascript.JSModuleType;
import org.teavm.diagnostics.Problem;
import org.teavm.tooling.EmptyTeaVMToolLog;
import org.teavm.tooling.TeaVMProblemRenderer;
import org.teavm.tooling.TeaVMSourceFilePolicy;
import org.teavm.tooling.TeaVMTool;
import org.teavm.tooling.TeaVMToolException;
import org.teavm.vm.TeaVMOptimizationLevel;

/** One run of TeaVM. */
final class Compilation {
  private final List<Path> classPath;
  private final Path output;

  /** TeaVM over these jars and folders of classes, into this folder. */
  Compilation(List<Path> classPath, Path output) {
    this.classPath = classPath;
    this.output = output;
  }

  /**
   * Compiles what a main class reaches and answers the names of the methods in it.
   *
   * @throws BuildFailure with what TeaVM found wrong, each with its call stack
   */
  SortedSet<String> run(World world, String mainClass) throws IOException {
    return run(world, mainClass, world.fileName);
  }

  /** The same, into a file of another name. */
  SortedSet<String> run(World world, String mainClass, String fileName) throws IOException {
    System.setProperty(WorldPolicy.WORLD, world.platform);
    System.setProperty(AssamPlugin.RELAXED, Boolean.toString(world.has(World.Feature.RELAXED)));
    ModuleWriter.teachVectors();
    TeaVMTool tool = new TeaVMTool();
    try (URLClassLoader loader = loader()) {
      tool.setClassLoader(loader);
      tool.setClassPath(classPath.stream().map(Path::toFile).toList());
      tool.setLog(new EmptyTeaVMToolLog());
      tool.setTargetType(world.target());
      tool.setMainClass(mainClass);
      tool.setEntryPointName("main");
      tool.setTargetDirectory(output.toFile());
      tool.setTargetFileName(fileName);
      tool.setJsModuleType(JSModuleType.ES2015);
      tool.setOptimizationLevel(TeaVMOptimizationLevel.ADVANCED);
      tool.setObfuscated(!Boolean.getBoolean(WebBuild.NAMES));
      tool.setStrict(false);
      tool.setAssertionsRemoved(true);
      tool.setSourceFilePolicy(TeaVMSourceFilePolicy.DO_NOTHING);
      // Java's buffers are not used: memory comes from an allocator of our own.
      tool.setMinDirectBuffersSize(0);
      tool.generate();
      check(world, tool);
      if (world.isWasm()) {
        Path file = output.resolve(fileName);
        byte[] module = Files.readAllBytes(file);
        Files.write(file, WasmModule.withFullMemory(module, false));
        Files.write(
            output.resolve(World.threads(fileName)), WasmModule.withFullMemory(module, true));
      }
      SortedSet<String> methods = new TreeSet<>();
      tool.getDependencyInfo()
          .getReachableMethods()
          .forEach(method -> methods.add(method.toString()));
      return methods;
    } catch (TeaVMToolException e) {
      throw new BuildFailure("TeaVM failed on the " + world.label + " build: " + e, e);
    }
  }

  private URLClassLoader loader() throws MalformedURLException {
    URL[] urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = classPath.get(i).toUri().toURL();
    }
    return new URLClassLoader(urls, Compilation.class.getClassLoader());
  }

  private static void check(World world, TeaVMTool tool) {
    List<Problem> severe = tool.getProblemProvider().getSevereProblems();
    if (severe.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    TeaVMProblemRenderer.describeProblems(
        tool.getDependencyInfo().getCallGraph(),
        tool.getProblemProvider(),
        new EmptyTeaVMToolLog() {
          @Override
          public void error(String message) {
            text.append('\n').append(message);
          }

          @Override
          public void warning(String message) {
            text.append('\n').append(message);
          }
        });
    throw new BuildFailure(severe.size() + " problems in the " + world.label + " build:" + text);
  }

  /** The entries of a class path as the JVM writes it. */
  static List<Path> parse(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(Files::exists)
        .toList();
  }
}
