package dev.assam.simd;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.simd.kernel.IntFinish;

/** What rows of sums in int32 become: themselves, bytes of another scale, or floats. */
final class IntOutput {
  static final int INTS = 0;
  static final int BYTES = 1;
  static final int FLOATS = 2;

  int kind;
  Ints ints;
  Bytes bytes;
  boolean signed;
  Floats floats;

  /** One for all columns, or one a column. */
  Floats scale;

  int scaleStep;

  // Of bytes.
  Floats inScale;
  Floats outScale;
  Bytes zero;
  boolean hasBias;
  Ints bias;

  /** Of floats: what tells the input's scale, and of how many elements. */
  Floats ranges;

  int ranged;

  /** The other factor of the scale. */
  float factor() {
    return kind == FLOATS
        ? DynamicRangeTask.scale(ranges, 0, ranged)
        : kind == BYTES ? inScale.get(0) : 0;
  }

  /**
   * Writes sums of neighbouring columns from {@code column} on; they are overwritten, up to a
   * vector behind their end.
   */
  void write(Ints sums, int at, int column, int count, float factor, int to) {
    int s = column * scaleStep;
    switch (kind) {
      case INTS -> IntFinish.copy(sums, at, ints, to, count);
      case FLOATS -> IntFinish.toFloats(sums, at, factor, scale, s, scaleStep, floats, to, count);
      default -> {
        if (hasBias) {
          IntFinish.add(sums, at, bias, column, count);
        }
        int origin = signed ? zero.get(0) : zero.get(0) & 0xFF;
        IntFinish.toBytes(
            sums,
            at,
            factor,
            scale,
            s,
            scaleStep,
            outScale.get(0),
            origin,
            signed ? -128 : 0,
            bytes,
            to,
            count);
      }
    }
  }

  void fields(Fields fields) {
    kind = fields.number(kind);
    switch (kind) {
      case INTS -> ints = fields.ints(ints);
      case FLOATS -> {
        floats = fields.floats(floats);
        ranges = fields.floats(ranges);
        ranged = fields.number(ranged);
      }
      default -> {
        bytes = fields.bytes(bytes);
        signed = fields.flag(signed);
        inScale = fields.floats(inScale);
        outScale = fields.floats(outScale);
        zero = fields.bytes(zero);
        hasBias = fields.flag(hasBias);
        bias = hasBias ? fields.ints(bias) : bias;
      }
    }
    if (kind != INTS) {
      scale = fields.floats(scale);
      scaleStep = fields.number(scaleStep);
    }
  }
}
