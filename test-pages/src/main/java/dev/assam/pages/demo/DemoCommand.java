package dev.assam.pages.demo;

import dev.assam.pages.Project;
import dev.assam.pages.StaticServer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Serves the demonstration pages until it is interrupted, or checks them and ends. */
@CommandLine.Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Serves the demonstration pages, or with --check drives them and prints what they say.")
public final class DemoCommand implements Callable<Integer> {
  @CommandLine.Option(
      names = "--port",
      description = "port to serve on (default: ${DEFAULT-VALUE})")
  private int port = 8017;

  @CommandLine.Option(
      names = "--check",
      description = "drive the pages in headless Chromium, print what was read, save screenshots")
  private boolean check;

  @CommandLine.Option(
      names = "--world",
      paramLabel = "WORLD",
      description = "with --check: the build to use, wasm or js (default: ${DEFAULT-VALUE})")
  private String world = "wasm";

  @CommandLine.Option(
      names = "--screenshots",
      paramLabel = "FOLDER",
      description = "with --check: where to save them (default: target/demo in the project)")
  private Path screenshots;

  /** Runs the command; the exit code. */
  public static int run(String[] args) {
    return new CommandLine(new DemoCommand()).execute(args);
  }

  @Override
  public Integer call() throws Exception {
    try (StaticServer server = serve(check ? 0 : port)) {
      if (!check) {
        System.out.println("The demonstration is at " + server.url() + "/  (Ctrl-C ends it)");
        Thread.currentThread().join();
      }
      Path folder = screenshots == null ? Project.root().resolve("target/demo") : screenshots;
      try (DemoCheck driven = new DemoCheck(server.url(), world, folder)) {
        return driven.readText() && driven.findTextLive() && driven.compareSentences() ? 0 : 1;
      }
    }
  }

  /** The pages, what they import, and the models. */
  static StaticServer serve(int port) {
    Path examples = Project.root().resolve("examples/target");
    return new StaticServer(port)
        .mount("/models/", examples.resolve("models"))
        .mount("/", examples.resolve("web"))
        .mount("/", Project.web());
  }
}
