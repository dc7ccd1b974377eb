package dev.assam.op.move;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Moves;
import dev.assam.op.Odometer;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * X with {@code pads} elements added before and after each dimension (negative: taken away); pads
 * are inputs where the attribute is null.
 */
public record Pad(Mode mode, List<Long> pads, float value) implements Op {
  /** What is added. */
  public enum Mode {
    CONSTANT,
    REFLECT,
    EDGE,
    WRAP
  }

  public static final OpType<Pad> TYPE =
      OpType.<Pad>named("Pad")
          .inputs(1, 4)
          .since(19, a -> new Pad(mode(a, "constant", "reflect", "edge", "wrap"), null, 0))
          .since(11, a -> new Pad(mode(a, "constant", "reflect", "edge"), null, 0))
          .since(2, Pad::withAttributes)
          .since(1, Pad::withPaddings);

  private static Mode mode(Attributes a, String... allowed) {
    return switch (a.getChoice("mode", allowed)) {
      case "reflect" -> Mode.REFLECT;
      case "edge" -> Mode.EDGE;
      case "wrap" -> Mode.WRAP;
      default -> Mode.CONSTANT;
    };
  }

  private static Pad withAttributes(Attributes a) {
    a.require("pads");
    Mode mode = mode(a, "constant", "reflect", "edge");
    return new Pad(mode, a.getLongs("pads"), a.getFloat("value", 0));
  }

  private static Pad withPaddings(Attributes a) {
    a.require("paddings");
    Mode mode = mode(a, "constant", "reflect", "edge");
    return new Pad(mode, a.getLongs("paddings"), a.getFloat("value", 0));
  }

  @Override
  public OpType<Pad> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    Shape shape = in.ranked(0);
    long[][] sides = pads(in, shape.rank());
    if (pads == null && in.has(2)) {
      in.sameDType(0, 2, DTypes.ALL);
      if (in.shape(2).elements() != 1) {
        throw in.shapeError("the constant is " + in.tensorType(2) + " (allowed: one element)");
      }
    } else if (value != 0) {
      in.dtype(0, DTypes.FLOATS);
    }
    int[] dims = new int[shape.rank()];
    for (int d = 0; d < dims.length; d++) {
      int dim = shape.dim(d);
      if (dim < 0) {
        dims[d] = sides[0][d] == 0 && sides[1][d] == 0 ? dim : -1;
        continue;
      }
      dims[d] = in.dimension(dim + sides[0][d] + sides[1][d]);
      long kept = dim + Math.min(0, sides[0][d]) + Math.min(0, sides[1][d]);
      if (mode != Mode.CONSTANT && dims[d] > 0 && kept <= 0) {
        throw in.shapeError("nothing to pad with at axis " + d + " of " + shape);
      }
    }
    return List.of(new TensorType(in.tensorType(0).dtype(), Shape.of(dims)));
  }

  /** Pads at the beginnings and at the ends. */
  private long[][] pads(Inputs in, int rank) {
    int count = pads == null ? in.longs(1).length : pads.size();
    long[] axes = pads == null && in.has(3) ? in.longs(3) : null;
    int along = axes == null ? rank : axes.length;
    if (count != 2L * along) {
      throw in.shapeError(count + " pads for " + along + " axes (allowed: two for each)");
    }
    long[][] placed = new long[2][rank];
    boolean[] seen = new boolean[rank];
    for (int i = 0; i < along; i++) {
      int axis = axes == null ? i : in.axis(axes[i], rank);
      if (seen[axis]) {
        throw in.shapeError("axis " + axis + " is named twice");
      }
      seen[axis] = true;
      for (int side = 0; side < 2; side++) {
        int at = i + side * along;
        long pad = pads == null ? in.longs(1)[at] : pads.get(at);
        if (pad != (int) pad) {
          throw in.shapeError("pad " + pad + " at axis " + axis);
        }
        placed[side][axis] = pad;
      }
    }
    return placed;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(infer(in).get(0));
    if (y.size() == 0) {
      return List.of(y);
    }
    if (mode == Mode.CONSTANT && pads == null && in.has(2)) {
      Moves.fill(y, in.tensor(2));
    } else if (mode == Mode.CONSTANT && value != 0) {
      Moves.fill(y, Tensor.ofDoubles(y.dtype(), Shape.SCALAR, value));
    }
    int[][] tables = sources(in, y.shape());
    int[] strides = x.shape().strides();
    for (int d = 0; d < tables.length; d++) {
      for (int i = 0; i < tables[d].length; i++) {
        tables[d][i] = tables[d][i] < 0 ? -1 : tables[d][i] * strides[d];
      }
    }
    copy(x, tables, y);
    return List.of(y);
  }

  /** For each axis the position in X of each position in Y; −1 for what is added as a constant. */
  public int[][] sources(Inputs in, Shape y) {
    Shape x = in.shape(0);
    long[][] sides = pads(in, x.rank());
    int[][] sources = new int[x.rank()][];
    for (int d = 0; d < sources.length; d++) {
      sources[d] = new int[y.dim(d)];
      for (int i = 0; i < sources[d].length; i++) {
        sources[d][i] = source(i - sides[0][d], x.dim(d), sides[0][d], sides[1][d]);
      }
    }
    return sources;
  }

  /** Which element of X comes to {@code at}; −1 for none. */
  private int source(long at, int dim, long before, long after) {
    long low = Math.max(0, -before);
    long size = dim + Math.min(0, before) + Math.min(0, after);
    long i = at - low;
    if (i >= 0 && i < size) {
      return (int) at;
    }
    return switch (mode) {
      case CONSTANT -> -1;
      case EDGE -> (int) (low + (i < 0 ? 0 : size - 1));
      case WRAP -> (int) (low + Math.floorMod(i, size));
      case REFLECT -> {
        long period = Math.max(1, 2 * (size - 1));
        long folded = Math.floorMod(i, period);
        yield (int) (low + Math.min(folded, period - folded) % size);
      }
    };
  }

  /** Each element of Y from the offset that is the sum of its tables' entries, none negative. */
  private static void copy(Tensor x, int[][] tables, Tensor y) {
    int rank = tables.length;
    if (rank == 0) {
      y.copyFrom(0, x, 0, 1);
      return;
    }
    int[] last = tables[rank - 1];
    Odometer rows = new Odometer(y.shape().slice(0, rank - 1));
    for (int at = 0; at < y.size(); at += last.length) {
      int base = 0;
      boolean inside = true;
      for (int d = 0; d < rank - 1; d++) {
        int offset = tables[d][rows.index(d)];
        inside &= offset >= 0;
        base += offset;
      }
      if (inside) {
        Moves.pick(x, base, last, y, at, 1);
      }
      rows.next();
    }
  }
}
