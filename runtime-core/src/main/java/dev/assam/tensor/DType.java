package dev.assam.tensor;

import dev.assam.memory.Kind;

/**
 * The element types of ONNX with their numbers in TensorProto.DataType. Types below eight bits keep
 * one element in a byte; on the wire they are packed.
 */
public enum DType {
  FLOAT32(1, "float32", Kind.FLOATS, 32),
  UINT8(2, "uint8", Kind.BYTES, 8),
  INT8(3, "int8", Kind.BYTES, 8),
  UINT16(4, "uint16", Kind.SHORTS, 16),
  INT16(5, "int16", Kind.SHORTS, 16),
  INT32(6, "int32", Kind.INTS, 32),
  INT64(7, "int64", Kind.LONGS, 64),
  STRING(8, "string", Kind.STRINGS, 0),
  BOOL(9, "bool", Kind.BYTES, 8),
  FLOAT16(10, "float16", Kind.SHORTS, 16),
  FLOAT64(11, "float64", Kind.DOUBLES, 64),
  UINT32(12, "uint32", Kind.INTS, 32),
  UINT64(13, "uint64", Kind.LONGS, 64),
  BFLOAT16(16, "bfloat16", Kind.SHORTS, 16),
  FLOAT8E4M3FN(17, "float8e4m3fn", Kind.BYTES, 8),
  FLOAT8E4M3FNUZ(18, "float8e4m3fnuz", Kind.BYTES, 8),
  FLOAT8E5M2(19, "float8e5m2", Kind.BYTES, 8),
  FLOAT8E5M2FNUZ(20, "float8e5m2fnuz", Kind.BYTES, 8),
  UINT4(21, "uint4", Kind.BYTES, 4),
  INT4(22, "int4", Kind.BYTES, 4),
  FLOAT4E2M1(23, "float4e2m1", Kind.BYTES, 4),
  FLOAT8E8M0(24, "float8e8m0", Kind.BYTES, 8),
  UINT2(25, "uint2", Kind.BYTES, 2),
  INT2(26, "int2", Kind.BYTES, 2);

  private final int onnx;
  private final String label;
  private final Kind kind;
  private final int bits;

  DType(int onnx, String label, Kind kind, int bits) {
    this.onnx = onnx;
    this.label = label;
    this.kind = kind;
    this.bits = bits;
  }

  /** The type with this number in TensorProto.DataType, or null. */
  public static DType ofOnnx(int number) {
    for (DType type : values()) {
      if (type.onnx == number) {
        return type;
      }
    }
    return null;
  }

  public int onnx() {
    return onnx;
  }

  /** How a storage keeps elements of this type. */
  public Kind kind() {
    return kind;
  }

  /** Bits of one element on the wire; 0 for strings. */
  public int bits() {
    return bits;
  }

  /** Any floating-point type, narrow ones included. */
  public boolean isFloat() {
    return switch (this) {
      case FLOAT32,
          FLOAT64,
          FLOAT16,
          BFLOAT16,
          FLOAT8E4M3FN,
          FLOAT8E4M3FNUZ,
          FLOAT8E5M2,
          FLOAT8E5M2FNUZ,
          FLOAT4E2M1,
          FLOAT8E8M0 ->
          true;
      default -> false;
    };
  }

  /** Any integer type, signed or not; bool is none. */
  public boolean isInteger() {
    return !isFloat() && this != BOOL && this != STRING;
  }

  /** An integer type without sign. */
  public boolean isUnsigned() {
    return switch (this) {
      case UINT2, UINT4, UINT8, UINT16, UINT32, UINT64 -> true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return label;
  }
}
