package dev.assam.plan;

import dev.assam.error.MemoryException;
import java.util.ArrayList;
import java.util.Comparator;
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

  /** How often regions that stick out are given their places earlier. */
  private static final int ATTEMPTS = 40;

  /**
   * Gives each region a place: in several orders, each region into the smallest gap that it fits
   * in, and keeps the order that needs the least; then lets what sticks out of it come first, as
   * long as that may help.
   *
   * @param alignment of every offset, in elements
   * @throws dev.assam.error.MemoryException if the arena would need 2^31 elements or more
   */
  public static MemoryPlan of(List<Region> regions, int alignment) {
    long atLeast = lowerBound(regions, alignment);
    int fullest = fullestStep(regions, alignment);
    Comparator<Region> bySize = Comparator.comparingInt(region -> -region.size());
    Comparator<Region> byArea =
        Comparator.comparingLong(
            region -> -(long) region.size() * (1 + region.last() - region.first()));
    Comparator<Region> atFullest =
        Comparator.comparing(region -> fullest < region.first() || fullest > region.last());
    MemoryPlan best = null;
    List<Integer> bestOrder = null;
    for (Comparator<Region> wanted :
        List.of(
            bySize,
            atFullest.thenComparing(bySize),
            atFullest.thenComparing(byArea),
            byArea,
            Comparator.comparingInt(Region::first).thenComparing(bySize),
            Comparator.comparingInt((Region region) -> -region.last()).thenComparing(bySize))) {
      List<Integer> order = order(regions, wanted);
      MemoryPlan plan = inOrder(regions, alignment, order, atLeast);
      if (best == null || plan.arena() < best.arena()) {
        best = plan;
        bestOrder = order;
      }
      if (best.arena() == atLeast) {
        return best;
      }
    }
    List<Integer> order = bestOrder;
    MemoryPlan plan = best;
    for (int i = 0; i < ATTEMPTS && best.arena() > atLeast; i++) {
      order = plan.outermostFirst(order, alignment);
      plan = inOrder(regions, alignment, order, atLeast);
      best = plan.arena() < best.arena() ? plan : best;
    }
    return best;
  }

  private static List<Integer> order(List<Region> regions, Comparator<Region> wanted) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < regions.size(); i++) {
      order.add(i);
    }
    // Stable, so that equals stay in their order and the plan is the same every time.
    order.sort((a, b) -> wanted.compare(regions.get(a), regions.get(b)));
    return order;
  }

  /** The order with the regions in front that reach the arena's end. */
  private List<Integer> outermostFirst(List<Integer> order, int alignment) {
    List<Integer> result = new ArrayList<>();
    List<Integer> rest = new ArrayList<>();
    for (int i : order) {
      long end = offsets.get(i) + align(regions.get(i).size(), alignment);
      (end == arena ? result : rest).add(i);
    }
    result.addAll(rest);
    return result;
  }

  private static MemoryPlan inOrder(
      List<Region> regions, int alignment, List<Integer> order, long atLeast) {
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
      throw new MemoryException("activations of " + end + " elements (allowed: less than 2^31)");
    }
    List<Integer> result = new ArrayList<>();
    for (long offset : offsets) {
      result.add((int) offset);
    }
    return new MemoryPlan(regions, result, (int) end, atLeast);
  }

  private static void insert(List<Integer> placed, int i, long[] offsets) {
    int at = placed.size();
    while (at > 0 && offsets[placed.get(at - 1)] > offsets[i]) {
      at--;
    }
    placed.add(at, i);
  }

  private static long lowerBound(List<Region> regions, int alignment) {
    long most = 0;
    for (long live : live(regions, alignment)) {
      most = Math.max(most, live);
    }
    return most;
  }

  private static int fullestStep(List<Region> regions, int alignment) {
    long[] live = live(regions, alignment);
    int fullest = 0;
    for (int i = 0; i < live.length; i++) {
      fullest = live[i] > live[fullest] ? i : fullest;
    }
    return fullest;
  }

  /** Number of elements that live at each step. */
  private static long[] live(List<Region> regions, int alignment) {
    int steps = 0;
    for (Region region : regions) {
      steps = Math.max(steps, region.last() + 1);
    }
    long[] live = new long[steps + 1];
    for (Region region : regions) {
      long size = align(region.size(), alignment);
      live[region.first()] += size;
      live[region.last() + 1] -= size;
    }
    for (int i = 1; i < live.length; i++) {
      live[i] += live[i - 1];
    }
    return live;
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
