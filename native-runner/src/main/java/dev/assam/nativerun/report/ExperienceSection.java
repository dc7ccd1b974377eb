package dev.assam.nativerun.report;

import dev.assam.nativerun.row.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the page feels. */
final class ExperienceSection implements Section {
  private static final String EXPERIENCE = "experience";

  /** What a table shows, with its number's name in rows. */
  private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

  static {
    COLUMNS.put("frames/s", "frames_per_second");
    COLUMNS.put("frame p95, ms", "frame_p95_ms");
    COLUMNS.put("frame max, ms", "frame_max_ms");
    COLUMNS.put("video frames/s", "video_frames_per_second");
    COLUMNS.put("input to paint, ms", "input_to_paint_median_ms");
    COLUMNS.put("p95", "input_to_paint_p95_ms");
    COLUMNS.put("render 200 rows, ms", "render_median_ms");
    COLUMNS.put("INP, ms", "inp_ms");
    COLUMNS.put("long tasks, ms", "long_tasks_ms");
    COLUMNS.put("inferences/s", "inferences_per_second");
    COLUMNS.put("inference, ms", "inference_median_ms");
    COLUMNS.put("accuracy under lag", "accuracy");
  }

  @Override
  public void write(Page page, RowSet rows) {
    List<Row> all = rows.of(EXPERIENCE);
    if (all.isEmpty()) {
      return;
    }
    page.chapter("How the page feels");
    page.words(
        "A page with a list, four buttons that are really clicked, a drawn clip and a video of it,"
            + " while a model runs without pause (or, with a duty of 1:1, rests as long as it ran)."
            + " Frames are requestAnimationFrame's, at best 60 a second. Input to paint is from the"
            + " click's own time to the frame after it; INP is the longest interaction as the"
            + " browser reports it. Accuracy is the share of the clip's frames at which the latest"
            + " answer was the frame's label; an answer is the label of the frame on which its"
            + " inference started, so only lag costs accuracy.");
    List<String> header = new ArrayList<>(List.of("model", "how"));
    header.addAll(COLUMNS.keySet());
    List<List<String>> lines = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    Map<String, List<Double>> series = new LinkedHashMap<>();
    for (Row row : all) {
      List<String> line =
          new ArrayList<>(
              List.of(row.id().model().isEmpty() ? "–" : row.id().model(), row.id().runtime()));
      for (String name : COLUMNS.values()) {
        line.add(row.isOk() ? Page.number(row.value(name)) : row.status().text());
      }
      lines.add(line);
      if (row.isOk()) {
        labels.add((row.id().model() + " " + row.id().runtime()).strip());
        series
            .computeIfAbsent("p95 of frames", n -> new ArrayList<>())
            .add(row.value("frame_p95_ms"));
        series
            .computeIfAbsent("input to paint", n -> new ArrayList<>())
            .add(row.value("input_to_paint_median_ms"));
      }
    }
    page.table(header, lines);
    page.chart(
        Charts.bars("Milliseconds (lower is better)", labels, series, true, "milliseconds"), 360);
    limit(page, all);
    page.command("./assam bench --only experience");
  }

  private static void limit(Page page, List<Row> all) {
    List<List<String>> lines = new ArrayList<>();
    for (Row row : all) {
      if (row.isOk() && row.id().runtime().equals("assam worker")) {
        double p95 = row.value("frame_p95_ms");
        lines.add(List.of(row.id().model(), Page.number(p95), p95 <= 20 ? "ok" : "no"));
      }
    }
    if (!lines.isEmpty()) {
      page.heading("Worker, without pause: is the 95th percentile of frames at most 20 ms?")
          .table(List.of("model", "frame p95, ms", "at most 20"), lines);
    }
  }
}
