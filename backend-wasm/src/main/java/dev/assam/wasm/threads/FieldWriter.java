package dev.assam.wasm.threads;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Longs;
import dev.assam.memory.Shorts;
import dev.assam.simd.Fields;
import dev.assam.wasm.memory.Machine;
import java.util.Arrays;

/** Writes fields as ints: numbers as they are, reals as their bits, memories as addresses. */
final class FieldWriter implements Fields {
  private int[] written = new int[32];
  private int length;

  /** Number of ints written. */
  int length() {
    return length;
  }

  void copyTo(Ints to) {
    for (int i = 0; i < length; i++) {
      to.set(i, written[i]);
    }
  }

  @Override
  public int number(int value) {
    if (length == written.length) {
      written = Arrays.copyOf(written, 2 * length);
    }
    written[length++] = value;
    return value;
  }

  @Override
  public float real(float value) {
    number(Float.floatToRawIntBits(value));
    return value;
  }

  @Override
  public boolean flag(boolean value) {
    number(value ? 1 : 0);
    return value;
  }

  @Override
  public Floats floats(Floats value) {
    number(Machine.address(value));
    return value;
  }

  @Override
  public Ints ints(Ints value) {
    number(Machine.address(value));
    return value;
  }

  @Override
  public Longs longs(Longs value) {
    number(Machine.address(value));
    return value;
  }

  @Override
  public Shorts shorts(Shorts value) {
    number(Machine.address(value));
    return value;
  }

  @Override
  public Bytes bytes(Bytes value) {
    number(Machine.address(value));
    return value;
  }
}
