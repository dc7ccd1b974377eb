package dev.assam.pages.bench;

import com.microsoft.playwright.PlaywrightException;
import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import dev.assam.nativerun.row.RowLog;
import dev.assam.nativerun.row.RowTables;
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
  private volatile boolean stopping;

  Bench(
      Plan plan, Site site, Contestants contestants, Measurer measurer, RowLog log, String commit) {
    this.plan = plan;
    this.site = site;
    this.contestants = contestants;
    this.measurer = measurer;
    this.log = log;
    this.commit = commit;
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

  /** The models of the plan whose files are there; a row tells of each that is not. */
  List<BenchModel> models(String experiment) {
    List<BenchModel> models = new ArrayList<>();
    for (BenchModel model : BenchModel.all()) {
      if (!plan.models().contains(model.name())) {
        continue;
      }
      if (Files.isRegularFile(model.file())) {
        models.add(model);
      } else {
        RowId id = measurer.id(experiment, model.name(), "", 0);
        measure(
            id,
            () -> {
              throw new ContestantException(Status.ABSENT, "no file " + model.file().getFileName());
            });
      }
    }
    return models;
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
    try {
      row = maker.get();
    } catch (ContestantException e) {
      row = without(id, e.status(), e.getMessage());
    } catch (PlaywrightException e) {
      ContestantException told = ContestantException.of(e);
      row = without(id, told.status(), told.getMessage());
    } catch (RuntimeException e) {
      String text = e.getMessage() == null ? e.toString() : e.getMessage();
      row = without(id, Status.FAILED, text.lines().findFirst().orElse(text));
    }
    add(row);
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
      System.out.println("  " + RowTables.summary(row));
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
