package dev.assam.webgl.kernel;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.Move;
import dev.assam.backend.NodeRequest;
import dev.assam.op.Expr;
import dev.assam.op.move.Concat;
import dev.assam.tensor.Shape;
import dev.assam.webgl.GlslExpr;
import dev.assam.webgl.Kernel;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.TexelLayout.Rows;
import java.util.ArrayList;
import java.util.List;

/** Operators that only move elements. */
final class MoveKernels implements KernelFactory<NodeRequest, Kernel> {
  /** Outputs from a walk through input 0 each. */
  private record Moves(NodeRequest request, List<Walk> walks) implements Kernel {
    @Override
    public void draw(Places places) {
      for (int i = 0; i < walks.size(); i++) {
        if (request.wants(i)) {
          Shape y = request.out(i).shape();
          Place<Rows> to = places.out(i, Rows.flat(y.elements()));
          Pointwise.draw(
              places,
              Expr.in(0),
              List.of(new Pointwise.Operand(places.in(0), walks.get(i), request.in(0).dtype())),
              to,
              request.out(i).dtype());
        }
      }
    }
  }

  @Override
  public String name() {
    return "move";
  }

  @Override
  public Kernel create(NodeRequest request) {
    if (!request.has(0)
        || !GlslExpr.holds(request.in(0).dtype())
        || !PointwiseKernels.isExact(request)) {
      return null;
    }
    List<Move> moves = Move.of(request);
    if (moves == null) {
      return null;
    }
    if (request.op() instanceof Concat concat) {
      return concat(request, request.axis(concat.axis()));
    }
    List<Walk> walks = new ArrayList<>();
    for (Move move : moves) {
      walks.add(Walk.of(move.dims(), move.fromStrides(), move.fromAt()));
    }
    return new Moves(request, walks);
  }

  private static Kernel concat(NodeRequest request, int axis) {
    List<Integer> lengths = new ArrayList<>();
    List<Integer> inputs = new ArrayList<>();
    for (int i = 0; i < request.inputs(); i++) {
      Shape part = request.shape(i);
      if (part.elements() > 0) {
        lengths.add((int) part.product(axis, part.rank()));
        inputs.add(i);
      }
    }
    int outer = (int) request.out(0).shape().product(0, axis);
    return new ConcatKernel(request, inputs, lengths, outer);
  }
}
