package dev.assam.webgl.kernel;

import dev.assam.backend.NodeRequest;
import dev.assam.memory.Storage;
import dev.assam.op.Expr;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.webgl.GlslExpr;
import dev.assam.webgl.Kernel;
import dev.assam.webgl.Pass;
import dev.assam.webgl.Place;
import dev.assam.webgl.Places;
import dev.assam.webgl.TexelLayout;
import dev.assam.webgl.TexelLayout.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** A kernel that knows no epilogues, and the epilogue after it. */
record EpilogueKernel(NodeRequest request, Kernel kernel) implements Kernel {
  /** The kernel with the node's epilogue after it; null if that cannot be computed. */
  static Kernel wrap(NodeRequest request, Kernel kernel) {
    DType[] types = new DType[1 + request.inputs() - request.opInputs()];
    types[0] = DType.FLOAT32;
    for (int i = 1; i < types.length; i++) {
      types[i] = request.in(request.opInputs() + i - 1).dtype();
      if (!GlslExpr.holds(types[i])) {
        return null;
      }
    }
    return types.length <= 16
            && request.out(0).dtype() == DType.FLOAT32
            && GlslExpr.canCompute(request.epilogue(), types, request.out(0).dtype())
        ? new EpilogueKernel(request, kernel)
        : null;
  }

  @Override
  public void draw(Places places) {
    Before before = new Before(places);
    kernel.draw(before);
    Shape y = request.out(0).shape();
    List<Pointwise.Operand> operands = new ArrayList<>();
    operands.add(Pointwise.Operand.same(before.result));
    for (int i = request.opInputs(); i < request.inputs(); i++) {
      operands.add(
          Pointwise.Operand.broadcast(places.in(i), request.shape(i), y, request.in(i).dtype()));
    }
    Expr epilogue = request.epilogue();
    Pointwise.draw(
        places,
        epilogue,
        operands,
        places.out(0, Pointwise.layout(places, operands, y)),
        request.out(0).dtype());
  }

  /** Places whose output is scratch. */
  private static final class Before implements Places {
    private final Places places;
    private Place<Rows> result;

    Before(Places places) {
      this.places = places;
    }

    @Override
    public int targets() {
      return places.targets();
    }

    @Override
    public int samplers() {
      return places.samplers();
    }

    @Override
    public Place<Rows> in(int i) {
      return places.in(i);
    }

    @Override
    public Place<Rows> out(int i, Rows layout) {
      result = places.scratch(layout);
      return result;
    }

    @Override
    public <L extends TexelLayout> Place<L> scratch(L layout) {
      return places.scratch(layout);
    }

    @Override
    public <L extends TexelLayout> Place<L> packed(
        Tensor constant, Object key, L layout, Function<Tensor, Storage> pack) {
      return places.packed(constant, key, layout, pack);
    }

    @Override
    public Place<Rows> table(Object key, int length, Supplier<Storage> make) {
      return places.table(key, length, make);
    }

    @Override
    public void checkIndices(int i, int dim, String where) {
      places.checkIndices(i, dim, where);
    }

    @Override
    public void draw(Pass pass) {
      places.draw(pass);
    }
  }
}
