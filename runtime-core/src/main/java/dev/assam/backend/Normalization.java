package dev.assam.backend;

import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.op.nn.BatchNormalization;
import dev.assam.op.nn.GroupNormalization;
import dev.assam.op.nn.InstanceNormalization;
import dev.assam.op.nn.LayerNormalization;
import dev.assam.op.nn.RMSNormalization;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;

/**
 * A normalisation by the moments of lines: y = (x − mean) / √(variance + ε) · scale + shift, with
 * scale and shift the inputs 1 and 2.
 *
 * @param lines elements that share a mean and a variance
 * @param each elements one after the other that share a scale and a shift
 * @param scales how many scales there are; after the last one comes the first one again
 * @param centered whether the mean is taken off; else the variance is the mean square
 * @param shifted whether there is a shift
 */
public record Normalization(
    Lines lines, int each, int scales, float epsilon, boolean centered, boolean shifted) {

  /**
   * What a node normalises; null if it is no normalisation, or its scale is by other dimensions.
   */
  public static Normalization of(NodeRequest request) {
    boolean last = request.channelsLast();
    return switch (request.op()) {
      case LayerNormalization norm when !last ->
          byElement(request, request.axis(norm.axis()), norm.epsilon(), true);
      case RMSNormalization norm when !last ->
          byElement(request, request.axis(norm.axis()), norm.epsilon(), false);
      case InstanceNormalization norm -> instance(request.shape(0), last, norm.epsilon());
      case GroupNormalization norm when !last -> group(request.shape(0), norm);
      default -> null;
    };
  }

  private static Normalization byElement(
      NodeRequest request, int from, float epsilon, boolean centered) {
    Shape x = request.shape(0);
    boolean shifted = centered && request.has(2);
    if (!isSuffix(request.shape(1), x, from) || shifted && !isSuffix(request.shape(2), x, from)) {
      return null;
    }
    Lines lines = Lines.of(x, from, x.rank());
    return new Normalization(lines, 1, lines.length(), epsilon, centered, shifted);
  }

  /** Whether a shape is that of the dimensions from {@code from} on. */
  private static boolean isSuffix(Shape shape, Shape x, int from) {
    Shape suffix = x.slice(from, x.rank());
    return shape.rank() >= suffix.rank()
        && shape.elements() == suffix.elements()
        && shape.slice(shape.rank() - suffix.rank(), shape.rank()).equals(suffix);
  }

  private static Normalization instance(Shape x, boolean last, float epsilon) {
    Lines lines = last ? Lines.of(x, 1, x.rank() - 1) : Lines.of(x, 2, x.rank());
    int channels = x.dim(last ? x.rank() - 1 : 1);
    boolean apart = lines.inner() > 1;
    return new Normalization(lines, apart ? 1 : lines.length(), channels, epsilon, true, true);
  }

  private static Normalization group(Shape x, GroupNormalization norm) {
    int plane = (int) x.product(2, x.rank());
    int channels = x.dim(1) / norm.groups();
    int shared = norm.perGroup() ? channels : 1;
    Lines lines = new Lines(x.dim(0) * norm.groups(), channels * plane, 1);
    return new Normalization(lines, plane * shared, x.dim(1) / shared, norm.epsilon(), true, true);
  }

  /** Whether a node is a BatchNormalization that is a constant scale and shift by channel. */
  public static boolean isAffine(NodeRequest request) {
    return request.op() instanceof BatchNormalization norm
        && norm.spatial()
        && !norm.training()
        && request.hasConstantParameters();
  }

  /** The scale of each channel of a BatchNormalization, its own one given. */
  public static Storage factors(Tensor scale, Tensor variance, float epsilon) {
    Storage factors = Storage.allocate(Kind.FLOATS, scale.size());
    for (int c = 0; c < scale.size(); c++) {
      factors.floats().set(c, (float) factor(scale, variance, epsilon, c));
    }
    return factors;
  }

  /** The shift of each channel of a BatchNormalization, its own one given. */
  public static Storage shifts(
      Tensor shift, Tensor scale, Tensor mean, Tensor variance, float epsilon) {
    Storage shifts = Storage.allocate(Kind.FLOATS, shift.size());
    for (int c = 0; c < shift.size(); c++) {
      double factor = factor(scale, variance, epsilon, c);
      shifts.floats().set(c, (float) (shift.getDouble(c) - mean.getDouble(c) * factor));
    }
    return shifts;
  }

  private static double factor(Tensor scale, Tensor variance, float epsilon, int c) {
    return scale.getDouble(c) / Math.sqrt(variance.getDouble(c) + epsilon);
  }
}
