package dev.assam.op.shape;

import dev.assam.error.AssamException;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
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

  private static AssamException mismatch(Inputs in, long[] wanted) {
    return in.shapeError(in.shape(0) + " does not fit into " + text(wanted));
  }

  private static String text(long[] dims) {
    return Arrays.toString(dims);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    return List.of(in.tensor(0).withShape(infer(in).get(0).shape()));
  }
}
