package dev.assam.memory;

import dev.assam.error.ClosedException;
import dev.assam.error.MemoryException;

/**
 * A counted stretch of typed memory: the ordinary object that hands out the typed memories.
 *
 * <p>Who owns it: outside a {@link MemoryScope} a new storage has one owner, the caller, and is
 * given back by {@link #release}. Inside a scope it has none, and the scope gives it back when it
 * ends unless somebody retained it in the meantime. Views of tensors are not owners; only tables of
 * values (the executor's, a result's, a model's) are.
 */
public final class Storage {
  private final Kind kind;
  private final int length;
  private Block block;
  private final Budget budget;
  private ByteSource source;
  private final int sourceAt;
  private Storage parent;
  private int owners;
  private boolean freed;

  private Storage(Kind kind, int length, Block block, Budget budget, Storage parent) {
    this(kind, length, block, budget, parent, null, 0);
  }

  private Storage(
      Kind kind,
      int length,
      Block block,
      Budget budget,
      Storage parent,
      ByteSource source,
      int sourceAt) {
    this.source = source;
    this.sourceAt = sourceAt;
    this.kind = kind;
    this.length = length;
    this.block = block;
    this.budget = budget;
    this.parent = parent;
    if (parent == null) {
      MemoryScope.count(source == null ? bytesHeld() : 0);
    } else {
      parent.retain();
    }
    if (!MemoryScope.adopt(this)) {
      owners = 1;
    }
  }

  /**
   * Zeroed memory for {@code length} elements (empty strings for strings).
   *
   * @throws MemoryException if there is no room for it
   */
  public static Storage allocate(Kind kind, int length) {
    MemoryScope.checkRoom(kind, length);
    Budget budget = MemoryScope.budget();
    Storage storage = new Storage(kind, length, room(kind, length, budget), budget, null);
    if (kind == Kind.STRINGS) {
      java.util.Arrays.fill(storage.strings(), "");
    }
    return storage;
  }

  private static Block room(Kind kind, int length, Budget budget) {
    if (budget == null) {
      return Block.allocate(kind, length);
    }
    long bytes = (long) length * kind.bytes();
    budget.take(bytes);
    try {
      return Block.allocate(kind, length);
    } catch (MemoryException e) {
      budget.giveBack(bytes);
      throw e;
    }
  }

  /** A storage over this very array: what is written to one is seen in the other. */
  public static Storage ofBytes(byte[] array) {
    return new Storage(
        Kind.BYTES, array.length, Block.wrap(Kind.BYTES, array, array.length), null, null);
  }

  /**
   * Bytes that are read from a source when they are asked for. Views of such a storage have memory
   * of their own, from the time they are first touched until {@link #unload}.
   */
  public static Storage ofSource(ByteSource source, int length) {
    return new Storage(Kind.BYTES, length, null, null, null, source, 0);
  }

  /** Where the elements come from; null if they lie in memory. */
  public ByteSource source() {
    return source;
  }

  /** Whether the elements come from a source. */
  public boolean hasSource() {
    return source != null;
  }

  /**
   * Copies elements from {@code at} on into another storage of the same kind, as many as it has;
   * those that lie in a source are read from there, and nothing else is.
   */
  public void peek(int at, Storage into) {
    if (source != null && block == null && !freed && at >= 0 && into.length <= length - at) {
      into.check(kind);
      source.read(sourceAt + at * kind.bytes(), into);
    } else {
      copy(this, at, into, 0, into.length);
    }
  }

  /** Gives back the memory of elements that can be read from their source again. */
  public synchronized void unload() {
    if (source != null && block != null && !freed) {
      block.free();
      block = null;
      MemoryScope.count(-bytesHeld());
    }
  }

  /** The memory, read from the source if it is not there. */
  private Block loaded() {
    Block there = block;
    return there == null ? load() : there;
  }

  private synchronized Block load() {
    if (block == null) {
      block = Block.allocate(kind, length);
      MemoryScope.count(bytesHeld());
      source.read(sourceAt, this);
    }
    return block;
  }

  /**
   * {@code length} little-endian elements of the given kind inside this storage of bytes, without a
   * copy where the platform can; keeps this storage alive.
   */
  public Storage view(int offsetBytes, Kind viewKind, int viewLength) {
    if (kind != Kind.BYTES
        || offsetBytes < 0
        || viewLength < 0
        || offsetBytes + (long) viewLength * viewKind.bytes() > length) {
      throw new MemoryException(
          "view of " + viewLength + " elements at byte " + offsetBytes + " outside " + this);
    }
    if (source != null) {
      return new Storage(viewKind, viewLength, null, null, this, source, sourceAt + offsetBytes);
    }
    return new Storage(
        viewKind, viewLength, Block.view(block, offsetBytes, viewKind, viewLength), null, this);
  }

