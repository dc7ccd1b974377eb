package dev.assam.op.linear;

import dev.assam.memory.Ints;
import dev.assam.op.Elements;
import dev.assam.op.linear.Products.Matrix;

/**
 * Matrix products of types other than float32: a row of A and four columns of B at a time as ints,
 * longs or doubles.
 */
final class WideProducts {
  /** The longest piece of a row of A that is multiplied at a time. */
  private static final int PIECE = 1 << 15;

  private WideProducts() {}

  /** Y[m,n] = A[m,k] · B[k,n] of integers of 32 bits; they wrap around. */
  static void ints(Matrix a, Matrix b, Matrix y, int m, int n, int k) {
    int length = Math.min(k, PIECE);
    int[] row = new int[length];
    int[][] columns = new int[4][length];
    Ints to = y.tensor().ints();
    for (int j = 0; j < n; j += 4) {
      int width = Math.min(4, n - j);
      for (int p = 0; p == 0 || p < k; p += PIECE) {
        int count = Math.min(PIECE, k - p);
        int bAt = b.at() + p * b.rowStride() + j * b.columnStride();
        for (int c = 0; c < width; c++) {
          read(b.tensor().ints(), bAt + c * b.columnStride(), b.rowStride(), columns[c], count);
        }
        for (int i = 0; i < m; i++) {
          int aAt = a.at() + i * a.rowStride() + p * a.columnStride();
          read(a.tensor().ints(), aAt, a.columnStride(), row, count);
          int yAt = y.at() + i * y.rowStride() + j * y.columnStride();
          dots(row, columns, count, width, to, yAt, y.columnStride(), p > 0);
        }
      }
    }
  }

  private static void read(Ints from, int at, int step, int[] to, int count) {
    for (int p = 0; p < count; p++) {
      to[p] = from.get(at + p * step);
    }
  }

  private static void dots(
      int[] row, int[][] columns, int count, int width, Ints y, int at, int step, boolean more) {
    int[] b0 = columns[0];
    int[] b1 = columns[1];
    int[] b2 = columns[2];
    int[] b3 = columns[3];
    int c0 = 0;
    int c1 = 0;
    int c2 = 0;
    int c3 = 0;
    for (int p = 0; p < count; p++) {
      int r = row[p];
      c0 += r * b0[p];
      c1 += r * b1[p];
      c2 += r * b2[p];
      c3 += r * b3[p];
    }
    for (int c = 0; c < width; c++) {
      int sum = c == 0 ? c0 : c == 1 ? c1 : c == 2 ? c2 : c3;
      y.set(at + c * step, more ? y.get(at + c * step) + sum : sum);
    }
  }

  /** Y[m,n] = A[m,k] · B[k,n] of integers; they wrap around. */
  static void integers(Matrix a, Matrix b, Matrix y, int m, int n, int k) {
    int length = Math.min(k, PIECE);
    long[] row = new long[length];
    long[][] columns = new long[4][length];
    for (int j = 0; j < n; j += 4) {
      int width = Math.min(4, n - j);
      for (int p = 0; p == 0 || p < k; p += PIECE) {
        int count = Math.min(PIECE, k - p);
        int bAt = b.at() + p * b.rowStride() + j * b.columnStride();
        for (int c = 0; c < width; c++) {
          Elements.read(
              b.tensor(), bAt + c * b.columnStride(), b.rowStride(), columns[c], 0, count);
        }
        for (int i = 0; i < m; i++) {
          int aAt = a.at() + i * a.rowStride() + p * a.columnStride();
          Elements.read(a.tensor(), aAt, a.columnStride(), row, 0, count);
          int yAt = y.at() + i * y.rowStride() + j * y.columnStride();
          dots(row, columns, count, width, y, yAt, p > 0);
        }
      }
    }
  }

  private static void dots(
      long[] row, long[][] columns, int count, int width, Matrix y, int at, boolean more) {
    long[] b0 = columns[0];
    long[] b1 = columns[1];
    long[] b2 = columns[2];
    long[] b3 = columns[3];
    long c0 = 0;
    long c1 = 0;
    long c2 = 0;
    long c3 = 0;
    for (int p = 0; p < count; p++) {
      long r = row[p];
      c0 += r * b0[p];
      c1 += r * b1[p];
      c2 += r * b2[p];
      c3 += r * b3[p];
    }
    for (int c = 0; c < width; c++) {
      int to = at + c * y.columnStride();
      long sum = c == 0 ? c0 : c == 1 ? c1 : c == 2 ? c2 : c3;
      y.tensor().setLong(to, more ? y.tensor().getLong(to) + sum : sum);
    }
  }

  /** Y[m,n] = A[m,k] · B[k,n] of floating-point numbers. */
  static void reals(Matrix a, Matrix b, Matrix y, int m, int n, int k) {
    int length = Math.min(k, PIECE);
    double[] row = new double[length];
    double[][] columns = new double[4][length];
    for (int j = 0; j < n; j += 4) {
      int width = Math.min(4, n - j);
      for (int p = 0; p == 0 || p < k; p += PIECE) {
        int count = Math.min(PIECE, k - p);
        int bAt = b.at() + p * b.rowStride() + j * b.columnStride();
        for (int c = 0; c < width; c++) {
          Elements.read(
              b.tensor(), bAt + c * b.columnStride(), b.rowStride(), columns[c], 0, count);
        }
        for (int i = 0; i < m; i++) {
          int aAt = a.at() + i * a.rowStride() + p * a.columnStride();
          Elements.read(a.tensor(), aAt, a.columnStride(), row, 0, count);
          int yAt = y.at() + i * y.rowStride() + j * y.columnStride();
          dots(row, columns, count, width, y, yAt, p > 0);
        }
      }
    }
  }

  private static void dots(
      double[] row, double[][] columns, int count, int width, Matrix y, int at, boolean more) {
    double[] b0 = columns[0];
    double[] b1 = columns[1];
    double[] b2 = columns[2];
    double[] b3 = columns[3];
    double c0 = 0;
    double c1 = 0;
    double c2 = 0;
    double c3 = 0;
    for (int p = 0; p < count; p++) {
      double r = row[p];
      c0 += r * b0[p];
      c1 += r * b1[p];
      c2 += r * b2[p];
      c3 += r * b3[p];
    }
    for (int c = 0; c < width; c++) {
      int to = at + c * y.columnStride();
      double sum = c == 0 ? c0 : c == 1 ? c1 : c == 2 ? c2 : c3;
      y.tensor().setDouble(to, more ? y.tensor().getDouble(to) + sum : sum);
    }
  }
}
