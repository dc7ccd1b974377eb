package dev.assam.pages.measure;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.assam.ModelFile;
import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.nativerun.ort.OrtModel;
import dev.assam.nativerun.ort.OrtOptions;
import dev.assam.nativerun.ort.OrtProfile;
import dev.assam.nativerun.ort.OrtRun;
import dev.assam.reference.ReferenceBackend;
import dev.assam.simd.SimdBackend;
import dev.assam.simd.Workers;
import dev.assam.simd.jvm.ThreadPool;
import dev.assam.simd.kernel.Lanes;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A process that runs one model on the JVM or in a native library: reads requests from its standard
 * input and writes answers, each a line of JSON. {@link ForkedContestant} is the other end.
 */
public final class JvmWorker {
  static final String ANSWER = "assam-worker ";

  /** Before the runs of a profile. */
  private static final int WARM_RUNS = 20;

  /** What is asked of it. */
  record Request(
      String kind,
      String file,
      List<Tensors> inputs,
      int threads,
      int millis,
      int times,
      int each) {
    record Tensors(String name, String dtype, int[] dims, int below) {}
  }

  /** How one kind of runtime opens a model. */
  private interface Opened extends AutoCloseable {
    void run();

    Map<String, Datum> outputs();

    /** Milliseconds by kernel of the last runs, of which there were so many; ends the profile. */
    Map<String, Double> profile(int times) throws IOException;

    @Override
    void close();
  }

  private static final Gson GSON = new Gson();

  private final Map<String, Datum> inputs = new LinkedHashMap<>();
  private Opened model;

  private JvmWorker() {}

  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    // Whatever libraries print must not look like an answer.
    System.setOut(System.err);
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    JvmWorker worker = new JvmWorker();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      int space = line.indexOf(' ');
      JsonObject answer;
      try {
        Request request = GSON.fromJson(line.substring(space + 1), Request.class);
        answer = worker.answer(line.substring(0, space), request);
      } catch (RuntimeException | OutOfMemoryError | IOException e) {
        answer = new JsonObject();
        answer.addProperty("error", e.getClass().getSimpleName() + ": " + e.getMessage());
      }
      out.println(ANSWER + GSON.toJson(answer));
      out.flush();
    }
  }

  private JsonObject answer(String what, Request request) throws IOException {
    return switch (what) {
      case "open" -> open(request);
      case "warm" -> warm(request.millis());
      case "profile" -> profile(request.times());
      case "run" -> run(request.times(), request.each());
      default -> throw new IllegalArgumentException(what);
    };
  }

  private JsonObject open(Request request) throws IOException {
    for (Request.Tensors input : request.inputs()) {
      DType dtype = input.dtype().equals("int64") ? DType.INT64 : DType.FLOAT32;
      inputs.put(
          input.name(),
          new BenchModel.Input(input.name(), dtype, input.dims(), input.below()).tensor());
    }
    long loading = System.nanoTime();
    if (request.kind().startsWith("ort")) {
      OrtModel.load();
    }
    long start = System.nanoTime();
    Path file = Path.of(request.file());
    model =
        switch (request.kind()) {
          case "ort" -> ort(file, OrtOptions.fastest(request.threads()));
          case "ort-profile" ->
              ort(
                  file,
                  OrtOptions.fastest(request.threads())
                      .profiled(Files.createTempDirectory("assam-profile").resolve("ort")));
          case "ort-cuda" -> ort(file, OrtOptions.fastest(request.threads()).onCuda());
          case "ort-oracle" -> ort(file, OrtOptions.ORACLE);
          case "assam" -> assam(file, request.threads());
          case "reference" ->
              session(file, SessionOptions.DEFAULT.withBackend(new ReferenceBackend()));
          default -> throw new IllegalArgumentException(request.kind());
        };
    long opened = System.nanoTime();
    model.run();
    long done = System.nanoTime();
    JsonObject answer = new JsonObject();
    answer.addProperty("loadMs", (start - loading) / 1e6);
    answer.addProperty("compileMs", (opened - start) / 1e6);
    answer.addProperty("firstMs", (done - opened) / 1e6);
    answer.addProperty("lanes", Lanes.F32);
    Map<String, float[]> values = new LinkedHashMap<>();
    Map<String, Datum> outputs = model.outputs();
    outputs.forEach((name, datum) -> {
      if (datum instanceof Tensor tensor) {
        values.put(name, floats(tensor));
      }
    });
    answer.add("outputs", GSON.toJsonTree(new Outputs(values).encode()));
    return answer;
  }

  private static float[] floats(Tensor tensor) {
    float[] elements = new float[tensor.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) tensor.getDouble(i);
    }
    return elements;
  }

  private JsonObject warm(int millis) {
    long start = System.nanoTime();
    int runs = 0;
    for (; (System.nanoTime() - start) / 1_000_000 < millis; runs++) {
      model.run();
    }
    JsonObject answer = new JsonObject();
    answer.addProperty("runs", runs);
    return answer;
  }

  private JsonObject profile(int times) throws IOException {
    for (int i = 0; i < WARM_RUNS + times; i++) {
      model.run();
    }
    JsonObject answer = new JsonObject();
    answer.add("kernels", GSON.toJsonTree(model.profile(times)));
    return answer;
  }

  private JsonObject run(int times, int each) {
    double[] samples = new double[times];
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      for (int j = 0; j < each; j++) {
        model.run();
      }
      samples[i] = (System.nanoTime() - start) / 1e6 / each;
    }
    JsonObject answer = new JsonObject();
    answer.add("samples", GSON.toJsonTree(samples));
    return answer;
  }

  private Opened ort(Path file, OrtOptions options) {
    OrtModel session = OrtModel.open(file, options);
    OrtRun run = session.prepare(inputs);
    return new Opened() {
      @Override
      public void run() {
        run.run();
      }

      @Override
      public Map<String, Datum> outputs() {
        return run.outputs();
      }

      @Override
      public Map<String, Double> profile(int times) throws IOException {
        Path profile = session.endProfile();
        try {
          return OrtProfile.kernels(Files.readString(profile), times);
        } finally {
          Files.deleteIfExists(profile);
          Files.deleteIfExists(profile.getParent());
        }
      }

      @Override
      public void close() {
        run.close();
        session.close();
      }
    };
  }

  private Opened assam(Path file, int threads) throws IOException {
    Workers workers = ThreadPool.of(threads);
    return session(file, SessionOptions.DEFAULT.withBackend(new SimdBackend(workers)));
  }

  private Opened session(Path file, SessionOptions options) throws IOException {
    Session session = ModelFile.open(file, options);
    return new Opened() {
      private Result last;

      @Override
      public void run() {
        if (last != null) {
          last.close();
        }
        last = session.run(inputs);
      }

      @Override
      public Map<String, Datum> outputs() {
        return last.outputs();
      }

      @Override
      public Map<String, Double> profile(int times) {
        throw new UnsupportedOperationException("this runtime has no profiler: not supported");
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }
}
