package dev.assam.pages.measure;

import dev.assam.pages.Chromium;
import dev.assam.pages.Firefox;
import dev.assam.pages.HeadlessBrowser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All runtimes by name, each started when it is first wanted. */
public final class Contestants implements AutoCloseable {
  /** What {@link #get} knows, native ones first. */
  public static final List<String> ALL =
      List.of(
          "ort-native",
          "ort-native-cuda",
          "assam-jvm",
          "assam-jvm-128",
          "assam-reference",
          "assam-wasm",
          "assam-wasm-plain",
          "assam-js",
          "assam-webgl",
          "assam-webgpu",
          "ort-web",
          "ort-web-webgl",
          "ort-web-webgpu",
          "tfjs-cpu",
          "tfjs-wasm",
          "tfjs-wasm-scalar",
          "tfjs-webgl",
          "tfjs-webgpu",
          "firefox-assam-wasm",
          "firefox-assam-js",
          "firefox-ort-web",
          "firefox-tfjs-wasm");

  /** What names start with that run in Firefox what the rest of the name runs in Chromium. */
  private static final String FIREFOX = "firefox-";

  /** Peers that know fully connected networks only, from their own JSON. */
  public static final List<String> LEGACY =
      List.of("convnetjs", "brainjs", "synaptic", "kerasjs", "webdnn", "mind");

  /** Makes WebGPU and WebGL computable where there is no GPU. */
  private static final String[] SOFTWARE_GPU = {
    "--enable-unsafe-webgpu",
    // Timestamps as they are, not in steps of 0.1 ms.
    "--enable-webgpu-developer-features",
    "--use-angle=swiftshader",
    "--use-vulkan=swiftshader",
    "--enable-features=Vulkan"
  };

  private static final String WEBDNN =
      "WebDNN 1.2 runs only what its Python compiler generated for one model, and that compiler"
          + " needs Python 3.6 with TensorFlow 1 or Chainer 4, which cannot be installed any more";

  private static final String MIND =
      "Mind is not in the npm registry (the package of that name is something else), has one hidden"
          + " layer and no way to load weights";

  private static final Map<String, String> TFJS =
      Map.of("tfjs", Peers.TFJS, "tfjs-wasm", Peers.TFJS_WASM, "tfjs-webgpu", Peers.TFJS_WEBGPU);

  private static final String[] HARDWARE_GPU = {
    "--enable-unsafe-webgpu", "--enable-webgpu-developer-features"
  };

  private final Map<String, Contestant> open = new LinkedHashMap<>();
  private final Site site;
  private final int timeoutSeconds;

  public Contestants(Site site, int timeoutSeconds) {
    this.site = site;
    this.timeoutSeconds = timeoutSeconds;
  }

  /**
   * The runtime of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Contestant get(String name) {
    return open.computeIfAbsent(name, this::plain);
  }

  /** What models are compared with: ONNX Runtime, one thread, the graph as it was written. */
  public Contestant oracle() {
    return open.computeIfAbsent(
        "oracle", name -> forked(name, "ONNX Runtime without optimisation", "ort-oracle"));
  }

  /**
   * The runtime of this name with its own profiler, or with one around it. It is the caller's to
   * close.
   */
  public Contestant profiled(String name) {
    if (name.equals("ort-native")) {
      return forked(name, "ONNX Runtime 1.24.1, native CPU build, profiled", "ort-profile");
    }
    Contestant plain = plain(name);
    return plain instanceof PageContestant page ? page.profiled() : plain;
  }

