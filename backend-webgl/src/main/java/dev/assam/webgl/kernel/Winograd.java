package dev.assam.webgl.kernel;

import dev.assam.memory.Floats;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.tensor.Tensor;
import dev.assam.webgl.TexelLayout.Matrix;

/**
 * Winograd's convolution of windows 3×3: a tile of {@code tile}² pixels of Y comes out of {@code
 * side}² products, each of one position of all tiles.
 */
enum Winograd {
  /** 2.25 times fewer products, weights 1.8 times as large. */
  TWO(
      2,
      new float[][] {{1, 0, 0}, {.5f, .5f, .5f}, {.5f, -.5f, .5f}, {0, 0, 1}},
      new int[][] {{1, 1, 1, 0}, {0, 1, -1, -1}},
      "ivec2[4](ivec2(0, 2), ivec2(1, 2), ivec2(1, 2), ivec2(1, 3))",
      "vec2[4](vec2(1, -1), vec2(1, 1), vec2(-1, 1), vec2(1, -1))"),
  /** 4 times fewer products, weights 4 times as large. */
  FOUR(
      4,
      new float[][] {
        {1 / 4f, 0, 0},
        {-1 / 6f, -1 / 6f, -1 / 6f},
        {-1 / 6f, 1 / 6f, -1 / 6f},
        {1 / 24f, 1 / 12f, 1 / 6f},
        {1 / 24f, -1 / 12f, 1 / 6f},
        {0, 0, 1}
      },
      new int[][] {
        {1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}
      },
      "ivec4[6](ivec4(0, 2, 4, 4), ivec4(1, 2, 3, 4), ivec4(1, 2, 3, 4), ivec4(1, 2, 3, 4),"
          + " ivec4(1, 2, 3, 4), ivec4(1, 3, 5, 5))",
      "vec4[6](vec4(4, -5, 1, 0), vec4(-4, -4, 1, 1), vec4(4, -4, -1, 1), vec4(-2, -1, 2, 1),"
          + " vec4(2, -1, -2, 1), vec4(4, -5, 1, 0))");

  /** Pixels of Y along a side of a tile. */
  final int tile;

  /** Positions along a side: the pixels of X that a tile sees. */
  final int side;

  /** Of each row of positions, the rows of a tile of X that it is made of, and their factors. */
  final String rows;

  final String factors;
  private final float[][] weights;
  private final int[][] sums;

  Winograd(int tile, float[][] weights, int[][] sums, String rows, String factors) {
    this.tile = tile;
    this.side = tile + 2;
    this.weights = weights;
    this.sums = sums;
    this.rows = rows;
    this.factors = factors;
  }

  /** Rows that each row of positions is made of. */
  int terms() {
    return this == TWO ? 2 : 4;
  }

  /** The factors of positions in pixels as a table {@code [pixel · side + position]}. */
  String table() {
    StringBuilder text = new StringBuilder("float[" + tile * side + "](");
    for (int[] row : sums) {
      for (int factor : row) {
        text.append(text.charAt(text.length() - 1) == '(' ? "" : ", ").append(factor).append(".0");
      }
    }
    return text.append(")").toString();
  }

  /** The lines for {@code y0} … from a row of positions' sums {@code t0} …. */
  String[] positions() {
    return this == TWO
        ? new String[] {"y0 = t0 - t2;", "y1 = t1 + t2;", "y2 = t2 - t1;", "y3 = t1 - t3;"}
        : new String[] {
          "y0 = 4.0 * t0 - 5.0 * t2 + t4;",
          "vec4 a = t4 - 4.0 * t2;",
          "vec4 b = t3 - 4.0 * t1;",
          "vec4 c = t4 - t2;",
          "vec4 d = 2.0 * (t3 - t1);",
          "y1 = a + b;",
          "y2 = a - b;",
          "y3 = c + d;",
          "y4 = c - d;",
          "y5 = 4.0 * t1 - 5.0 * t3 + t5;"
        };
  }

  /** The pixels of a row of Y from the sums {@code s0} … of columns of positions. */
  String[] pixels() {
    return this == TWO
        ? new String[] {"s0 + s1 + s2", "s1 - s2 - s3"}
        : new String[] {
          "s0 + s1 + s2 + s3 + s4",
          "s1 - s2 + 2.0 * (s3 - s4)",
          "s1 + s2 + 4.0 * (s3 + s4)",
          "s1 - s2 + 8.0 * (s3 - s4) + s5"
        };
  }

  /** Weights [M, C, 3, 3] as rows (position, channel, filled up to 4) and columns M. */
  Storage pack(Tensor w, Matrix layout) {
    Storage packed =
        Storage.allocate(Kind.FLOATS, layout.width() * layout.height() * layout.layers() * 4);
    Floats from = w.floats();
    Floats to = packed.floats();
    int inner = w.shape().dim(1);
    int filled = 4 * RowPlaces.texels(inner);
    float[] half = new float[3 * side];
    for (int m = 0; m < w.shape().dim(0); m++) {
      for (int c = 0; c < inner; c++) {
        int at = (m * inner + c) * 9;
        for (int i = 0; i < side; i++) {
          float[] g = weights[i];
          for (int x = 0; x < 3; x++) {
            half[3 * i + x] =
                g[0] * from.get(at + x) + g[1] * from.get(at + 3 + x) + g[2] * from.get(at + 6 + x);
          }
        }
        for (int i = 0; i < side; i++) {
          for (int j = 0; j < side; j++) {
            float[] g = weights[j];
            float value = g[0] * half[3 * i] + g[1] * half[3 * i + 1] + g[2] * half[3 * i + 2];
            to.set(layout.at((i * side + j) * filled + c, m), value);
          }
        }
      }
    }
    return packed;
  }
}
