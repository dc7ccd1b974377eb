package dev.assam.tensor;

import java.util.EnumSet;
import java.util.Set;

/** The usual sets of element types for checks. */
public final class DTypes {
  /** float16, bfloat16, float32, float64. */
  public static final Set<DType> FLOATS =
      EnumSet.of(DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32, DType.FLOAT64);

  /** Integers of 8 to 64 bits, signed and unsigned. */
  public static final Set<DType> INTEGERS =
      EnumSet.of(
          DType.INT8,
          DType.INT16,
          DType.INT32,
          DType.INT64,
          DType.UINT8,
          DType.UINT16,
          DType.UINT32,
          DType.UINT64);

  /** {@link #FLOATS} and {@link #INTEGERS}. */
  public static final Set<DType> NUMBERS = union(FLOATS, INTEGERS);

  /** int32 and int64: what indices and shapes may be. */
  public static final Set<DType> INDICES = EnumSet.of(DType.INT32, DType.INT64);

  public static final Set<DType> BOOLS = EnumSet.of(DType.BOOL);
  public static final Set<DType> STRINGS = EnumSet.of(DType.STRING);
  public static final Set<DType> ALL = EnumSet.allOf(DType.class);

  private DTypes() {}

  private static Set<DType> union(Set<DType> a, Set<DType> b) {
    Set<DType> all = EnumSet.copyOf(a);
    all.addAll(b);
    return all;
  }
}