  /** A runtime of this name that is the caller's to close. */
  public Contestant plain(String name) {
    if (name.startsWith(FIREFOX) && !Firefox.isInstalled()) {
      return new AbsentContestant(name, name, Firefox.ABSENT);
    }
    Map<String, String> ort = Map.of("ort", Peers.ORT_WEB);
    String plain = name.startsWith(FIREFOX) ? name.substring(FIREFOX.length()) : name;
    return switch (plain) {
      case "ort-native" -> forked(name, "ONNX Runtime 1.24.1, native CPU build", "ort");
      case "ort-native-cuda" ->
          forked(name, "ONNX Runtime 1.24.1, native GPU build, CUDA provider", "ort-cuda");
      case "assam-jvm" ->
          forked(name, "Assam, SIMD backend, Java " + Runtime.version().feature(), "assam");
      case "assam-jvm-128" ->
          forked(name, "Assam on the JVM, 128-bit vectors", "assam", "-XX:MaxVectorSize=16");
      case "assam-reference" -> forked(name, "Assam's reference on the JVM", "reference");
      case "assam-wasm" -> assam(name, "Wasm, relaxed SIMD", Map.of("variant", "relaxed"));
      case "assam-wasm-plain" -> assam(name, "Wasm, plain SIMD", Map.of("variant", "plain"));
      case "assam-js" -> assam(name, "JavaScript build", Map.of("world", "js"));
      case "assam-webgl" -> assam(name, "WebGL 2", Map.of("backend", "webgl"));
      case "assam-webgpu" -> assam(name, "WebGPU", Map.of("backend", "webgpu"));
      case "ort-web" -> page(name, "onnxruntime-web, wasm", "ort", Map.of(), ort);
      case "ort-web-webgl" ->
          page(name, "onnxruntime-web, WebGL", "ort", Map.of("provider", "webgl"), ort);
      case "ort-web-webgpu" ->
          page(name, "onnxruntime-web, WebGPU", "ort", Map.of("provider", "webgpu"), ort);
      case "tfjs-wasm-scalar" ->
          page(
              name,
              "TensorFlow.js, wasm without SIMD",
              "tfjs",
              Map.of("backend", "wasm", "simd", false),
              TFJS);
      case "tfjs-cpu", "tfjs-wasm", "tfjs-webgl", "tfjs-webgpu" -> {
        String backend = plain.substring("tfjs-".length());
        yield page(name, "TensorFlow.js, " + backend, "tfjs", Map.of("backend", backend), TFJS);
      }
      case "convnetjs" -> layers(name, "ConvNetJS", Peers.CONVNETJS);
      case "brainjs" -> layers(name, "brain.js", Peers.BRAIN);
      case "synaptic" -> layers(name, "synaptic", Peers.SYNAPTIC);
      case "kerasjs" -> layers(name, "Keras.js", Peers.KERASJS);
      case "webdnn" -> new AbsentContestant(name, "WebDNN", WEBDNN);
      case "mind" -> new AbsentContestant(name, "Mind", MIND);
      default -> throw new IllegalArgumentException("runtime " + name + " (allowed: " + ALL + ")");
    };
  }

  private Contestant layers(String name, String description, String pinned) {
    return page(name, description, "layers", Map.of("peer", name), Map.of(name, pinned));
  }

  private Contestant forked(String name, String description, String kind, String... flags) {
    return new ForkedContestant(name, description, kind, List.of(flags), timeoutSeconds);
  }

  private Contestant assam(String name, String kind, Map<String, String> options) {
    Map<String, String> all = new LinkedHashMap<>(options);
    all.putIfAbsent("backend", name.endsWith("assam-js") ? "auto" : "simd");
    return page(name, "Assam, " + kind, "assam", all, Map.of());
  }

  private Contestant page(
      String name,
      String description,
      String peer,
      Map<String, ?> options,
      Map<String, String> packages) {
    Supplier<HeadlessBrowser> launcher =
        () -> name.startsWith(FIREFOX) ? new Firefox(Map.of()) : launch(name.contains("webg"));
    return new PageContestant(
        new PageContestant.Runtime(name, description, peer, options, packages),
        site,
        launcher,
        timeoutSeconds);
  }

  /**
   * A browser as contestants get it.
   *
   * @param gpu whether it needs one, be it in software
   */
  public static Chromium launch(boolean gpu) {
    return gpu
        ? new Chromium(Files.exists(Path.of("/dev/dri")) ? HARDWARE_GPU : SOFTWARE_GPU)
        : new Chromium();
  }

  /** Ends the runtime of this name; the next {@link #get} starts a new one. */
  public void end(String name) {
    Contestant contestant = open.remove(name);
    if (contestant != null) {
      contestant.close();
    }
  }

  @Override
  public void close() {
    new ArrayList<>(open.keySet()).forEach(this::end);
  }
}
