package dev.assam.pages.bench;

import com.microsoft.playwright.PlaywrightException;
import dev.assam.nativerun.bench.BenchShape;
import dev.assam.nativerun.bench.ShapeList;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.Status;
import dev.assam.pages.measure.ContestantException;
import dev.assam.pages.microbench.ForkedKernels;
import dev.assam.pages.microbench.JmhKernels;
import dev.assam.pages.microbench.KernelCheck;
import dev.assam.pages.microbench.KernelWorld;
import dev.assam.pages.microbench.PageKernels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Kernels alone, at shapes of real models, and what registers and memory allow at most. */
final class KernelExperiment implements Experiment {
  private static final List<String> WORLDS =
      List.of(
          "onednn", "ort-native", "assam-jvm", "assam-jvm-128", "assam-wasm", "assam-wasm-plain");

  /** Times what assam-jvm does once more, which takes ten seconds a shape. */
  private static final String JMH = "assam-jvm-jmh";

  /** Stands for the row of a world's limits. */
  private static final String LIMITS = "limits";

  @Override
  public String name() {
    return "kernels";
  }

  @Override
  public List<RowId> rows(Bench bench) {
    List<RowId> rows = new ArrayList<>();
    worlds(bench).forEach(world -> rows.addAll(rows(bench, world, lists(bench))));
    return rows;
  }

  private static List<String> worlds(Bench bench) {
    List<String> worlds = new ArrayList<>(WORLDS);
    if (bench.plan().fullGrid()) {
      worlds.add(JMH);
    }
    List<String> chosen = bench.plan().chosen();
    worlds.removeIf(world -> !chosen.isEmpty() && !chosen.contains(world));
    return worlds;
  }

  private List<RowId> rows(Bench bench, String world, List<ShapeList> lists) {
    List<RowId> rows = new ArrayList<>();
    for (ShapeList list : lists) {
      for (BenchShape shape : list.counts().keySet()) {
        if (has(world, shape)) {
          rows.add(id(bench, model(list, shape), world));
        }
      }
    }
    rows.add(id(bench, LIMITS, world));
    return rows;
  }

  private static List<ShapeList> lists(Bench bench) {
    return bench.plan().kernelLists().stream().map(ShapeList::load).toList();
  }

  @Override
  public void run(Bench bench) {
    try (KernelCheck check = new KernelCheck()) {
      for (String world : worlds(bench)) {
        List<RowId> ids = rows(bench, world, lists(bench));
        try (Reopened kernels = new Reopened(() -> open(world, bench.plan().kernelWarmMillis()))) {
          if (!ids.stream().allMatch(bench::has) && !bench.isOver(name())) {
            kernels.get();
            measure(bench, world, kernels, check);
          }
        } catch (RuntimeException e) {
          // It does not open; one reason is enough for all of them.
          String reason = ContestantException.firstLine(String.valueOf(e.getMessage()));
          ids.forEach(id -> bench.fail(id, Status.FAILED, reason));
        }
      }
    }
  }

  /** A world that is opened again after something in it failed. */
  private static final class Reopened implements AutoCloseable {
    private final Supplier<KernelWorld> opener;
    private KernelWorld world;

    Reopened(Supplier<KernelWorld> opener) {
      this.opener = opener;
    }

    KernelWorld get() {
      world = world == null ? opener.get() : world;
      return world;
    }

    /** Does something in it; the world of a failure is not used again. */
    <T> T with(Function<KernelWorld, T> use) {
      KernelWorld used = get();
      try {
        return use.apply(used);
      } catch (RuntimeException e) {
        close();
        throw e;
      }
    }

    @Override
    public void close() {
      KernelWorld closed = world;
      world = null;
      if (closed != null) {
        try {
          closed.close();
        } catch (PlaywrightException e) {
          // Its browser is gone already.
        }
      }
    }
  }

  private RowId id(Bench bench, String model, String world) {
    int warm = bench.plan().kernelWarmMillis();
    return new RowId(name(), model, world, 1, "warm from " + warm + " ms, fastest of 15");
  }

  private static String model(ShapeList list, BenchShape shape) {
    return list.name() + ": " + shape;
  }

