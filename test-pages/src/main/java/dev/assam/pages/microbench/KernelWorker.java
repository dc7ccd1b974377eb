package dev.assam.pages.microbench;

import dev.assam.nativerun.bench.BenchShape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A process that times kernels: reads {@code peak}, {@code bandwidth} or a shape, a line each, and
 * answers with a number. {@link ForkedKernels} is the other end.
 */
public final class KernelWorker {
  static final String ANSWER = "kernels ";

  private KernelWorker() {}

  /**
   * @param args {@code jvm}, {@code ort} or {@code dnnl}, and how long to warm up in milliseconds
   */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    int warmMillis = Integer.parseInt(args[1]);
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (KernelWorld world = open(args[0], warmMillis)) {
      out.println(ANSWER + world.description());
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String answer =
            switch (line) {
              case "peak" -> Double.toString(world.peak());
              case "bandwidth" -> Double.toString(world.bandwidth());
              default -> text(world.time(shape(line)));
            };
        out.println(ANSWER + answer);
      }
    }
  }

  private static KernelWorld open(String kind, int warmMillis) {
    return switch (kind) {
      case "jvm" -> new JvmKernels(warmMillis);
      case "ort" -> new OrtKernels(warmMillis);
      case "dnnl" -> new DnnlKernels(warmMillis);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** GFLOP/s and the elements that are compared, with blanks between. */
  private static String text(KernelWorld.Timed timed) {
    StringBuilder text = new StringBuilder().append(timed.gflops());
    for (float element : timed.sample()) {
      text.append(' ').append(element);
    }
    return text.toString();
  }

  private static BenchShape shape(String line) {
    String[] words = line.split(" ", -1);
    return new BenchShape(
        words[0].equals("conv"), Arrays.stream(words).skip(1).map(Integer::valueOf).toList());
  }
}
