package dev.assam.pages.bench;

import dev.assam.nativerun.grid.GridModel;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.pages.measure.BenchModel;
import dev.assam.pages.measure.Contestants;
import dev.assam.pages.measure.Measurer;
import dev.assam.pages.measure.Settings;
import dev.assam.tensor.DType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Networks of many depths and widths in every runtime, and the sizes of their files. */
final class GridExperiment implements Experiment {
  private static final List<String> RUNTIMES =
      List.of("ort-native", "assam-jvm", "assam-wasm", "ort-web", "tfjs-cpu", "tfjs-wasm");
  private static final List<String> RUNTIMES_FULL =
      List.of("assam-js", "assam-webgl", "assam-webgpu", "tfjs-webgl", "tfjs-webgpu");

  /** Peers compute with doubles, or add in another order. */
  private static final double TOLERANCE = 2e-3;

  /** The experiment that rows of files' sizes name. */
  private static final String SIZES = "sizes";

  /** Of more units synaptic takes a minute each to load, too long for a quick run. */
  private static final int SMALL = 256;

  @Override
  public String name() {
    return "grid";
  }

  @Override
  public List<RowId> rows(Bench bench) {
    List<RowId> rows = new ArrayList<>();
    for (GridModel grid : grids(bench)) {
      rows.add(sizesId(grid));
    }
    for (String runtime : runtimes(bench)) {
      for (GridModel grid : grids(bench)) {
        if (isMeasured(bench, runtime, grid)) {
          rows.add(id(bench, grid, runtime));
        }
      }
    }
    return rows;
  }

  private RowId id(Bench bench, GridModel grid, String runtime) {
    return new RowId(name(), grid.name(), runtime, 1, settings(bench).config());
  }

  private static RowId sizesId(GridModel grid) {
    return new RowId(SIZES, grid.name(), "", 0, "");
  }

  /** These networks are small, and so is what warms them up. */
  private static Settings settings(Bench bench) {
    Settings all = bench.measurer().settings();
    return new Settings(
        all.warmMillis() / 2, all.runs(), all.budgetMillis() / 2, all.timeoutSeconds());
  }

  private static List<GridModel> grids(Bench bench) {
    List<GridModel> grids = new ArrayList<>();
    for (GridModel.Kind kind : GridModel.Kind.values()) {
      grids.addAll(GridModel.grid(kind, bench.plan().fullGrid()));
    }
    return grids;
  }

  private static List<String> runtimes(Bench bench) {
    if (!bench.plan().chosen().isEmpty()) {
      return bench.plan().chosen();
    }
    List<String> runtimes = new ArrayList<>(RUNTIMES);
    if (bench.plan().fullGrid()) {
      runtimes.addAll(RUNTIMES_FULL);
    }
    runtimes.addAll(Contestants.LEGACY);
    return runtimes;
  }

  private static boolean isMeasured(Bench bench, String runtime, GridModel grid) {
    if (!Contestants.LEGACY.contains(runtime)) {
      return true;
    }
    // Of other kinds these know nothing.
    boolean known = grid.kind() == GridModel.Kind.FC;
    boolean slow = runtime.equals("synaptic") && !bench.plan().fullGrid();
    return known && !(slow && grid.width() * grid.depth() > SMALL);
  }

  @Override
  public void run(Bench bench) {
    if (rows(bench).stream().allMatch(bench::has)) {
      return;
    }
    Path folder = bench.site().scratch(name());
    Map<GridModel, BenchModel> models = new LinkedHashMap<>();
    grids(bench).forEach(grid -> models.put(grid, write(bench, folder, grid)));
    Measurer measurer = bench.measurer().with(settings(bench));
    for (String runtime : runtimes(bench)) {
      models.forEach((grid, model) -> {
        if (isMeasured(bench, runtime, grid)) {
          bench.measure(
              id(bench, grid, runtime),
              () -> measurer.measure(name(), bench.contestants().get(runtime), model, 1));
        }
      });
      bench.contestants().end(runtime);
    }
  }

  private static BenchModel write(Bench bench, Path folder, GridModel grid) {
    Path onnx = folder.resolve(grid.name() + ".onnx");
    Path layers = folder.resolve(grid.name() + ".json");
    String json = grid.json();
    try {
      byte[] bytes = grid.onnx();
      Files.write(onnx, bytes);
      if (json != null) {
        Files.writeString(layers, json);
      }
      sizes(bench, grid, bytes, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BenchModel(
        grid.name(),
        onnx,
        List.of(new BenchModel.Input("x", DType.FLOAT32, grid.inputDims(), 0)),
        TOLERANCE,
        json == null ? null : layers);
  }

  private static void sizes(Bench bench, GridModel grid, byte[] onnx, String json)
      throws IOException {
    RowId id = sizesId(grid);
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("onnx_bytes", (double) onnx.length);
    values.put("onnx_gzip_bytes", gzip(onnx));
    if (json != null) {
      byte[] text = json.getBytes(StandardCharsets.UTF_8);
      values.put("json_bytes", (double) text.length);
      values.put("json_gzip_bytes", gzip(text));
    }
    bench.measure(id, () -> Row.of(id, Row.Setup.of(0, null), values, bench.measurer().origin()));
  }

  private static double gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.size();
  }
}
