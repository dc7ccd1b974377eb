package dev.assam.pages.microbench;

import com.microsoft.playwright.Page;
import dev.assam.nativerun.row.Status;
import dev.assam.pages.Chromium;
import dev.assam.pages.Project;
import dev.assam.pages.StaticServer;
import dev.assam.pages.measure.BenchModel;
import dev.assam.pages.measure.ContestantException;
import dev.assam.pages.measure.ForkedContestant;
import dev.assam.teavm.build.ModuleBuild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long each node of a model takes, on the JVM and in the page, one thread. */
public final class NodeTimes {
  /**
   * A node.
   *
   * @param name the operator and the kernel, with a blank between
   */
  public record NodeTime(String name, double millis) {}

  private NodeTimes() {}

  /**
   * On the JVM, in a process of its own.
   *
   * @param flags of the process
   */
  public static List<NodeTime> jvm(
      BenchModel model, int warmMillis, int rounds, int timeoutSeconds, String... flags) {
    List<String> command =
        new ArrayList<>(ForkedContestant.java(List.of(flags), ProfileWorker.class));
    command.add(model.file().toAbsolutePath().toString());
    command.add(Integer.toString(warmMillis));
    command.add(Integer.toString(rounds));
    for (BenchModel.Input input : model.inputs()) {
      List<String> sizes = new ArrayList<>();
      for (int dim : input.dims()) {
        sizes.add(Integer.toString(dim));
      }
      command.add(String.join("x", sizes));
    }
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      Thread watch =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                  }
                } catch (InterruptedException e) {
                  // It has ended.
                  return;
                }
              });
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      watch.interrupt();
      List<NodeTime> times = new ArrayList<>();
      for (String line : text.lines().toList()) {
        if (line.startsWith(ProfileWorker.ANSWER)) {
          String[] words = line.substring(ProfileWorker.ANSWER.length()).split(" ", 2);
          times.add(new NodeTime(words[1], Double.parseDouble(words[0])));
        }
      }
      if (times.isEmpty()) {
        throw new ContestantException(Status.FAILED, "the process that profiles ended");
      }
      return times;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * In Chromium.
   *
   * @param variant {@code relaxed} or {@code plain}
   */
  public static List<NodeTime> page(
      BenchModel model, String variant, int warmMillis, int rounds, int timeoutSeconds) {
    Path folder = Project.root().resolve("test-pages/target/profile/web");
    String module = "profile-" + variant + ".wasm";
    try {
      ModuleBuild.build(ProfilePage.class.getName(), folder.resolve(module));
      Files.write(folder.resolve("profile.js"), PageKernels.resource("profile.js"));
      Files.write(folder.resolve("module.js"), PageKernels.resource("module.js"));
      Files.writeString(folder.resolve("index.html"), "<!doctype html><title>profile</title>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Object> dims = new ArrayList<>();
    for (BenchModel.Input input : model.inputs()) {
      List<Integer> sizes = new ArrayList<>();
      for (int dim : input.dims()) {
        sizes.add(dim);
      }
      dims.add(sizes);
    }
    Map<String, Object> request =
        Map.of(
            "module", module,
            "model", "/model/" + model.file().getFileName(),
            "dims", dims,
            "warmMillis", warmMillis,
            "rounds", rounds);
    try (StaticServer server =
            new StaticServer(0)
                .mount("/", folder)
                .mount("/assam/", Project.web())
                .mount("/model/", model.file().toAbsolutePath().getParent());
        Chromium chromium = new Chromium();
        Page page = chromium.newPage()) {
      page.navigate(server.url() + "/index.html");
      List<?> nodes =
          (List<?>)
              chromium.within(
                  timeoutSeconds,
                  () ->
                      page.evaluate(
                          "async (request) => (await import('/profile.js')).profile(request)",
                          request));
      List<NodeTime> times = new ArrayList<>();
      for (Object node : nodes) {
        Map<?, ?> told = (Map<?, ?>) node;
        times.add(new NodeTime((String) told.get("name"), ((Number) told.get("ms")).doubleValue()));
      }
      return times;
    }
  }
}
