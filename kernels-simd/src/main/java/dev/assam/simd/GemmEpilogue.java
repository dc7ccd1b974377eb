package dev.assam.simd;

import dev.assam.op.Expr;
import dev.assam.simd.kernel.GemmFinish;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.List;

/**
 * An epilogue that products do themselves: a bias, a residual and a clamp, in this order, any of
 * which may be missing; or a formula, for parts of the result that are still in the cache.
 *
 * @param bias the node's input that is the bias, one element a channel; −1 if there is none
 * @param general what is done instead of these, but for the operator's own bias; may be null
 * @param rest the node's input of the output's shape that is added; −1 if there is none
 */
record GemmEpilogue(int bias, int rest, boolean clamps, float lo, float hi, Epilogue general) {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  /**
   * The request's epilogue, or null if it has to be done by another kernel.
   *
   * @param ownBias the operator's own bias, −1 if it has none
   */
  static GemmEpilogue of(KernelRequest request, int ownBias) {
    GemmEpilogue none = new GemmEpilogue(ownBias, -1, false, -INFINITY, INFINITY, null);
    if (request.epilogue() == null) {
      return none;
    }
    GemmEpilogue simple = read(request, request.epilogue(), none);
    if (simple != null) {
      return simple;
    }
    Epilogue general = Epilogue.of(request);
    return general == null
        ? null
        : new GemmEpilogue(ownBias, -1, false, -INFINITY, INFINITY, general);
  }

  private static GemmEpilogue read(KernelRequest request, Expr expr, GemmEpilogue none) {
    if (expr instanceof Expr.In in && in.index() == 0) {
      return none;
    }
    if (!(expr instanceof Expr.Call call) || call.arguments().size() != 2) {
      return null;
    }
    List<Expr> arguments = call.arguments();
    boolean swapped = depends(arguments.get(1));
    if (swapped && depends(arguments.get(0))) {
      return null;
    }
    GemmEpilogue before = read(request, arguments.get(swapped ? 1 : 0), none);
    Expr other = arguments.get(swapped ? 0 : 1);
    if (before == null) {
      return null;
    }
    return switch (call.fn()) {
      case ADD -> before.clamps ? null : before.plus(request, other);
      case MAX -> before.atLeast(constant(request, other));
      case MIN -> before.atMost(constant(request, other));
      default -> null;
    };
  }

  /** Whether the operator's result is in a formula. */
  private static boolean depends(Expr expr) {
    return switch (expr) {
      case Expr.In in -> in.index() == 0;
      case Expr.Const _ -> false;
      case Expr.Cast cast -> depends(cast.argument());
      case Expr.Call call -> {
        for (Expr argument : call.arguments()) {
          if (depends(argument)) {
            yield true;
          }
        }
        yield false;
      }
    };
  }

  private GemmEpilogue plus(KernelRequest request, Expr other) {
    if (!(other instanceof Expr.In in)) {
      return null;
    }
    int input = request.opInputs() + in.index() - 1;
    if (request.in(input).dtype() != DType.FLOAT32) {
      return null;
    }
    if (rest < 0 && request.shape(input).equals(request.out(0).shape())) {
      return new GemmEpilogue(bias, input, clamps, lo, hi, null);
    }
    return bias < 0 && isChannels(request, input)
        ? new GemmEpilogue(input, rest, clamps, lo, hi, null)
        : null;
  }

  /** Whether an input has one element for each element of the output's last dimension. */
  private static boolean isChannels(KernelRequest request, int input) {
    Shape shape = request.shape(input);
    Shape out = request.out(0).shape();
    int channels = out.rank() == 0 ? 1 : out.dim(out.rank() - 1);
    return shape.elements() == channels
        && (channels == 1 || shape.dim(shape.rank() - 1) == channels);
  }

  private GemmEpilogue atLeast(Float bound) {
    return bound == null || bound.isNaN()
        ? null
        : new GemmEpilogue(bias, rest, true, Math.max(lo, bound), Math.max(hi, bound), null);
  }

  private GemmEpilogue atMost(Float bound) {
    return bound == null || bound.isNaN()
        ? null
        : new GemmEpilogue(bias, rest, true, Math.min(lo, bound), Math.min(hi, bound), null);
  }

  private static Float constant(KernelRequest request, Expr expr) {
    if (expr instanceof Expr.Const constant) {
      return (float) constant.value();
    }
    if (expr instanceof Expr.In in) {
      Tensor value = request.constant(request.opInputs() + in.index() - 1);
      return value == null || value.size() != 1 ? null : (float) value.getDouble(0);
    }
    return null;
  }

  /** The flags of {@link GemmFinish}. */
  int flags() {
    return (rest >= 0 ? GemmFinish.REST : 0) | (clamps ? GemmFinish.CLAMP : 0);
  }
}
