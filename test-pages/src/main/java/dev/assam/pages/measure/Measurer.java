package dev.assam.pages.measure;

import dev.assam.nativerun.row.Machine;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.Status;
import java.util.Map;

/** Makes rows: opens a model, compares what it computes, and only then takes its times. */
public final class Measurer {
  private static final double NOT_FASTER = 0.95;
  private static final int LONGEST = 8;

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

  /** The same with other settings. */
  public Measurer with(Settings other) {
    return new Measurer(other, baselines, origins);
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
      Warm warm = warm(open);
      Double joules = Machine.joules();
      OpenModel.Runs runs = open.run(settings.runs(warm.millis()), warm.each());
      Double used = joules == null ? null : Machine.joules() - joules;
      return row(id, open, model, warm, runs, used);
    } catch (ContestantException e) {
      return Row.without(
          id, e.status(), e.getMessage(), Row.Setup.of(threads, null), origins.now());
    } catch (RuntimeException e) {
      String reason = ContestantException.firstLine(String.valueOf(e.getMessage()));
      return Row.without(id, Status.FAILED, reason, Row.Setup.of(threads, null), origins.now());
    }
  }

  /**
   * How a model ran until it was warm.
   *
   * @param runs how many those were
   * @param millis what one takes now
   */
  public record Warm(int runs, double millis) {
    private static final double SAMPLE_MILLIS = 2;

    /** How many runs a sample needs to be long enough for the clock. */
    public int each() {
      return (int) Math.max(1, Math.min(1000, SAMPLE_MILLIS / Math.max(millis, 1e-3)));
    }
  }

  /**
   * Runs until runs get no faster: in slices, until none of the last two was faster than the best
   * before by more than a twentieth. What takes longer than all runs together may is not warmed up.
   */
  public Warm warm(OpenModel open) {
    if (open.opened().firstMs() > settings.budgetMillis()) {
      double second = open.run(1, 1).samplesMs()[0];
      if (second > settings.budgetMillis()) {
        return new Warm(1, second);
      }
    }
    int slice = Math.max(1, settings.warmMillis() / 2);
    int runs = 0;
    double best = Double.MAX_VALUE;
    double millis = 0;
    long start = System.nanoTime();
    for (int slices = 0, idle = 0; slices < 2 || idle < 2; slices++) {
      long before = System.nanoTime();
      int done = open.warm(slice);
      millis = (System.nanoTime() - before) / 1e6 / Math.max(1, done);
      runs += done;
      idle = millis < best * NOT_FASTER ? 0 : idle + 1;
      best = Math.min(best, millis);
      if ((System.nanoTime() - start) / 1e6 > LONGEST * settings.warmMillis()) {
        break;
      }
    }
    return new Warm(runs, millis);
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

  /** What ONNX Runtime computes for a model. */
  public Outputs expected(BenchModel model) {
    return baselines.of(model);
  }

  /** How far outputs are from ONNX Runtime's, relative to the largest magnitude of each. */
  public double error(OpenModel open, BenchModel model) {
    return open.opened().outputs().error(baselines.of(model));
  }

  /** A row of runs whose outputs were checked. */
  public Row row(
      RowId id, OpenModel open, BenchModel model, Warm warm, OpenModel.Runs runs, Double joules) {
    OpenModel.Opened opened = open.opened();
    Row.Memory memory = open.memory();
    return new Row(
        id,
        Status.OK,
        "",
        opened.setup(),
        new Row.Times(
            opened.loadMs(), opened.compileMs(), opened.firstMs(), warm.runs(), runs.samplesMs()),
        new Row.Memory(
            memory.linearBytes(),
            memory.plannedBytes(),
            memory.jsHeapBytes(),
            memory.pssBytes(),
            memory.gpuBytes(),
            runs.cpuSeconds(),
            joules),
        error(open, model),
        Map.of(
            "model_bytes", (double) model.file().toFile().length(),
            "runs_per_sample", (double) warm.each()),
        opened.facts(),
        origins.now());
  }
}
