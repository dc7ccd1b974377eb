package dev.assam.pages.microbench;

import dev.assam.nativerun.bench.BenchShape;
import dev.assam.nativerun.row.Status;
import dev.assam.pages.measure.ContestantException;
import dev.assam.pages.measure.ForkedContestant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Kernels in a Java process of their own: of the JVM at one width, or of a native library. */
public final class ForkedKernels implements KernelWorld {
  private final Process process;
  private final Writer writer;
  private final BufferedReader reader;
  private final String description;

  /**
   * @param kind {@code jvm}, {@code ort} or {@code dnnl}
   * @param flags of the process
   */
  public ForkedKernels(String kind, int warmMillis, String... flags) {
    List<String> command =
        new ArrayList<>(ForkedContestant.java(List.of(flags), KernelWorker.class));
    command.addAll(List.of(kind, Integer.toString(warmMillis)));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
      // oneDNN asks OpenMP how many threads it may have.
      builder.environment().put("OMP_NUM_THREADS", "1");
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    writer = process.outputWriter(StandardCharsets.UTF_8);
    reader = process.inputReader(StandardCharsets.UTF_8);
    description = answer();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public double peak() {
    return Double.parseDouble(ask("peak"));
  }

  @Override
  public double bandwidth() {
    return Double.parseDouble(ask("bandwidth"));
  }

  @Override
  public Timed time(BenchShape shape) {
    String[] words = ask(shape.toString()).split(" ", -1);
    float[] sample = new float[words.length - 1];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = Float.parseFloat(words[i + 1]);
    }
    return new Timed(Double.parseDouble(words[0]), sample);
  }

  private String ask(String line) {
    try {
      writer.write(line + "\n");
      writer.flush();
    } catch (IOException e) {
      throw ended();
    }
    return answer();
  }

  private String answer() {
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(KernelWorker.ANSWER)) {
          return line.substring(KernelWorker.ANSWER.length());
        }
      }
    } catch (IOException e) {
      throw ended();
    }
    throw ended();
  }

  private static ContestantException ended() {
    return new ContestantException(Status.FAILED, "the process that times kernels ended");
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
