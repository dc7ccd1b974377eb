package dev.assam.simd.kernel;

import static jdk.incubator.vector.VectorOperators.GT;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Shorts;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** What becomes of sums in int32, and how bytes become the numbers that are multiplied. */
public final class IntFinish {
  private static final int VL = Lanes.F32;

  /** How near to a tie between two whole numbers a float product may be wrong. */
  private static final float DOUBT = 0.5f - 0x1p-12f;

  private IntFinish() {}

  /** y = x − zero, x with or without a sign. */
  public static void centre(
      Bytes x, int xAt, boolean signed, int zero, Shorts y, int yAt, int count) {
    int i = 0;
    int step = Lanes.I16;
    for (; i <= count - step; i += step) {
      if (signed) {
        y.store(yAt + i, x.loadS16(xAt + i).sub((short) zero));
      } else {
        y.store(yAt + i, x.loadU16(xAt + i).sub((short) zero));
      }
    }
    for (; i < count; i++) {
      int value = signed ? x.get(xAt + i) : x.get(xAt + i) & 0xFF;
      y.set(yAt + i, (short) (value - zero));
    }
  }

  public static void zero(Shorts y, int yAt, int count) {
    for (int i = 0; i < count; i++) {
      y.set(yAt + i, (short) 0);
    }
  }

  public static void copy(Shorts x, int xAt, Shorts y, int yAt, int count) {
    int step = Lanes.I16;
    int i = 0;
    for (; i <= count - step; i += step) {
      y.store(yAt + i, x.load(xAt + i));
    }
    for (; i < count; i++) {
      y.set(yAt + i, x.get(xAt + i));
    }
  }

  public static void copy(Ints x, int xAt, Ints y, int yAt, int count) {
    int i = 0;
    for (; i <= count - VL; i += VL) {
      y.store(yAt + i, x.load(xAt + i));
    }
    for (; i < count; i++) {
      y.set(yAt + i, x.get(xAt + i));
    }
  }

  /** x += b. */
  public static void add(Ints x, int xAt, Ints b, int bAt, int count) {
    int i = 0;
    for (; i <= count - VL; i += VL) {
      x.store(xAt + i, x.load(xAt + i).add(b.load(bAt + i)));
    }
    for (; i < count; i++) {
      x.set(xAt + i, x.get(xAt + i) + b.get(bAt + i));
    }
  }

  /** y = x · (factor · scale), scale being one ({@code scaleStep} 0) or one a column (1). */
  public static void toFloats(
      Ints x,
      int xAt,
      float factor,
      Floats scale,
      int scaleAt,
      int scaleStep,
      Floats y,
      int yAt,
      int count) {
    int i = 0;
    if (scaleStep == 0) {
      FloatVector s = FloatVector.broadcast(Lanes.F, factor * scale.get(scaleAt));
      for (; i <= count - VL; i += VL) {
        y.store(yAt + i, Simd.toFloats(x.load(xAt + i)).mul(s));
      }
    } else {
      FloatVector f = FloatVector.broadcast(Lanes.F, factor);
      for (; i <= count - VL; i += VL) {
        y.store(yAt + i, Simd.toFloats(x.load(xAt + i)).mul(f.mul(scale.load(scaleAt + i))));
      }
    }
    for (; i < count; i++) {
      y.set(yAt + i, x.get(xAt + i) * (factor * scale.get(scaleAt + i * scaleStep)));
    }
  }

  /**
   * y = x · (a · b / out) rounded to the nearest, ties to even, plus zero, held to least … least +
   * 255, as computed in doubles; b is one ({@code bStep} 0) or one a column (1). x is overwritten,
   * up to a vector behind its end.
   */
  public static void toBytes(
      Ints x,
      int xAt,
      float a,
      Floats b,
      int bAt,
      int bStep,
      float out,
      int zero,
      int least,
      Bytes y,
      int yAt,
      int count) {
    int i = 0;
    for (; i <= count - VL; i += VL) {
      FloatVector scale = bStep == 0 ? FloatVector.broadcast(Lanes.F, b.get(bAt)) : b.load(bAt + i);
      FloatVector product = Simd.toFloats(x.load(xAt + i)).mul(scale.mul(a).div(out));
      FloatVector held =
          Simd.pmin(
              Simd.pmax(product, FloatVector.broadcast(Lanes.F, -1024f)),
              FloatVector.broadcast(Lanes.F, 1024f));
      FloatVector whole = Simd.nearest(held);
      if (held.sub(whole).abs().compare(GT, DOUBT).anyTrue()) {
        exact(x, xAt + i, a, b, bAt + i * bStep, bStep, out, VL);
      } else {
        x.store(xAt + i, Simd.toInts(whole));
      }
    }
    exact(x, xAt + i, a, b, bAt + i * bStep, bStep, out, count - i);
    for (i = 0; i < count; i += VL) {
      IntVector v = x.load(xAt + i).add(zero).max(least).min(least + 255);
      x.store(xAt + i, v);
    }
    for (i = 0; i < count; i++) {
      y.set(yAt + i, (byte) x.get(xAt + i));
    }
  }

  private static void exact(
      Ints x, int xAt, float a, Floats b, int bAt, int bStep, float out, int count) {
    for (int i = 0; i < count; i++) {
      double scale = (double) a * b.get(bAt + i * bStep) / out;
      double product = Math.max(-1024, Math.min(1024, x.get(xAt + i) * scale));
      // Adding so large a number leaves no place for fractions.
      x.set(xAt + i, (int) (product + 0x1.8p52 - 0x1.8p52));
    }
  }
}
