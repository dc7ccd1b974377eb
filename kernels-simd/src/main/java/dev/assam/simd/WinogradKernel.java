package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.memory.Storage;
import dev.assam.simd.kernel.Lanes;
import java.util.List;

/** A convolution 3 × 3 by a {@link WinogradTask}, its input padded first, and its epilogue. */
final class WinogradKernel implements Kernel {
  private final WinogradTask task;
  private final PadTask pad;
  private final GemmEpilogue epilogue;
  private final Epilogue general;
  private final int opInputs;
  private final Storage weights;
  private final Storage bias;
  private final boolean scalarBias;

  /**
   * @param task the convolution without places
   * @param pad how input 0 is padded first, without places; null if it is not
   * @param weights input 1, transformed and packed
   */
  WinogradKernel(
      KernelRequest request,
      WinogradTask task,
      PadTask pad,
      GemmEpilogue epilogue,
      Storage weights) {
    this.task = task;
    this.pad = pad;
    this.epilogue = epilogue;
    this.general = epilogue.general();
    this.opInputs = request.opInputs();
    this.weights = weights;
    int i = epilogue.bias();
    scalarBias = i >= 0 && request.shape(i).elements() == 1;
    bias =
        i >= 0 && request.isConstant(i)
            ? request.packed(
                i,
                GemmKernel.biasName(1, task.columns, 1),
                tensor -> GemmKernel.packBias(tensor, 1, task.columns, 1))
            : null;
  }

  private int paddedFloats() {
    return pad == null ? 0 : pad.images * pad.paddedLines * pad.paddedLine;
  }

  private int biasFloats() {
    return epilogue.bias() < 0 || bias != null ? 0 : new Panels(task.columns).biasFloats(1);
  }

  @Override
  public int scratchFloats(int threads) {
    boolean shared = task.cut(threads);
    int own = task.scratchFloats(threads, shared) + paddedFloats() + biasFloats();
    return own + (general == null ? 0 : general.scratchFloats(threads));
  }

  @Override
  public void addTasks(Places places, List<Task> tasks) {
    int threads = places.threads();
    boolean shared = task.cut(threads);
    Floats scratch = places.scratch();
    int free = task.scratchFloats(threads, shared);
    task.a = places.in(0).floats();
    task.b = weights.floats();
    task.zerosAt = weights.length() - Panels.ZEROS;
    task.c = places.out(0).floats();
    task.scratch = scratch;
    task.flags = epilogue.flags();
    task.lo = epilogue.lo();
    task.hi = epilogue.hi();
    task.rest = epilogue.rest() < 0 ? task.b : places.in(epilogue.rest()).floats();
    if (bias != null) {
      task.bias = bias.floats();
      task.biasStep = Lanes.F32;
    } else if (epilogue.bias() < 0) {
      task.bias = task.b;
      task.biasAt = task.zerosAt;
    } else {
      task.bias = scratch;
      task.biasStep = Lanes.F32;
      task.biasAt = free;
      Floats from = places.in(epilogue.bias()).floats();
      tasks.add(new BiasTask(1, task.columns, scalarBias, 1, from, scratch, free));
      free += biasFloats();
    }
    if (pad != null) {
      pad.from = task.a;
      pad.to = scratch;
      pad.toAt = free;
      tasks.add(pad);
      task.a = scratch;
      task.aAt = free;
      free += paddedFloats();
    }
    if (general != null) {
      task.epilogue = general.bind(places, opInputs, free);
    }
    WinogradTask second = shared ? task.split(threads) : null;
    tasks.add(task);
    if (shared) {
      tasks.add(second);
    }
  }
}
