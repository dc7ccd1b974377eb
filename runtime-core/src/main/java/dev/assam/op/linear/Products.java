package dev.assam.op.linear;

import dev.assam.memory.Floats;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.op.Inputs;
import dev.assam.op.Precision;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;

/** Matrix products over tensors of any numeric type, shared by operators that contain one. */
public final class Products {
  private Products() {}

  /**
   * A matrix inside a tensor: element (r, c) is at {@code at + r·rowStride + c·columnStride},
   * strides in elements.
   */
  public record Matrix(Tensor tensor, int at, int rowStride, int columnStride) {
    /** The rows of {@code columns} elements that begin at {@code at}. */
    public static Matrix rows(Tensor tensor, int at, int columns) {
      return new Matrix(tensor, at, columns, 1);
    }

    /** As {@link #rows}, transposed. */
    public static Matrix columns(Tensor tensor, int at, int columns) {
      return new Matrix(tensor, at, 1, columns);
    }

    /** Without the rows before {@code row}. */
    Matrix from(int row) {
      return new Matrix(tensor, at + row * rowStride, rowStride, columnStride);
    }
  }

  /** Floats narrower than float32 as float32, other types as they are. */
  public static Tensor widen(Tensor x) {
    return Precision.isSingle(x.dtype()) ? Precision.widen(x) : x;
  }

  /** As the other one, in blocks of rows between which the time is checked. */
  public static void multiply(Inputs in, Matrix a, Matrix b, Matrix y, int m, int n, int k) {
    long block = y.tensor.dtype() == DType.FLOAT32 ? 1L << 30 : 1L << 25;
    int rows = (int) Math.max(4, Math.min(m, block / Math.max(1, (long) n * k)));
    for (long i = 0; i < m; i += rows) {
      in.checkTime();
      int from = (int) i;
      multiply(a.from(from), b, y.from(from), Math.min(rows, m - from), n, k);
    }
  }

  /** Y[m,n] = A[m,k] · B[k,n], all of one numeric type; integers wrap around. */
  public static void multiply(Matrix a, Matrix b, Matrix y, int m, int n, int k) {
    if (m == 0 || n == 0) {
      return;
    }
    DType dtype = y.tensor.dtype();
    if (dtype == DType.FLOAT32) {
      multiplyF32(a, b, y, m, n, k);
      return;
    }
    if (dtype.isFloat()) {
      WideProducts.reals(a, b, y, m, n, k);
    } else if (dtype.kind() == Kind.INTS) {
      WideProducts.ints(a, b, y, m, n, k);
    } else {
      WideProducts.integers(a, b, y, m, n, k);
    }
  }

  /** Four columns of B at a time, packed unless they lie well and few rows of A use them. */
  private static void multiplyF32(Matrix a, Matrix b, Matrix y, int m, int n, int k) {
    Floats fa = a.tensor.floats();
    Floats fb = b.tensor.floats();
    Floats fy = y.tensor.floats();
    boolean direct = m < 4 && b.columnStride == 1;
    int packed = direct && n % 4 == 0 ? 0 : (int) Math.min(4L * k, Integer.MAX_VALUE);
    Floats panel = Storage.allocate(Kind.FLOATS, packed).floats();
    for (int j = 0; j < n; j += 4) {
      int yAt = y.at + j * y.columnStride;
      if (direct && j + 4 <= n) {
        panelF32(fa, a, fb, b.at + j, b.rowStride, fy, y, yAt, 4, m, k);
      } else {
        int columns = Math.min(4, n - j);
        pack(fb, b.at + j * b.columnStride, b, columns, panel, k);
        panelF32(fa, a, panel, 0, 4, fy, y, yAt, columns, m, k);
      }
    }
  }

  private static void pack(Floats from, int at, Matrix b, int columns, Floats panel, int k) {
    for (int p = 0; p < k; p++) {
      for (int c = 0; c < 4; c++) {
        panel.set(p * 4 + c, c < columns ? from.get(at + p * b.rowStride + c * b.columnStride) : 0);
      }
    }
  }

