package dev.assam.examples.ocr;

import dev.assam.examples.image.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sorts pieces of text as a page is read: row by row from the top, each row from the left. */
final class ReadingOrder {
  private ReadingOrder() {}

  static List<Region> sorted(List<Region> regions) {
    List<Region> byHeight = new ArrayList<>(regions);
    byHeight.sort(Comparator.comparingDouble(Region::centerY));
    List<Region> sorted = new ArrayList<>();
    List<Region> row = new ArrayList<>();
    for (Region region : byHeight) {
      if (!row.isEmpty() && !sameRow(row.get(row.size() - 1), region)) {
        endRow(row, sorted);
      }
      row.add(region);
    }
    endRow(row, sorted);
    return sorted;
  }

  /** Whether the centres differ in height by less than half the flatter region's height. */
  private static boolean sameRow(Region a, Region b) {
    return Math.abs(a.centerY() - b.centerY()) < Math.min(a.height(), b.height()) / 2;
  }

  private static void endRow(List<Region> row, List<Region> sorted) {
    row.sort(Comparator.comparingDouble(Region::centerX));
    sorted.addAll(row);
    row.clear();
  }
}
