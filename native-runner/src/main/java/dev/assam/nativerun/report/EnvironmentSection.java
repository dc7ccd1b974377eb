package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was measured where, and how to read the rest. */
final class EnvironmentSection implements Section {
  @Override
  public void write(Page page, RowSet rows) {
    Set<String> machines = new LinkedHashSet<>();
    Set<String> commits = new LinkedHashSet<>();
    Set<String> browsers = new LinkedHashSet<>();
    Set<String> adapters = new LinkedHashSet<>();
    Set<String> configs = new LinkedHashSet<>();
    Set<String> commands = new LinkedHashSet<>();
    boolean energy = false;
    Set<String> versions = new LinkedHashSet<>();
    List<String> times = new ArrayList<>();
    for (Row row : rows.all()) {
      machines.add(row.origin().machine());
      commits.add(row.origin().commit());
      commands.add(row.origin().command());
      times.add(row.origin().time());
      configs.add(row.id().config());
      add(browsers, row.setup().browser());
      if (row.setup().adapter() != null) {
        String place = row.setup().onHardware() ? "" : " (a program on the CPU)";
        adapters.add(row.setup().adapter() + place);
      }
      energy |= row.memory() != null && row.memory().joules() != null;
      if (row.facts().containsKey("version")) {
        versions.add(row.facts().get("description") + " " + row.facts().get("version"));
      }
    }
    times.sort(null);
    page.chapter("Environment")
        .words(
            "Every time in this report is of a run whose outputs agreed with ONNX Runtime's native"
                + " build; what differed, or did not run, is a word instead of a number. A ratio is"
                + " made of two numbers of one machine and, in the anatomy, of alternating runs."
                + " Inputs are random and not zero, the same for every runtime; profilers run only for"
                + " the chapter that says so.")
        .table(
            List.of("what", "value"),
            List.of(
                List.of("machine", String.join("; ", machines)),
                List.of("browser", String.join("; ", browsers)),
                List.of(
                    "GPU adapters",
                    adapters.isEmpty() ? "none asked for" : String.join("; ", adapters)),
                List.of(
                    "energy",
                    energy ? "in joules, of the whole machine" : "the machine does not tell"),
                List.of("versions", String.join("; ", versions)),
                List.of("commit", String.join(", ", commits)),
                List.of(
                    "measured", times.isEmpty() ? "" : times.getFirst() + " to " + times.getLast()),
                List.of("counts", String.join("; ", configs)),
                List.of("rows", rows.all().size() + " in this report")));
    commands.forEach(page::command);
  }

  private static void add(Set<String> set, String value) {
    if (value != null) {
      set.add(value);
    }
  }
}
