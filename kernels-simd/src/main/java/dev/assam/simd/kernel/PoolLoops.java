package dev.assam.simd.kernel;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What a window of rows × columns of pixels becomes, for each of n channels, which are neighbours:
 * x from xAt on, rows and columns so many elements apart, to y[yAt …].
 */
public final class PoolLoops {
  private PoolLoops() {}

  /** The largest; NaN if one is. */
  public static void max(
      Floats x,
      int xAt,
      int rows,
      int rowStride,
      int columns,
      int columnStride,
      Floats y,
      int yAt,
      int n) {
    int i = 0;
    for (; i <= n - 2 * Lanes.F32; i += 2 * Lanes.F32) {
      FloatVector a = x.load(xAt + i);
      FloatVector b = x.load(xAt + i + Lanes.F32);
      for (int r = 0; r < rows; r++) {
        int at = xAt + i + r * rowStride;
        for (int c = 0; c < columns; c++, at += columnStride) {
          a = Simd.pmax(x.load(at), a);
          b = Simd.pmax(x.load(at + Lanes.F32), b);
        }
      }
      y.store(yAt + i, a);
      y.store(yAt + i + Lanes.F32, b);
    }
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      FloatVector a = x.load(xAt + i);
      for (int r = 0; r < rows; r++) {
        int at = xAt + i + r * rowStride;
        for (int c = 0; c < columns; c++, at += columnStride) {
          a = Simd.pmax(x.load(at), a);
        }
      }
      y.store(yAt + i, a);
    }
    for (; i < n; i++) {
      float a = x.get(xAt + i);
      for (int r = 0; r < rows; r++) {
        int at = xAt + i + r * rowStride;
        for (int c = 0; c < columns; c++, at += columnStride) {
          a = Math.max(a, x.get(at));
        }
      }
      y.set(yAt + i, a);
    }
  }

  /**
   * The largest of bytes.
   *
   * @param flip what is to be xored to bytes so that their order is that of signed ones: 0 for
   *     int8, −128 for uint8
   */
  public static void max(
      Bytes x,
      int xAt,
      int rows,
      int rowStride,
      int columns,
      int columnStride,
      byte flip,
      Bytes y,
      int yAt,
      int n) {
    int i = 0;
    ByteVector flips = ByteVector.broadcast(Lanes.B, flip);
    for (; i <= n - Lanes.I8; i += Lanes.I8) {
      ByteVector a = x.load(xAt + i).lanewise(VectorOperators.XOR, flips);
      for (int r = 0; r < rows; r++) {
        int at = xAt + i + r * rowStride;
        for (int c = 0; c < columns; c++, at += columnStride) {
          a = a.max(x.load(at).lanewise(VectorOperators.XOR, flips));
        }
      }
      y.store(yAt + i, a.lanewise(VectorOperators.XOR, flips));
    }
    for (; i < n; i++) {
      int a = x.get(xAt + i) ^ flip;
      for (int r = 0; r < rows; r++) {
        int at = xAt + i + r * rowStride;
        for (int c = 0; c < columns; c++, at += columnStride) {
          a = Math.max(a, x.get(at) ^ flip);
        }
      }
      y.set(yAt + i, (byte) (a ^ flip));
    }
  }

  /** The sum times scale. */
  public static void sum(
      Floats x,
      int xAt,
      int rows,
      int rowStride,
      int columns,
      int columnStride,
      Floats y,
      int yAt,
      int n,
      float scale) {
    int i = 0;
    for (; i <= n - 2 * Lanes.F32; i += 2 * Lanes.F32) {
      FloatVector a = FloatVector.zero(Lanes.F);
      FloatVector b = FloatVector.zero(Lanes.F);
      for (int r = 0; r < rows; r++) {
        int at = xAt + i + r * rowStride;
        for (int c = 0; c < columns; c++, at += columnStride) {
          a = a.add(x.load(at));
          b = b.add(x.load(at + Lanes.F32));
        }
      }
      y.store(yAt + i, a.mul(scale));
      y.store(yAt + i + Lanes.F32, b.mul(scale));
    }
    for (; i <= n - Lanes.F32; i += Lanes.F32) {
      FloatVector a = FloatVector.zero(Lanes.F);
      for (int r = 0; r < rows; r++) {
        int at = xAt + i + r * rowStride;
        for (int c = 0; c < columns; c++, at += columnStride) {
          a = a.add(x.load(at));
        }
      }
      y.store(yAt + i, a.mul(scale));
    }
    for (; i < n; i++) {
      float a = 0;
      for (int r = 0; r < rows; r++) {
        int at = xAt + i + r * rowStride;
        for (int c = 0; c < columns; c++, at += columnStride) {
          a += x.get(at);
        }
      }
      y.set(yAt + i, a * scale);
    }
  }
}
