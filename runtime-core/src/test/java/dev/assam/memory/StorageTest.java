package dev.assam.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assam.error.ClosedException;
import dev.assam.error.MemoryException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try")
class StorageTest {
  @Test
  void releaseGivesBackExactlyOnce() {
    long before = MemoryScope.usedBytes();
    Storage storage = Storage.allocate(Kind.FLOATS, 10);
    assertEquals(before + 40, MemoryScope.usedBytes());
    storage.retain();
    storage.release();
    assertEquals(before + 40, MemoryScope.usedBytes());
    storage.release();
    assertEquals(before, MemoryScope.usedBytes());
    assertThrows(ClosedException.class, storage::release);
    assertThrows(ClosedException.class, storage::floats);
    assertThrows(ClosedException.class, storage::retain);
  }

  @Test
  void scopeGivesBackWhatNobodyRetained() {
    long before = MemoryScope.usedBytes();
    Storage kept;
    Storage lost;
    try (MemoryScope scope = MemoryScope.open()) {
      kept = Storage.allocate(Kind.LONGS, 3).retain();
      lost = Storage.allocate(Kind.LONGS, 5);
    }
    assertEquals(before + 24, MemoryScope.usedBytes());
    assertThrows(ClosedException.class, lost::longs);
    kept.release();
    assertEquals(before, MemoryScope.usedBytes());
  }

  @Test
  void elementsOfASourceAreReadWhenTouchedAndAgainAfterUnloading() {
    long before = MemoryScope.usedBytes();
    int[] reads = {0};
    boolean[] closed = {false};
    ByteSource source =
        new ByteSource() {
          @Override
          public void read(int offsetBytes, Storage into) {
            reads[0]++;
            for (int i = 0; i < into.length(); i++) {
              into.ints().set(i, offsetBytes + 4 * i);
            }
          }

          @Override
          public void close() {
            closed[0] = true;
          }
        };
    Storage file = Storage.ofSource(source, 1000);
    Storage view = file.view(400, Kind.INTS, 3);
    assertEquals(before, MemoryScope.usedBytes());
    assertEquals(404, view.ints().get(1));
    assertEquals(before + 12, MemoryScope.usedBytes());
    view.unload();
    assertEquals(before, MemoryScope.usedBytes());
    assertEquals(408, view.ints().get(2));
    assertEquals(2, reads[0]);
    file.release();
    assertEquals(false, closed[0]);
    view.release();
    assertEquals(true, closed[0]);
    assertEquals(before, MemoryScope.usedBytes());
  }

  @Test
  void handOverLeavesItToTheOuterScope() {
    long before = MemoryScope.usedBytes();
    try (MemoryScope outer = MemoryScope.open()) {
      Storage storage;
      try (MemoryScope inner = MemoryScope.open()) {
        storage = Storage.allocate(Kind.INTS, 4).retain();
      }
      storage.handOver();
      assertEquals(before + 16, MemoryScope.usedBytes());
    }
    assertEquals(before, MemoryScope.usedBytes());
  }

  @Test
  void viewsReadLittleEndianAtAnyOffset() {
    ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    bytes
        .putFloat(1, 1.5f)
        .putFloat(5, -2f)
        .putLong(9, Long.MIN_VALUE + 7)
        .putShort(17, (short) -3);
    bytes.putDouble(19, Math.PI).putInt(27, 0xCAFEBABE);
    Storage file = Storage.ofBytes(bytes.array());
    assertEquals(-2f, file.view(1, Kind.FLOATS, 2).floats().get(1));
    assertEquals(Long.MIN_VALUE + 7, file.view(9, Kind.LONGS, 1).longs().get(0));
    assertEquals(-3, file.view(17, Kind.SHORTS, 1).shorts().get(0));
    assertEquals(Math.PI, file.view(19, Kind.DOUBLES, 1).doubles().get(0));
    assertEquals(0xCAFEBABE, file.view(27, Kind.INTS, 1).ints().get(0));
    assertThrows(MemoryException.class, () -> file.view(61, Kind.INTS, 1));
    assertThrows(MemoryException.class, () -> file.view(0, Kind.INTS, Integer.MAX_VALUE));
    file.release();
  }

  @Test
  void viewKeepsItsFileUntilItSettles() {
    Storage file = Storage.ofBytes(new byte[16]);
    Storage view = file.view(0, Kind.FLOATS, 4);
    file.release();
    assertEquals(0f, view.floats().get(3));
    view.settle();
    assertThrows(ClosedException.class, file::bytes);
    assertEquals(0f, view.floats().get(3));
    view.release();
  }

  @Test
  void copyChecksItsRange() {
    Storage from = Storage.allocate(Kind.BYTES, 4);
    Storage to = Storage.allocate(Kind.BYTES, 4);
    from.bytes().set(1, (byte) 9);
    Storage.copy(from, 1, to, 3, 1);
    assertEquals(9, to.bytes().get(3));
    assertThrows(MemoryException.class, () -> Storage.copy(from, 1, to, 3, 2));
    assertThrows(MemoryException.class, () -> Storage.copy(from, -1, to, 0, 1));
  }

  @Test
  void tooLargeIsSaidBeforeItIsTried() {
    assertThrows(MemoryException.class, () -> Storage.allocate(Kind.DOUBLES, Integer.MAX_VALUE));
    assertThrows(MemoryException.class, () -> Storage.allocate(Kind.BYTES, -1));
  }
}
