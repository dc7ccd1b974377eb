package dev.assam.pages.measure;

import dev.assam.nativerun.row.Machine;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.Status;
import java.util.Map;

/** Makes rows: opens a model, compares what it computes, and only then takes its times. */
public final class Measurer {
  private final Settings settings;
  private final Baselines baselines;
  private final Origins origins;

  /** Where rows come from. */
  public record Origins(String commit, String machine, String command) {
    public Row.Origin now() {
      return new Row.Origin(commit, machine, command, Machine.now());
    }
  }

  public Measurer(Settings settings, Baselines baselines, Origins origins) {
    this.settings = settings;
    this.baselines = baselines;
    this.origins = origins;
  }

  public Settings settings() {
    return settings;
  }

  public Row.Origin origin() {
    return origins.now();
  }

  public RowId id(String experiment, String model, String runtime, int threads) {
    return new RowId(experiment, model, runtime, threads, settings.config());
  }

  /** Measures a model in a contestant; never throws. */
  public Row measure(String experiment, Contestant contestant, BenchModel model, int threads) {
    RowId id = id(experiment, model.name(), contestant.id(), threads);
    try (OpenModel open = contestant.open(model, threads)) {
      Row wrong = check(id, open, model);
      if (wrong != null) {
        return wrong;
      }
      double first = open.opened().firstMs();
      int warmRuns = open.warm(settings.warmMillis(first));
      // The first run is slower than those that follow.
      double estimate = open.run(1).samplesMs()[0];
      Double joules = Machine.joules();
      OpenModel.Runs runs = open.run(settings.runs(estimate));
      Double used = joules == null ? null : Machine.joules() - joules;
      return row(id, open, model, warmRuns + 1, runs, used);
    } catch (ContestantException e) {
      return Row.without(
          id, e.status(), e.getMessage(), Row.Setup.of(threads, null), origins.now());
    } catch (RuntimeException e) {
      String reason = ContestantException.firstLine(String.valueOf(e.getMessage()));
      return Row.without(id, Status.FAILED, reason, Row.Setup.of(threads, null), origins.now());
    }
  }

  /** A row that says that the outputs are wrong; null if they are right. */
  public Row check(RowId id, OpenModel open, BenchModel model) {
    double error = error(open, model);
    if (error <= model.tolerance()) {
      return null;
    }
    String reason =
        "outputs differ from ONNX Runtime's by %.2g of the largest (allowed: %.2g)"
            .formatted(error, model.tolerance());
    Row.Setup setup = open.opened().setup();
    return new Row(
        id, Status.WRONG, reason, setup, null, null, error, Map.of(), Map.of(), origins.now());
  }

  private double error(OpenModel open, BenchModel model) {
    return open.opened().outputs().error(baselines.of(model));
  }

  /** A row of runs whose outputs were checked. */
  public Row row(
      RowId id,
      OpenModel open,
      BenchModel model,
      int warmRuns,
      OpenModel.Runs runs,
      Double joules) {
    OpenModel.Opened opened = open.opened();
    Row.Memory memory = open.memory();
    return new Row(
        id,
        Status.OK,
        "",
        opened.setup(),
        new Row.Times(
            opened.loadMs(), opened.compileMs(), opened.firstMs(), warmRuns, runs.samplesMs()),
        new Row.Memory(
            memory.linearBytes(),
            memory.plannedBytes(),
            memory.jsHeapBytes(),
            memory.pssBytes(),
            memory.gpuBytes(),
            runs.cpuSeconds(),
            joules),
        error(open, model),
        Map.of("model_bytes", (double) model.file().toFile().length()),
        opened.facts(),
        origins.now());
  }
}
