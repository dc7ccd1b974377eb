package dev.assam.pages.measure;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import dev.assam.nativerun.row.Machine;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A runtime in a Java process of its own for each model: Assam at one width of vectors, its
 * reference, or ONNX Runtime's native build. Neither a crash nor what HotSpot learnt from the model
 * before touches the next.
 */
public final class ForkedContestant implements Contestant {
  private static final Gson GSON = new Gson();
  private static final String END = "";

  private final String id;
  private final String description;
  private final String kind;
  private final List<String> flags;
  private final int timeoutSeconds;

  /**
   * @param kind as {@link JvmWorker} knows it
   * @param flags of the process, such as {@code -XX:MaxVectorSize=16}
   * @param timeoutSeconds what one answer may take
   */
  ForkedContestant(
      String id, String description, String kind, List<String> flags, int timeoutSeconds) {
    this.id = id;
    this.description = description;
    this.kind = kind;
    this.flags = flags;
    this.timeoutSeconds = timeoutSeconds;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public OpenModel open(BenchModel model, int threads) {
    Forked forked = new Forked(start());
    try {
      forked.open(model, threads);
      return forked;
    } catch (RuntimeException e) {
      forked.close();
      throw e;
    }
  }

  /** The command line of another process of this program. */
  public static List<String> java(List<String> flags, Class<?> main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(flags);
    for (String name : List.of("assam.models", "assam.shared", "assam.web")) {
      if (System.getProperty(name) != null) {
        command.add("-D" + name + "=" + System.getProperty(name));
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return command;
  }

  private Process start() {
    try {
      return new ProcessBuilder(java(flags, JvmWorker.class)).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}

  private final class Forked implements OpenModel {
    private final Process process;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final List<String> errors = new ArrayList<>();
    private Opened opened;

    Forked(Process process) {
      this.process = process;
      Thread.ofVirtual().start(() -> read(process.inputReader(StandardCharsets.UTF_8), true));
      Thread.ofVirtual().start(() -> read(process.errorReader(StandardCharsets.UTF_8), false));
    }

    private void read(BufferedReader reader, boolean wanted) {
      try (reader) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          if (wanted && line.startsWith(JvmWorker.ANSWER)) {
            answers.add(line.substring(JvmWorker.ANSWER.length()));
          } else if (!line.contains("incubator")) {
            synchronized (errors) {
              errors.add(line);
            }
          }
        }
      } catch (IOException e) {
        // The process is gone; the end of its answers says so.
      } finally {
        if (wanted) {
          answers.add(END);
        }
      }
    }

    void open(BenchModel model, int threads) {
      List<JvmWorker.Request.Tensors> inputs = new ArrayList<>();
      for (BenchModel.Input input : model.inputs()) {
        inputs.add(
            new JvmWorker.Request.Tensors(
                input.name(), input.dtype().toString(), input.dims(), input.below()));
      }
      String file = model.file().toAbsolutePath().toString();
      JsonObject answer = ask("open", new JvmWorker.Request(kind, file, inputs, threads, 0, 0, 0));
      boolean ort = kind.startsWith("ort");
      int bits = answer.get("lanes").getAsInt() * 32;
      String simd = ort ? "native" : kind.equals("reference") ? "none" : "v" + bits;
      boolean cuda = kind.equals("ort-cuda");
      String backend =
          ort
              ? cuda ? "onnxruntime cuda" : "onnxruntime cpu"
              : kind.equals("reference") ? "reference" : "simd";
      opened =
          new Opened(
              answer.get("loadMs").getAsDouble(),
              answer.get("compileMs").getAsDouble(),
              answer.get("firstMs").getAsDouble(),
              Outputs.decode(
                  GSON.fromJson(
                      answer.get("outputs"), new TypeToken<Map<String, String>>() {}.getType())),
              new Row.Setup(
                  threads,
                  simd,
                  null,
                  Map.of(backend, 0),
                  null,
                  cuda ? Machine.gpu() : null,
                  cuda ? false : null,
                  ort ? threads : null,
                  "random, not zero",
                  false),
              Map.of("description", description, "flags", String.join(" ", flags)));
    }

    @Override
    public Opened opened() {
      return opened;
    }

    @Override
    public int warm(int millis) {
      return ask("warm", new JvmWorker.Request(null, null, null, 0, millis, 0, 0))
          .get("runs")
          .getAsInt();
    }

    @Override
    public Runs run(int times, int each) {
      double before = cpuSeconds();
      JsonObject answer = ask("run", new JvmWorker.Request(null, null, null, 0, 0, times, each));
      double[] samples = GSON.fromJson(answer.get("samples"), double[].class);
      return new Runs(samples, Map.of("process", cpuSeconds() - before));
    }

    @Override
    public Map<String, Double> profile(int rounds) {
      JsonObject answer = ask("profile", new JvmWorker.Request(null, null, null, 0, 0, rounds, 0));
      return GSON.fromJson(
          answer.get("kernels"), new TypeToken<Map<String, Double>>() {}.getType());
    }

    private double cpuSeconds() {
      return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    @Override
    public Row.Memory memory() {
      return new Row.Memory(
          null, null, null, Machine.pssBytes(process.pid()), null, Map.of(), null);
    }

    private JsonObject ask(String what, JvmWorker.Request request) {
      try {
        OutputStream out = process.getOutputStream();
        out.write((what + " " + GSON.toJson(request) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        String line = answers.poll(timeoutSeconds, TimeUnit.SECONDS);
        if (line == null) {
          process.destroyForcibly();
          throw new ContestantException(
              Status.FAILED, "no answer within " + timeoutSeconds + " s, so it was ended");
        }
        if (line.equals(END)) {
          throw crashed();
        }
        JsonObject answer = GSON.fromJson(line, JsonObject.class);
        if (answer.has("error")) {
          throw ContestantException.of(answer.get("error").getAsString());
        }
        return answer;
      } catch (IOException e) {
        throw crashed();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ContestantException(Status.FAILED, "interrupted");
      }
    }

    private ContestantException crashed() {
      String last;
      synchronized (errors) {
        last = errors.isEmpty() ? "" : ": " + ContestantException.firstLine(errors.getLast());
      }
      return ContestantException.of("the process ended" + last);
    }

    @Override
    public void close() {
      process.destroyForcibly();
      try {
        Files.deleteIfExists(Path.of("hs_err_pid" + process.pid() + ".log"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
