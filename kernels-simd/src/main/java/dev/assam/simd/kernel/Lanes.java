package dev.assam.simd.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * How many lanes kernels compute with: the machine's preferred number of floats, and as many bits
 * for every other type. In WebAssembly vectors have 128 bits, these numbers are constants of the
 * compiler, and a species is no more than a word in the source.
 */
public final class Lanes {
  public static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  public static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());
  public static final VectorSpecies<Short> S = VectorSpecies.of(short.class, F.vectorShape());
  public static final VectorSpecies<Byte> B = VectorSpecies.of(byte.class, F.vectorShape());

  /** Floats in a vector; 4 in WebAssembly. */
  public static final int F32 = F.length();

  /** Ints in a vector, as many as floats. */
  public static final int I32 = I.length();

  /** Shorts in a vector, twice as many. */
  public static final int I16 = S.length();

  /** Bytes in a vector, four times as many. */
  public static final int I8 = B.length();

  /**
   * Whether {@link Simd#dotI16} is as fast as a multiply-add of floats, so that it does twice the
   * work: in WebAssembly. On the JVM it is some ten operations, as the Vector API has no word for
   * it.
   */
  public static final boolean DOTS_I16 = Boolean.getBoolean("assam.dotI16");

  /**
   * Whether methods may be as long as suits the machine: in WebAssembly. HotSpot stops to inline in
   * a method after some sixty vector operations.
   */
  public static final boolean LONG_METHODS = Boolean.getBoolean("assam.longMethods");

  /**
   * Whether a multiply-add is one instruction, which needs no register for the product: not in
   * WebAssembly without relaxed SIMD.
   */
  public static final boolean FUSED = !Boolean.getBoolean("assam.unfused");

  private Lanes() {}
}
