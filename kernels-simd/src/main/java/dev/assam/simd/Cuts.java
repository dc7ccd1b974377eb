package dev.assam.simd;

import dev.assam.op.Op;
import dev.assam.op.move.Concat;
import dev.assam.op.move.Gather;
import dev.assam.op.move.Slice;
import dev.assam.op.move.Split;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;

/** Operators that cut a tensor into stretches of neighbouring elements, or join such. */
final class Cuts {
  private Cuts() {}

  /**
   * Where in input 0 each output lies, in elements, for an operator whose outputs are stretches of
   * it; null for others.
   */
  static int[] offsets(KernelRequest request) {
    if (request.epilogue() != null || request.channelsLast() || !request.has(0)) {
      return null;
    }
    Op op = request.op();
    Shape x = request.shape(0);
    for (int i = 0; i < request.outputs(); i++) {
      if (request.out(i) == null) {
        return null;
      }
    }
    return switch (op) {
      case Split split -> split(request, x, request.axis(split.axis()));
      case Slice slice when request.hasConstantParameters() -> slice(request, slice, x);
      case Gather gather -> gather(request, x, request.axis(gather.axis()));
      default -> null;
    };
  }

  /** Whether a Concat's inputs are stretches of its output. */
  static boolean joins(KernelRequest request) {
    return request.op() instanceof Concat concat
        && request.epilogue() == null
        && !request.channelsLast()
        && isOutermost(request.out(0).shape(), request.axis(concat.axis()));
  }

  private static boolean isOutermost(Shape shape, int axis) {
    return shape.product(0, axis) == 1;
  }

  private static int[] split(KernelRequest request, Shape x, int axis) {
    if (!isOutermost(x, axis)) {
      return null;
    }
    int[] offsets = new int[request.outputs()];
    int at = 0;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = at;
      at += request.out(i).shape().size();
    }
    return offsets;
  }

  private static int[] slice(KernelRequest request, Slice slice, Shape x) {
    int[] starts = slice.range(request.seen(), x, 1);
    int[] steps = slice.range(request.seen(), x, 2);
    Shape y = request.out(0).shape();
    int[] strides = x.strides();
    int at = 0;
    boolean cut = false;
    for (int d = x.rank() - 1; d >= 0; d--) {
      boolean whole = y.dim(d) == x.dim(d) && (steps[d] == 1 || y.dim(d) == 1);
      if (cut ? y.dim(d) != 1 : !whole && steps[d] != 1 && y.dim(d) != 1) {
        return null;
      }
      cut |= !whole;
      at += starts[d] * strides[d];
    }
    return new int[] {at};
  }

  private static int[] gather(KernelRequest request, Shape x, int axis) {
    Tensor index = request.constant(1);
    if (index == null
        || index.size() != 1
        || index.dtype() != DType.INT64 && index.dtype() != DType.INT32
        || !isOutermost(x, axis)) {
      return null;
    }
    long i = index.getLong(0) < 0 ? index.getLong(0) + x.dim(axis) : index.getLong(0);
    if (i < 0 || i >= x.dim(axis)) {
      return null;
    }
    return new int[] {(int) (i * x.product(axis + 1, x.rank()))};
  }
}
