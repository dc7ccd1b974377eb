package dev.assam.op.ml;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** For each row of X and each target the joined weights of the leaves it comes to, transformed. */
public record TreeEnsemble(Trees trees, int targets, Trees.Aggregate aggregate, PostTransform after)
    implements Op {
  public static final OpType<TreeEnsemble> TYPE =
      OpType.<TreeEnsemble>named("TreeEnsemble").domain(Ml.DOMAIN).since(5, TreeEnsemble::of);

  /** By their numbers in the attributes. */
  private static final List<Trees.Aggregate> AGGREGATES =
      List.of(
          Trees.Aggregate.AVERAGE, Trees.Aggregate.SUM, Trees.Aggregate.MIN, Trees.Aggregate.MAX);

  private static final List<PostTransform> TRANSFORMS =
      List.of(
          PostTransform.NONE,
          PostTransform.SOFTMAX,
          PostTransform.LOGISTIC,
          PostTransform.SOFTMAX_ZERO,
          PostTransform.PROBIT);

  private static final Set<DType> FLOATS = EnumSet.of(DType.FLOAT16, DType.FLOAT32, DType.FLOAT64);

  private static TreeEnsemble of(Attributes a) {
    int targets = a.getInt("n_targets", 1);
    int aggregate = a.getInt("aggregate_function", 1);
    int after = a.getInt("post_transform", 0);
    if (targets < 1
        || targets > Trees.MAX_TARGETS
        || aggregate < 0
        || aggregate > 3
        || after < 0
        || after > 4) {
      throw a.error(
          "n_targets",
          targets + " with aggregate_function " + aggregate + ", post_transform " + after);
    }
    return new TreeEnsemble(
        Trees.ofEnsemble(a, targets), targets, AGGREGATES.get(aggregate), TRANSFORMS.get(after));
  }

  @Override
  public OpType<TreeEnsemble> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.dtype(0, FLOATS);
    return List.of(new TensorType(dtype, Shape.of(trees.infer(in).dim(0), targets)));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor y = Tensor.allocate(infer(in).get(0));
    return List.of(TreeEnsembleRegressor.fill(in, y, trees, aggregate, null, after));
  }
}
