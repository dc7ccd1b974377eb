package dev.assam.webgl.kernel;

import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.webgl.TexelLayout.Matrix;

/** Weights as matrices of texels. */
final class Packing {
  private Packing() {}

  /**
   * Convolution weights [M, CG, kernel…] as rows (tap, channel, filled up to 4) and columns M.
   *
   * @param transposed [C, M/group, kernel…] of a transposed convolution
   */
  static Storage taps(Tensor w, int groups, boolean transposed, Matrix layout) {
    Shape shape = w.shape();
    int taps = (int) shape.product(2, shape.rank());
    int inner = transposed ? shape.dim(0) / groups : shape.dim(1);
    int maps = transposed ? shape.dim(1) : shape.dim(0) / groups;
    int filled = RowPlaces.texels(inner) * 4;
    Storage packed = zeros(layout);
    for (int m = 0; m < maps * groups; m++) {
      int group = m / maps;
      for (int c = 0; c < inner; c++) {
        int from =
            transposed ? ((group * inner + c) * maps + m % maps) * taps : (m * inner + c) * taps;
        for (int t = 0; t < taps; t++) {
          int row = t * filled + c;
          packed.floats().set(layout.at(row, m), w.floats().get(from + t));
        }
      }
    }
    return packed;
  }

  /** A matrix [k,n], or [n,k] if {@code transposed}, times {@code factor}. */
  static Storage matrix(Tensor b, int k, int n, boolean transposed, float factor, Matrix layout) {
    Storage packed = zeros(layout);
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < n; j++) {
        float value = b.floats().get(transposed ? j * k + i : i * n + j);
        packed.floats().set(layout.at(i, j), value * factor);
      }
    }
    return packed;
  }

  /** Depthwise weights [C, 1, kernel…] as rows of taps and columns C. */
  static Storage depthwise(Tensor w, Matrix layout) {
    int channels = w.shape().dim(0);
    int taps = w.size() / channels;
    Storage packed = zeros(layout);
    for (int c = 0; c < channels; c++) {
      for (int t = 0; t < taps; t++) {
        packed.floats().set(layout.at(t, c), w.floats().get(c * taps + t));
      }
    }
    return packed;
  }

  private static Storage zeros(Matrix layout) {
    return Storage.allocate(Kind.FLOATS, layout.width() * layout.height() * layout.layers() * 4);
  }
}
