package dev.assam.memory;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The widths of vectors on the JVM, all with as many bits as the machine's preferred vector of
 * floats. In a class of their own, so that a JVM without the Vector API's module still has the
 * typed memories.
 */
final class Vectors {
  private static final VectorShape SHAPE = FloatVector.SPECIES_PREFERRED.vectorShape();
  private static final int BITS = SHAPE.vectorBitSize();
  private static final VectorShape HALF = VectorShape.forBitSize(BITS / 2);
  private static final VectorShape QUARTER = VectorShape.forBitSize(Math.max(64, BITS / 4));

  static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, SHAPE);
  static final VectorSpecies<Short> S = VectorSpecies.of(short.class, SHAPE);
  static final VectorSpecies<Byte> B = VectorSpecies.of(byte.class, SHAPE);

  private static final VectorSpecies<Short> HALF_S = VectorSpecies.of(short.class, HALF);
  private static final VectorSpecies<Byte> HALF_B = VectorSpecies.of(byte.class, HALF);
  private static final VectorSpecies<Byte> QUARTER_B = VectorSpecies.of(byte.class, QUARTER);

  /** Brings byte {@code lane} of an int to the top, where 128 bits hold no quarter of bytes. */
  private static final IntVector TO_TOP = IntVector.zero(I).addIndex(-8).add(24);

  private Vectors() {}

  /** Half a vector of bytes, widened to shorts. */
  static ShortVector shorts(byte[] array, int at, boolean signed) {
    Vector<Byte> half = ByteVector.fromArray(HALF_B, array, at);
    return (ShortVector)
        half.convertShape(signed ? VectorOperators.B2S : VectorOperators.ZERO_EXTEND_B2S, S, 0);
  }

  /** Half a vector of shorts, widened to ints. */
  static IntVector ints(short[] array, int at, boolean signed) {
    Vector<Short> half = ShortVector.fromArray(HALF_S, array, at);
    return (IntVector)
        half.convertShape(signed ? VectorOperators.S2I : VectorOperators.ZERO_EXTEND_S2I, I, 0);
  }

  /** A quarter of a vector of bytes, widened to ints. */
  static IntVector ints(byte[] array, int at, boolean signed) {
    if (BITS >= 256) {
      Vector<Byte> quarter = ByteVector.fromArray(QUARTER_B, array, at);
      return (IntVector)
          quarter.convertShape(
              signed ? VectorOperators.B2I : VectorOperators.ZERO_EXTEND_B2I, I, 0);
    }
    IntVector atTop =
        IntVector.broadcast(I, quad(array, at)).lanewise(VectorOperators.LSHL, TO_TOP);
    return atTop.lanewise(signed ? VectorOperators.ASHR : VectorOperators.LSHR, 24);
  }

  /** Four bytes as one int, the first lowest. */
  static int quad(byte[] array, int at) {
    return (array[at] & 0xFF)
        | (array[at + 1] & 0xFF) << 8
        | (array[at + 2] & 0xFF) << 16
        | array[at + 3] << 24;
  }
}
