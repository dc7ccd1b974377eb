package dev.assam.testing;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes TensorProto messages. */
public final class OnnxTensors {
  /** Where a TensorProto keeps its elements; strings always go to string_data. */
  public enum Encoding {
    /** raw_data: the little-endian bytes. */
    RAW,
    /** float_data, int32_data, … by element type. */
    TYPED
  }

  private OnnxTensors() {}

  /** A TensorProto with this name. */
  public static byte[] toBytes(String name, Tensor tensor, Encoding encoding) {
    ProtoWriter out = new ProtoWriter();
    write(out, name, tensor, encoding);
    return out.toBytes();
  }

  static void write(ProtoWriter out, String name, Tensor tensor, Encoding encoding) {
    for (int dim : tensor.shape().toArray()) {
      out.integer(1, dim);
    }
    out.integer(2, tensor.dtype().onnx());
    if (!name.isEmpty()) {
      out.string(8, name);
    }
    if (tensor.dtype() == DType.STRING) {
      for (int i = 0; i < tensor.size(); i++) {
        out.bytes(6, tensor.strings()[i].getBytes(StandardCharsets.UTF_8));
      }
    } else if (encoding == Encoding.RAW) {
      out.bytes(9, raw(tensor));
    } else {
      writeTyped(out, tensor);
    }
  }

  private static void writeTyped(ProtoWriter out, Tensor tensor) {
    int n = tensor.size();
    switch (tensor.dtype()) {
      case FLOAT32 -> out.packedFloats(4, tensor.toFloats());
      case FLOAT64 -> {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
          values[i] = tensor.getDouble(i);
        }
        out.packedDoubles(10, values);
      }
      case INT64 -> out.packedIntegers(7, tensor.toLongs());
      case UINT32, UINT64 -> out.packedIntegers(11, tensor.toLongs());
      case INT8, INT16, INT32 -> out.packedIntegers(5, tensor.toLongs());
      default -> out.packedIntegers(5, unsignedBits(tensor));
    }
  }

  /** What int32_data holds of the types without sign: their bits; below eight bits, packed. */
  private static long[] unsignedBits(Tensor tensor) {
    if (tensor.dtype().bits() < 8) {
      byte[] packed = raw(tensor);
      long[] values = new long[packed.length];
      for (int i = 0; i < packed.length; i++) {
        values[i] = packed[i] & 0xFF;
      }
      return values;
    }
    long mask = (1L << tensor.dtype().bits()) - 1;
    long[] values = new long[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.bits(i) & mask;
    }
    return values;
  }

  /** The elements in raw_data's form; below eight bits the first lies in the lowest bits. */
  public static byte[] raw(Tensor tensor) {
    int bits = tensor.dtype().bits();
    byte[] bytes = new byte[(int) ((tensor.size() * (long) bits + 7) / 8)];
    for (int i = 0; i < tensor.size(); i++) {
      long value = tensor.bits(i);
      if (bits < 8) {
        long at = (long) i * bits;
        bytes[(int) (at / 8)] |= (byte) ((value & ((1 << bits) - 1)) << (at % 8));
      } else {
        for (int b = 0; b < bits / 8; b++) {
          bytes[i * (bits / 8) + b] = (byte) (value >>> (8 * b));
        }
      }
    }
    return bytes;
  }

  /** A SparseTensorProto of rank 1 or more: its non-zero elements and their linear indices. */
  static void writeSparse(ProtoWriter out, String name, Tensor dense) {
    int[] at = new int[dense.size()];
    int count = 0;
    for (int i = 0; i < dense.size(); i++) {
      if (dense.getDouble(i) != 0) {
        at[count++] = i;
      }
    }
    int[] indices = Arrays.copyOf(at, count);
    Tensor values = Tensor.allocate(dense.dtype(), Shape.of(count));
    long[] linear = new long[count];
    for (int i = 0; i < count; i++) {
      values.copyFrom(i, dense, indices[i], 1);
      linear[i] = indices[i];
    }
    out.message(1, m -> write(m, name, values, Encoding.RAW));
    out.message(2, m -> write(m, "", Tensor.ofLongs(linear), Encoding.RAW));
    for (int dim : dense.shape().toArray()) {
      out.integer(3, dim);
    }
  }
}
