package dev.assam.wasm.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.error.MemoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearAllocatorTest {
  private static final long PAGE = 65536;
  private static final long GIB = 1L << 30;

  /** A machine that gives memory up to a limit and remembers how much it gave. */
  private static final class Machine implements LinearAllocator.Region {
    final long refusesAbove;
    long end;

    Machine(long end, long refusesAbove) {
      this.end = end;
      this.refusesAbove = refusesAbove;
    }

    @Override
    public boolean growTo(long endBytes) {
      assertEquals(0, endBytes % PAGE, "memory grows by pages");
      assertTrue(endBytes > end, "memory only grows");
      if (endBytes > refusesAbove) {
        return false;
      }
      end = endBytes;
      return true;
    }
  }

  private static LinearAllocator allocator(long base, long end, long limit) {
    return new LinearAllocator(base, end, limit, new Machine(end, limit));
  }

  /** What is taken, by address; checks each new stretch against the memory and its neighbours. */
  private static final class Taken {
    final TreeMap<Long, Integer> byAddress = new TreeMap<>();
    final LinearAllocator allocator;
    final long base;
    final Machine machine;

    Taken(LinearAllocator allocator, long base, Machine machine) {
      this.allocator = allocator;
      this.base = base;
      this.machine = machine;
    }

    int take(long bytes) {
      int block = allocator.allocate(bytes);
      long address = allocator.address(block);
      long size = allocator.size(block);
      assertEquals(0, address % LinearAllocator.ALIGNMENT);
      assertTrue(size >= bytes && size < Math.max(1, bytes) + LinearAllocator.ALIGNMENT);
      assertTrue(address >= base && address + size <= machine.end, "inside the memory");
      Map.Entry<Long, Integer> before = byAddress.floorEntry(address);
      if (before != null) {
        assertTrue(before.getKey() + allocator.size(before.getValue()) <= address, "overlap");
      }
      Long after = byAddress.ceilingKey(address);
      assertTrue(after == null || address + size <= after, "overlap");
      byAddress.put(address, block);
      return block;
    }

    void free(int block) {
      byAddress.remove(allocator.address(block));
      allocator.free(block);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void keepsStretchesApartAndFindsWhatWasFreed(int seed) {
    Random random = new Random(seed);
    long base = 1L + random.nextInt(10000);
    long limit = 64L << 20;
    Machine machine = new Machine(2 * PAGE, limit);
    LinearAllocator allocator = new LinearAllocator(base, machine.end, limit, machine);
    Taken taken = new Taken(allocator, base, machine);
    List<Integer> blocks = new ArrayList<>();
    long most = 0;
    for (int i = 0; i < 20000; i++) {
      boolean grows = random.nextInt(1000) < (i / 2000 % 2 == 0 ? 550 : 450);
      if (grows || blocks.isEmpty()) {
        long bytes = 1L << random.nextInt(i % 50 == 0 ? 21 : 15);
        bytes += random.nextLong(bytes);
        try {
          blocks.add(taken.take(random.nextInt(20) == 0 ? 0 : bytes));
        } catch (MemoryException e) {
          assertTrue(allocator.usedBytes() > 0);
          taken.free(blocks.remove(random.nextInt(blocks.size())));
        }
      } else {
        taken.free(blocks.remove(random.nextInt(blocks.size())));
      }
      if (i % 500 == 0) {
        assertEquals(blocks.stream().mapToLong(allocator::size).sum(), allocator.usedBytes());
      }
      most = Math.max(most, allocator.usedBytes());
    }
    assertEquals(most, allocator.peakBytes());
    assertEquals(machine.end, allocator.reservedBytes());
    for (int block : blocks) {
      allocator.free(block);
    }
    assertEquals(0, allocator.usedBytes());
    // All neighbours have found together again: the whole memory is one stretch.
    long end = machine.end;
    long first = (base + 63) / 64 * 64;
    int all = allocator.allocate(end - first);
    assertEquals(first, allocator.address(all));
    assertEquals(end, machine.end);
  }

  @Test
  void takesTheSmallestHoleThatFits() {
    LinearAllocator allocator = allocator(0, GIB, GIB);
    int[] blocks = new int[40];
    for (int i = 0; i < blocks.length; i++) {
      // Even ones become holes of 1000, 1001 … granules, odd ones keep them apart.
      blocks[i] = allocator.allocate(i % 2 == 0 ? 64L * (1000 + i / 2) : 64);
    }
    for (int i = 0; i < blocks.length; i += 2) {
      allocator.free(blocks[i]);
    }
    for (int i = 0; i < blocks.length; i += 2) {
      assertEquals(blocks[i], allocator.allocate(64L * (1000 + i / 2)));
    }
  }

  @Test
  void growsByLittleMoreThanWasAskedFor() {
    long file = 91L << 20;
    Machine machine = new Machine(2 * PAGE, 4 * GIB);
    LinearAllocator allocator = new LinearAllocator(5000, machine.end, 4 * GIB, machine);
    allocator.allocate(file);
    assertTrue(machine.end < file * 1.1, machine.end + " for " + file);
  }

  @Test
  void reachesFourGibibytes() {
    LinearAllocator allocator = allocator(1024, PAGE, 4 * GIB);
    List<Integer> blocks = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      blocks.add(allocator.allocate(GIB / 2));
    }
    int last = allocator.allocate(GIB / 2 - 1024);
    assertEquals(4 * GIB, allocator.address(last) + allocator.size(last));
    assertTrue((int) allocator.address(last) < 0, "an address above 2 GiB");
    assertThrows(MemoryException.class, () -> allocator.allocate(1));
    allocator.free(blocks.get(3));
    assertEquals(blocks.get(3), allocator.allocate(GIB / 2));
  }

  @Test
  void saysWhenItIsFull() {
    LinearAllocator allocator = allocator(0, PAGE, 16 * PAGE);
    allocator.allocate(10 * PAGE);
    MemoryException e = assertThrows(MemoryException.class, () -> allocator.allocate(7 * PAGE));
    assertEquals(
        "no memory for 458752 bytes: 655360 in use of 720896 reserved, at most 1048576 allowed",
        e.getMessage());
    assertThrows(MemoryException.class, () -> allocator.allocate(Long.MAX_VALUE - 63));
    assertThrows(MemoryException.class, () -> allocator.allocate(-1));
    allocator.allocate(6 * PAGE);
  }

  @Test
  void lastsWhenTheMachineRefuses() {
    Machine machine = new Machine(PAGE, 3 * PAGE);
    LinearAllocator allocator = new LinearAllocator(0, PAGE, 4 * GIB, machine);
    allocator.allocate(2 * PAGE);
    assertThrows(MemoryException.class, () -> allocator.allocate(2 * PAGE));
    allocator.allocate(PAGE);
    assertEquals(3 * PAGE, allocator.usedBytes());
  }

  @Test
  void tellsWhatMayHaveBeenWritten() {
    LinearAllocator allocator = allocator(0, PAGE, PAGE);
    int a = allocator.allocate(1000);
    assertEquals(0, allocator.dirtyBytes(a));
    allocator.free(a);
    int b = allocator.allocate(3000);
    assertEquals(1024, allocator.dirtyBytes(b));
    allocator.free(b);
    assertEquals(640, allocator.dirtyBytes(allocator.allocate(640)));
  }

  @Test
  void refusesToFreeTwice() {
    LinearAllocator allocator = allocator(0, PAGE, PAGE);
    int block = allocator.allocate(100);
    allocator.free(block);
    assertThrows(IllegalStateException.class, () -> allocator.free(block));
    assertThrows(IllegalStateException.class, () -> allocator.free(-1));
    assertThrows(IllegalStateException.class, () -> allocator.free(1000));
  }
}
