package dev.assam.pages.bench;

import dev.assam.nativerun.bench.BenchShape;
import dev.assam.nativerun.bench.ShapeList;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.Status;
import dev.assam.pages.microbench.ForkedKernels;
import dev.assam.pages.microbench.KernelWorld;
import dev.assam.pages.microbench.PageKernels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Kernels alone, at shapes of real models, and what registers and memory allow at most. */
final class KernelExperiment implements Experiment {
  private static final List<String> WORLDS =
      List.of(
          "onednn", "ort-native", "assam-jvm", "assam-jvm-128", "assam-wasm", "assam-wasm-plain");

  /** Stands for the row of a world's limits. */
  private static final String LIMITS = "limits";

  @Override
  public String name() {
    return "kernels";
  }

  @Override
  public void run(Bench bench) {
    List<ShapeList> lists = bench.plan().kernelLists().stream().map(ShapeList::load).toList();
    for (String world : WORLDS) {
      List<RowId> ids = new ArrayList<>();
      ids.add(id(bench, LIMITS, world));
      for (ShapeList list : lists) {
        for (BenchShape shape : list.counts().keySet()) {
          if (has(world, shape)) {
            ids.add(id(bench, model(list, shape), world));
          }
        }
      }
      if (ids.stream().allMatch(bench::has)) {
        continue;
      }
      try (KernelWorld kernels = open(world, bench.plan().kernelWarmMillis())) {
        measure(bench, world, kernels, lists);
      } catch (RuntimeException e) {
        // One reason is enough for all of them.
        bench.fail(
            ids.get(0),
            Status.FAILED,
            String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      }
    }
  }

  private RowId id(Bench bench, String model, String world) {
    return new RowId(
        name(), model, world, 1, "warm " + bench.plan().kernelWarmMillis() + " ms, fastest of 15");
  }

  private static String model(ShapeList list, BenchShape shape) {
    return list.name() + ": " + shape;
  }

  /** oneDNN is there for products only. */
  private static boolean has(String world, BenchShape shape) {
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
      default -> throw new IllegalArgumentException(world);
    };
  }

  private void measure(Bench bench, String world, KernelWorld kernels, List<ShapeList> lists) {
    Map<BenchShape, Double> known = new LinkedHashMap<>();
    Row.Setup setup = Row.Setup.of(1, simd(world));
    double before = kernels.peak();
    for (ShapeList list : lists) {
      list.counts()
          .forEach((shape, count) -> {
            if (!has(world, shape)) {
              return;
            }
            RowId id = id(bench, model(list, shape), world);
            Supplier<Row> row =
                () -> {
                  double speed = known.computeIfAbsent(shape, kernels::speed);
                  return Row.of(id, setup, numbers(shape, count, speed), bench.measurer().origin());
                };
            bench.measure(id, row);
          });
    }
    RowId limits = id(bench, LIMITS, world);
    bench.measure(
        limits,
        () -> {
          Map<String, Double> values = new LinkedHashMap<>();
          put(values, "peak_gflops", Math.max(before, kernels.peak()));
          put(values, "bandwidth_gbs", kernels.bandwidth());
          return Row.of(limits, setup, values, bench.measurer().origin());
        });
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
