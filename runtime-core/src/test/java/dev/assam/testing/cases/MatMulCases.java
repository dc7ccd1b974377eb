package dev.assam.testing.cases;

import static dev.assam.testing.Arg.f32;
import static dev.assam.testing.Arg.given;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;

/** Matrix products, determinants and Einstein sums. */
final class MatMulCases {
  private static final int[][][] PRODUCTS = {
    {{3, 4}, {4, 5}},
    {{1, 1}, {1, 1}},
    {{4}, {4}},
    {{4}, {4, 5}},
    {{3, 4}, {4}},
    {{2, 3, 4}, {4}},
    {{4}, {2, 4, 5}},
    {{2, 3, 4}, {2, 4, 5}},
    {{2, 3, 4}, {4, 5}},
    {{3, 4}, {2, 4, 5}},
    {{2, 1, 3, 4}, {1, 5, 4, 2}},
    {{0, 4}, {4, 5}},
    {{3, 0}, {0, 5}},
    {{2, 3, 4}, {1, 4, 0}},
    {{7, 33}, {33, 17}},
    {{31, 32}, {32, 33}},
    {{1, 129}, {129, 9}},
    {{2, 12, 5, 8}, {2, 12, 8, 5}},
  };

  private MatMulCases() {}

  static void addTo(CaseTable table) {
    matMul(table);
    gemm(table);
    integer(table);
    blocks(table);
    quantized(table);
    determinant(table);
    einsum(table);
  }

  private static void matMul(CaseTable table) {
    for (int[][] shapes : PRODUCTS) {
      table.op("MatMul", 13).in(f32(shapes[0]), f32(shapes[1]).constant());
    }
    table.op("MatMul", 7, 9).in(f32(2, 3, 4), f32(4, 5));
    for (DType type :
        new DType[] {
          DType.FLOAT64, DType.FLOAT16, DType.INT32, DType.INT64, DType.UINT32, DType.UINT64
        }) {
      table.op("MatMul", 9, 13).in(Arg.of(type, 2, 3, 4), Arg.of(type, 4, 5));
    }
  }

  private static void gemm(CaseTable table) {
    for (int transA = 0; transA < 2; transA++) {
      for (int transB = 0; transB < 2; transB++) {
        Arg a = transA == 0 ? f32(5, 7) : f32(7, 5);
        Arg b = (transB == 0 ? f32(7, 3) : f32(3, 7)).constant();
        table.op("Gemm", 13).attr("transA", transA).attr("transB", transB).in(a, b);
        table
            .op("Gemm", 7, 9, 11, 13)
            .attr("transA", transA)
            .attr("transB", transB)
            .attr("alpha", 0.5)
            .attr("beta", 2.0)
            .in(a, b, f32(3).constant());
      }
    }
    int[][] biases = {{4, 3}, {1, 3}, {4, 1}, {3}, {1}, {}, {1, 1}};
    for (int[] bias : biases) {
      table.op("Gemm", 13).in(f32(4, 6), f32(6, 3).constant(), f32(bias).constant());
    }
    table.op("Gemm", 13).attr("alpha", 0.25).in(f32(4, 6), f32(6, 3));
    table.op("Gemm", 13).attr("beta", 0.0).in(f32(4, 6), f32(6, 3), f32(3));
    table.op("Gemm", 13).in(f32(0, 6), f32(6, 3), f32(3));
    table.op("Gemm", 13).in(f32(4, 0), f32(0, 3), f32(3));
    table.op("Gemm", 13).attr("transB", 1).in(f32(1, 512), f32(10, 512), f32(10));
    table.op("Gemm", 13).in(f32(33, 31), f32(31, 65), f32(65));
    table
        .op("Gemm", 11)
        .in(Arg.of(DType.FLOAT64, 3, 4), Arg.of(DType.FLOAT64, 4, 2), Arg.of(DType.FLOAT64, 2));
    table
        .op("Gemm", 13)
        .in(Arg.of(DType.FLOAT16, 3, 4), Arg.of(DType.FLOAT16, 4, 2), Arg.of(DType.FLOAT16, 2));
  }

  private static void integer(CaseTable table) {
    for (DType a : new DType[] {DType.UINT8, DType.INT8}) {
      for (DType b : new DType[] {DType.UINT8, DType.INT8}) {
        Arg left = bytes(a, 5, 7);
        Arg right = bytes(b, 7, 3).constant();
        table.op("MatMulInteger", 10).in(left, right);
        table.op("MatMulInteger", 10).in(left, right, zero(a, 3));
        table.op("MatMulInteger", 10).in(left, right, zero(a, 3), zero(b, 9));
      }
    }
    table
        .op("MatMulInteger", 10)
        .about("zero point per column")
        .in(
            bytes(DType.UINT8, 5, 7),
            bytes(DType.UINT8, 7, 3).constant(),
            zero(DType.UINT8, 3),
            given(Tensor.ofLongs(DType.UINT8, Shape.of(3), 1, 2, 200)));
    table.op("MatMulInteger", 10).in(bytes(DType.UINT8, 2, 5, 7), bytes(DType.INT8, 2, 7, 3));
    table.op("MatMulInteger", 10).in(bytes(DType.UINT8, 2, 3, 5, 7), bytes(DType.INT8, 7, 3));
    table.op("MatMulInteger", 10).in(bytes(DType.UINT8, 33, 129), bytes(DType.INT8, 129, 17));
  }

