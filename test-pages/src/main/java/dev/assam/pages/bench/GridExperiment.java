package dev.assam.pages.bench;

import dev.assam.nativerun.grid.GridModel;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.pages.measure.BenchModel;
import dev.assam.pages.measure.Contestants;
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

  /** Of larger files synaptic takes a minute each to load, too long for a quick run. */
  private static final long SMALL_BYTES = 300_000;

  @Override
  public String name() {
    return "grid";
  }

  @Override
  public void run(Bench bench) {
    Path folder = folder();
    List<BenchModel> models = new ArrayList<>();
    for (GridModel.Kind kind : GridModel.Kind.values()) {
      for (GridModel grid : GridModel.grid(kind, bench.plan().fullGrid())) {
        models.add(write(bench, folder, grid));
      }
    }
    List<String> runtimes = new ArrayList<>(RUNTIMES);
    if (bench.plan().fullGrid()) {
      runtimes.addAll(RUNTIMES_FULL);
    }
    runtimes.addAll(Contestants.LEGACY);
    for (String runtime : runtimes) {
      for (BenchModel model : models) {
        boolean slow = runtime.equals("synaptic") && !bench.plan().fullGrid();
        if (Contestants.LEGACY.contains(runtime) && model.layers() == null
            || slow && model.file().toFile().length() > SMALL_BYTES) {
          continue;
        }
        RowId id = bench.measurer().id(name(), model.name(), runtime, 1);
        bench.measure(
            id, () -> bench.measurer().measure(name(), bench.contestants().get(runtime), model, 1));
      }
      bench.contestants().end(runtime);
    }
  }

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("assam-grid");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BenchModel write(Bench bench, Path folder, GridModel grid) {
    Path onnx = folder.resolve(grid.name() + ".onnx");
    Path layers = folder.resolve(grid.name() + ".json");
    String json = grid.json();
    try {
      byte[] bytes = grid.onnx();
      Files.write(onnx, bytes);
      onnx.toFile().deleteOnExit();
      if (json != null) {
        Files.writeString(layers, json);
        layers.toFile().deleteOnExit();
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
    RowId id = new RowId("sizes", grid.name(), "", 0, "");
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
