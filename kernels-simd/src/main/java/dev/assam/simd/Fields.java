package dev.assam.simd;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Longs;
import dev.assam.memory.Shorts;

/**
 * Writes a task's fields down, giving back what it is given, or reads them, giving what was
 * written.
 */
public interface Fields {
  int number(int value);

  float real(float value);

  boolean flag(boolean value);

  Floats floats(Floats value);

  Ints ints(Ints value);

  Longs longs(Longs value);

  Shorts shorts(Shorts value);

  Bytes bytes(Bytes value);
}
