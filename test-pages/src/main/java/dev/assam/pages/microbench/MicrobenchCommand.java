package dev.assam.pages.microbench;

import dev.assam.nativerun.bench.BenchShape;
import dev.assam.nativerun.bench.ShapeList;
import dev.assam.pages.measure.ContestantException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Times kernels alone and prints one table. */
@CommandLine.Command(
    name = "assam microbench",
    mixinStandardHelpOptions = true,
    description = {
      "Times the kernels of products and convolutions on one thread, over shapes of real models.",
      "Counted are a kernel's tasks with padding and gathering; weights are packed before. Nothing"
          + " is copied in or out. The percentage is of what a loop of 12 sums in registers reaches"
          + " in the same run."
    })
public final class MicrobenchCommand implements Callable<Integer> {
  @CommandLine.Parameters(
      paramLabel = "MODEL",
      arity = "0..*",
      description = "lists of shapes (default: all; --list prints their names)")
  private List<String> names = ShapeList.NAMES;

  @CommandLine.Option(
      names = "--world",
      split = ",",
      paramLabel = "WORLD",
      description = "of jvm, wasm, wasm-plain, with commas between (default: ${DEFAULT-VALUE})")
  private List<String> worlds = List.of("jvm", "wasm");

  @CommandLine.Option(
      names = "--warm",
      paramLabel = "MS",
      description = "how long each kernel runs before it is timed (default: ${DEFAULT-VALUE})")
  private int warmMillis = 300;

  @CommandLine.Option(names = "--list", description = "print the names of the lists")
  private boolean list;

  @CommandLine.Option(
      names = "--shapes-of",
      paramLabel = "FILE",
      description = "print the list of an ONNX file's shapes, optimised, and time nothing")
  private Path model;

  @CommandLine.Option(
      names = "--shape",
      paramLabel = "INPUT=1x3x224x224",
      description = "of an input of that file, where the file leaves it open")
  private Map<String, String> shapes = new LinkedHashMap<>();

  /** Runs the command; the exit code. */
  public static int run(String[] args) {
    return new CommandLine(new MicrobenchCommand()).execute(args);
  }

  @Override
  public Integer call() throws IOException {
    if (list) {
      ShapeList.NAMES.forEach(System.out::println);
      return 0;
    }
    if (model != null) {
      Map<String, int[]> dims = new LinkedHashMap<>();
      shapes.forEach((input, text) ->
          dims.put(
              input, Arrays.stream(text.split("x", -1)).mapToInt(Integer::parseInt).toArray()));
      System.out.print(ShapeList.of(model, dims));
      return 0;
    }
    List<ShapeList> lists = names.stream().map(ShapeList::load).toList();
    Map<String, Map<BenchShape, Double>> speeds = new LinkedHashMap<>();
    Map<String, Double> peaks = new LinkedHashMap<>();
    for (String name : worlds) {
      try (KernelWorld world = open(name);
          KernelCheck check = new KernelCheck()) {
        System.out.println(name + ": " + world.description());
        double peak = world.peak();
        Map<BenchShape, Double> ofWorld = new LinkedHashMap<>();
        for (ShapeList shapeList : lists) {
          for (BenchShape shape : shapeList.counts().keySet()) {
            ofWorld.computeIfAbsent(shape, wanted -> speed(world, check, wanted));
          }
          peak = Math.max(peak, world.peak());
        }
        speeds.put(name, ofWorld);
        peaks.put(name, peak);
      }
    }
    lists.forEach(shapeList -> print(shapeList, speeds, peaks));
    return 0;
  }

  /** Not a number where the result is wrong. */
  private static double speed(KernelWorld world, KernelCheck check, BenchShape shape) {
    KernelWorld.Timed timed = world.time(shape);
    try {
      check.error(shape, timed.sample());
      return timed.gflops();
    } catch (ContestantException e) {
      System.err.println(shape + ": " + e.getMessage());
      return Double.NaN;
    }
  }

  private KernelWorld open(String name) {
    return switch (name) {
      case "jvm" -> new JvmKernels(warmMillis);
      case "wasm" -> new PageKernels("relaxed", warmMillis);
      case "wasm-plain" -> new PageKernels("plain", warmMillis);
      default ->
          throw new CommandLine.ParameterException(
              new CommandLine(this), "world " + name + " (allowed: jvm, wasm, wasm-plain)");
    };
  }

  /** A line a shape, and below what all of the model's take together. */
  private static void print(
      ShapeList list, Map<String, Map<BenchShape, Double>> speeds, Map<String, Double> peaks) {
    List<String> header = new ArrayList<>(List.of("shape of " + list.name(), "×", "MFLOP"));
    speeds.keySet().forEach(world -> header.addAll(List.of(world + " GFLOP/s", "of peak")));
    System.out.println("\n| " + String.join(" | ", header) + " |");
    System.out.println("|---|" + "--:|".repeat(header.size() - 1));
    Map<String, Double> nanos = new LinkedHashMap<>();
    double all = 0;
    for (Map.Entry<BenchShape, Integer> entry : list.counts().entrySet()) {
      BenchShape shape = entry.getKey();
      all += shape.operations() * entry.getValue();
      List<String> cells =
          new ArrayList<>(
              List.of(
                  shape.toString(),
                  entry.getValue().toString(),
                  String.format(Locale.ROOT, "%.1f", shape.operations() / 1e6)));
      speeds.forEach((world, speed) -> {
        double reached = speed.get(shape);
        nanos.merge(world, shape.operations() * entry.getValue() / reached, Double::sum);
        cells.addAll(cells(reached, peaks.get(world)));
      });
      System.out.println("| " + String.join(" | ", cells) + " |");
    }
    List<String> cells =
        new ArrayList<>(List.of("all", "", String.format(Locale.ROOT, "%.1f", all / 1e6)));
    double operations = all;
    nanos.forEach((world, time) -> cells.addAll(cells(operations / time, peaks.get(world))));
    System.out.println("| " + String.join(" | ", cells) + " |");
    peaks.forEach((world, peak) ->
        System.out.println(String.format(Locale.ROOT, "peak of %s: %.1f GFLOP/s", world, peak)));
  }

  private static List<String> cells(double reached, double peak) {
    return List.of(
        String.format(Locale.ROOT, "%.1f", reached),
        String.format(Locale.ROOT, "%.0f %%", 100 * reached / peak));
  }
}