  private static void panelF32(
      Floats fa,
      Matrix a,
      Floats fb,
      int bAt,
      int bStep,
      Floats fy,
      Matrix y,
      int yAt,
      int columns,
      int m,
      int k) {
    int i = 0;
    for (; i + 4 <= m; i += 4) {
      int aAt = a.at + i * a.rowStride;
      block4x4F32(
          fa,
          aAt,
          a.rowStride,
          a.columnStride,
          fb,
          bAt,
          bStep,
          fy,
          yAt + i * y.rowStride,
          y.rowStride,
          y.columnStride,
          columns,
          k);
    }
    for (; i < m; i++) {
      int aAt = a.at + i * a.rowStride;
      block1x4F32(
          fa,
          aAt,
          a.columnStride,
          fb,
          bAt,
          bStep,
          fy,
          yAt + i * y.rowStride,
          y.columnStride,
          columns,
          k);
    }
  }

  private static void block4x4F32(
      Floats a,
      int aAt,
      int aRow,
      int aStep,
      Floats b,
      int bAt,
      int bStep,
      Floats y,
      int yAt,
      int yRow,
      int yColumn,
      int columns,
      int k) {
    float c00 = 0, c01 = 0, c02 = 0, c03 = 0;
    float c10 = 0, c11 = 0, c12 = 0, c13 = 0;
    float c20 = 0, c21 = 0, c22 = 0, c23 = 0;
    float c30 = 0, c31 = 0, c32 = 0, c33 = 0;
    for (int p = 0; p < k; p++) {
      float b0 = b.get(bAt);
      float b1 = b.get(bAt + 1);
      float b2 = b.get(bAt + 2);
      float b3 = b.get(bAt + 3);
      float a0 = a.get(aAt);
      float a1 = a.get(aAt + aRow);
      float a2 = a.get(aAt + 2 * aRow);
      float a3 = a.get(aAt + 3 * aRow);
      c00 += a0 * b0;
      c01 += a0 * b1;
      c02 += a0 * b2;
      c03 += a0 * b3;
      c10 += a1 * b0;
      c11 += a1 * b1;
      c12 += a1 * b2;
      c13 += a1 * b3;
      c20 += a2 * b0;
      c21 += a2 * b1;
      c22 += a2 * b2;
      c23 += a2 * b3;
      c30 += a3 * b0;
      c31 += a3 * b1;
      c32 += a3 * b2;
      c33 += a3 * b3;
      aAt += aStep;
      bAt += bStep;
    }
    put(y, yAt, yColumn, columns, c00, c01, c02, c03);
    put(y, yAt + yRow, yColumn, columns, c10, c11, c12, c13);
    put(y, yAt + 2 * yRow, yColumn, columns, c20, c21, c22, c23);
    put(y, yAt + 3 * yRow, yColumn, columns, c30, c31, c32, c33);
  }

  private static void block1x4F32(
      Floats a,
      int aAt,
      int aStep,
      Floats b,
      int bAt,
      int bStep,
      Floats y,
      int yAt,
      int yColumn,
      int columns,
      int k) {
    float c0 = 0, c1 = 0, c2 = 0, c3 = 0;
    for (int p = 0; p < k; p++) {
      float a0 = a.get(aAt);
      c0 += a0 * b.get(bAt);
      c1 += a0 * b.get(bAt + 1);
      c2 += a0 * b.get(bAt + 2);
      c3 += a0 * b.get(bAt + 3);
      aAt += aStep;
      bAt += bStep;
    }
    put(y, yAt, yColumn, columns, c0, c1, c2, c3);
  }

  private static void put(
      Floats y, int at, int step, int columns, float c0, float c1, float c2, float c3) {
    y.set(at, c0);
    if (columns > 1) {
      y.set(at + step, c1);
    }
    if (columns > 2) {
      y.set(at + 2 * step, c2);
    }
    if (columns > 3) {
      y.set(at + 3 * step, c3);
    }
  }
}
