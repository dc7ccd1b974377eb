package dev.assam.wasm.memory;

import dev.assam.error.MemoryException;
import java.util.Arrays;

/**
 * Hands out stretches of one growing range of addresses, best fit over size classes, with
 * coalescing. All bookkeeping is in arrays of its own: the range itself is never touched, so a
 * kernel that writes too far cannot break it, and it is tested on the JVM with no memory at all.
 *
 * <p>Everything is counted in granules of 64 bytes, so that 4 GiB fit into an {@code int}.
 */
public final class LinearAllocator {
  /** Every stretch begins at a multiple of this many bytes. */
  public static final int ALIGNMENT = 64;

  private static final int SHIFT = 6;
  private static final int NONE = -1;

  /** Size classes per power of two; a block in a class is at most 1/16 larger than another. */
  private static final int SUB_BITS = 4;

  private static final int SUB = 1 << SUB_BITS;
  private static final int CLASSES = (32 - SUB_BITS) * SUB;

  /** Candidates looked at in the class of the wanted size itself, where not every block fits. */
  private static final int SCAN = 32;

  private static final byte UNUSED = 0;
  private static final byte FREE = 1;
  private static final byte TAKEN = 2;

  /** The memory below. */
  public interface Region {
    /** Makes bytes up to {@code endBytes} usable; false if the machine refuses. */
    boolean growTo(long endBytes);
  }

  private final Region region;
  private final int base;
  private final int limit;
  private int end;
  private int used;
  private int peak;
  private int touched;

  // One entry a block: neighbours by address, neighbours in its size class.
  private int[] start = new int[64];
  private int[] size = new int[64];
  private int[] left = new int[64];
  private int[] right = new int[64];
  private int[] classPrevious = new int[64];
  private int[] classNext = new int[64];
  private byte[] state = new byte[64];
  private int blocks;
  private int firstUnused = NONE;
  private int last = NONE;

  private final int[] classHead = new int[CLASSES];
  private final int[] classBits = new int[CLASSES / 32];

  /**
   * An allocator for bytes {@code [baseBytes, limitBytes)} of which those up to {@code endBytes}
   * are usable at once and the rest after {@link Region#growTo}.
   */
  public LinearAllocator(long baseBytes, long endBytes, long limitBytes, Region region) {
    this.region = region;
    this.base = (int) ((baseBytes + ALIGNMENT - 1) >>> SHIFT);
    this.limit = (int) (limitBytes >>> SHIFT);
    this.end = base;
    this.touched = base;
    Arrays.fill(classHead, NONE);
    int usable = (int) (endBytes >>> SHIFT);
    if (usable > base) {
      append(usable - base);
    }
  }

  /**
   * Takes a stretch of at least {@code bytes} bytes and answers its number.
   *
   * @throws MemoryException if there is no room left
   */
  public int allocate(long bytes) {
    long wanted = Math.max(1, (bytes + ALIGNMENT - 1) >>> SHIFT);
    if (bytes < 0 || wanted > limit - base) {
      throw full(bytes);
    }
    int granules = (int) wanted;
    int block = find(granules);
    if (block == NONE) {
      grow(granules, bytes);
      block = find(granules);
    }
    unlink(block);
    state[block] = TAKEN;
    if (size[block] > granules) {
      split(block, granules);
    }
    used += granules;
    peak = Math.max(peak, used);
    return block;
  }

  /** Gives a stretch back. */
  public void free(int block) {
    if (block < 0 || block >= blocks || state[block] != TAKEN) {
      throw new IllegalStateException("memory block " + block + " is not in use");
    }
    used -= size[block];
    int from = block;
    if (left[from] != NONE && state[left[from]] == FREE) {
      from = left[from];
      unlink(from);
      swallowRight(from);
    }
    if (right[from] != NONE && state[right[from]] == FREE) {
      unlink(right[from]);
      swallowRight(from);
    }
    link(from);
  }

  /** Where a stretch begins, in bytes. */
  public long address(int block) {
    return (long) start[block] << SHIFT;
  }

  /** Bytes that a stretch has, a multiple of {@link #ALIGNMENT}. */
  public long size(int block) {
    return (long) size[block] << SHIFT;
  }

  /**
   * How many of a new stretch's first bytes somebody may have written before; the rest is as the
   * machine gave it, zero. To be asked once after {@link #allocate}.
   */
  public long dirtyBytes(int block) {
    int dirty = Math.max(0, Math.min(size[block], touched - start[block]));
    touched = Math.max(touched, start[block] + size[block]);
    return (long) dirty << SHIFT;
  }

  public long usedBytes() {
    return (long) used << SHIFT;
  }

  /** The largest {@link #usedBytes} so far. */
  public long peakBytes() {
    return (long) peak << SHIFT;
  }

  /** Bytes that the machine has given, counted from address 0. */
  public long reservedBytes() {
    return (long) end << SHIFT;
  }

