package dev.assam.simd;

import dev.assam.op.Expr;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** One formula over whole tensors, which broadcast. */
final class PointwiseKernel implements Kernel {
  private final Tape tape;
  private final TensorType[] inputs;
  private final TensorType output;
  private final Broadcast broadcast;

  private PointwiseKernel(Tape tape, TensorType[] inputs, TensorType output) {
    this.tape = tape;
    this.inputs = inputs;
    this.output = output;
    Shape[] shapes = new Shape[inputs.length];
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = inputs[i] == null ? null : inputs[i].shape();
    }
    this.broadcast = Broadcast.of(output.shape(), shapes);
  }

  /**
   * The kernel of a formula, or null if there is no tape for it.
   *
   * @param inputs null where there is none
   * @param constants values that are known, or null
   */
  static PointwiseKernel of(Expr expr, TensorType[] inputs, Tensor[] constants, TensorType output) {
    DType[] types = new DType[inputs.length];
    TensorType[] used = new TensorType[inputs.length];
    List<Expr> arguments = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      arguments.add(Expr.in(i));
      if (inputs[i] == null) {
        continue;
      }
      types[i] = inputs[i].dtype();
      if (!TypedPlace.holds(types[i])) {
        return null;
      }
      if (constants[i] != null && constants[i].size() == 1 && types[i].isFloat()) {
        arguments.set(i, Expr.c(constants[i].getDouble(0)));
      } else {
        used[i] = inputs[i];
      }
    }
    if (!TypedPlace.holds(output.dtype())) {
      return null;
    }
    Tape tape = Tape.compile(expr.substitute(arguments), types, output.dtype());
    return tape == null ? null : new PointwiseKernel(tape, used, output);
  }

  @Override
  public int scratchFloats(int threads) {
    return threads * tape.scratchFloats();
  }

  @Override
  public boolean canOverwrite(int i) {
    return inputs[i] != null
        && inputs[i].dtype().bits() == output.dtype().bits()
        && inputs[i].shape().elements() == output.shape().elements();
  }

  @Override
  public void addTasks(Places places, List<Task> tasks) {
    Tensor[] tensors = new Tensor[inputs.length];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = inputs[i] == null ? null : places.in(i);
    }
    tasks.add(task(tensors, places.out(0), places));
  }

  /** The task for inputs that may lie elsewhere than the node's. */
  Task task(Tensor[] tensors, Tensor out, Places places) {
    TypedPlace[] typed = new TypedPlace[inputs.length];
    for (int i = 0; i < typed.length; i++) {
      typed[i] = inputs[i] == null ? null : new TypedPlace(tensors[i]);
    }
    return new PointwiseTask(
        tape, typed, new TypedPlace(out), broadcast, places.scratch(), places.threads());
  }
}