  /** oneDNN is there for products only, JMH for some of each kind. */
  private static boolean has(String world, BenchShape shape) {
    if (world.equals(JMH)) {
      return JmhKernels.has(shape);
    }
    return !world.equals("onednn") || !shape.isConv();
  }

  private static KernelWorld open(String world, int warmMillis) {
    return switch (world) {
      case "onednn" -> new ForkedKernels("dnnl", warmMillis);
      case "ort-native" -> new ForkedKernels("ort", warmMillis);
      case "assam-jvm" -> new ForkedKernels("jvm", warmMillis);
      case "assam-jvm-128" -> new ForkedKernels("jvm", warmMillis, "-XX:MaxVectorSize=16");
      case "assam-wasm" -> new PageKernels("relaxed", warmMillis);
      case "assam-wasm-plain" -> new PageKernels("plain", warmMillis);
      case JMH -> new JmhKernels();
      default -> throw new IllegalArgumentException(world);
    };
  }

  private void measure(Bench bench, String world, Reopened kernels, KernelCheck check) {
    Map<BenchShape, KernelWorld.Timed> known = new LinkedHashMap<>();
    Row.Setup setup = setup(world, kernels.get());
    double[] peak = {Double.NaN};
    for (ShapeList list : lists(bench)) {
      list.counts()
          .forEach((shape, count) -> {
            if (!has(world, shape)) {
              return;
            }
            RowId id = id(bench, model(list, shape), world);
            Supplier<Row> row =
                () -> {
                  peak[0] = Double.isNaN(peak[0]) ? kernels.with(KernelWorld::peak) : peak[0];
                  KernelWorld.Timed timed =
                      known.computeIfAbsent(
                          shape, wanted -> kernels.with(open -> open.time(wanted)));
                  double error = check.error(shape, timed.sample());
                  Map<String, Double> values = numbers(shape, count, timed.gflops());
                  return Row.of(id, setup, values, bench.measurer().origin()).checked(error);
                };
            bench.measure(id, row);
          });
    }
    RowId limits = id(bench, LIMITS, world);
    bench.measure(
        limits,
        () -> {
          Map<String, Double> values = new LinkedHashMap<>();
          double again = kernels.with(KernelWorld::peak);
          put(values, "peak_gflops", Double.isNaN(peak[0]) ? again : Math.max(peak[0], again));
          put(values, "bandwidth_gbs", kernels.with(KernelWorld::bandwidth));
          return Row.of(limits, setup, values, bench.measurer().origin());
        });
  }

  private static Row.Setup setup(String world, KernelWorld kernels) {
    return Row.Setup.of(1, simd(world)).in(kernels.browser());
  }

  private static String simd(String world) {
    return switch (world) {
      case "assam-wasm" -> "relaxed";
      case "assam-wasm-plain" -> "plain";
      case "assam-jvm-128" -> "v128";
      case "onednn", "ort-native" -> "native";
      default -> "widest";
    };
  }

  private static Map<String, Double> numbers(BenchShape shape, int count, double speed) {
    return Map.of(
        "gflops",
        speed,
        "mflop",
        shape.operations() / 1e6,
        "bytes",
        bytes(shape),
        "count",
        (double) count);
  }

  private static void put(Map<String, Double> values, String name, double value) {
    if (!Double.isNaN(value)) {
      values.put(name, value);
    }
  }

  /** What a kernel reads and writes at least. */
  private static double bytes(BenchShape shape) {
    List<Integer> s = shape.sizes();
    if (!shape.isConv()) {
      double m = s.get(0);
      double n = s.get(1);
      double k = s.get(2);
      return 4 * (m * k + k * n + m * n);
    }
    double height = (s.get(2) + 2 * s.get(9) - s.get(5)) / s.get(7) + 1;
    double width = (s.get(3) + 2 * s.get(10) - s.get(6)) / s.get(8) + 1;
    double in = (double) s.get(0) * s.get(1) * s.get(2) * s.get(3);
    double weights = (double) s.get(4) * s.get(1) / s.get(11) * s.get(5) * s.get(6);
    return 4 * (in + weights + s.get(0) * s.get(4) * height * width);
  }
}
