package dev.assam.op.attention;

import dev.assam.memory.Floats;
import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Precision;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * A state S [dk,dv] for each head that each step decays by exp(g), then changes by k ⊗ v or, with
 * {@code delta}, by k ⊗ β(v − Sᵀk), and reads as o = scale · qᵀS. Query [B,T,Hq·dk], key
 * [B,T,Hkv·dk], value [B,T,Hkv·dv], past state [B,Hkv,dk,dv], decay [B,T,Hkv·dk] or [B,T,Hkv], beta
 * [B,T,Hkv] or [B,T,1]; outputs [B,T,Hq·dv] and the last state. Computed in float32.
 *
 * @param scale 0 for 1/√dk
 */
public record LinearAttention(
    int qHeads, int kvHeads, boolean gated, boolean delta, float scale, int chunkSize)
    implements Op {
  public static final OpType<LinearAttention> TYPE =
      OpType.<LinearAttention>named("LinearAttention")
          .inputs(3, 6)
          .outputs(1, 2)
          .since(27, LinearAttention::read);

  private static final int STATE = 3;
  private static final int DECAY = 4;
  private static final int BETA = 5;

  private static LinearAttention read(Attributes a) {
    int qHeads = a.getInt("q_num_heads");
    int kvHeads = a.getInt("kv_num_heads");
    if (kvHeads < 1 || qHeads < 1 || qHeads % kvHeads != 0) {
      throw a.error(
          "q_num_heads", qHeads + " (allowed: a multiple of kv_num_heads, " + kvHeads + ")");
    }
    String rule = a.getChoice("update_rule", "gated_delta", "linear", "gated", "delta");
    return new LinearAttention(
        qHeads,
        kvHeads,
        rule.startsWith("gated"),
        rule.endsWith("delta"),
        a.getFloat("scale", 0),
        a.getInt("chunk_size", 64));
  }

  @Override
  public OpType<LinearAttention> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.dtype(0, DTypes.FLOATS);
    in.sameDType(0, 1, DTypes.FLOATS);
    in.sameDType(0, 2, DTypes.FLOATS);
    Heads q = Heads.packed(in, 0, qHeads);
    Heads k = Heads.packed(in, 1, kvHeads);
    Heads v = Heads.packed(in, 2, kvHeads);
    Heads.check(in, q, k, v);
    if (k.length() != q.length()) {
      throw in.shapeError("query and key have shapes " + q.shape() + " and " + k.shape());
    }
    if (in.has(DECAY) != gated || in.has(BETA) != delta) {
      throw in.shapeError(
          "decay is "
              + (in.has(DECAY) ? "given" : "missing")
              + " and beta is "
              + (in.has(BETA) ? "given" : "missing")
              + ", against the update rule");
    }
    if (gated) {
      gate(in, DECAY, q, kvHeads, (long) kvHeads * k.size());
    }
    if (delta) {
      gate(in, BETA, q, kvHeads, 1);
    }
    Shape state = Shape.of(q.batch(), kvHeads, k.size(), v.size());
    if (in.has(STATE)) {
      in.dtype(STATE, DTypes.FLOATS);
      if (!in.shape(STATE).equals(state)) {
        throw in.shapeError(
            "past_state has shape " + in.shape(STATE) + " (allowed: " + state + ")");
      }
    }
    int size = in.dimension((long) qHeads * v.size());
    return List.of(
        new TensorType(dtype, Shape.of(q.batch(), q.length(), size)),
        new TensorType(in.has(STATE) ? in.dtype(STATE) : dtype, state));
  }

  private static void gate(Inputs in, int i, Heads q, long size, long otherSize) {
    in.sameDType(0, i, DTypes.FLOATS);
    Shape shape = in.shape(i, 3);
    if (shape.dim(0) != q.batch()
        || shape.dim(1) != q.length()
        || (shape.dim(2) != size && shape.dim(2) != otherSize)) {
      throw in.shapeError(
          "input "
              + i
              + " has shape "
              + shape
              + " (allowed: ["
              + q.batch()
              + ","
              + q.length()
              + ","
              + size
              + " or "
              + otherSize
              + "])");
    }
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Heads q = Heads.packed(in, 0, qHeads);
    Heads k = Heads.packed(in, 1, kvHeads);
    Heads v = Heads.packed(in, 2, kvHeads);
    Heads out = new Heads(q.batch(), qHeads, q.length(), v.size(), true);
    Tensor y = Tensor.allocate(DType.FLOAT32, out.shape());
    Tensor state = Tensor.allocate(DType.FLOAT32, Shape.of(q.batch(), kvHeads, k.size(), v.size()));
    if (in.has(STATE)) {
      state.copyFrom(0, Precision.widen(in.tensor(STATE)), 0, state.size());
    }
    Tensor queries = Precision.widen(in.tensor(0));
    Tensor keys = Precision.widen(in.tensor(1));
    Tensor values = Precision.widen(in.tensor(2));
    Tensor change = Tensor.allocate(DType.FLOAT32, Shape.of(v.size()));
    int heads = y.size() == 0 && state.size() == 0 ? 0 : q.batch() * kvHeads;
    for (int i = 0; i < heads; i++) {
      int b = i / kvHeads;
      int h = i % kvHeads;
      int stateAt = i * k.size() * v.size();
      for (int t = 0; t < q.length(); t++) {
        in.checkTime();
        int row = b * q.length() + t;
        int keyAt = k.at(b, h) + t * k.step();
        decay(in, state.floats(), stateAt, row, h, k.size(), v.size());
        change.copyFrom(0, values, v.at(b, h) + t * v.step(), v.size());
        if (delta) {
          correct(in, state.floats(), stateAt, keys.floats(), keyAt, change.floats(), row, h, k, v);
        }
        write(state.floats(), stateAt, keys.floats(), keyAt, change.floats(), k.size(), v.size());
        for (int g = h * (qHeads / kvHeads); g < (h + 1) * (qHeads / kvHeads); g++) {
          int queryAt = q.at(b, g) + t * q.step();
          int outAt = out.at(b, g) + t * out.step();
          read(state.floats(), stateAt, queries.floats(), queryAt, y.floats(), outAt, k, v);
        }
      }
    }
    DType stateType = in.has(STATE) ? in.dtype(STATE) : in.dtype(0);
    return List.of(Precision.narrow(y, in.dtype(0)), Precision.narrow(state, stateType));
  }

  /** S[d,:] *= exp(g[d]). */
  private void decay(Inputs in, Floats state, int at, int row, int h, int dk, int dv) {
    if (!gated) {
      return;
    }
    Tensor decay = in.tensor(DECAY);
    int width = decay.shape().dim(2);
    for (int d = 0; d < dk; d++) {
      int i = width == kvHeads ? h : h * dk + d;
      float factor = (float) Math.exp(decay.getDouble(row * width + i));
      for (int m = 0; m < dv; m++) {
        state.set(at + d * dv + m, state.get(at + d * dv + m) * factor);
      }
    }
  }

  /** change = β(change − Sᵀk). */
  private void correct(
      Inputs in,
      Floats state,
      int at,
      Floats keys,
      int keyAt,
      Floats change,
      int row,
      int h,
      Heads k,
      Heads v) {
    Tensor betas = in.tensor(BETA);
    int width = betas.shape().dim(2);
    float beta = (float) betas.getDouble(row * width + (width == 1 ? 0 : h));
    for (int d = 0; d < k.size(); d++) {
      float key = keys.get(keyAt + d);
      for (int m = 0; m < v.size(); m++) {
        change.set(m, change.get(m) - state.get(at + d * v.size() + m) * key);
      }
    }
    for (int m = 0; m < v.size(); m++) {
      change.set(m, beta * change.get(m));
    }
  }

  /** S += k ⊗ change. */
  private static void write(
      Floats state, int at, Floats keys, int keyAt, Floats change, int dk, int dv) {
    for (int d = 0; d < dk; d++) {
      float key = keys.get(keyAt + d);
      for (int m = 0; m < dv; m++) {
        state.set(at + d * dv + m, state.get(at + d * dv + m) + key * change.get(m));
      }
    }
  }

  /** y = scale · qᵀS. */
  private void read(
      Floats state, int at, Floats queries, int queryAt, Floats y, int outAt, Heads k, Heads v) {
    float factor = (float) (scale == 0 ? 1 / Math.sqrt(k.size()) : scale);
    for (int d = 0; d < k.size(); d++) {
      float query = factor * queries.get(queryAt + d);
      for (int m = 0; m < v.size(); m++) {
        y.set(outAt + m, y.get(outAt + m) + query * state.get(at + d * v.size() + m));
      }
    }
  }
}
