package dev.assam.examples.ocr;

import dev.assam.examples.image.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The convex outline of a blob of pixels: {@code size} corners in order, in pixels. */
final class Hull {
  private final double[] x;
  private final double[] y;
  private int size;

  private Hull(int capacity) {
    x = new double[capacity];
    y = new double[capacity];
  }

  /**
   * The outlines of the blobs of {@code map} [height, width] where it is above {@code threshold};
   * pixels that touch at a corner belong together.
   */
  static List<Hull> ofBlobs(float[] map, int width, int height, float threshold) {
    List<Hull> hulls = new ArrayList<>();
    boolean[] seen = new boolean[width * height];
    int[] queue = new int[width * height];
    int[] left = new int[height];
    int[] right = new int[height];
    for (int start = 0; start < seen.length; start++) {
      if (seen[start] || map[start] <= threshold) {
        continue;
      }
      Arrays.fill(left, width);
      Arrays.fill(right, -1);
      int top = start / width;
      int bottom = top;
      int end = 0;
      queue[end++] = start;
      seen[start] = true;
      for (int next = 0; next < end; next++) {
        int py = queue[next] / width;
        int px = queue[next] - py * width;
        left[py] = Math.min(left[py], px);
        right[py] = Math.max(right[py], px);
        bottom = Math.max(bottom, py);
        for (int ny = Math.max(0, py - 1); ny <= Math.min(height - 1, py + 1); ny++) {
          for (int nx = Math.max(0, px - 1); nx <= Math.min(width - 1, px + 1); nx++) {
            int neighbour = ny * width + nx;
            if (!seen[neighbour] && map[neighbour] > threshold) {
              seen[neighbour] = true;
              queue[end++] = neighbour;
            }
          }
        }
      }
      hulls.add(ofRows(left, right, top, bottom));
    }
    return hulls;
  }

  /** The outline of the squares of the pixels left[y] to right[y], y from top to bottom. */
  private static Hull ofRows(int[] left, int[] right, int top, int bottom) {
    Hull hull = new Hull(2 * (bottom - top + 2));
    for (int y = top; y <= bottom + 1; y++) {
      int above = y > top ? right[y - 1] : -1;
      int below = y <= bottom ? right[y] : -1;
      hull.add(Math.max(above, below) + 1, y, 0);
    }
    int turn = hull.size - 1;
    for (int y = bottom + 1; y >= top; y--) {
      int above = y > top ? left[y - 1] : Integer.MAX_VALUE;
      int below = y <= bottom ? left[y] : Integer.MAX_VALUE;
      hull.add(Math.min(above, below), y, turn);
    }
    return hull;
  }

  /** Adds a corner, after dropping those behind {@code first} that it turns into dents. */
  private void add(double px, double py, int first) {
    while (size > first + 1) {
      double ax = x[size - 1] - x[size - 2];
      double ay = y[size - 1] - y[size - 2];
      if (ax * (py - y[size - 2]) - ay * (px - x[size - 2]) > 0) {
        break;
      }
      size--;
    }
    x[size] = px;
    y[size++] = py;
  }

  /**
   * The rectangle of least area around the outline, its edge across within 45 degrees of horizontal
   * and its edge down pointing downwards.
   */
  Region smallestRectangle() {
    Region best = null;
    double bestArea = Double.POSITIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      int j = i + 1 < size ? i + 1 : 0;
      double dx = x[j] - x[i];
      double dy = y[j] - y[i];
      double length = Math.sqrt(dx * dx + dy * dy);
      if (length == 0) {
        continue;
      }
      Region candidate = rectangleAlong(dx / length, dy / length);
      double area = candidate.width() * candidate.height();
      if (area < bestArea) {
        best = candidate;
        bestArea = area;
      }
    }
    return best;
  }

  /** The rectangle around the outline with an edge in the direction (ux, uy), of length 1. */
  private Region rectangleAlong(double ux, double uy) {
    if (Math.abs(ux) < Math.abs(uy)) {
      double swap = ux;
      ux = uy;
      uy = -swap;
    }
    if (ux < 0) {
      ux = -ux;
      uy = -uy;
    }
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      double across = x[i] * ux + y[i] * uy;
      double down = y[i] * ux - x[i] * uy;
      left = Math.min(left, across);
      right = Math.max(right, across);
      top = Math.min(top, down);
      bottom = Math.max(bottom, down);
    }
    double width = right - left;
    double height = bottom - top;
    return new Region(
        left * ux - top * uy,
        left * uy + top * ux,
        width * ux,
        width * uy,
        -height * uy,
        height * ux);
  }
}
