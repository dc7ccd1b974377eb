package dev.assam.webgl.kernel;

import dev.assam.backend.Lines;
import dev.assam.webgl.Pass;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.TexelLayout.Rows;
import dev.assam.webgl.kernel.FoldShader.After;
import dev.assam.webgl.kernel.FoldShader.How;
import dev.assam.webgl.kernel.FoldShader.Of;
import java.util.List;

/** Lines that are folded, to one element each. */
record Folds(Lines lines) {
  /** Elements in a line from which on it is folded in parts, if there are few lines. */
  private static final int LONG = 512;

  /** Lines that keep a device busy. */
  private static final int MANY = 2048;

  boolean isWhole() {
    return lines.inner() % 4 == 0;
  }

  /** Whether texels of the lines themselves hold elements of one line. */
  boolean isWholeAlong() {
    return lines.inner() == 1 && lines.length() % 4 == 0;
  }

  /** A place for one element of each line, in one layer. */
  Place<Rows> scratch(Places places) {
    return places.scratch(Rows.flat(lines.count()));
  }

  /** A fold to one element of each line, in one layer. */
  void fold(Places places, Place<Rows> x, Place<Rows> relative, Of of, How how, Place<Rows> y) {
    fold(places, x, relative, of, how, After.NOTHING, y);
  }

  void fold(
      Places places,
      Place<Rows> x,
      Place<Rows> relative,
      Of of,
      How how,
      After after,
      Place<Rows> y) {
    int parts = 1;
    if (lines.length() >= LONG && lines.count() < MANY) {
      parts = Math.min((int) Math.sqrt(lines.length()), MANY / lines.count() + 1);
    }
    int scale = Float.floatToIntBits(1f / lines.length());
    if (parts == 1) {
      pass(places, x, relative, of, how, after, 1, scale, y);
      return;
    }
    Place<Rows> some = places.scratch(Rows.flat((long) lines.count() * parts));
    pass(places, x, relative, of, how, After.NOTHING, parts, scale, some);
    new Folds(new Lines(lines.outer(), parts, lines.inner()))
        .pass(places, some, null, Of.ITSELF, how, after, 1, scale, y);
  }

  private void pass(
      Places places,
      Place<Rows> x,
      Place<Rows> relative,
      Of of,
      How how,
      After after,
      int parts,
      int scale,
      Place<Rows> y) {
    FoldShader shader =
        new FoldShader(
            y.layout().layers(), isWhole(), RowPlaces.isFlat(x), relative != null, of, how, after);
    places.draw(
        Pass.of(
            shader,
            relative == null ? List.of(x) : List.of(x, relative),
            y,
            lines.length(),
            parts,
            (lines.length() + parts - 1) / parts,
            isWhole() ? lines.inner() / 4 : lines.inner(),
            scale));
  }

  /** How one walks through one element of each line for all elements of the lines. */
  Walk spread() {
    return Walk.of(
        new int[] {lines.outer(), lines.length(), lines.inner()},
        new int[] {lines.inner(), 0, 1},
        0);
  }
}
