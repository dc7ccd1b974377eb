package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The report as one HTML file that needs nothing else. */
public final class HtmlReport {
  private static final List<Section> SECTIONS =
      List.of(
          new SummarySection(),
          new EnvironmentSection(),
          new FindingsSection(),
          new AnatomySection(),
          new KernelSection(),
          new ProfileSection(),
          new ZooSection(),
          new GridSection(),
          new TrainingSection(),
          new TreeSection(),
          new ExperienceSection(),
          new MemorySection(),
          new CheckSection(),
          new FailureSection());

  private final RowSet rows;
  private final String charts;
  private final String note;

  /**
   * @param charts the source of Chart.js; empty for a report without plots
   * @param note what a reader must know first, such as that rows are missing; empty if nothing
   */
  public HtmlReport(List<Row> rows, String charts, String note) {
    this.rows = new RowSet(rows);
    this.charts = charts;
    this.note = note;
  }

  /** The whole file. */
  public String html() {
    Page page = new Page(!charts.isEmpty());
    for (Section section : SECTIONS) {
      section.write(page, rows);
    }
    return resource("report.html")
        .replace("@note@", note.isEmpty() ? "" : "<p class=\"note\">" + Page.escape(note) + "</p>")
        .replace("@contents@", page.contents())
        .replace("@body@", page.body())
        .replace("@library@", charts.replace("</script", "<\\/script"))
        .replace("@scripts@", page.scripts());
  }

  /** The findings of the papers beside these rows, as Markdown. */
  public String findings() {
    return FindingsSection.markdown(rows);
  }

  static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
