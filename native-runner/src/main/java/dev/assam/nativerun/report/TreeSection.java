package dev.assam.nativerun.report;

import java.util.Locale;

/** The regression tree, drawn. */
final class TreeSection implements Section {
  private static final int LEAF_WIDTH = 92;
  private static final int LEVEL_HEIGHT = 78;

  private final StringBuilder svg = new StringBuilder();
  private int leaves;
  private int depth;

  @Override
  public void write(Page page, RowSet rows) {
    FactorTree.Node tree = FactorTree.of(rows);
    if (tree == null) {
      return;
    }
    svg.setLength(0);
    leaves = 0;
    depth = 0;
    draw(tree, 0);
    page.chapter("Which factors matter")
        .words(
            "A regression tree (CART) over all rows of models and grids predicts how many times"
                + " slower than ONNX Runtime's native build a run is: to the right where the"
                + " question's answer is yes. The ratio at an end is the geometric mean of what ends"
                + " there.")
        .html(
            "<div class=\"wide\"><svg width=\""
                + leaves * LEAF_WIDTH
                + "\" height=\""
                + (depth + 1) * LEVEL_HEIGHT
                + "\">"
                + svg
                + "</svg></div>")
        .command("./assam bench --only grid,zoo");
  }

  /** Draws a node below all that is above it; where its middle is. */
  private double draw(FactorTree.Node node, int level) {
    depth = Math.max(depth, level);
    double y = level * LEVEL_HEIGHT + 24;
    return switch (node) {
      case FactorTree.Node.Leaf leaf -> {
        double x = (leaves++ + 0.5) * LEAF_WIDTH;
        box(x, y, Page.number(leaf.ratio()) + " ×", "#e8f1e4");
        yield x;
      }
      case FactorTree.Node.Split split -> {
        double left = draw(split.below(), level + 1);
        double right = draw(split.above(), level + 1);
        double x = (left + right) / 2;
        line(x, y, left, "no");
        line(x, y, right, "yes");
        box(x, y, split.question(), "#e6eef7");
        yield x;
      }
    };
  }

  private void line(double x, double y, double to, String word) {
    double below = y + LEVEL_HEIGHT;
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.0f\" y1=\"%.0f\" x2=\"%.0f\" y2=\"%.0f\" stroke=\"#999\"/>",
            x,
            y,
            to,
            below));
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.0f\" y=\"%.0f\" fill=\"#777\" text-anchor=\"middle\">%s</text>",
            x + (to - x) * 0.6 + (word.equals("yes") ? 12 : -12),
            y + LEVEL_HEIGHT * 0.55,
            word));
  }

  private void box(double x, double y, String text, String colour) {
    double width = 7.2 * text.length() + 14;
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.0f\" y=\"%.0f\" width=\"%.0f\" height=\"24\" rx=\"4\" fill=\"%s\" stroke=\"#bbb\"/>",
            x - width / 2,
            y - 12,
            width,
            colour));
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"middle\">%s</text>",
            x,
            y + 4,
            Page.escape(text)));
  }
}
