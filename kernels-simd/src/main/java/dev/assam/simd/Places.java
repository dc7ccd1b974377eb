package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Shorts;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;

/** Where the values of a node are; the same places at every run. */
public interface Places {
  /** Input {@code i}: an activation's place, or a constant as the model has it. */
  Tensor in(int i);

  Tensor out(int i);

  /** Scratch memory; its contents are lost between tasks of different nodes. */
  Floats scratch();

  /** A float32 tensor in scratch memory, from so many floats on. */
  Tensor room(Shape shape, int at);

  /** The same for shorts; only where the kernel wants some. */
  Shorts scratchShorts();

  /** The same for ints. */
  Ints scratchInts();

  int threads();
}
