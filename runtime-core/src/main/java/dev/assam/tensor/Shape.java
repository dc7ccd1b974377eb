package dev.assam.tensor;

import dev.assam.error.MemoryException;
import java.util.Arrays;
import java.util.List;

/**
 * The dimensions of a tensor, outermost first. In types a dimension may be unknown, with or without
 * a symbolic name, and so may the rank; a {@link Tensor}'s shape is always static. An unknown
 * dimension is negative: −1, or a number below it that, within one inference, stands for one size.
 */
public final class Shape {
  /** A shape of which not even the rank is known. */
  public static final Shape UNKNOWN = new Shape(null, null);

  /** Rank 0: one element. */
  public static final Shape SCALAR = new Shape(new int[0], null);

  private final int[] dims;
  private final String[] names;

  private Shape(int[] dims, String[] names) {
    this.dims = dims;
    this.names = names;
  }

  /** A shape of these dimensions; −1 is unknown. */
  public static Shape of(int... dims) {
    return new Shape(dims.clone(), null);
  }

  /** A shape of these dimensions. */
  public static Shape of(List<Integer> dims) {
    int[] copy = new int[dims.size()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = dims.get(i);
    }
    return new Shape(copy, null);
  }

  /** As {@link #of(int...)}, unknown dimensions named (null for no name). */
  public static Shape named(int[] dims, String[] names) {
    return new Shape(dims.clone(), names.clone());
  }

  public boolean hasRank() {
    return dims != null;
  }

  /** Whether every dimension is known. */
  public boolean isStatic() {
    if (dims == null) {
      return false;
    }
    for (int dim : dims) {
      if (dim < 0) {
        return false;
      }
    }
    return true;
  }

  public int rank() {
    return dims.length;
  }

  /** Dimension {@code i}; −1 if unknown. */
  public int dim(int i) {
    return dims[i];
  }

  /** The symbolic name of dimension {@code i}, or null. */
  public String name(int i) {
    return names == null ? null : names[i];
  }

  /**
   * The name of dimension {@code i} if it may tell it from others, or null: some exporters give all
   * dimensions of one shape the same.
   */
  public String ownName(int i) {
    String name = name(i);
    for (int k = 0; name != null && k < dims.length; k++) {
      if (k != i && name.equals(names[k])) {
        return null;
      }
    }
    return name;
  }

  public int[] toArray() {
    return dims.clone();
  }

  /** Number of elements of a static shape. */
  public long elements() {
    return product(0, dims.length);
  }

  /**
   * Number of elements as an int.
   *
   * @throws MemoryException if there are 2^31 or more
   */
  public int size() {
    long elements = elements();
    if (elements > Integer.MAX_VALUE) {
      throw new MemoryException("a tensor of shape " + this + " has 2^31 elements or more");
    }
    return (int) elements;
  }

  /**
   * Product of the dimensions from {@code from} to {@code to}, exclusive; {@code Long.MAX_VALUE} if
   * it is larger than a long holds.
   */
  public long product(int from, int to) {
    long product = 1;
    boolean empty = false;
    boolean huge = false;
    for (int i = from; i < to; i++) {
      empty |= dims[i] == 0;
      huge |= dims[i] > 0 && product > Long.MAX_VALUE / dims[i];
      product = huge ? 1 : product * dims[i];
    }
    return empty ? 0 : huge ? Long.MAX_VALUE : product;
  }

  /** Row-major strides in elements. */
  public int[] strides() {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return strides;
  }

  /** This shape with dimension {@code i} replaced. */
  public Shape with(int i, int dim) {
    int[] copy = dims.clone();
    copy[i] = dim;
    return new Shape(copy, null);
  }

  /** This shape without dimension {@code i}. */
  public Shape without(int i) {
    int[] copy = new int[dims.length - 1];
    System.arraycopy(dims, 0, copy, 0, i);
    System.arraycopy(dims, i + 1, copy, i, copy.length - i);
    return new Shape(copy, null);
  }

