package dev.assam.simd.kernel;

import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The JVM's shuffles behind {@link Simd}; WebAssembly has an instruction in place of each use. */
final class Shuffles {
  static final VectorShuffle<Float> LOW_F = unpack(Lanes.F, 1, 0);
  static final VectorShuffle<Float> HIGH_F = unpack(Lanes.F, 1, 1);
  static final VectorShuffle<Float> LOW_PAIRS_F = unpack(Lanes.F, 2, 0);
  static final VectorShuffle<Float> HIGH_PAIRS_F = unpack(Lanes.F, 2, 1);
  static final VectorShuffle<Float> EVENS_F = everySecond(Lanes.F, 0);
  static final VectorShuffle<Float> ODDS_F = everySecond(Lanes.F, 1);
  static final VectorShuffle<Integer> LOW_I = unpack(Lanes.I, 1, 0);
  static final VectorShuffle<Integer> HIGH_I = unpack(Lanes.I, 1, 1);
  static final VectorShuffle<Integer> LOW_PAIRS_I = unpack(Lanes.I, 2, 0);
  static final VectorShuffle<Integer> HIGH_PAIRS_I = unpack(Lanes.I, 2, 1);
  static final VectorShuffle<Short> LOW_S = unpack(Lanes.S, 1, 0);
  static final VectorShuffle<Short> HIGH_S = unpack(Lanes.S, 1, 1);
  static final VectorShuffle<Byte> LOW_B = unpack(Lanes.B, 1, 0);
  static final VectorShuffle<Byte> HIGH_B = unpack(Lanes.B, 1, 1);

  private static final int BLOCK_BITS = 128;

  private Shuffles() {}

  /**
   * Groups of {@code group} lanes of one half of each block, by turns from the first and the second
   * vector.
   */
  private static <E> VectorShuffle<E> unpack(VectorSpecies<E> species, int group, int half) {
    int block = BLOCK_BITS / species.elementSize();
    return species.shuffleFromOp(lane -> {
      int inBlock = lane % block;
      int pair = inBlock / (2 * group);
      int from = lane - inBlock + half * (block / 2) + pair * group + inBlock % group;
      return inBlock / group % 2 == 0 ? from : from + species.length();
    });
  }

  /** Lanes {@code odd}, {@code odd + 2} … of each block of the first and then of the second. */
  private static <E> VectorShuffle<E> everySecond(VectorSpecies<E> species, int odd) {
    int block = BLOCK_BITS / species.elementSize();
    return species.shuffleFromOp(lane -> {
      int inBlock = lane % block;
      int from = lane - inBlock + 2 * inBlock % block + odd;
      return inBlock < block / 2 ? from : from + species.length();
    });
  }
}
