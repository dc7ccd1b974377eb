package dev.assam.simd;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Kind;
import dev.assam.memory.Longs;
import dev.assam.memory.Shorts;
import dev.assam.simd.kernel.MoveLoops;
import dev.assam.tensor.Tensor;

/** Where elements of any kind are moved from and to. */
final class MovePlace {
  private static final Kind[] KINDS = Kind.values();

  private int kind;
  private Floats floats;
  private Ints ints;
  private Longs longs;
  private Shorts shorts;
  private Bytes bytes;

  MovePlace() {}

  MovePlace(Tensor tensor) {
    Kind memory = tensor.dtype().kind();
    kind = memory.ordinal();
    switch (memory) {
      case FLOATS -> floats = tensor.floats();
      case INTS -> ints = tensor.ints();
      case LONGS -> longs = tensor.longs();
      case SHORTS -> shorts = tensor.shorts();
      case BYTES -> bytes = tensor.bytes();
      default -> throw new IllegalArgumentException(tensor + " is not moved");
    }
  }

  static boolean holds(Kind kind) {
    return kind != Kind.STRINGS && kind != Kind.DOUBLES;
  }

  /** Copies a plane, as {@link MoveLoops} has it, from another place of this kind. */
  void copyPlane(
      MovePlace from,
      int fromAt,
      int fromRow,
      int fromStep,
      int at,
      int row,
      int step,
      int rows,
      int columns) {
    switch (KINDS[kind]) {
      case FLOATS ->
          MoveLoops.plane(
              from.floats, fromAt, fromRow, fromStep, floats, at, row, step, rows, columns);
      case INTS ->
          MoveLoops.plane(from.ints, fromAt, fromRow, fromStep, ints, at, row, step, rows, columns);
      case LONGS ->
          MoveLoops.plane(
              from.longs, fromAt, fromRow, fromStep, longs, at, row, step, rows, columns);
      case SHORTS ->
          MoveLoops.plane(
              from.shorts, fromAt, fromRow, fromStep, shorts, at, row, step, rows, columns);
      default ->
          MoveLoops.plane(
              from.bytes, fromAt, fromRow, fromStep, bytes, at, row, step, rows, columns);
    }
  }

  void fields(Fields fields) {
    kind = fields.number(kind);
    switch (KINDS[kind]) {
      case FLOATS -> floats = fields.floats(floats);
      case INTS -> ints = fields.ints(ints);
      case LONGS -> longs = fields.longs(longs);
      case SHORTS -> shorts = fields.shorts(shorts);
      default -> bytes = fields.bytes(bytes);
    }
  }
}
