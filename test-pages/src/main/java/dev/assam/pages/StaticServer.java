package dev.assam.pages;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves folders on the loopback interface with the headers of cross-origin isolation, so that
 * pages may use shared memory.
 */
public final class StaticServer implements AutoCloseable {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Mount> mounts = new CopyOnWriteArrayList<>();

  private record Mount(String prefix, Path folder) {}

  /** Starts on the given port of the loopback interface, 0 for any. */
  public StaticServer(int port) {
    this(InetAddress.getLoopbackAddress(), port);
  }

  /** Starts on the given port, 0 for any, of an interface. */
  public StaticServer(InetAddress address, int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(address, port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port, e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * Serves a folder under a prefix such as {@code /models/}; of several, the first that has a file.
   */
  public StaticServer mount(String prefix, Path folder) {
    mounts.add(new Mount(prefix, folder.toAbsolutePath().normalize()));
    return this;
  }

  /** The address, as in {@code http://localhost:8080}. */
  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getResponseHeaders();
      headers.set("Cross-Origin-Opener-Policy", "same-origin");
      headers.set("Cross-Origin-Embedder-Policy", "require-corp");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      headers.set("Cache-Control", "no-cache");
      String path = exchange.getRequestURI().getPath();
      Path file = find(path.endsWith("/") ? path + "index.html" : path);
      if (file == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      String name = file.getFileName().toString();
      String extension = name.substring(name.lastIndexOf('.') + 1);
      headers.set("Content-Type", TYPES.getOrDefault(extension, "application/octet-stream"));
      long size = Files.size(file);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(200, head || size == 0 ? -1 : size);
      if (!head && size > 0) {
        try (InputStream in = Files.newInputStream(file);
            OutputStream out = exchange.getResponseBody()) {
          in.transferTo(out);
        }
      }
    }
  }

  private Path find(String path) {
    for (Mount mount : mounts) {
      if (path.startsWith(mount.prefix())) {
        Path file = mount.folder().resolve(path.substring(mount.prefix().length())).normalize();
        if (file.startsWith(mount.folder()) && Files.isRegularFile(file)) {
          return file;
        }
      }
    }
    return null;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
