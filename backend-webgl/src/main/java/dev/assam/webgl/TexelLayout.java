package dev.assam.webgl;

/** How the texels of a tensor lie in a texture of several layers; a texel is four elements. */
public sealed interface TexelLayout {
  int width();

  int height();

  int layers();

  /** Texels in a row; a row's texels lie one after the other. */
  int row();

  /** Bytes of a texture for it. */
  default long bytes() {
    return 16L * width() * height() * layers();
  }

  /**
   * Elements in their order, four to a texel and the last texel filled up. Rows of {@code row}
   * texels go to the layers in turn, so that one fragment writes a texel of as many rows as there
   * are layers; in a layer texels lie one after the other, {@link #WIDTH} to a line of the texture.
   *
   * @param texels in all
   * @param layers a power of two
   */
  record Rows(int texels, int row, int layers) implements TexelLayout {
    private static final int BITS = 10;

    /** Texels in a line of a texture. */
    public static final int WIDTH = 1 << BITS;

    public Rows {
      if (texels < 1 || row < 1 || Integer.bitCount(layers) != 1) {
        throw new IllegalArgumentException(texels + " texels, " + row + " of " + layers);
      }
    }

    /** Where texel {@code t} of a layer lies, in a shader. */
    public static String at(String t, String layer) {
      return "ivec3(" + t + " & " + (WIDTH - 1) + ", " + t + " >> " + BITS + ", " + layer + ")";
    }

    /** The number in its layer of the texel that a fragment writes, in a shader. */
    public static String fragment() {
      return "(int(gl_FragCoord.y) << " + BITS + ") + int(gl_FragCoord.x)";
    }

    /** All in one layer. */
    public static Rows flat(long elements) {
      int texels = (int) ((elements + 3) / 4);
      return new Rows(texels, texels, 1);
    }

    /** Texels of one layer. */
    public int perLayer() {
      int rows = (texels + row - 1) / row;
      return layers == 1 ? texels : (rows + layers - 1) / layers * row;
    }

    @Override
    public int width() {
      return Math.min(WIDTH, perLayer());
    }

    @Override
    public int height() {
      return (perLayer() + WIDTH - 1) / WIDTH;
    }

    /** The base-2 logarithm of the number of layers. */
    public int layerBits() {
      return Integer.numberOfTrailingZeros(layers);
    }
  }

  /**
   * Tiles of {@code side}² texels of each of {@code row} columns: texel (i, j) of a tile lies in
   * layer j, as column of row (tile·side + i), {@link Rows#WIDTH} to a line.
   */
  record Tiles(int tiles, int side, int row) implements TexelLayout {
    private int perLayer() {
      return tiles * side * row;
    }

    @Override
    public int width() {
      return Math.min(Rows.WIDTH, perLayer());
    }

    @Override
    public int height() {
      return (perLayer() + Rows.WIDTH - 1) / Rows.WIDTH;
    }

    @Override
    public int layers() {
      return side;
    }
  }

  /**
   * Weights [rows, 4·columns]: a texel is four columns of a row, at the place (row, column), so
   * that what a fragment reads one after the other lies so; rows go on in the next layer after
   * {@link #WIDTH}.
   */
  record Matrix(int rows, int columns) implements TexelLayout {
    private static final int BITS = 11;

    public static final int WIDTH = 1 << BITS;

    /** Where the texel of a row and a column lies, in a shader. */
    public static String at(String row, String column) {
      String layer = row + " >> " + BITS;
      return "ivec3(" + row + " & " + (WIDTH - 1) + ", " + column + ", " + layer + ")";
    }

    @Override
    public int width() {
      return Math.min(WIDTH, rows);
    }

    @Override
    public int height() {
      return columns;
    }

    @Override
    public int row() {
      return 1;
    }

    @Override
    public int layers() {
      return (rows + WIDTH - 1) / WIDTH;
    }

    /** Where an element lies in the floats of all layers one after the other. */
    public int at(int row, int column) {
      int texel = (row / WIDTH * columns + column / 4) * width() + row % WIDTH;
      return texel * 4 + column % 4;
    }
  }
}
