package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Kind;
import dev.assam.memory.Shorts;
import dev.assam.memory.Storage;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.List;

/** Tensors and scratch memory of one kernel that runs by itself. */
record FixedPlaces(
    Tensor[] inputs,
    List<Tensor> outputs,
    Storage floats,
    Storage shortInts,
    Storage wholeInts,
    int threads)
    implements Places {

  /**
   * Places with as much scratch memory as the kernel wants.
   *
   * @param behind elements more of each kind
   */
  static FixedPlaces of(
      Kernel kernel, Tensor[] inputs, List<Tensor> outputs, int threads, int behind) {
    return new FixedPlaces(
        inputs,
        outputs,
        Storage.allocate(Kind.FLOATS, kernel.scratchFloats(threads) + behind),
        Storage.allocate(Kind.SHORTS, kernel.scratchShorts(threads) + behind),
        Storage.allocate(Kind.INTS, kernel.scratchInts(threads) + behind),
        threads);
  }

  @Override
  public Tensor in(int i) {
    return inputs[i];
  }

  @Override
  public Tensor out(int i) {
    return outputs.get(i);
  }

  @Override
  public Floats scratch() {
    return floats.floats();
  }

  @Override
  public Tensor room(Shape shape, int at) {
    return Tensor.over(DType.FLOAT32, shape, floats.slice(at, shape.size()));
  }

  @Override
  public Shorts scratchShorts() {
    return shortInts.shorts();
  }

  @Override
  public Ints scratchInts() {
    return wholeInts.ints();
  }
}
