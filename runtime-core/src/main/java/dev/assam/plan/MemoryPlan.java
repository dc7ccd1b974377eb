package dev.assam.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Where values that live for a while share one arena.
 *
 * @param regions what needs a place
 * @param offsets where each region begins, in elements
 * @param arena number of elements in all
 * @param lowerBound the most elements that live at one step: no plan can do with less
 */
public record MemoryPlan(List<Region> regions, List<Integer> offsets, int arena, long lowerBound) {
  /**
   * A stretch of memory in use from one step to another, both included.
   *
   * @param size in elements
   */
  public record Region(String name, int size, int first, int last) {
    boolean meets(Region other) {
      return first <= other.last && other.first <= last;
    }
  }

  public MemoryPlan {
    regions = List.copyOf(regions);
    offsets = List.copyOf(offsets);
  }

  /**
   * Gives each region a place, large ones first, each into the smallest gap that it fits in.
   *
   * @param alignment of every offset, in elements
   * @throws dev.assam.error.MemoryException if the arena would need 2^31 elements or more
   */
  public static MemoryPlan of(List<Region> regions, int alignment) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < regions.size(); i++) {
      order.add(i);
    }
    order.sort((a, b) -> {
      int bySize = Integer.compare(regions.get(b).size(), regions.get(a).size());
      return bySize != 0 ? bySize : Integer.compare(a, b);
    });
    long[] offsets = new long[regions.size()];
    List<Integer> placed = new ArrayList<>();
    long end = 0;
    for (int i : order) {
      Region region = regions.get(i);
      long size = align(region.size(), alignment);
      long best = -1;
      long bestGap = Long.MAX_VALUE;
      long free = 0;
      for (int other : placed) {
        Region neighbour = regions.get(other);
        if (!neighbour.meets(region)) {
          continue;
        }
        long gap = offsets[other] - free;
        if (gap >= size && gap < bestGap) {
          best = free;
          bestGap = gap;
        }
        free = Math.max(free, offsets[other] + align(neighbour.size(), alignment));
      }
      offsets[i] = best >= 0 ? best : free;
      end = Math.max(end, offsets[i] + size);
      insert(placed, i, offsets);
    }
    if (end > Integer.MAX_VALUE) {
      throw new dev.assam.error.MemoryException(
          "activations of " + end + " elements (allowed: less than 2^31)");
    }
    List<Integer> result = new ArrayList<>();
    for (long offset : offsets) {
      result.add((int) offset);
    }
    return new MemoryPlan(regions, result, (int) end, lowerBound(regions, alignment));
  }

  private static void insert(List<Integer> placed, int i, long[] offsets) {
    int at = placed.size();
    while (at > 0 && offsets[placed.get(at - 1)] > offsets[i]) {
      at--;
    }
    placed.add(at, i);
  }

  private static long lowerBound(List<Region> regions, int alignment) {
    int steps = 0;
    for (Region region : regions) {
      steps = Math.max(steps, region.last() + 1);
    }
    long[] change = new long[steps + 1];
    for (Region region : regions) {
      long size = align(region.size(), alignment);
      change[region.first()] += size;
      change[region.last() + 1] -= size;
    }
    long live = 0;
    long most = 0;
    for (long c : change) {
      live += c;
      most = Math.max(most, live);
    }
    return most;
  }

  private static long align(long size, int alignment) {
    return (size + alignment - 1) / alignment * alignment;
  }

  /** One line a region: name, offset, size, steps. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < regions.size(); i++) {
      Region region = regions.get(i);
      text.append(region.name())
          .append(" at ")
          .append(offsets.get(i))
          .append(" size ")
          .append(region.size())
          .append(" steps ")
          .append(region.first())
          .append("..")
          .append(region.last())
          .append('\n');
    }
    return text.append("arena ").append(arena).append(", at least ").append(lowerBound).toString();
  }
}
