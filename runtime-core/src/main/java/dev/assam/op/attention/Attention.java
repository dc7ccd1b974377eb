package dev.assam.op.attention;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Precision;
import dev.assam.op.linear.Products;
import dev.assam.op.linear.Products.Matrix;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * Y = softmax(softcap(scale · Q·Kᵀ) + bias) · V for each head; a query that may see no key yields
 * zeros. Heads are a dimension of their own or packed into the last one; queries share the heads of
 * K and V evenly; past keys and values come before K and V.
 *
 * @param scale null for 1/√(size of a head)
 * @param softcap c in c · tanh(x / c), 0 for none
 * @param qkOutput what the fourth output is: 0 the scaled product, 1 after softcap, 2 after the
 *     bias, 3 after softmax
 * @param padsMask a mask too short for the keys forbids the rest
 */
public record Attention(
    Float scale,
    float softcap,
    boolean causal,
    int qHeads,
    int kvHeads,
    int qkOutput,
    DType softmaxPrecision,
    boolean padsMask)
    implements Op {
  public static final OpType<Attention> TYPE =
      OpType.<Attention>named("Attention")
          .inputs(3, 7)
          .outputs(1, 4)
          .since(24, a -> read(a, true))
          .since(23, a -> read(a, false));

  static final int Q = 0;
  static final int K = 1;
  static final int V = 2;
  static final int MASK = 3;
  static final int PAST_K = 4;
  static final int PAST_V = 5;
  static final int NONPAD = 6;

  private static Attention read(Attributes a, boolean padsMask) {
    int qkOutput = a.getInt("qk_matmul_output_mode", 0);
    if (qkOutput < 0 || qkOutput > 3) {
      throw a.error("qk_matmul_output_mode", qkOutput + " (allowed 0..3)");
    }
    return new Attention(
        a.has("scale") ? a.getFloat("scale") : null,
        a.getFloat("softcap", 0),
        a.getBoolean("is_causal", false),
        a.getInt("q_num_heads", 0),
        a.getInt("kv_num_heads", 0),
        qkOutput,
        precision(a),
        padsMask);
  }

  /** The attribute softmax_precision; softmax is computed in double, so any allowed type is met. */
  static DType precision(Attributes a) {
    DType dtype = a.getDType("softmax_precision", null);
    if (dtype != null && !DTypes.FLOATS.contains(dtype)) {
      throw a.error("softmax_precision", dtype + " (allowed: " + DTypes.FLOATS + ")");
    }
    return dtype;
  }

  @Override
  public OpType<Attention> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.sameDType(Q, K, DTypes.FLOATS);
    DType valueType = in.dtype(V, DTypes.FLOATS);
    Heads q = Heads.of(in, Q, qHeads);
    Heads k = Heads.of(in, K, kvHeads);
    Heads v = Heads.of(in, V, kvHeads);
    if (q.packed() != k.packed() || q.packed() != v.packed()) {
      throw in.shapeError("Q, K and V differ in rank: " + q.shape() + k.shape() + v.shape());
    }
    Heads.check(in, q, k, v);
    Heads presentK = present(in, k, PAST_K, K);
    Heads presentV = present(in, v, PAST_V, V);
    if (presentK.length() != presentV.length()) {
      throw in.shapeError("past_key and past_value differ in length");
    }
    Shape scores = Shape.of(q.batch(), q.heads(), q.length(), presentK.length());
    if (in.has(MASK)) {
      AttentionBias.maskStrides(in, scores, padsMask);
    }
    if (in.has(NONPAD)) {
      in.dtype(NONPAD, DTypes.INDICES);
      if (in.shape(NONPAD, 1).dim(0) != q.batch()) {
        throw in.shapeError(
            "nonpad_kv_seqlen has shape " + in.shape(NONPAD) + " for a batch of " + q.batch());
      }
    }
    in.dimension((long) q.heads() * v.size());
    return List.of(
        new TensorType(dtype, output(q, v).shape()),
        new TensorType(dtype, presentK.shape()),
        new TensorType(valueType, presentV.shape()),
        new TensorType(dtype, scores));
  }

  private static Heads output(Heads q, Heads v) {
    return new Heads(q.batch(), q.heads(), q.length(), v.size(), q.packed());
  }

  private static Heads present(Inputs in, Heads now, int past, int input) {
    long length = now.length();
    if (in.has(past)) {
      in.sameDType(input, past, DTypes.FLOATS);
      Shape shape = in.shape(past, 4);
      if (!shape.equals(Shape.of(now.batch(), now.heads(), shape.dim(2), now.size()))) {
        throw in.shapeError(
            "input " + past + " has shape " + shape + ", which does not go with " + now.shape());
      }
      length += shape.dim(2);
    }
    return new Heads(now.batch(), now.heads(), in.dimension(length), now.size(), false);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Heads q = Heads.of(in, Q, qHeads);
    Heads k = present(in, Heads.of(in, K, kvHeads), PAST_K, K);
    Heads v = present(in, Heads.of(in, V, kvHeads), PAST_V, V);
    Tensor presentK = concatenate(in, Heads.of(in, K, kvHeads), k, PAST_K, K);
    Tensor presentV = concatenate(in, Heads.of(in, V, kvHeads), v, PAST_V, V);
    DType dtype = in.dtype(Q);
    DType work = dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    Tensor queries = Precision.narrow(in.tensor(Q), work);
    Tensor keys = Precision.narrow(presentK, work);
    Tensor values = Precision.narrow(presentV, work);
    Heads out = output(q, v);
    Tensor y = Tensor.allocate(work, out.shape());
    Tensor scores = Tensor.allocate(work, Shape.of(q.length(), k.length()));
    Shape qkShape = Shape.of(q.batch(), q.heads(), q.length(), k.length());
    Tensor qk = Tensor.allocate(dtype, in.wants(3) ? qkShape : Shape.of(0));
    if (y.size() > 0 || qk.size() > 0) {
      AttentionBias bias = new AttentionBias(in, qkShape, causal, padsMask);
      for (int b = 0; b < q.batch(); b++) {
        for (int h = 0; h < q.heads(); h++) {
          int kvHead = h / (q.heads() / k.heads());
          Matrix matrix = Matrix.rows(scores, 0, k.length());
          Products.multiply(
              in,
              q.matrix(queries, b, h),
              k.transposed(keys, b, kvHead),
              matrix,
              q.length(),
              k.length(),
              q.size());
          for (int i = 0; i < q.length(); i++) {
            in.checkTime();
            bias.row(b, h, i);
            row(scores, i * k.length(), k.length(), bias, factor(q), qk, in.wants(3));
          }
          Products.multiply(
              in,
              matrix,
              v.matrix(values, b, kvHead),
              out.matrix(y, b, h),
              q.length(),
              v.size(),
              k.length());
        }
      }
    }
    List<Tensor> outputs = new ArrayList<>();
    outputs.add(Precision.narrow(y, dtype));
    outputs.add(presentK);
    outputs.add(presentV);
    outputs.add(qk);
    return outputs;
  }

  private double factor(Heads q) {
    return scale == null ? 1 / Math.sqrt(q.size()) : scale;
  }

  /** Products of a query with all keys become its weights. */
  private void row(
      Tensor scores,
      int at,
      int count,
      AttentionBias bias,
      double factor,
      Tensor qk,
      boolean keep) {
    double max = Double.NEGATIVE_INFINITY;
    double maxBias = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < count; j++) {
      double x = scores.getDouble(at + j) * factor;
      double capped = softcap > 0 ? softcap * Math.tanh(x / softcap) : x;
      double add = bias.of(j);
      double biased = capped + add;
      if (keep && qkOutput < 3) {
        qk.setDouble(bias.at() + j, qkOutput == 0 ? x : qkOutput == 1 ? capped : biased);
      }
      scores.setDouble(at + j, biased);
      max = Math.max(max, biased);
      maxBias = Math.max(maxBias, add);
    }
    boolean seesNothing = maxBias == Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (int j = 0; j < count; j++) {
      double e = seesNothing ? 0 : Math.exp(scores.getDouble(at + j) - max);
      scores.setDouble(at + j, e);
      sum += e;
    }
    for (int j = 0; j < count; j++) {
      double weight = seesNothing ? 0 : scores.getDouble(at + j) / sum;
      scores.setDouble(at + j, weight);
      if (keep && qkOutput == 3) {
        qk.setDouble(bias.at() + j, weight);
      }
    }
  }

  private static Tensor concatenate(Inputs in, Heads now, Heads all, int past, int input) {
    Tensor x = in.tensor(input);
    if (!now.packed() && !in.has(past)) {
      return x;
    }
    Tensor y = Tensor.allocate(x.dtype(), all.shape());
    if (y.size() == 0) {
      return y;
    }
    int before = all.length() - now.length();
    for (int b = 0; b < all.batch(); b++) {
      for (int h = 0; h < all.heads(); h++) {
        int at = all.at(b, h);
        if (before > 0) {
          int count = before * all.size();
          y.copyFrom(at, in.tensor(past), (b * all.heads() + h) * count, count);
          at += count;
        }
        for (int i = 0; i < now.length(); i++) {
          y.copyFrom(at + i * all.size(), x, now.at(b, h) + i * now.step(), now.size());
        }
      }
    }
    return y;
  }
}
