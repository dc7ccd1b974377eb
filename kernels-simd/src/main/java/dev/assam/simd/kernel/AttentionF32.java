package dev.assam.simd.kernel;

import dev.assam.memory.Floats;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Scores of attention. */
public final class AttentionF32 {
  private static final int VL = Lanes.F32;

  private AttentionF32() {}

  /** s = scale · s + mask for {@code count} scores of a query; the greatest of them. */
  public static float scoresF32(Floats s, int at, int count, float scale, Floats mask, int maskAt) {
    FloatVector factor = FloatVector.broadcast(Lanes.F, scale);
    FloatVector most = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i <= count - VL; i += VL) {
      FloatVector x = s.load(at + i).fma(factor, mask.load(maskAt + i));
      s.store(at + i, x);
      most = most.max(x);
    }
    float max = most.reduceLanes(VectorOperators.MAX);
    for (; i < count; i++) {
      float x = scale * s.get(at + i) + mask.get(maskAt + i);
      s.set(at + i, x);
      max = Math.max(max, x);
    }
    return max;
  }

  /** s = scale · s + add for {@code count} scores of a query; the greatest of them. */
  public static float scoresF32(Floats s, int at, int count, float scale, float add) {
    FloatVector factor = FloatVector.broadcast(Lanes.F, scale);
    FloatVector summand = FloatVector.broadcast(Lanes.F, add);
    FloatVector most = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i <= count - VL; i += VL) {
      FloatVector x = s.load(at + i).fma(factor, summand);
      s.store(at + i, x);
      most = most.max(x);
    }
    float max = most.reduceLanes(VectorOperators.MAX);
    for (; i < count; i++) {
      float x = scale * s.get(at + i) + add;
      s.set(at + i, x);
      max = Math.max(max, x);
    }
    return max;
  }
}