  private void grow(int granules, long bytes) {
    int tail = last != NONE && state[last] == FREE ? size[last] : 0;
    int needed = granules - tail;
    int slack = Math.min((end - base) >>> 3, (4 << 20) >>> SHIFT);
    if (!tryGrow(needed + slack) && !tryGrow(needed)) {
      throw full(bytes);
    }
  }

  private boolean tryGrow(int granules) {
    int page = 65536 >>> SHIFT;
    int wanted = (end + granules + page - 1) / page * page;
    wanted = Math.min(wanted, limit);
    if (wanted - end < granules || !region.growTo((long) wanted << SHIFT)) {
      return false;
    }
    append(wanted - end);
    return true;
  }

  private MemoryException full(long bytes) {
    return new MemoryException(
        "no memory for "
            + bytes
            + " bytes: "
            + usedBytes()
            + " in use of "
            + reservedBytes()
            + " reserved, at most "
            + ((long) limit << SHIFT)
            + " allowed");
  }

  private void append(int granules) {
    if (last != NONE && state[last] == FREE) {
      unlink(last);
      size[last] += granules;
    } else {
      int block = newBlock(end, granules);
      left[block] = last;
      right[block] = NONE;
      if (last != NONE) {
        right[last] = block;
      }
      last = block;
    }
    end += granules;
    link(last);
  }

  /** A free block of at least this size, the smallest that a short search shows, or NONE. */
  private int find(int granules) {
    int wanted = classOf(granules);
    int best = NONE;
    int looked = 0;
    for (int b = classHead[wanted]; b != NONE && looked < SCAN; b = classNext[b], looked++) {
      if (size[b] >= granules && (best == NONE || size[b] < size[best])) {
        best = b;
      }
    }
    if (best != NONE) {
      return best;
    }
    int from = nextClass(wanted + 1);
    return from == NONE ? NONE : classHead[from];
  }

  /** The first class from {@code from} on that has a block, or NONE. */
  private int nextClass(int from) {
    int word = from >>> 5;
    if (word >= classBits.length) {
      return NONE;
    }
    int bits = classBits[word] & (-1 << (from & 31));
    while (bits == 0) {
      if (++word == classBits.length) {
        return NONE;
      }
      bits = classBits[word];
    }
    return (word << 5) + Integer.numberOfTrailingZeros(bits);
  }

  /** Sizes below 16 have a class each; above, each power of two is cut in 16. */
  private static int classOf(int granules) {
    if (granules < SUB) {
      return granules;
    }
    int log = 31 - Integer.numberOfLeadingZeros(granules);
    int sub = (granules >>> (log - SUB_BITS)) & (SUB - 1);
    return ((log - SUB_BITS + 1) << SUB_BITS) + sub;
  }

  private void link(int block) {
    int c = classOf(size[block]);
    state[block] = FREE;
    classPrevious[block] = NONE;
    classNext[block] = classHead[c];
    if (classHead[c] != NONE) {
      classPrevious[classHead[c]] = block;
    }
    classHead[c] = block;
    classBits[c >>> 5] |= 1 << (c & 31);
  }

  private void unlink(int block) {
    int c = classOf(size[block]);
    if (classPrevious[block] == NONE) {
      classHead[c] = classNext[block];
      if (classHead[c] == NONE) {
        classBits[c >>> 5] &= ~(1 << (c & 31));
      }
    } else {
      classNext[classPrevious[block]] = classNext[block];
    }
    if (classNext[block] != NONE) {
      classPrevious[classNext[block]] = classPrevious[block];
    }
  }

  /** Cuts a block after {@code granules} and frees the rest. */
  private void split(int block, int granules) {
    int rest = newBlock(start[block] + granules, size[block] - granules);
    size[block] = granules;
    left[rest] = block;
    right[rest] = right[block];
    if (right[block] == NONE) {
      last = rest;
    } else {
      left[right[block]] = rest;
    }
    right[block] = rest;
    link(rest);
  }

  private void swallowRight(int block) {
    int gone = right[block];
    size[block] += size[gone];
    right[block] = right[gone];
    if (right[gone] == NONE) {
      last = block;
    } else {
      left[right[gone]] = block;
    }
    state[gone] = UNUSED;
    classNext[gone] = firstUnused;
    firstUnused = gone;
  }

  private int newBlock(int at, int granules) {
    int block = firstUnused;
    if (block != NONE) {
      firstUnused = classNext[block];
    } else {
      if (blocks == start.length) {
        extendTable();
      }
      block = blocks++;
    }
    start[block] = at;
    size[block] = granules;
    return block;
  }

  private void extendTable() {
    int length = start.length * 2;
    start = Arrays.copyOf(start, length);
    size = Arrays.copyOf(size, length);
    left = Arrays.copyOf(left, length);
    right = Arrays.copyOf(right, length);
    classPrevious = Arrays.copyOf(classPrevious, length);
    classNext = Arrays.copyOf(classNext, length);
    state = Arrays.copyOf(state, length);
  }
}
