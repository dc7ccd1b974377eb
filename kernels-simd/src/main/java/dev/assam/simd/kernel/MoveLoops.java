package dev.assam.simd.kernel;

import dev.assam.memory.Bytes;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Longs;
import dev.assam.memory.Shorts;
import jdk.incubator.vector.FloatVector;

/**
 * Copies planes: b[bAt + r·bRow + c·bStep] = a[aAt + r·aRow + c·aStep] for each r below rows and c
 * below columns.
 */
public final class MoveLoops {
  private MoveLoops() {}

  /** Of floats. */
  public static void plane(
      Floats a,
      int aAt,
      int aRow,
      int aStep,
      Floats b,
      int bAt,
      int bRow,
      int bStep,
      int rows,
      int columns) {
    if (aStep == 1 && bStep == 1) {
      for (int r = 0; r < rows; r++) {
        PointwiseLoops.copyAll(a, aAt + r * aRow, b, bAt + r * bRow, columns);
      }
    } else if (aStep == 0 && bStep == 1) {
      for (int r = 0; r < rows; r++) {
        PointwiseLoops.fill(a.get(aAt + r * aRow), b, bAt + r * bRow, columns);
      }
    } else if (aRow == 1 && bStep == 1 && columns < 4) {
      scalars(a, aAt, aStep, 1, b, bAt, 1, bRow, columns, rows);
    } else if (aRow == 1 && bStep == 1) {
      transpose(a, aAt, aStep, b, bAt, bRow, rows, columns);
    } else {
      scalars(a, aAt, aRow, aStep, b, bAt, bRow, bStep, rows, columns);
    }
  }

  private static void scalars(
      Floats a,
      int aAt,
      int aRow,
      int aStep,
      Floats b,
      int bAt,
      int bRow,
      int bStep,
      int rows,
      int columns) {
    for (int r = 0; r < rows; r++) {
      int from = aAt + r * aRow;
      int to = bAt + r * bRow;
      for (int c = 0; c < columns; c++) {
        b.set(to, a.get(from));
        from += aStep;
        to += bStep;
      }
    }
  }

  /** b[r·bRow + c] = a[r + c·aStep]. */
  private static void transpose(
      Floats a, int aAt, int aStep, Floats b, int bAt, int bRow, int rows, int columns) {
    int r = 0;
    for (; r <= rows - 4; r += 4) {
      int c = 0;
      for (; c <= columns - 4; c += 4) {
        int from = aAt + r + c * aStep;
        int to = bAt + r * bRow + c;
        if (Lanes.F32 == 4) {
          square(a, from, aStep, b, to, bRow);
        } else {
          scalars(a, from, 1, aStep, b, to, bRow, 1, 4, 4);
        }
      }
      scalars(a, aAt + r + c * aStep, 1, aStep, b, bAt + r * bRow + c, bRow, 1, 4, columns - c);
    }
    scalars(a, aAt + r, 1, aStep, b, bAt + r * bRow, bRow, 1, rows - r, columns);
  }

  /** Four by four elements by vectors of four. */
  private static void square(Floats a, int aAt, int aStep, Floats b, int bAt, int bRow) {
    FloatVector c0 = a.load(aAt);
    FloatVector c1 = a.load(aAt + aStep);
    FloatVector c2 = a.load(aAt + 2 * aStep);
    FloatVector c3 = a.load(aAt + 3 * aStep);
    FloatVector low01 = Simd.unpackLow(c0, c1);
    FloatVector low23 = Simd.unpackLow(c2, c3);
    FloatVector high01 = Simd.unpackHigh(c0, c1);
    FloatVector high23 = Simd.unpackHigh(c2, c3);
    b.store(bAt, Simd.unpackLow64(low01, low23));
    b.store(bAt + bRow, Simd.unpackHigh64(low01, low23));
    b.store(bAt + 2 * bRow, Simd.unpackLow64(high01, high23));
    b.store(bAt + 3 * bRow, Simd.unpackHigh64(high01, high23));
  }

  /** Of ints. */
  public static void plane(
      Ints a,
      int aAt,
      int aRow,
      int aStep,
      Ints b,
      int bAt,
      int bRow,
      int bStep,
      int rows,
      int columns) {
    for (int r = 0; r < rows; r++) {
      int from = aAt + r * aRow;
      int to = bAt + r * bRow;
      for (int c = 0; c < columns; c++) {
        b.set(to, a.get(from));
        from += aStep;
        to += bStep;
      }
    }
  }

  /** Of longs. */
  public static void plane(
      Longs a,
      int aAt,
      int aRow,
      int aStep,
      Longs b,
      int bAt,
      int bRow,
      int bStep,
      int rows,
      int columns) {
    for (int r = 0; r < rows; r++) {
      int from = aAt + r * aRow;
      int to = bAt + r * bRow;
      for (int c = 0; c < columns; c++) {
        b.set(to, a.get(from));
        from += aStep;
        to += bStep;
      }
    }
  }

  /** Of shorts. */
  public static void plane(
      Shorts a,
      int aAt,
      int aRow,
      int aStep,
      Shorts b,
      int bAt,
      int bRow,
      int bStep,
      int rows,
      int columns) {
    for (int r = 0; r < rows; r++) {
      int from = aAt + r * aRow;
      int to = bAt + r * bRow;
      for (int c = 0; c < columns; c++) {
        b.set(to, a.get(from));
        from += aStep;
        to += bStep;
      }
    }
  }

  /** Of bytes. */
  public static void plane(
      Bytes a,
      int aAt,
      int aRow,
      int aStep,
      Bytes b,
      int bAt,
      int bRow,
      int bStep,
      int rows,
      int columns) {
    for (int r = 0; r < rows; r++) {
      int from = aAt + r * aRow;
      int to = bAt + r * bRow;
      for (int c = 0; c < columns; c++) {
        b.set(to, a.get(from));
        from += aStep;
        to += bStep;
      }
    }
  }
}
