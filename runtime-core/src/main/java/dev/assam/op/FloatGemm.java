package dev.assam.op;

import dev.assam.memory.Floats;

/** The float32 matrix product under the reference operators. */
public final class FloatGemm {
  private FloatGemm() {}

  /**
   * C[m,n] += A[m,k] · B[k,n]. Offsets and strides in elements; the columns of B and C are
   * adjacent, those of A are {@code aColumn} apart. Two rows and four columns at a time keep eight
   * sums in registers, which is what makes plain Java fast without vectors.
   */
  public static void multiplyAdd(
      int m,
      int n,
      int k,
      Floats a,
      int aAt,
      int aRow,
      int aColumn,
      Floats b,
      int bAt,
      int bRow,
      Floats c,
      int cAt,
      int cRow) {
    int wide = n & ~3;
    for (int i = 0; i < m; i += 2) {
      boolean single = i + 1 == m;
      int a0 = aAt + i * aRow;
      int next = single ? 0 : aRow;
      int c0 = cAt + i * cRow;
      for (int j = 0; j < wide; j += 4) {
        tile(k, a, a0, next, aColumn, b, bAt + j, bRow, c, c0 + j, single ? 0 : cRow);
      }
      for (int j = wide; j < n; j++) {
        c.set(c0 + j, c.get(c0 + j) + dot(k, a, a0, aColumn, b, bAt + j, bRow));
        if (!single) {
          int c1 = c0 + cRow + j;
          c.set(c1, c.get(c1) + dot(k, a, a0 + aRow, aColumn, b, bAt + j, bRow));
        }
      }
    }
  }

  /** C[2,4] += A[2,k] · B[k,4]; a {@code cRow} of 0 says that there is only one row. */
  private static void tile(
      int k,
      Floats a,
      int aAt,
      int aRow,
      int aColumn,
      Floats b,
      int bAt,
      int bRow,
      Floats c,
      int cAt,
      int cRow) {
    float s00 = 0;
    float s01 = 0;
    float s02 = 0;
    float s03 = 0;
    float s10 = 0;
    float s11 = 0;
    float s12 = 0;
    float s13 = 0;
    int p = aAt;
    int q = bAt;
    for (int l = 0; l < k; l++) {
      float a0 = a.get(p);
      float a1 = a.get(p + aRow);
      float b0 = b.get(q);
      float b1 = b.get(q + 1);
      float b2 = b.get(q + 2);
      float b3 = b.get(q + 3);
      s00 += a0 * b0;
      s01 += a0 * b1;
      s02 += a0 * b2;
      s03 += a0 * b3;
      s10 += a1 * b0;
      s11 += a1 * b1;
      s12 += a1 * b2;
      s13 += a1 * b3;
      p += aColumn;
      q += bRow;
    }
    add4(c, cAt, s00, s01, s02, s03);
    if (cRow != 0) {
      add4(c, cAt + cRow, s10, s11, s12, s13);
    }
  }

  private static void add4(Floats c, int at, float s0, float s1, float s2, float s3) {
    c.set(at, c.get(at) + s0);
    c.set(at + 1, c.get(at + 1) + s1);
    c.set(at + 2, c.get(at + 2) + s2);
    c.set(at + 3, c.get(at + 3) + s3);
  }

  private static float dot(int k, Floats a, int aAt, int aColumn, Floats b, int bAt, int bRow) {
    float sum = 0;
    for (int l = 0; l < k; l++) {
      sum += a.get(aAt + l * aColumn) * b.get(bAt + l * bRow);
    }
    return sum;
  }
}
