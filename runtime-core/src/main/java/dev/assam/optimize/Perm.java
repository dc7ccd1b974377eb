package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.move.Transpose;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The order that a Transpose brings dimensions into: dimension i of Y is dimension of(i) of X. */
record Perm(List<Integer> order) {
  /** The order of a Transpose of a tensor of this rank; null if it is none or the rank unknown. */
  static Perm of(Node node, Facts facts) {
    if (node == null || !(node.op() instanceof Transpose transpose)) {
      return null;
    }
    int rank = facts.rank(node.inputs().get(0));
    if (transpose.perm() != null) {
      return rank < 0 || rank == transpose.perm().size() ? new Perm(transpose.perm()) : null;
    }
    if (rank < 0) {
      return null;
    }
    int[] reversed = new int[rank];
    for (int i = 0; i < rank; i++) {
      reversed[i] = rank - 1 - i;
    }
    return of(reversed);
  }

  static Perm of(int... order) {
    List<Integer> list = new ArrayList<>();
    for (int i : order) {
      list.add(i);
    }
    return new Perm(List.copyOf(list));
  }

  /** From [N, C, spatial…] to [N, spatial…, C]. */
  static Perm toLast(int rank) {
    return of(ChannelsLast.order(rank, true));
  }

  /** From [N, spatial…, C] to [N, C, spatial…]. */
  static Perm toFirst(int rank) {
    return of(ChannelsLast.order(rank, false));
  }

  int rank() {
    return order.size();
  }

  int of(int i) {
    return order.get(i);
  }

  /** The operator. */
  Transpose transpose() {
    return new Transpose(order);
  }

  /** What undoes this. */
  Perm inverse() {
    int[] inverse = new int[rank()];
    for (int i = 0; i < inverse.length; i++) {
      inverse[of(i)] = i;
    }
    return of(inverse);
  }

  /** This one first, then the other one. */
  Perm then(Perm next) {
    int[] both = new int[rank()];
    for (int i = 0; i < both.length; i++) {
      both[i] = of(next.of(i));
    }
    return of(both);
  }

  /** What is left of the order if these dimensions of the result are taken out. */
  Perm without(boolean[] dropped) {
    int[] kept = new int[rank()];
    int count = 0;
    for (int i = 0; i < rank(); i++) {
      if (!dropped[i]) {
        kept[count++] = of(i);
      }
    }
    int[] dense = new int[count];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < count; k++) {
        dense[i] += kept[k] < kept[i] ? 1 : 0;
      }
    }
    return of(dense);
  }

  boolean isIdentity() {
    for (int i = 0; i < rank(); i++) {
      if (of(i) != i) {
        return false;
      }
    }
    return true;
  }

  /** Whether only dimensions of 1 change places, so that the elements stay where they are. */
  boolean keepsElements(Shape x) {
    int last = -1;
    for (int i = 0; i < rank(); i++) {
      if (x.dim(of(i)) != 1) {
        if (of(i) < last) {
          return false;
        }
        last = of(i);
      }
    }
    return true;
  }

  /** The tensor, which broadcasts to this rank, in this order. */
  Tensor apply(Tensor x) {
    int[] dims = new int[rank()];
    Arrays.fill(dims, 1);
    for (int i = 1; i <= x.shape().rank(); i++) {
      dims[rank() - i] = x.shape().dim(x.shape().rank() - i);
    }
    Tensor wide = x.withShape(Shape.of(dims));
    int[] array = new int[rank()];
    for (int i = 0; i < array.length; i++) {
      array[i] = of(i);
    }
    return ChannelsLast.permuted(wide, array);
  }
}
