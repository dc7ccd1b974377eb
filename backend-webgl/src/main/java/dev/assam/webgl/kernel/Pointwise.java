package dev.assam.webgl.kernel;

import dev.assam.op.Expr;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgl.Pass;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.TexelLayout.Rows;
import java.util.ArrayList;
import java.util.List;

/** Draws formulas of elements. */
final class Pointwise {
  private Pointwise() {}

  /** Something that a formula reads. */
  record Operand(Place<Rows> place, Walk walk, DType type) {
    static Operand broadcast(Place<Rows> place, Shape from, Shape to, DType type) {
      return new Operand(place, Walk.broadcast(from, to), type);
    }

    /** All of a tensor as it lies. */
    static Operand same(Place<Rows> place) {
      return new Operand(place, Walk.of(new int[] {1 << 20}, new int[] {1}, 0), DType.FLOAT32);
    }
  }

  /** The layout of a result that lies as one of the operands does, if one fits. */
  static Rows layout(Places places, List<Operand> operands, Shape shape) {
    int texels = Rows.flat(shape.elements()).texels();
    for (Operand operand : operands) {
      if (operand.walk().mode() == Walk.Mode.SAME
          && operand.place().layout().layers() > 1
          && operand.place().layout().texels() >= texels) {
        return operand.place().layout();
      }
    }
    return Rows.flat(shape.elements());
  }

  static void draw(
      Places places, Expr expr, List<Operand> operands, Place<Rows> target, DType type) {
    List<Walk.Kind> kinds = new ArrayList<>();
    List<DType> types = new ArrayList<>();
    List<Place<Rows>> sources = new ArrayList<>();
    List<Integer> params = new ArrayList<>();
    Rows to = target.layout();
    for (Operand operand : operands) {
      Rows from = operand.place().layout();
      boolean aligned =
          operand.walk().mode() == Walk.Mode.SAME
              && from.layers() == to.layers()
              && (from.layers() == 1 || from.row() == to.row());
      kinds.add(aligned ? null : operand.walk().kind(from.layers() == 1));
      if (!aligned) {
        operand.walk().addValues(params);
      }
      types.add(operand.type());
      sources.add(operand.place());
    }
    places.draw(
        new Pass(
            new PointwiseShader(to.layers(), kinds, expr, types, type),
            List.copyOf(sources),
            target,
            params));
  }
}
