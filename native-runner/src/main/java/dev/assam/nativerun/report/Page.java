package dev.assam.nativerun.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** HTML as it is written, from headings, words, tables and plots. */
final class Page {
  private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();

  /** Columns of a table that is wider than the page. */
  private static final int MANY = 7;

  private final StringBuilder body = new StringBuilder();
  private final StringBuilder scripts = new StringBuilder();
  private final List<String> contents = new ArrayList<>();
  private final boolean plots;
  private int charts;

  /**
   * @param plots whether the library that draws is there
   */
  Page(boolean plots) {
    this.plots = plots;
  }

  Page chapter(String title) {
    String anchor = "c" + contents.size();
    contents.add("<a href=\"#" + anchor + "\">" + escape(title) + "</a>");
    body.append("<h2 id=\"").append(anchor).append("\">").append(escape(title)).append("</h2>\n");
    return this;
  }

  Page heading(String title) {
    body.append("<h3>").append(escape(title)).append("</h3>\n");
    return this;
  }

  Page words(String text) {
    body.append("<p>").append(escape(text)).append("</p>\n");
    return this;
  }

  /** How the figure above is made again. */
  Page command(String command) {
    body.append("<p class=\"command\"><code>").append(escape(command)).append("</code></p>\n");
    return this;
  }

  /** Ready HTML. */
  Page html(String html) {
    body.append(html).append('\n');
    return this;
  }

  /** A table; the first cell of each line heads it. */
  Page table(List<String> header, List<List<String>> lines) {
    boolean[] numbers = new boolean[header.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < line.size(); i++) {
        numbers[i] |= kind(line.get(i)).equals("n");
      }
    }
    body.append("<div class=\"wide\"><table");
    body.append(header.size() > MANY ? " class=\"many\"" : "").append("><thead><tr>");
    for (int i = 0; i < header.size(); i++) {
      body.append(numbers[i] ? "<th class=\"n\">" : "<th>");
      body.append(escape(header.get(i))).append("</th>");
    }
    body.append("</tr></thead><tbody>\n");
    for (List<String> line : lines) {
      body.append("<tr>");
      for (int i = 0; i < line.size(); i++) {
        String cell = line.get(i);
        String kind = kind(cell);
        kind = kind.equals("none") && numbers[i] ? "none n" : kind;
        body.append("<td").append(kind.isEmpty() ? "" : " class=\"" + kind + "\"").append('>');
        body.append(escape(cell)).append("</td>");
      }
      body.append("</tr>\n");
    }
    body.append("</tbody></table></div>\n");
    return this;
  }

  private static String kind(String cell) {
    return switch (cell) {
      case "ok", "confirmed" -> "ok";
      case "wrong", "failed", "out of memory", "refuted" -> "bad";
      case "absent", "unsupported", "not measured", "–" -> "none";
      default -> cell.matches("[−-]?[\\d.,]+( ?[%×a-zA-Z/]{0,7})?|[\\d.]+e[−-]?\\d+") ? "n" : "";
    };
  }

  /**
   * A plot.
   *
   * @param config as Chart.js takes it
   * @param height pixels
   */
  Page chart(Map<String, ?> config, int height) {
    if (plots) {
      String id = "chart" + charts++;
      body.append("<div class=\"chart\" style=\"height:")
          .append(height)
          .append("px\"><canvas id=\"");
      body.append(id).append("\"></canvas></div>\n");
      scripts.append("new Chart(document.getElementById('").append(id).append("'), ");
      scripts.append(GSON.toJson(config).replace("</", "<\\/")).append(");\n");
    } else {
      words("(A plot belongs here; the library that draws could not be fetched.)");
    }
    return this;
  }

  String body() {
    return body.toString();
  }

  String scripts() {
    return scripts.toString();
  }

  /** Links to the chapters. */
  String contents() {
    return String.join(" · ", contents);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Three significant digits, without an exponent where one can do without. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    double size = Math.abs(value);
    if (size >= 1e7 || size > 0 && size < 1e-3) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    return String.format(
        Locale.ROOT,
        size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f",
        value);
  }

  static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  static String megabytes(Long bytes) {
    return bytes == null ? "–" : number(bytes / 1e6) + " MB";
  }
}
