package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import dev.assam.nativerun.row.RowId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows to be looked up; of one measurement the last counts, however it was configured. */
final class RowSet {
  private final Map<RowId, Row> rows = new LinkedHashMap<>();

  RowSet(Collection<Row> all) {
    for (Row row : all) {
      RowId id = row.id();
      rows.put(new RowId(id.experiment(), id.model(), id.runtime(), id.threads(), ""), row);
    }
  }

  List<Row> all() {
    return List.copyOf(rows.values());
  }

  /** The rows of an experiment, in the order in which they were measured. */
  List<Row> of(String experiment) {
    List<Row> found = new ArrayList<>();
    for (Row row : rows.values()) {
      if (row.id().experiment().equals(experiment)) {
        found.add(row);
      }
    }
    return found;
  }

  /** A row of an experiment, or null. */
  Row find(String experiment, String model, String runtime, int threads) {
    for (Row row : rows.values()) {
      RowId id = row.id();
      if (id.experiment().equals(experiment)
          && id.model().equals(model)
          && id.runtime().equals(runtime)
          && id.threads() == threads) {
        return row;
      }
    }
    return null;
  }

  /** A row's median; not a number where there is none. */
  double median(String experiment, String model, String runtime, int threads) {
    Row row = find(experiment, model, runtime, threads);
    return row == null ? Double.NaN : row.medianMs();
  }

  Set<String> models(String experiment) {
    Set<String> names = new LinkedHashSet<>();
    of(experiment).forEach(row -> names.add(row.id().model()));
    return names;
  }

  /** Runtimes with threads, as columns are headed. */
  Set<Column> columns(String experiment) {
    Set<Column> columns = new LinkedHashSet<>();
    for (Row row : of(experiment)) {
      if (!row.id().runtime().isEmpty()) {
        columns.add(new Column(row.id().runtime(), row.id().threads()));
      }
    }
    return columns;
  }

  /** A runtime on so many threads. */
  record Column(String runtime, int threads) {
    @Override
    public String toString() {
      return threads == 1 ? runtime : runtime + " ×" + threads;
    }
  }
}
