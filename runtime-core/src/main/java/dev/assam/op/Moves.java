package dev.assam.op;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.memory.Kind;
import dev.assam.memory.Shorts;
import dev.assam.tensor.Tensor;

/** Copies elements of any type from one tensor to another; what data movement is made of. */
public final class Moves {
  /** Runs at least this long are copied as blocks. */
  private static final int BLOCK = 24;

  /** Elements that are copied at a time where one value fills a tensor. */
  private static final int FILL = 4096;

  private Moves() {}

  /**
   * For every index i in the box {@code dims}: to[toAt + Σ iₖ·toStridesₖ] = from[fromAt + Σ
   * iₖ·fromStridesₖ]; strides in elements, of any sign or 0. The order is not defined.
   */
  public static void strided(
      Tensor from,
      int fromAt,
      int[] fromStrides,
      Tensor to,
      int toAt,
      int[] toStrides,
      int[] dims) {
    int[] f = fromStrides.clone();
    int[] t = toStrides.clone();
    int[] n = dims.clone();
    int rank = 0;
    for (int d = 0; d < dims.length; d++) {
      if (dims[d] == 0) {
        return;
      }
      if (dims[d] == 1) {
        continue;
      }
      if (rank > 0
          && f[rank - 1] == fromStrides[d] * dims[d]
          && t[rank - 1] == toStrides[d] * dims[d]) {
        n[rank - 1] *= dims[d];
        f[rank - 1] = fromStrides[d];
        t[rank - 1] = toStrides[d];
      } else {
        f[rank] = fromStrides[d];
        t[rank] = toStrides[d];
        n[rank] = dims[d];
        rank++;
      }
    }
    if (rank == 0) {
      to.copyFrom(toAt, from, fromAt, 1);
      return;
    }
    int columns = rank - 1;
    int rows = rank - 2;
    // In a transpose, rows along the dimension that is contiguous on the other side.
    for (int d = 0; d < columns && f[columns] != 1; d++) {
      if (f[d] == 1) {
        rows = d;
      }
    }
    int[] index = new int[rank];
    while (true) {
      plane(
          from,
          fromAt,
          rows < 0 ? 0 : f[rows],
          f[columns],
          to,
          toAt,
          rows < 0 ? 0 : t[rows],
          t[columns],
          rows < 0 ? 1 : n[rows],
          n[columns]);
      int d = columns - 1;
      for (; d >= 0; d--) {
        if (d == rows) {
          continue;
        }
        fromAt += f[d];
        toAt += t[d];
        if (++index[d] < n[d]) {
          break;
        }
        fromAt -= f[d] * n[d];
        toAt -= t[d] * n[d];
        index[d] = 0;
      }
      if (d < 0) {
        return;
      }
    }
  }

  /** Sets every element of {@code to} to the first one of {@code value}. */
  public static void fill(Tensor to, Tensor value) {
    int size = to.size();
    if (size == 0) {
      return;
    }
    to.copyFrom(0, value, 0, 1);
    for (int done = 1; done < size; ) {
      // Copies of what the cache holds still are faster than ones of all that is done.
      int count = Math.min(Math.min(done, FILL), size - done);
      to.copyFrom(done, to, 0, count);
      done += count;
    }
  }

  private static void plane(
      Tensor from,
      int fromAt,
      int fromRow,
      int fromStep,
      Tensor to,
      int toAt,
      int toRow,
      int toStep,
      int rows,
      int columns) {
    if (fromStep == 1 && toStep == 1 && columns >= BLOCK) {
      for (int r = 0; r < rows; r++) {
        to.copyFrom(toAt + r * toRow, from, fromAt + r * fromRow, columns);
      }
      return;
    }
    switch (from.storage().kind()) {
      case FLOATS -> {
        Floats a = from.floats();
        Floats b = to.floats();
        for (int r = 0; r < rows; r++) {
          for (int c = 0, i = fromAt + r * fromRow, o = toAt + r * toRow; c < columns; c++) {
            b.set(o, a.get(i));
            i += fromStep;
            o += toStep;
          }
        }
      }
      case BYTES -> {
        Bytes a = from.bytes();
        Bytes b = to.bytes();
        for (int r = 0; r < rows; r++) {
          for (int c = 0, i = fromAt + r * fromRow, o = toAt + r * toRow; c < columns; c++) {
            b.set(o, a.get(i));
            i += fromStep;
            o += toStep;
          }
        }
      }
      case SHORTS -> {
        Shorts a = from.shorts();
        Shorts b = to.shorts();
        for (int r = 0; r < rows; r++) {
          for (int c = 0, i = fromAt + r * fromRow, o = toAt + r * toRow; c < columns; c++) {
            b.set(o, a.get(i));
            i += fromStep;
            o += toStep;
          }
        }
      }
      case STRINGS -> {
        String[] a = from.strings();
        String[] b = to.strings();
        for (int r = 0; r < rows; r++) {
          for (int c = 0, i = fromAt + r * fromRow, o = toAt + r * toRow; c < columns; c++) {
            b[o] = a[i];
            i += fromStep;
            o += toStep;
          }
        }
      }
      default -> {
        for (int r = 0; r < rows; r++) {
          for (int c = 0, i = fromAt + r * fromRow, o = toAt + r * toRow; c < columns; c++) {
            to.setBits(o, from.bits(i));
            i += fromStep;
            o += toStep;
          }
        }
      }
    }
  }

  /**
   * For every k: {@code run} elements of {@code from} at {@code fromAt + offsets[k]} to {@code to}
   * at {@code toAt + k·run}; negative offsets leave their place as it is.
   */
  public static void pick(Tensor from, int fromAt, int[] offsets, Tensor to, int toAt, int run) {
    if (run == 1 && from.storage().kind() == Kind.FLOATS) {
      Floats a = from.floats();
      Floats b = to.floats();
      for (int k = 0; k < offsets.length; k++) {
        if (offsets[k] >= 0) {
          b.set(toAt + k, a.get(fromAt + offsets[k]));
        }
      }
    } else if (run == 1 && from.storage().kind() != Kind.STRINGS) {
      for (int k = 0; k < offsets.length; k++) {
        if (offsets[k] >= 0) {
          to.setBits(toAt + k, from.bits(fromAt + offsets[k]));
        }
      }
    } else {
      for (int k = 0; k < offsets.length; k++) {
        if (offsets[k] >= 0) {
          to.copyFrom(toAt + k * run, from, fromAt + offsets[k], run);
        }
      }
    }
  }
}
