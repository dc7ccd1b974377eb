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

  /** Some numbers; null only where they are read. */
  default int[] numbers(int[] values) {
    int[] numbers = new int[number(values == null ? 0 : values.length)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(values == null ? 0 : values[i]);
    }
    return numbers;
  }

  /** Some reals; null only where they are read. */
  default float[] reals(float[] values) {
    float[] reals = new float[number(values == null ? 0 : values.length)];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = real(values == null ? 0 : values[i]);
    }
    return reals;
  }
}
