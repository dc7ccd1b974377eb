package dev.assam.op.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.error.AssamException;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OpRun;
import org.junit.jupiter.api.Test;

class LinearTest {
  private static Tensor count(int... dims) {
    Tensor x = Tensor.allocate(DType.FLOAT32, Shape.of(dims));
    for (int i = 0; i < x.size(); i++) {
      x.setDouble(i, (i * 5 + 3) % 7 - 3);
    }
    return x;
  }

  private static void refuses(OpRun op, String words, Tensor... inputs) {
    AssamException e = assertThrows(AssamException.class, () -> op.one(inputs));
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }

  @Test
  void productsAtTheEdgesOfTheBlocks() {
    int[] sizes = {0, 1, 2, 3, 4, 5, 7, 8, 9};
    for (int m : sizes) {
      for (int n : sizes) {
        for (int k : sizes) {
          Tensor a = count(m, k);
          Tensor b = count(n, k);
          Tensor y = new OpRun("Gemm", 13).with("transB", 1).one(a, b);
          for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
              double sum = 0;
              for (int p = 0; p < k; p++) {
                sum += a.getDouble(i * k + p) * b.getDouble(j * k + p);
              }
              assertEquals(sum, y.getDouble(i * n + j), m + "," + n + "," + k);
            }
          }
        }
      }
    }
  }

  @Test
  void integersWrapAround() {
    Tensor a = Tensor.ofLongs(DType.INT32, Shape.of(1, 2), Integer.MAX_VALUE, 1);
    Tensor b = Tensor.ofLongs(DType.INT32, Shape.of(2), 2, 3);
    assertEquals(1, new OpRun("MatMul", 13).one(a, b).getLong(0));
    Tensor c = Tensor.ofLongs(DType.UINT64, Shape.of(1, 1), -1);
    assertEquals(1, new OpRun("MatMul", 13).one(c, c).getLong(0));
  }

  @Test
  void einsumWithSeveralSumsDiagonalsAndBroadcasting() {
    assertArrayEquals(
        new OpRun("MatMul", 13).one(count(2, 12), count(12, 3)).toFloats(),
        new OpRun("Einsum", 12)
            .with("equation", "a b c, b c d -> a d")
            .one(count(2, 3, 4), count(12, 3).withShape(Shape.of(3, 4, 3)))
            .toFloats());
    Tensor square = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
    Tensor row = Tensor.of(Shape.of(1, 2), 5, 6);
    assertArrayEquals(new float[] {5, 24}, einsum("ii,ji->i", square, row));
    assertArrayEquals(new float[] {11, 44}, einsum("ii,ij->i", square, row));
    assertArrayEquals(new float[] {44, 66}, einsum("ij,ik->j", square, row));
    assertArrayEquals(new float[] {29}, einsum("ii,ji", square, row));
    assertArrayEquals(new float[] {10}, einsum("...->", square));
    assertArrayEquals(new float[] {1, 3, 2, 4}, einsum("ba", square));
    assertArrayEquals(new float[] {280, 336}, einsum("ij,kj,km->m", row, square, row));
  }

  private static float[] einsum(String equation, Tensor... inputs) {
    return new OpRun("Einsum", 12).with("equation", equation).one(inputs).toFloats();
  }

  @Test
  void einsumRefusals() {
    Tensor x = count(2, 3);
    String[][] table = {
      {"ij,jk", "number of operands"},
      {"ijk", "does not fit input 0"},
      {"i", "does not fit input 0"},
      {"ii", "gives an index the size 3"},
      {"ij->ik", "one that no operand has"},
      {"ij->ii", "an index twice"},
      {"i.j", "not made of letters"},
      {"i1->i", "not made of letters"},
    };
    for (String[] row : table) {
      refuses(new OpRun("Einsum", 12).with("equation", row[0]), row[1], x);
    }
  }

  @Test
  void refusals() {
    refuses(new OpRun("MatMul", 13), "3 columns, 2 rows", count(2, 3), count(2, 3));
    refuses(new OpRun("MatMul", 13), "rank 1 or more", count(), count(2));
    refuses(new OpRun("MatMul", 13), "do not broadcast", count(2, 1, 1), count(3, 1, 1));
    refuses(
        new OpRun("MatMul", 13),
        "one element type",
        count(1),
        Tensor.ofLongs(DType.INT32, Shape.of(1), 1));
    refuses(new OpRun("Gemm", 13), "broadcasts to [2,2]", count(2, 3), count(3, 2), count(3));
    refuses(new OpRun("Gemm", 13), "rank 2", count(2), count(3, 2));
    refuses(new OpRun("Gemm", 6), "supported from opset 7", count(2), count(3, 2));
    refuses(new OpRun("Det", 11), "square", count(2, 3));
  }

  @Test
  void determinants() {
    assertEquals(1, new OpRun("Det", 11).one(count(0, 0)).getDouble(0));
    Tensor x = Tensor.of(Shape.of(2, 2, 2), 0, 1, 1, 0, 2, 0, 0, 3);
    assertArrayEquals(new float[] {-1, 6}, new OpRun("Det", 22).one(x).toFloats());
  }
}
