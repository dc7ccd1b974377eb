package dev.assam.wasm.threads;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Longs;
import dev.assam.memory.Shorts;
import dev.assam.simd.Fields;
import dev.assam.wasm.memory.Machine;

/** Reads what {@link FieldWriter} wrote. */
final class FieldReader implements Fields {
  private final Ints from;
  private int at;

  FieldReader(Ints from) {
    this.from = from;
  }

  @Override
  public int number(int value) {
    return from.get(at++);
  }

  @Override
  public float real(float value) {
    return Float.intBitsToFloat(number(0));
  }

  @Override
  public boolean flag(boolean value) {
    return number(0) != 0;
  }

  @Override
  public Floats floats(Floats value) {
    return Machine.floats(number(0));
  }

  @Override
  public Ints ints(Ints value) {
    return Machine.ints(number(0));
  }

  @Override
  public Longs longs(Longs value) {
    return Machine.longs(number(0));
  }

  @Override
  public Shorts shorts(Shorts value) {
    return Machine.shorts(number(0));
  }

  @Override
  public Bytes bytes(Bytes value) {
    return Machine.bytes(number(0));
  }
}