  /**
   * {@code sliceLength} elements of this storage from element {@code at} on, in place on every
   * platform; keeps this storage alive.
   */
  public Storage slice(int at, int sliceLength) {
    if (at < 0 || sliceLength < 0 || sliceLength > length - at) {
      throw new MemoryException(
          "slice of " + sliceLength + " elements at " + at + " outside " + this);
    }
    return new Storage(kind, sliceLength, Block.slice(loaded(), at, sliceLength), null, this);
  }

  /**
   * Where a view needs a copy on this platform, or comes from a source, makes it the owner of its
   * elements now and lets go of what it viewed; where it is read in place, does nothing.
   */
  public synchronized void settle() {
    check(kind);
    if (source != null && parent != null) {
      loaded();
      source = null;
      parent.release();
      parent = null;
    } else if (source == null && parent != null && block.settle()) {
      parent.release();
      parent = null;
      MemoryScope.count(bytesHeld());
    }
  }

  /** The strings themselves, length {@link #length}. */
  public String[] strings() {
    check(Kind.STRINGS);
    return loaded().strings();
  }

  public Bytes bytes() {
    check(Kind.BYTES);
    return loaded().bytes();
  }

  public Shorts shorts() {
    check(Kind.SHORTS);
    return loaded().shorts();
  }

  public Ints ints() {
    check(Kind.INTS);
    return loaded().ints();
  }

  public Longs longs() {
    check(Kind.LONGS);
    return loaded().longs();
  }

  public Floats floats() {
    check(Kind.FLOATS);
    return loaded().floats();
  }

  public Doubles doubles() {
    check(Kind.DOUBLES);
    return loaded().doubles();
  }

  /** Whether it was given back. */
  public boolean isFreed() {
    return freed;
  }

  public Kind kind() {
    return kind;
  }

  /** Number of elements. */
  public int length() {
    return length;
  }

  /** Copies {@code count} elements between storages of one kind; overlapping is allowed. */
  public static void copy(Storage from, int fromAt, Storage to, int toAt, int count) {
    from.check(to.kind);
    to.check(from.kind);
    if (fromAt < 0
        || toAt < 0
        || count < 0
        || count > from.length - fromAt
        || count > to.length - toAt) {
      throw new MemoryException(
          "copy of "
              + count
              + " elements from "
              + fromAt
              + " of "
              + from
              + " to "
              + toAt
              + " of "
              + to);
    }
    if (count > 0) {
      Block.copy(from.loaded(), fromAt, to.loaded(), toAt, count);
    }
  }

  /** Adds an owner. */
  public synchronized Storage retain() {
    if (freed) {
      throw new ClosedException(this + " was already given back");
    }
    owners++;
    return this;
  }

  /** Takes an owner away; the last one gives the memory back. */
  public synchronized void release() {
    if (owners <= 0) {
      throw new ClosedException(this + " was already given back");
    }
    owners--;
    if (owners == 0) {
      free();
    }
  }

  /** Takes an owner away and leaves the storage to the current scope if none is left. */
  public synchronized void handOver() {
    owners--;
    if (owners == 0 && !MemoryScope.adopt(this)) {
      owners = 1;
    }
  }

  /** Gives the memory back if nobody owns it; for scopes. */
  synchronized void freeIfUnowned() {
    if (owners == 0 && !freed) {
      free();
    }
  }

  private void free() {
    unload();
    freed = true;
    if (block != null) {
      block.free();
    }
    if (source != null && parent == null) {
      source.close();
    }
    if (budget != null) {
      budget.giveBack(bytesHeld());
    }
    if (parent == null) {
      MemoryScope.count(source == null ? -bytesHeld() : 0);
    } else {
      parent.release();
    }
  }

  /** The platform half, for faces that hand memory on without a copy. */
  public Block block() {
    check(kind);
    return loaded();
  }

  private long bytesHeld() {
    return (long) length * kind.bytes();
  }

  private void check(Kind wanted) {
    if (freed) {
      throw new ClosedException(this + " was already given back");
    }
    if (kind != wanted) {
      throw new IllegalStateException(this + " used as " + wanted);
    }
  }

  @Override
  public String toString() {
    return "storage " + kind + "[" + length + "]";
  }
}
