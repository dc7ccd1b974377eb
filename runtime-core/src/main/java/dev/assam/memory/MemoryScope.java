package dev.assam.memory;

import dev.assam.error.MemoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Collects the storages that are allocated on this thread while it is open, and gives back those
 * that nobody retained when it closes. Scopes nest. The executor opens one around each operator, so
 * operators allocate without thinking of giving back.
 */
public final class MemoryScope implements AutoCloseable {
  private static final ThreadLocal<MemoryScope> CURRENT = new ThreadLocal<>();
  private static final AtomicLong USED = new AtomicLong();
  private static final AtomicLong PEAK = new AtomicLong();

  /** The outermost scope of each thread, used again and again as those inside it are. */
  private static final ThreadLocal<MemoryScope> FIRST = new ThreadLocal<>();

  private final MemoryScope outer;

  /** What is opened inside; null before the first time. */
  private MemoryScope inner;

  private Budget budget;
  private final List<Storage> storages = new ArrayList<>();

  private MemoryScope(MemoryScope outer) {
    this.outer = outer;
  }

  public static MemoryScope open() {
    return open(Long.MAX_VALUE);
  }

  /**
   * A scope in which, and in those inside it, only so many bytes may be allocated at one time; what
   * outlives the scope counts until it is given back.
   */
  public static MemoryScope open(long limitBytes) {
    MemoryScope outer = CURRENT.get();
    Budget budget = outer == null ? null : outer.budget;
    MemoryScope scope = inside(outer);
    scope.budget = limitBytes == Long.MAX_VALUE ? budget : new Budget(budget, limitBytes);
    CURRENT.set(scope);
    return scope;
  }

  private static MemoryScope inside(MemoryScope outer) {
    MemoryScope scope = outer == null ? FIRST.get() : outer.inner;
    if (scope == null) {
      scope = new MemoryScope(outer);
      if (outer == null) {
        FIRST.set(scope);
      } else {
        outer.inner = scope;
      }
    }
    return scope;
  }

  @Override
  public void close() {
    CURRENT.set(outer);
    for (int i = 0; i < storages.size(); i++) {
      storages.get(i).freeIfUnowned();
    }
    storages.clear();
  }

  /** Bytes in tensors at this moment, over all sessions; weights viewed in place count once. */
  public static long usedBytes() {
    return USED.get();
  }

  /** The largest {@link #usedBytes} since {@link #resetPeak}. */
  public static long peakBytes() {
    return PEAK.get();
  }

  public static void resetPeak() {
    PEAK.set(USED.get());
  }

  /** What limits allocations on this thread at this moment, or null. */
  static Budget budget() {
    MemoryScope scope = CURRENT.get();
    return scope == null ? null : scope.budget;
  }

  static boolean adopt(Storage storage) {
    MemoryScope scope = CURRENT.get();
    if (scope == null) {
      return false;
    }
    scope.storages.add(storage);
    return true;
  }

  static void count(long bytes) {
    long used = USED.addAndGet(bytes);
    long peak = PEAK.get();
    while (used > peak && !PEAK.compareAndSet(peak, used)) {
      peak = PEAK.get();
    }
  }

  static void checkRoom(Kind kind, int length) {
    if (length < 0 || (long) length * kind.bytes() > Integer.MAX_VALUE - 1024L) {
      throw new MemoryException(
          "a tensor of "
              + (length < 0 ? "2^31 or more" : length)
              + " × "
              + kind.bytes()
              + " bytes is larger than 2 GiB");
    }
  }
}
