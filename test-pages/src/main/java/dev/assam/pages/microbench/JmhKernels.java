package dev.assam.pages.microbench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.assam.nativerun.bench.BenchShape;
import dev.assam.nativerun.bench.ConvBenchmark;
import dev.assam.nativerun.bench.GemmBenchmark;
import dev.assam.nativerun.row.Status;
import dev.assam.pages.measure.ContestantException;
import dev.assam.pages.measure.ForkedContestant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.Main;

/** The kernels of the JVM as JMH times them, for shapes that its benchmarks have. */
public final class JmhKernels implements KernelWorld {
  /** As {@link GemmBenchmark} and {@link ConvBenchmark} list them. */
  private static final List<String> SHAPES =
      List.of(
          "gemm 128 128 128",
          "gemm 512 512 512",
          "gemm 1024 1024 1024",
          "conv 1 3 224 224 64 7 7 2 2 3 3 1",
          "conv 1 256 14 14 1024 1 1 1 1 0 0 1",
          "conv 1 128 28 28 128 3 3 1 1 1 1 1",
          "conv 1 128 56 56 128 3 3 2 2 1 1 1");

  private static final double NANOS_PER_MICRO = 1e3;

  /** What JMH leaves no way to ask for: the result. */
  private final ForkedKernels plain = new ForkedKernels("jvm", 0);

  /** Whether JMH's benchmarks have a shape. */
  public static boolean has(BenchShape shape) {
    return SHAPES.contains(shape.toString());
  }

  @Override
  public String description() {
    return "Java " + Runtime.version().feature() + ", JMH";
  }

  @Override
  public Timed time(BenchShape shape) {
    Class<?> benchmark = shape.isConv() ? ConvBenchmark.class : GemmBenchmark.class;
    String sizes = shape.toString().substring("conv ".length());
    String parameter = shape.isConv() ? "shape=" + sizes : "size=" + shape.sizes().getFirst();
    try {
      Path file = Files.createTempFile("assam-jmh", ".json");
      try {
        List<String> command = new ArrayList<>(ForkedContestant.java(List.of(), Main.class));
        command.addAll(List.of(benchmark.getSimpleName(), "-p", parameter, "-foe", "true"));
        command.addAll(List.of("-v", "SILENT", "-rf", "json", "-rff", file.toString()));
        int code =
            new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (code != 0) {
          throw new ContestantException(Status.FAILED, "JMH ended with " + code);
        }
        double nanos = micros(Files.readString(file)) * NANOS_PER_MICRO;
        return new Timed(shape.operations() / nanos, plain.time(shape).sample());
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ContestantException(Status.FAILED, "interrupted");
    }
  }

  /** The score of the one benchmark in JMH's result. */
  private static double micros(String json) {
    JsonArray results = JsonParser.parseString(json).getAsJsonArray();
    JsonObject metric = results.get(0).getAsJsonObject().getAsJsonObject("primaryMetric");
    return metric.get("score").getAsDouble();
  }

  @Override
  public void close() {
    plain.close();
  }
}
