package dev.assam.webgl.kernel;

import dev.assam.webgl.Pass;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.TexelLayout.Rows;
import java.util.List;

/** Brings tensors into rows of whole texels and back. */
final class RowPlaces {
  private RowPlaces() {}

  static boolean isFlat(Place<Rows> place) {
    return place.layout().layers() == 1;
  }

  /** Texels that {@code elements} fill. */
  static int texels(int elements) {
    return (elements + 3) / 4;
  }

  /**
   * A place from which rows of {@code length} elements can be read, each of whole texels: in one
   * layer, or row by row in several.
   */
  static Place<Rows> whole(Places places, Place<Rows> x, int rows, int length) {
    int row = texels(length);
    Rows layout = x.layout();
    if (length % 4 == 0 && (layout.layers() == 1 || layout.row() == row)) {
      return x;
    }
    Place<Rows> y = places.scratch(places.rows(rows, row));
    int targets = y.layout().layers();
    if (length % 4 == 0) {
      places.draw(Pass.of(new CopyShader(targets, isFlat(x)), List.of(x), y));
    } else {
      places.draw(
          Pass.of(new FillRowsShader(targets, isFlat(x)), List.of(x), y, length, rows * length));
    }
    return y;
  }

  /** Where rows of {@code length} elements are to be written that become output {@code i}. */
  static Place<Rows> target(Places places, int i, int rows, int length) {
    Rows layout = places.rows(rows, texels(length));
    return length % 4 == 0 ? places.out(i, layout) : places.scratch(layout);
  }

  /** Makes output {@code i} of what was written to {@link #target}, unless it is that. */
  static void finish(Places places, int i, Place<Rows> written, int rows, int length) {
    if (length % 4 != 0) {
      Place<Rows> y = places.out(i, Rows.flat((long) rows * length));
      places.draw(
          Pass.of(
              new CutRowsShader(1, isFlat(written)),
              List.of(written),
              y,
              length,
              4 * texels(length)));
    }
  }
}
