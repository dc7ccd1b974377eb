package dev.assam.wasm.memory;

/** The module's linear memory with its one allocator. */
public final class LinearMemory {
  private static final int PAGE = 65536;

  private static LinearAllocator allocator;
  private static int pages;

  private LinearMemory() {}

  /**
   * Takes over the memory from {@code baseBytes} on; below it are TeaVM's constants.
   *
   * @param pagesNow pages of 64 KiB that there are
   * @param pagesLimit pages to which the memory may grow
   */
  public static void init(int baseBytes, int pagesNow, int pagesLimit) {
    pages = pagesNow;
    allocator =
        new LinearAllocator(
            Integer.toUnsignedLong(baseBytes),
            (long) pagesNow * PAGE,
            (long) pagesLimit * PAGE,
            LinearMemory::growTo);
  }

  /** Takes {@code bytes} zeroed bytes; a number to be given to {@link #free}. */
  static int allocate(long bytes) {
    int block = allocator.allocate(bytes);
    long dirty = Math.min(bytes, allocator.dirtyBytes(block));
    if (dirty > 0) {
      Machine.fill((int) allocator.address(block), 0, (int) dirty);
    }
    return block;
  }

  static int address(int block) {
    return (int) allocator.address(block);
  }

  static void free(int block) {
    allocator.free(block);
  }

  /** Bytes in use. */
  public static long usedBytes() {
    return allocator.usedBytes();
  }

  /** The most bytes that were in use at once. */
  public static long peakBytes() {
    return allocator.peakBytes();
  }

  /** Bytes of linear memory in all. */
  public static long reservedBytes() {
    return (long) pages * PAGE;
  }

  private static boolean growTo(long endBytes) {
    int wanted = (int) ((endBytes + PAGE - 1) / PAGE);
    if (wanted <= pages) {
      return true;
    }
    if (Machine.grow(wanted - pages) < 0) {
      return false;
    }
    pages = wanted;
    return true;
  }
}
