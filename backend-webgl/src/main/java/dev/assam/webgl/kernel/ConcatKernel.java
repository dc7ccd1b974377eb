package dev.assam.webgl.kernel;

import dev.assam.backend.NodeRequest;
import dev.assam.tensor.Shape;
import dev.assam.webgl.Kernel;
import dev.assam.webgl.Pass;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.TexelLayout.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * Inputs one after the other, some at a time if there are more than a draw can read.
 *
 * @param lengths of the inputs from the axis on, in elements
 * @param outer product of the dimensions before it
 */
record ConcatKernel(NodeRequest request, List<Integer> inputs, List<Integer> lengths, int outer)
    implements Kernel {
  private static final int MOST = 12;

  @Override
  public void draw(Places places) {
    Place<Rows> before = null;
    int done = 0;
    int length = 0;
    while (done < inputs.size()) {
      List<Place<Rows>> sources = new ArrayList<>();
      List<Integer> parts = new ArrayList<>();
      if (before != null) {
        sources.add(before);
        parts.add(length);
      }
      while (done < inputs.size() && sources.size() < MOST) {
        sources.add(places.in(inputs.get(done)));
        parts.add(lengths.get(done));
        length += lengths.get(done);
        done++;
      }
      Shape y = request.out(0).shape();
      Rows layout =
          done < inputs.size() ? Rows.flat((long) outer * length) : Rows.flat(y.elements());
      Place<Rows> to = done < inputs.size() ? places.scratch(layout) : places.out(0, layout);
      draw(places, sources, parts, length, to);
      before = to;
    }
  }

  private static void draw(
      Places places, List<Place<Rows>> sources, List<Integer> lengths, int total, Place<Rows> to) {
    boolean whole = true;
    List<Boolean> flat = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      whole &= lengths.get(i) % 4 == 0;
      flat.add(RowPlaces.isFlat(sources.get(i)));
    }
    List<Integer> params = new ArrayList<>();
    params.add(whole ? total / 4 : total);
    for (int part : lengths) {
      params.add(whole ? part / 4 : part);
    }
    places.draw(
        new Pass(
            new ConcatShader(to.layout().layers(), whole, flat), List.copyOf(sources), to, params));
  }
}
