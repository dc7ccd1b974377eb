package dev.assam.webgl.kernel;

import dev.assam.backend.NodeRequest;
import dev.assam.op.Expr;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.TexelLayout.Rows;
import java.util.List;

/** Pictures as rows of channels, a row for each pixel, whatever the order of dimensions. */
final class Pictures {
  private Pictures() {}

  /** [N, spatial…, C] of an input or output. */
  static Shape last(NodeRequest request, Shape shape) {
    return request.channelsLast() ? shape : ChannelsLast.toLast(shape);
  }

  static int channels(Shape last) {
    return last.dim(last.rank() - 1);
  }

  static int pixels(Shape last) {
    return (int) last.product(0, last.rank() - 1);
  }

  /** Input 0 as rows of channels, filled up to whole texels. */
  static Place<Rows> in(NodeRequest request, Places places) {
    Shape last = last(request, request.shape(0));
    Place<Rows> x = places.in(0);
    if (!request.channelsLast() && (long) last.dim(0) * channels(last) < last.elements()) {
      Place<Rows> turned = places.scratch(Rows.flat(last.elements()));
      permute(places, x, request.shape(0), ChannelsLast.order(last.rank(), true), turned);
      x = turned;
    }
    return RowPlaces.whole(places, x, pixels(last), channels(last));
  }

  /** Where output 0 is to be written as such rows. */
  static Place<Rows> target(NodeRequest request, Places places) {
    Shape last = last(request, request.out(0).shape());
    if (!isTurned(request, last)) {
      return RowPlaces.target(places, 0, pixels(last), channels(last));
    }
    return places.scratch(places.rows(pixels(last), RowPlaces.texels(channels(last))));
  }

  /** Makes output 0 of what was written to {@link #target}. */
  static void finish(NodeRequest request, Places places, Place<Rows> written) {
    Shape last = last(request, request.out(0).shape());
    int channels = channels(last);
    if (!isTurned(request, last)) {
      RowPlaces.finish(places, 0, written, pixels(last), channels);
      return;
    }
    int row = 4 * RowPlaces.texels(channels);
    Shape first = request.out(0).shape();
    int plane = (int) first.product(2, first.rank());
    Place<Rows> y = places.out(0, Rows.flat(first.elements()));
    Walk walk =
        Walk.of(new int[] {first.dim(0), first.dim(1), plane}, new int[] {plane * row, 1, row}, 0);
    Pointwise.draw(
        places,
        Expr.in(0),
        List.of(new Pointwise.Operand(written, walk, DType.FLOAT32)),
        y,
        DType.FLOAT32);
  }

  private static boolean isTurned(NodeRequest request, Shape last) {
    return !request.channelsLast() && (long) last.dim(0) * channels(last) < last.elements();
  }

  /** A copy whose dimension {@code i} is dimension {@code order[i]} of X. */
  static void permute(Places places, Place<Rows> x, Shape shape, int[] order, Place<Rows> y) {
    int[] strides = shape.strides();
    int[] from = new int[order.length];
    for (int i = 0; i < from.length; i++) {
      from[i] = strides[order[i]];
    }
    Walk walk = Walk.of(shape.permuted(order).toArray(), from, 0);
    Pointwise.draw(
        places,
        Expr.in(0),
        List.of(new Pointwise.Operand(x, walk, DType.FLOAT32)),
        y,
        DType.FLOAT32);
  }
}
