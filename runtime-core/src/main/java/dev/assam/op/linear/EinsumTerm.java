package dev.assam.op.linear;

import dev.assam.op.Inputs;
import dev.assam.op.Odometer;
import dev.assam.op.linear.Products.Matrix;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A tensor with a label for each dimension; dimensions of one label run together. */
record EinsumTerm(Inputs in, Tensor tensor, List<Integer> labels) {
  /** The sum over all labels but those to keep; in their order, and each at most once. */
  EinsumTerm sumTo(List<Integer> keep) {
    List<Integer> kept = new ArrayList<>();
    for (Integer label : keep) {
      if (labels.contains(label) && !kept.contains(label)) {
        kept.add(label);
      }
    }
    if (kept.equals(labels)) {
      return this;
    }
    List<Integer> summed = new ArrayList<>();
    for (Integer label : labels) {
      if (!kept.contains(label) && !summed.contains(label)) {
        summed.add(label);
      }
    }
    Tensor y = Tensor.allocate(tensor.dtype(), shape(kept, this));
    Shape sumShape = shape(summed, this);
    Odometer outer = new Odometer(y.shape(), strides(kept));
    Odometer inner = new Odometer(sumShape, strides(summed));
    int count = y.size() == 0 ? 0 : sumShape.size();
    for (int i = 0; i < y.size(); i++) {
      in.checkTime();
      double sum = 0;
      long integers = 0;
      for (int k = 0; k < count; k++) {
        int at = outer.at(0) + inner.at(0);
        if (tensor.dtype().isFloat()) {
          sum += tensor.getDouble(at);
        } else {
          integers += tensor.getLong(at);
        }
        inner.next();
      }
      if (tensor.dtype().isFloat()) {
        y.setDouble(i, sum);
      } else {
        y.setLong(i, integers);
      }
      outer.next();
    }
    return new EinsumTerm(in, y, kept);
  }

  /**
   * The product with a term whose labels, like this one's, are all different, summed over the
   * labels that are not needed; those are labels of both. Matrix products over one row, column and
   * summed label each, within loops over the others.
   */
  EinsumTerm times(EinsumTerm b, List<Integer> needed) {
    List<Integer> kept = new ArrayList<>();
    List<Integer> summed = new ArrayList<>();
    List<Integer> union = new ArrayList<>(labels);
    union.addAll(b.labels);
    Integer row = null;
    Integer column = null;
    for (Integer label : union) {
      List<Integer> list = needed.contains(label) ? kept : summed;
      if (!list.contains(label)) {
        list.add(label);
      }
      if (list == kept && !b.labels.contains(label)) {
        row = label;
      } else if (list == kept && !labels.contains(label)) {
        column = label;
      }
    }
    Shape keptShape = shape(kept, b);
    Shape sumShape = shape(summed, b);
    if (summed.size() > 1) {
      // Several summed dimensions become one.
      EinsumTerm flatA = withFlat(summed, sumShape);
      EinsumTerm flatB = b.withFlat(summed, sumShape);
      return flatA.times(flatB, kept);
    }
    Tensor y = Tensor.allocate(tensor.dtype(), keptShape);
    EinsumTerm result = new EinsumTerm(in, y, kept);
    if (y.size() == 0) {
      return result;
    }
    List<Integer> looped = new ArrayList<>(kept);
    looped.remove(row);
    looped.remove(column);
    List<Integer> matrix = new ArrayList<>();
    matrix.add(row);
    matrix.add(column);
    matrix.add(summed.isEmpty() ? null : summed.get(0));
    int[] sa = strides(matrix);
    int[] sb = b.strides(matrix);
    int[] sy = result.strides(matrix);
    int m = row == null ? 1 : dim(row);
    int n = column == null ? 1 : b.dim(column);
    int k = (int) sumShape.elements();
    Shape loops = result.shape(looped, result);
    Odometer at = new Odometer(loops, strides(looped), b.strides(looped), result.strides(looped));
    for (long i = loops.elements(); i > 0; i--) {
      Products.multiply(
          in,
          new Matrix(tensor, at.at(0), sa[0], sa[2]),
          new Matrix(b.tensor, at.at(1), sb[2], sb[1]),
          new Matrix(y, at.at(2), sy[0], sy[1]),
          m,
          n,
          k);
      at.next();
    }
    return result;
  }

  /** With the given labels' dimensions, broadcast to this shape, as one last dimension. */
  private EinsumTerm withFlat(List<Integer> flat, Shape flatShape) {
    List<Integer> rest = new ArrayList<>(labels);
    rest.removeAll(flat);
    Shape restShape = shape(rest, this);
    Shape full = restShape.concat(flatShape);
    List<Integer> order = new ArrayList<>(rest);
    order.addAll(flat);
    Tensor copy = Tensor.allocate(tensor.dtype(), full);
    Odometer at = new Odometer(full, strides(order));
    for (int i = 0; i < copy.size(); i++) {
      copy.copyFrom(i, tensor, at.at(0), 1);
      at.next();
    }
    rest.add(flat.get(0));
    Shape shape = restShape.insert(restShape.rank(), flatShape.size());
    return new EinsumTerm(in, copy.withShape(shape), rest);
  }

  private int dim(Integer label) {
    int dim = 1;
    for (int d = 0; d < labels.size(); d++) {
      if (dim == 1 && labels.get(d).equals(label)) {
        dim = tensor.shape().dim(d);
      }
    }
    return dim;
  }

  private Shape shape(List<Integer> of, EinsumTerm other) {
    List<Integer> dims = new ArrayList<>();
    for (Integer label : of) {
      dims.add(dim(label) == 1 ? other.dim(label) : dim(label));
    }
    return Shape.of(dims);
  }

  /** Strides for running over these labels (null: none); 0 where it has no such dimension. */
  private int[] strides(List<Integer> of) {
    int[] own = tensor.shape().strides();
    int[] strides = new int[of.size()];
    for (int i = 0; i < strides.length; i++) {
      for (int d = 0; d < own.length; d++) {
        if (labels.get(d).equals(of.get(i)) && tensor.shape().dim(d) != 1) {
          strides[i] += own[d];
        }
      }
    }
    return strides;
  }
}