  /** Weights of few bits in blocks: {rows of A, K, N, block}. */
  private static void blocks(CaseTable table) {
    int[][] sizes = {{1, 32, 4, 16}, {3, 40, 5, 16}, {2, 64, 9, 32}, {5, 100, 16, 64}};
    for (int bits : new int[] {4, 8}) {
      for (int[] size : sizes) {
        int blocks = (size[1] + size[3] - 1) / size[3];
        Arg a = f32(size[0], size[1]);
        Arg b = bytes(DType.UINT8, size[2], blocks, size[3] * bits / 8).constant();
        Arg scales = f32(size[2] * blocks).in(0.01, 0.05).constant();
        Arg zeros = bytes(DType.UINT8, size[2] * ((blocks * bits + 7) / 8)).constant();
        for (Arg[] in : new Arg[][] {{a, b, scales}, {a, b, scales, zeros}}) {
          table
              .op("MatMulNBits", 1)
              .domain("com.microsoft")
              .attr("K", size[1])
              .attr("N", size[2])
              .attr("bits", bits)
              .attr("block_size", size[3])
              .in(in);
        }
      }
    }
  }

  private static void quantized(CaseTable table) {
    for (DType a : new DType[] {DType.UINT8, DType.INT8}) {
      for (DType b : new DType[] {DType.UINT8, DType.INT8}) {
        if (a == DType.INT8 && b == DType.UINT8) {
          continue;
        }
        table
            .op("QLinearMatMul", 10)
            .in(
                bytes(a, 5, 7),
                scale(0.02),
                zero(a, 3),
                bytes(b, 7, 3).constant(),
                scale(0.03),
                zero(b, 4),
                scale(0.9),
                zero(a, 10));
      }
    }
    table
        .op("QLinearMatMul", 10)
        .about("scale per column")
        .in(
            bytes(DType.UINT8, 5, 7),
            scale(0.02),
            zero(DType.UINT8, 3),
            bytes(DType.UINT8, 7, 3).constant(),
            Arg.floats(0.01, 0.05, 0.03),
            given(Tensor.ofLongs(DType.UINT8, Shape.of(3), 1, 2, 200)),
            scale(0.9),
            zero(DType.UINT8, 100));
    table
        .op("QLinearMatMul", 10)
        .in(
            bytes(DType.UINT8, 2, 4, 6),
            scale(0.02),
            zero(DType.UINT8, 3),
            bytes(DType.UINT8, 2, 6, 3),
            scale(0.03),
            zero(DType.UINT8, 4),
            scale(0.05),
            zero(DType.UINT8, 10));
  }

  private static Arg bytes(DType type, int... dims) {
    return type == DType.INT8 ? Arg.of(type, dims).in(-128, 127) : Arg.of(type, dims).in(0, 255);
  }

  private static Arg zero(DType type, long value) {
    return given(Tensor.ofLongs(type, Shape.SCALAR, value));
  }

  private static Arg scale(double value) {
    return Arg.scalar(DType.FLOAT32, value);
  }

  private static void determinant(CaseTable table) {
    table.op("Det", 11).in(f32(2, 2));
    table.op("Det", 11).in(f32(3, 4, 4));
    table.op("Det", 11).in(f32(2, 2, 3, 3));
    table.op("Det", 11).in(f32(1, 1));
    table.op("Det", 11).in(f32(6, 6));
    table.op("Det", 11).about("singular").in(given(Tensor.of(Shape.of(2, 2), 1, 2, 2, 4)));
    table
        .op("Det", 11)
        .about("pivoting")
        .in(given(Tensor.of(Shape.of(3, 3), 0, 2, 1, 1, 0, 3, 4, 5, 0)));
  }

  private static void einsum(CaseTable table) {
    sum(table, "ij,jk->ik", f32(3, 4), f32(4, 5));
    sum(table, "ij,jk", f32(3, 4), f32(4, 5));
    sum(table, "ij->ji", f32(3, 4));
    sum(table, "ij->i", f32(3, 4));
    sum(table, "ij->", f32(3, 4));
    sum(table, "ii->i", f32(4, 4));
    sum(table, "ii", f32(4, 4));
    sum(table, "iji->j", f32(3, 4, 3));
    sum(table, "bij,bjk->bik", f32(2, 3, 4), f32(2, 4, 5));
    sum(table, "bhid,bhjd->bhij", f32(2, 3, 4, 5), f32(2, 3, 6, 5));
    sum(table, "bhij,bhjd->bihd", f32(2, 3, 4, 6), f32(2, 3, 6, 5));
    sum(table, "i,j->ij", f32(3), f32(4));
    sum(table, "i,i->", f32(5), f32(5));
    sum(table, "ij,ij->ij", f32(3, 4), f32(3, 4));
    sum(table, "...ij,...jk->...ik", f32(2, 3, 4), f32(2, 4, 5));
    sum(table, "...ij->...ji", f32(2, 3, 4));
    sum(table, "...ii->...i", f32(2, 4, 4));
    sum(table, "ij,jk,kl->il", f32(2, 3), f32(3, 4), f32(4, 5));
    sum(table, "ij, jk -> ik", f32(3, 4), f32(4, 5));
    sum(table, "abc,cd,def->abef", f32(2, 3, 4), f32(4, 2), f32(2, 3, 2));
    sum(table, "bij,jk->bik", f32(2, 3, 4), f32(4, 5));
    sum(table, "ij,kj->ik", f32(3, 4), f32(5, 4));
    sum(table, "n,nk->nk", f32(3), f32(3, 4));
    sum(table, "ij,j->i", Arg.of(DType.FLOAT64, 3, 4), Arg.of(DType.FLOAT64, 4));
    sum(table, "ij,j->i", Arg.of(DType.INT32, 3, 4), Arg.of(DType.INT32, 4));
    sum(table, "ij,j->i", Arg.of(DType.INT64, 3, 4), Arg.of(DType.INT64, 4));
  }

  private static void sum(CaseTable table, String equation, Arg... inputs) {
    table.op("Einsum", 12).attr("equation", equation).in(inputs);
  }
}
