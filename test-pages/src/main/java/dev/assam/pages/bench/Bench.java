package dev.assam.pages.bench;

import com.microsoft.playwright.PlaywrightException;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.RowLog;
import dev.assam.nativerun.row.Status;
import dev.assam.pages.measure.BenchModel;
import dev.assam.pages.measure.ContestantException;
import dev.assam.pages.measure.Contestants;
import dev.assam.pages.measure.Measurer;
import dev.assam.pages.measure.Site;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** What experiments share: the site, the runtimes, and the rows so far. */
final class Bench {
  private static final long BREATH_MILLIS = 300;

  private final Plan plan;
  private final Site site;
  private final Contestants contestants;
  private final Measurer measurer;
  private final RowLog log;
  private final String commit;
  private final long start = System.nanoTime();
  private final Set<String> cut = new HashSet<>();
  private final Progress progress;
  private volatile boolean stopping;

  Bench(
      Plan plan,
      Site site,
      Contestants contestants,
      Measurer measurer,
      RowLog log,
      String commit,
      Progress progress) {
    this.plan = plan;
    this.site = site;
    this.contestants = contestants;
    this.measurer = measurer;
    this.log = log;
    this.commit = commit;
    this.progress = progress;
  }

  Plan plan() {
    return plan;
  }

  Site site() {
    return site;
  }

  Contestants contestants() {
    return contestants;
  }

  Measurer measurer() {
    return measurer;
  }

  /** No more rows from now on: what fails while everything is ending is nobody's failure. */
  void stop() {
    stopping = true;
  }

  boolean isStopped() {
    return stopping;
  }

  /** The models of the plan whose files are there. */
  List<BenchModel> models() {
    return BenchModel.all().stream()
        .filter(model -> plan.models().contains(model.name()))
        .filter(model -> Files.isRegularFile(model.file()))
        .toList();
  }

  /** A row for each model of the plan whose file is not there. */
  List<RowId> absent(String experiment) {
    return BenchModel.all().stream()
        .filter(model -> plan.models().contains(model.name()))
        .filter(model -> !Files.isRegularFile(model.file()))
        .map(model -> measurer.id(experiment, model.name(), "", 0))
        .toList();
  }

  /** Measures what an experiment has no row of yet. */
  void run(Experiment experiment) {
    for (RowId id : absent(experiment.name())) {
      fail(id, Status.ABSENT, "the model's file is not there");
    }
    experiment.run(this);
  }

  /** What an experiment is to measure, models that are not there included. */
  List<RowId> rows(Experiment experiment) {
    List<RowId> rows = new ArrayList<>(absent(experiment.name()));
    rows.addAll(experiment.rows(this));
    return rows;
  }

  boolean has(RowId id) {
    return stopping || log.find(id, commit) != null;
  }

  /** Whether the plan's time is over; a row says so, once for each experiment that it cut short. */
  boolean isOver(String experiment) {
    if (System.nanoTime() - start < plan.minutes() * 60_000_000_000L) {
      return false;
    }
    if (cut.add(experiment)) {
      RowId id = new RowId(experiment, "", "", 0, "");
      String reason =
          "the rest was left out: the " + plan.minutes() + " minutes of this plan were over";
      add(without(id, Status.ABSENT, reason));
    }
    return true;
  }

  /** Makes a row unless it is there already; what is thrown becomes a row with the reason. */
  void measure(RowId id, Supplier<Row> maker) {
    if (has(id) || isOver(id.experiment())) {
      return;
    }
    Row row;
    AtomicBoolean late = new AtomicBoolean();
    try {
      row = Processes.within(plan.rowSeconds(), late, maker);
    } catch (ContestantException e) {
      row = without(id, e.status(), e.getMessage());
    } catch (PlaywrightException e) {
      ContestantException told = ContestantException.of(e);
      row = without(id, told.status(), told.getMessage());
    } catch (RuntimeException e) {
      String text = e.getMessage() == null ? e.toString() : e.getMessage();
      row = without(id, Status.FAILED, ContestantException.firstLine(text));
    }
    if (late.get() && !row.isOk()) {
      row = without(id, Status.FAILED, tooLong());
    }
    add(row);
  }

  private String tooLong() {
    return "took longer than " + plan.rowSeconds() + " s, so its processes were ended";
  }

  /** Does what belongs to several rows; what they have no row of then has one with the reason. */
  void measureTogether(List<RowId> ids, Runnable work) {
    if (ids.stream().allMatch(this::has) || isOver(ids.getFirst().experiment())) {
      return;
    }
    AtomicBoolean late = new AtomicBoolean();
    String reason = "was not reached";
    try {
      Processes.within(
          plan.rowSeconds() * ids.size(),
          late,
          () -> {
            work.run();
            return null;
          });
    } catch (RuntimeException e) {
      reason = ContestantException.firstLine(String.valueOf(e.getMessage()));
    }
    for (RowId id : ids) {
      fail(id, Status.FAILED, late.get() ? tooLong() : reason);
    }
  }

  /** Keeps a row that says why there is no result. */
  void fail(RowId id, Status status, String reason) {
    if (!has(id)) {
      add(without(id, status, reason));
    }
  }

  private Row without(RowId id, Status status, String reason) {
    return Row.without(id, status, reason, Row.Setup.of(id.threads(), null), measurer.origin());
  }

  /** Keeps a row and prints it. */
  void add(Row row) {
    if (!row.isOk()) {
      // Who is interrupted sees browsers and processes fail first.
      pause();
    }
    if (!stopping) {
      log.add(row);
      progress.done(row);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BREATH_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