  /** This shape with a new dimension before dimension {@code i}. */
  public Shape insert(int i, int dim) {
    int[] copy = new int[dims.length + 1];
    System.arraycopy(dims, 0, copy, 0, i);
    copy[i] = dim;
    System.arraycopy(dims, i, copy, i + 1, dims.length - i);
    return new Shape(copy, null);
  }

  /** The shape whose dimension {@code i} is this one's {@code order[i]}. */
  public Shape permuted(int[] order) {
    int[] permuted = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      permuted[i] = dims[order[i]];
    }
    return new Shape(permuted, null);
  }

  /** Dimensions {@code from} to {@code to}, exclusive. */
  public Shape slice(int from, int to) {
    return new Shape(Arrays.copyOfRange(dims, from, to), null);
  }

  /** These dimensions followed by the other's. */
  public Shape concat(Shape other) {
    int[] all = Arrays.copyOf(dims, dims.length + other.dims.length);
    System.arraycopy(other.dims, 0, all, dims.length, other.dims.length);
    return new Shape(all, null);
  }

  /**
   * The shape both broadcast to by ONNX's multidirectional rule, or null if there is none; a
   * dimension is unknown where it depends on unknown ones.
   */
  public static Shape broadcast(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    int[] dims = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int x = i <= a.rank() ? a.dims[a.rank() - i] : 1;
      int y = i <= b.rank() ? b.dims[b.rank() - i] : 1;
      if (x == y || y == 1) {
        dims[rank - i] = x;
      } else if (x == 1) {
        dims[rank - i] = y;
      } else if (x >= 0 && y >= 0) {
        return null;
      } else {
        dims[rank - i] = x < 0 && y < 0 ? -1 : Math.max(x, y);
      }
    }
    return new Shape(dims, null);
  }

  /** Whether a tensor of this shape, as far as it is known, may broadcast to the other one. */
  public boolean broadcastsTo(Shape target) {
    Shape both = broadcast(this, target);
    return both != null && both.fits(target);
  }

  /** Whether, as far as they are known, this shape and the other may be the same. */
  public boolean fits(Shape other) {
    if (!hasRank() || !other.hasRank()) {
      return true;
    }
    if (rank() != other.rank()) {
      return false;
    }
    for (int i = 0; i < dims.length; i++) {
      if (differ(dims[i], other.dims[i])) {
        return false;
      }
    }
    return true;
  }

  /** This shape with unknown dimensions taken from one that it {@link #fits}. */
  public Shape refined(Shape other) {
    if (!hasRank()) {
      return other;
    }
    if (!other.hasRank() || isStatic()) {
      return this;
    }
    int[] refined = dims.clone();
    String[] named = new String[dims.length];
    for (int i = 0; i < dims.length; i++) {
      refined[i] = dims[i] < 0 && other.dims[i] >= 0 ? other.dims[i] : dims[i];
      named[i] = name(i) == null ? other.name(i) : name(i);
    }
    return new Shape(refined, named);
  }

  /** Whether two dimensions are known to be the same, be they unknown themselves. */
  public static boolean same(int a, int b) {
    return a == b && a != -1;
  }

  /** Whether two dimensions are known not to be the same. */
  public static boolean differ(int a, int b) {
    return a >= 0 && b >= 0 && a != b;
  }

  /**
   * Strides with which a tensor of this shape is read as one of the shape {@code target} that it
   * broadcasts to: 0 along the dimensions that repeat.
   */
  public int[] broadcastStrides(Shape target) {
    int[] own = strides();
    int[] strides = new int[target.rank()];
    for (int i = 1; i <= dims.length; i++) {
      strides[target.rank() - i] = dims[dims.length - i] == 1 ? 0 : own[dims.length - i];
    }
    return strides;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(dims, that.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** As in {@code [1,3,224,224]}, {@code [N,?]} or {@code [...]} for an unknown rank. */
  @Override
  public String toString() {
    if (dims == null) {
      return "[...]";
    }
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < dims.length; i++) {
      if (i > 0) {
        text.append(',');
      }
      if (dims[i] >= 0) {
        text.append(dims[i]);
      } else {
        text.append(name(i) == null ? "?" : name(i));
      }
    }
    return text.append(']').toString();
  }
}
