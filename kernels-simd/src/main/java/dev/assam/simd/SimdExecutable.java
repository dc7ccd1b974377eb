package dev.assam.simd;

import dev.assam.backend.Completion;
import dev.assam.backend.Executable;
import dev.assam.backend.MemoryUse;
import dev.assam.graph.Value;
import dev.assam.op.Deadline;
import dev.assam.tensor.Datum;
import java.util.List;
import java.util.Map;

/** Runs a binding. */
final class SimdExecutable implements Executable {
  private final Binding binding;
  private final long seed;
  private final Completion<List<Datum>> completion = new Completion<>();
  private long runs;

  SimdExecutable(Binding binding, long seed) {
    this.binding = binding;
    this.seed = seed;
  }

  @Override
  public Completion<List<Datum>> run(Map<Value, Datum> inputs, Deadline deadline) {
    completion.complete(binding.run(inputs, seed, runs++, deadline));
    return completion;
  }

  @Override
  public MemoryUse memory() {
    return binding.memory();
  }

  @Override
  public void close() {
    binding.close();
  }

  @Override
  public String toString() {
    return binding.toString();
  }
}
