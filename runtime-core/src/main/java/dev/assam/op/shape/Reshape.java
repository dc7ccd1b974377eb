package dev.assam.op.shape;

import dev.assam.error.AssamException;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Sizes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The elements of X under the shape that the second input names: −1, at most once, stands for what
 * is left over; 0 for X's own dimension there, unless {@code allowZero}.
 */
public record Reshape(boolean allowZero) implements Op {
  public static final OpType<Reshape> TYPE =
      OpType.<Reshape>named("Reshape")
          .inputs(2)
          .since(14, a -> new Reshape(a.getBoolean("allowzero", false)))
          .since(5, a -> new Reshape(false));

  @Override
  public OpType<Reshape> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    TensorType x = in.tensorType(0);
    if (!in.isKnown(1)) {
      return List.of(new TensorType(x.dtype(), partial(in, x.shape())));
    }
    long[] wanted = in.longs(1);
    int[] dims = new int[wanted.length];
    int rest = -1;
    for (int i = 0; i < dims.length; i++) {
      if (wanted[i] == -1) {
        if (rest >= 0) {
          throw in.shapeError("shape " + text(wanted) + " has more than one -1");
        }
        rest = i;
        dims[i] = -1;
      } else if (wanted[i] == 0 && !allowZero) {
        if (x.shape().hasRank() && i >= x.shape().rank()) {
          throw in.shapeError(
              "shape " + text(wanted) + " keeps dimension " + i + " of " + x.shape());
        }
        dims[i] = x.shape().hasRank() ? x.shape().dim(i) : -1;
      } else {
        dims[i] = in.dimension(wanted[i]);
      }
    }
    if (!x.shape().isStatic()) {
      if (rest >= 0 && x.shape().hasRank()) {
        dims[rest] = rest(x.shape(), dims, rest);
      }
      return List.of(new TensorType(x.dtype(), Shape.of(dims)));
    }
    if (rest >= 0) {
      dims[rest] = 1;
      long others = Shape.of(dims).elements();
      if (others == 0 || x.shape().elements() % others != 0) {
        throw mismatch(in, wanted);
      }
      dims[rest] = in.dimension(x.shape().elements() / others);
    } else if (Shape.of(dims).elements() != x.shape().elements()) {
      throw mismatch(in, wanted);
    }
    return List.of(new TensorType(x.dtype(), Shape.of(dims)));
  }

  /** What is known of Y's shape where the second input is not known in full. */
  private Shape partial(Inputs in, Shape x) {
    long[] wanted = in.sizes(1);
    if (wanted == null) {
      in.tensor(1);
    }
    int[] dims = new int[wanted.length];
    int rest = -1;
    int unknown = 0;
    for (int i = 0; i < dims.length; i++) {
      if (!Sizes.isKnown(wanted[i])) {
        // By itself it may still be the −1 or the 0 that the formula of the output means.
        dims[i] = Sizes.unknownDim(wanted[i]);
        unknown += dims[i] == -1 ? 1 : 0;
      } else if (wanted[i] == -1) {
        rest = i;
        dims[i] = -1;
      } else if (wanted[i] == 0 && !allowZero) {
        dims[i] = x.hasRank() && i < x.rank() ? x.dim(i) : -1;
      } else {
        dims[i] = in.dimension(wanted[i]);
      }
    }
    if (rest >= 0 && unknown == 0 && x.hasRank()) {
      dims[rest] = rest(x, dims, rest);
    }
    return Shape.of(dims);
  }

  /** The dimension that is left over, if unknown ones cancel out; else −1. */
  private static int rest(Shape x, int[] dims, int rest) {
    long quotient = 1;
    List<Integer> unknown = new ArrayList<>();
    for (int i = 0; i < x.rank(); i++) {
      if (x.dim(i) < 0) {
        unknown.add(x.dim(i));
      } else if (x.dim(i) == 0 || quotient > Integer.MAX_VALUE) {
        return -1;
      } else {
        quotient *= x.dim(i);
      }
    }
    for (int i = 0; i < dims.length; i++) {
      if (i == rest) {
        continue;
      }
      if (dims[i] < 0) {
        if (dims[i] == -1 || !unknown.remove((Integer) dims[i])) {
          return -1;
        }
      } else if (dims[i] == 0 || quotient % dims[i] != 0) {
        return -1;
      } else {
        quotient /= dims[i];
      }
    }
    if (unknown.isEmpty()) {
      return quotient > Integer.MAX_VALUE ? -1 : (int) quotient;
    }
    return unknown.size() == 1 && quotient == 1 ? unknown.get(0) : -1;
  }

  private static AssamException mismatch(Inputs in, long[] wanted) {
    return in.shapeError(in.shape(0) + " does not fit into " + text(wanted));
  }

  private static String text(long[] dims) {
    return Arrays.toString(dims);
  }

  @Override
  public long[] sizes(Inputs in) {
    return in.sizes(0);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    return List.of(in.tensor(0).withShape(infer(in).get(0).shape()));
  }
}
