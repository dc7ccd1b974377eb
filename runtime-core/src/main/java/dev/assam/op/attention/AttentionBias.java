package dev.assam.op.attention;

import dev.assam.op.Inputs;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is added to the score of a query and a key: the mask, and −∞ where the key comes after the
 * query or is padding.
 */
final class AttentionBias {
  private static final Set<DType> MASKS = masks();

  private final Shape scores;
  private final boolean causal;
  private final Tensor mask;
  private final int maskLength;
  private final int[] strides;
  private final Tensor nonpad;
  private final boolean hasPast;
  private final int past;

  private int at;
  private int maskAt;
  private long visible;

  /**
   * @param scores [batch, heads, queries, keys]
   */
  AttentionBias(Inputs in, Shape scores, boolean causal, boolean padsMask) {
    this.scores = scores;
    this.causal = causal;
    this.mask = in.has(Attention.MASK) ? in.tensor(Attention.MASK) : null;
    this.maskLength =
        mask != null && padsMask ? mask.shape().dim(mask.shape().rank() - 1) : scores.dim(3);
    this.strides = mask == null ? null : maskStrides(in, scores, padsMask);
    this.nonpad = in.has(Attention.NONPAD) ? in.tensor(Attention.NONPAD) : null;
    this.hasPast = in.has(Attention.PAST_K);
    this.past = hasPast ? in.shape(Attention.PAST_K).dim(2) : 0;
  }

  private static Set<DType> masks() {
    Set<DType> masks = EnumSet.copyOf(DTypes.NUMBERS);
    masks.add(DType.BOOL);
    return masks;
  }

  /**
   * Strides with which the mask is read along the dimensions of the scores.
   *
   * @throws dev.assam.error.ShapeException if it does not broadcast to them
   */
  static int[] maskStrides(Inputs in, Shape scores, boolean padsMask) {
    in.dtype(Attention.MASK, MASKS);
    Shape mask = in.shape(Attention.MASK);
    int length = mask.rank() == 0 ? 0 : mask.dim(mask.rank() - 1);
    Shape target = padsMask && length <= scores.dim(3) ? scores.with(3, length) : scores;
    if (mask.rank() == 0 || !target.equals(Shape.broadcast(mask, target))) {
      throw in.shapeError(
          "attn_mask has shape " + mask + " (allowed: one that broadcasts to " + scores + ")");
    }
    return mask.broadcastStrides(target);
  }

  /** Chooses the row of one query. */
  void row(int b, int h, int i) {
    int queries = scores.dim(2);
    at = ((b * scores.dim(1) + h) * queries + i) * scores.dim(3);
    if (mask != null) {
      maskAt = b * strides[0] + h * strides[1] + i * strides[2];
    }
    visible = scores.dim(3);
    long filled = nonpad == null ? visible : Math.max(0, Math.min(visible, nonpad.getLong(b)));
    visible = filled;
    if (causal) {
      long offset = hasPast || nonpad == null ? past : filled - queries;
      visible = Math.min(visible, i + offset + 1);
    }
  }

  /** Offset of the row in the scores. */
  int at() {
    return at;
  }

  /** The bias of key {@code j}. */
  double of(int j) {
    if (j >= visible) {
      return Double.NEGATIVE_INFINITY;
    }
    if (mask == null) {
      return 0;
    }
    if (j >= maskLength) {
      return Double.NEGATIVE_INFINITY;
    }
    double value = mask.getDouble(maskAt + j * strides[3]);
    return mask.dtype() != DType.BOOL ? value : value != 0 ? 0 : Double.NEGATIVE_INFINITY;
  }
}
