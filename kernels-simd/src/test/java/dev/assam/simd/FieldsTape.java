package dev.assam.simd;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Longs;
import dev.assam.memory.Shorts;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes fields down on the way out and reads them on the way in. */
final class FieldsTape implements Fields {
  private final Deque<Object> fields = new ArrayDeque<>();
  private boolean reads;

  /** The task as another thread would have it. */
  static Task copy(Task task) {
    FieldsTape tape = new FieldsTape();
    task.fields(tape);
    tape.reads = true;
    Task copy = Tasks.read(task.code(), tape);
    if (!tape.fields.isEmpty()) {
      throw new AssertionError("task " + task.code() + " does not read all it writes");
    }
    return copy;
  }

  @SuppressWarnings("unchecked")
  private <T> T pass(T value) {
    if (reads) {
      return (T) fields.remove();
    }
    fields.add(value);
    return value;
  }

  @Override
  public int number(int value) {
    return pass(value);
  }

  @Override
  public float real(float value) {
    return pass(value);
  }

  @Override
  public boolean flag(boolean value) {
    return pass(value);
  }

  @Override
  public Floats floats(Floats value) {
    return pass(value);
  }

  @Override
  public Ints ints(Ints value) {
    return pass(value);
  }

  @Override
  public Longs longs(Longs value) {
    return pass(value);
  }

  @Override
  public Shorts shorts(Shorts value) {
    return pass(value);
  }

  @Override
  public Bytes bytes(Bytes value) {
    return pass(value);
  }
}
