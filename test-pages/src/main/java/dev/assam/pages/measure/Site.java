package dev.assam.pages.measure;

import com.google.gson.Gson;
import dev.assam.nativerun.row.Status;
import dev.assam.pages.Project;
import dev.assam.pages.StaticServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What pages are served: {@code /bench/} the pages, {@code /models/NAME/} a model with its inputs
 * and, where they are known, the expected outputs, {@code /assam/} our build, {@code /peers/NAME/}
 * packages of other runtimes.
 */
public final class Site implements AutoCloseable {
  private static final Gson GSON = new Gson();

  /** The files of the pages, beside this class. */
  private static final List<String> PAGES =
      List.of(
          "run.html",
          "run.js",
          "train.html",
          "train.js",
          "experience.html",
          "experience.js",
          "clip.js",
          "bare-ort.html",
          "bench.js",
          "memory-watch.js",
          "gpu-profile.js",
          "onnx-file.js",
          "peer-assam.js",
          "peer-ort.js",
          "peer-tfjs.js",
          "tfjs-ops.js",
          "peer-layers.js");

  private final Path folder;
  private final StaticServer server;
  private final Set<String> models = new HashSet<>();
  private final Set<String> peers = new HashSet<>();

  /** A model as pages see it. */
  private record Manifest(
      String name,
      String model,
      long bytes,
      List<Value> inputs,
      List<Value> outputs,
      double tolerance,
      String layers) {}

  private record Value(String name, String type, int[] dims, String url) {}

  /** Serves on a free port of the loopback interface. */
  public Site() {
    this(InetAddress.getLoopbackAddress(), 0);
  }

  public Site(InetAddress address, int port) {
    try {
      folder = Files.createTempDirectory("assam-bench");
      Path pages = Files.createDirectory(folder.resolve("bench"));
      for (String page : PAGES) {
        try (InputStream in = Site.class.getResourceAsStream("page/" + page)) {
          Files.copy(in, pages.resolve(page));
        }
      }
      Files.createDirectory(folder.resolve("models"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = new StaticServer(address, port).mount("/", folder).mount("/assam/", Project.web());
  }

  /** Serves one more page, of this text. */
  void page(String name, String text) {
    try {
      Files.writeString(folder.resolve("bench").resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Serves a list of links as {@code /}; its address. */
  public String index(Map<String, String> links) {
    StringBuilder html = new StringBuilder("<!doctype html><meta charset=utf-8>");
    html.append("<meta name=viewport content=width=device-width><title>Assam bench</title>");
    html.append("<h1>Assam bench</h1><ul>");
    links.forEach((name, address) -> {
      // Relative, so that the page works under whatever name it was reached.
      String path = address.substring(url().length()).replace("&", "&amp;");
      html.append("<li><a href='").append(path).append("'>").append(name).append("</a></li>");
    });
    try {
      Files.writeString(folder.resolve("index.html"), html.append("</ul>").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return url() + "/";
  }

  /** A folder for files that go when the site does. */
  public Path scratch(String name) {
    try {
      return Files.createDirectories(folder.resolve("scratch").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return server.url();
  }

  /**
   * Serves a package under {@code /peers/NAME/}.
   *
   * @param name as scripts call it
   * @throws ContestantException if it cannot be had
   */
  public synchronized void peer(String name, String pinned) {
    if (peers.add(name)) {
      try {
        server.mount("/peers/" + name + "/", Peers.folder(pinned));
      } catch (ContestantException e) {
        peers.remove(name);
        throw e;
      }
    }
  }

  /**
   * Serves a model; the path of what describes it.
   *
   * @param expected outputs, or null for pages that are checked from outside
   */
  public synchronized String model(BenchModel model, Outputs expected) {
    String base = "/models/" + model.name() + "/";
    if (!models.add(model.name()) && expected == null) {
      return base + "manifest.json";
    }
    try {
      Path place = folder.resolve("models").resolve(model.name());
      Files.createDirectories(place);
      link(place.resolve("model.onnx"), model.file());
      if (model.layers() != null) {
        link(place.resolve("layers.json"), model.layers());
      }
      List<Value> inputs = new ArrayList<>();
      for (BenchModel.Input input : model.inputs()) {
        String file = "input" + inputs.size() + ".bin";
        Files.write(place.resolve(file), input.bytes());
        inputs.add(new Value(input.name(), input.dtype().toString(), input.dims(), file));
      }
      List<Value> outputs = new ArrayList<>();
      if (expected != null) {
        for (Map.Entry<String, float[]> output : expected.values().entrySet()) {
          String file = "output" + outputs.size() + ".bin";
          Files.write(place.resolve(file), Outputs.bytes(output.getValue()));
          outputs.add(
              new Value(output.getKey(), "float32", new int[] {output.getValue().length}, file));
        }
      }
      Manifest manifest =
          new Manifest(
              model.name(),
              "model.onnx",
              Files.size(model.file()),
              inputs,
              outputs,
              model.tolerance(),
              model.layers() == null ? null : "layers.json");
      Files.writeString(place.resolve("manifest.json"), GSON.toJson(manifest));
      return base + "manifest.json";
    } catch (IOException e) {
      throw new ContestantException(Status.FAILED, "cannot serve " + model.file() + ": " + e);
    }
  }

  private static void link(Path link, Path file) throws IOException {
    if (!Files.exists(link)) {
      Files.createSymbolicLink(link, file.toAbsolutePath());
    }
  }

  /** The address of a page for a configuration, which {@code run.js} describes. */
  public String address(String page, Map<String, ?> config) {
    Map<String, Object> sorted = new LinkedHashMap<>(config);
    StringBuilder query = new StringBuilder();
    sorted.forEach((name, value) -> {
      String text = value instanceof String string ? string : GSON.toJson(value);
      query
          .append(query.isEmpty() ? '?' : '&')
          .append(name)
          .append('=')
          .append(URLEncoder.encode(text, StandardCharsets.UTF_8));
    });
    return url() + "/bench/" + page + query;
  }

  /** Serves no longer, and deletes what was served. */
  public void end() {
    server.close();
    delete(folder);
  }

  @Override
  public void close() {
    end();
  }

  private static void delete(Path path) {
    try {
      if (Files.isDirectory(path) && !Files.isSymbolicLink(path)) {
        try (var files = Files.list(path)) {
          Arrays.stream(files.toArray(Path[]::new)).forEach(Site::delete);
        }
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
