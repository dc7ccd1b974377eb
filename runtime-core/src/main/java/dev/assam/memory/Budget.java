package dev.assam.memory;

import dev.assam.error.MemoryException;
import java.util.concurrent.atomic.AtomicLong;

/** How many bytes may be allocated at one time below a scope that {@link MemoryScope} limits. */
final class Budget {
  /** What a storage costs however few elements it has, so that empty ones are not free. */
  private static final int OVERHEAD_BYTES = 64;

  private final Budget outer;
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  Budget(Budget outer, long limit) {
    this.outer = outer;
    this.limit = limit;
  }

  /**
   * @throws MemoryException if that is more than what is left
   */
  void take(long bytes) {
    long before = used.getAndAdd(bytes + OVERHEAD_BYTES);
    if (bytes + OVERHEAD_BYTES > limit - before) {
      used.addAndGet(-bytes - OVERHEAD_BYTES);
      throw new MemoryException(
          bytes + " bytes are needed, " + before + " are in use (allowed: " + limit + ")");
    }
    if (outer != null) {
      try {
        outer.take(bytes);
      } catch (MemoryException e) {
        used.addAndGet(-bytes - OVERHEAD_BYTES);
        throw e;
      }
    }
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes - OVERHEAD_BYTES);
    if (outer != null) {
      outer.giveBack(bytes);
    }
  }
}
