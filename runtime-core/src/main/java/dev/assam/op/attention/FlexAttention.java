package dev.assam.op.attention;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Precision;
import dev.assam.op.Subgraph;
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
 * Y = probMod(softmax(scoreMod(scale · Q·Kᵀ))) · V with Q [B,Hq,L,E], K [B,Hkv,S,E], V
 * [B,Hkv,S,Ev]; queries share the heads of K and V evenly. The bodies map the scores and the
 * weights [B,Hq,L,S] to others; either may be absent.
 *
 * @param scale null for 1/√E
 * @param precision type of scores and weights, null for float32, or float64 if Q is
 */
public record FlexAttention(Float scale, DType precision, Subgraph scoreMod, Subgraph probMod)
    implements Op {
  public static final OpType<FlexAttention> TYPE =
      OpType.<FlexAttention>named("FlexAttention")
          .domain("ai.onnx.preview")
          .inputs(3)
          .since(
              1,
              a ->
                  new FlexAttention(
                      a.has("scale") ? a.getFloat("scale") : null,
                      Attention.precision(a),
                      body(a, "score_mod"),
                      body(a, "prob_mod")));

  private static Subgraph body(Attributes a, String name) {
    if (!a.has(name)) {
      return null;
    }
    Subgraph body = a.getGraph(name);
    if (body.inputCount() != 1 || body.outputCount() != 1) {
      throw a.error(
          name,
          "a graph with "
              + body.inputCount()
              + " inputs and "
              + body.outputCount()
              + " outputs (allowed: one each)");
    }
    return body;
  }

  @Override
  public OpType<FlexAttention> type() {
    return TYPE;
  }

  @Override
  public List<Subgraph> subgraphs() {
    List<Subgraph> subgraphs = new ArrayList<>();
    if (scoreMod != null) {
      subgraphs.add(scoreMod);
    }
    if (probMod != null) {
      subgraphs.add(probMod);
    }
    return subgraphs;
  }

  @Override
  public FlexAttention withSubgraphs(List<? extends Subgraph> bodies) {
    Subgraph last = bodies.isEmpty() ? null : bodies.get(bodies.size() - 1);
    return new FlexAttention(
        scale, precision, scoreMod == null ? null : bodies.get(0), probMod == null ? null : last);
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.sameDType(0, 1, DTypes.FLOATS);
    in.sameDType(0, 2, DTypes.FLOATS);
    Shape q = in.shape(0, 4);
    in.shape(1, 4);
    in.shape(2, 4);
    Heads.check(in, Heads.of(in, 0, 0), Heads.of(in, 1, 0), Heads.of(in, 2, 0));
    TensorType scores = new TensorType(precision(in), q.with(3, in.shape(1).dim(2)));
    for (Subgraph body : subgraphs()) {
      in.infer(body, List.of(scores));
    }
    return List.of(new TensorType(dtype, q.with(3, in.shape(2).dim(3))));
  }

  private DType precision(Inputs in) {
    if (precision != null) {
      return precision;
    }
    return in.dtype(0) == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Heads q = Heads.of(in, 0, 0);
    Heads k = Heads.of(in, 1, 0);
    Heads v = Heads.of(in, 2, 0);
    DType work = in.dtype(0) == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    Tensor queries = Precision.narrow(in.tensor(0), work);
    Tensor keys = Precision.narrow(in.tensor(1), work);
    Tensor values = Precision.narrow(in.tensor(2), work);
    Heads product = new Heads(q.batch(), q.heads(), q.length(), k.length(), false);
    Heads out = new Heads(q.batch(), q.heads(), q.length(), v.size(), false);
    Tensor scores = Tensor.allocate(work, product.shape());
    Tensor y = Tensor.allocate(work, out.shape());
    int group = q.heads() / k.heads();
    int heads = scores.size() == 0 ? 0 : q.batch() * q.heads();
    for (int i = 0; i < heads; i++) {
      int b = i / q.heads();
      int h = i % q.heads();
      Products.multiply(
          in,
          q.matrix(queries, b, h),
          k.transposed(keys, b, h / group),
          product.matrix(scores, b, h),
          q.length(),
          k.length(),
          q.size());
    }
    scale(scores, scale == null ? 1 / Math.sqrt(q.size()) : scale);
    scores = apply(in, scoreMod, Precision.narrow(scores, precision(in)));
    Tensor weights = Tensor.allocate(scores.type());
    for (int at = 0; at < scores.size(); at += k.length()) {
      softmax(scores, weights, at, k.length());
    }
    weights = Precision.narrow(apply(in, probMod, weights), work);
    for (int i = 0; i < heads; i++) {
      int b = i / q.heads();
      int h = i % q.heads();
      Matrix mixed = out.matrix(y, b, h);
      Products.multiply(
          in,
          product.matrix(weights, b, h),
          v.matrix(values, b, h / group),
          mixed,
          q.length(),
          v.size(),
          k.length());
    }
    return List.of(Precision.narrow(y, in.dtype(0)));
  }

  private static void scale(Tensor scores, double factor) {
    for (int i = 0; i < scores.size(); i++) {
      scores.setDouble(i, scores.getDouble(i) * factor);
    }
  }

  private static Tensor apply(Inputs in, Subgraph body, Tensor x) {
    if (body == null) {
      return x;
    }
    if (in.run(body, List.of(x)).get(0) instanceof Tensor y && y.type().equals(x.type())) {
      return y;
    }
    throw in.shapeError("a body yields something else than " + x.type());
  }

  private static void softmax(Tensor x, Tensor y, int at, int count) {
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < count; j++) {
      max = Math.max(max, x.getDouble(at + j));
    }
    double sum = 0;
    for (int j = 0; j < count; j++) {
      sum += Math.exp(x.getDouble(at + j) - max);
    }
    for (int j = 0; j < count; j++) {
      y.setDouble(at + j, Math.exp(x.getDouble(at + j) - max) / sum);
    }
  }
}
