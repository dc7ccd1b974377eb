package dev.assam.pages.face;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/**
 * A server that also misbehaves. {@code /assam/} is the page's build and {@code /models/} what a
 * test put there; {@code /broken/}, {@code /chunked/}, {@code /gzip/} and {@code /stalled/} send
 * the same models cut off, without length, compressed, or never to the end. {@code /trap/} is the
 * build with a module that traps in every second run of a worker; in {@code /failing/} the threads
 * that help fail at their first task, in {@code /locking/} each holds a lock as long as it lives,
 * and {@code /lost/} lacks the WebAssembly.
 */
final class FaceServer implements AutoCloseable {
  /** A change to one of the build's scripts. */
  private record Change(String file, String from, String to) {}

  private static final Map<String, Change> CHANGES =
      Map.of(
          "trap",
          new Change(
              "assam-wasm.js",
              "call: (operation) => exports.call(operation)",
              """
              call: (operation) => {
                if (operation === 3 && (globalThis.runs = (globalThis.runs ?? 0) + 1) % 2 === 0) {
                  throw new WebAssembly.RuntimeError('unreachable');
                }
                return exports.call(operation);
              }\
              """),
          "failing",
          new Change(
              "assam-thread.js",
              "exports.help(control, number);",
              """
              const ints = new Int32Array(memory.buffer);
              while (Atomics.wait(ints, control >>> 2, 0, 10) === 'timed-out');
              throw new WebAssembly.RuntimeError('unreachable');
              """),
          "locking",
          new Change(
              "assam-thread.js",
              "postMessage({ ready: true });",
              """
              await new Promise((resolve) => navigator.locks.request(`thread ${number}`, () => {
                resolve();
                return new Promise(() => {});
              }));
              postMessage({ ready: true });
              """));

  private final Path web;
  private final Map<String, byte[]> models = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  FaceServer(Path web) throws IOException {
    this.web = web;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Puts a file where pages find it as {@code /models/NAME}. */
  FaceServer put(String name, byte[] bytes) {
    models.put(name, bytes);
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().substring(1).split("/", 2);
      String name = path.length > 1 ? path[1] : "";
      var headers = exchange.getResponseHeaders();
      if (!path[0].equals("plain")) {
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Embedder-Policy", "require-corp");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
      }
      switch (path[0]) {
        case "assam", "trap", "failing", "locking", "lost" ->
            send(exchange, type(name), file(path[0], name));
        case "models" -> send(exchange, type(name), models.get(name));
        case "broken" -> {
          byte[] model = models.get(name);
          exchange.sendResponseHeaders(200, model.length);
          exchange.getResponseBody().write(model, 0, model.length / 2);
          exchange.getResponseBody().flush();
        }
        case "chunked" -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(models.get(name));
          exchange.getResponseBody().close();
        }
        case "gzip" -> {
          headers.set("Content-Encoding", "gzip");
          ByteArrayOutputStream packed = new ByteArrayOutputStream();
          try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(models.get(name));
          }
          send(exchange, "application/octet-stream", packed.toByteArray());
        }
        case "stalled" -> {
          byte[] model = models.get(name);
          exchange.sendResponseHeaders(200, model.length);
          exchange.getResponseBody().write(model, 0, model.length / 2);
          exchange.getResponseBody().flush();
          Thread.sleep(60_000);
        }
        case "strict" -> {
          headers.set(
              "Content-Security-Policy",
              "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self';"
                  + " connect-src 'self'");
          send(exchange, "text/html", page("<script type=module src=/models/strict.js></script>"));
        }
        case "page", "plain" -> send(exchange, "text/html", page(""));
        default -> exchange.sendResponseHeaders(404, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private byte[] file(String build, String name) throws IOException {
    Path file = web.resolve(name);
    if (!Files.isRegularFile(file) || (build.equals("lost") && name.endsWith(".wasm"))) {
      return null;
    }
    Change change = CHANGES.get(build);
    if (change == null || !name.equals(change.file())) {
      return Files.readAllBytes(file);
    }
    String text = Files.readString(file);
    if (!text.contains(change.from())) {
      throw new IllegalStateException(name + " is not as this test expects");
    }
    return text.replace(change.from(), change.to())
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    if (body == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static String type(String name) {
    if (name.endsWith(".wasm")) {
      return "application/wasm";
    }
    return name.endsWith("js") ? "text/javascript" : "application/octet-stream";
  }

  private static byte[] page(String script) {
    return ("<!doctype html><link rel=icon href=data:>" + script)
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
