package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.simd.kernel.Lanes;
import dev.assam.tensor.Tensor;
import java.util.List;

/**
 * A product of a matrix, or of the windows of an image, with constant packed panels, and its
 * epilogue.
 */
final class GemmKernel implements Kernel {
  private final GemmTask task;
  private final PadTask pad;
  private final GemmEpilogue epilogue;
  private final Epilogue general;
  private final int opInputs;
  private final Storage weights;
  private final Storage bias;
  private final boolean scalarBias;
  private final float biasScale;

  /**
   * @param task the product without places
   * @param pad how input 0 is padded first, without places; null if it is not
   * @param weights input 1, packed
   */
  GemmKernel(
      KernelRequest request,
      GemmTask task,
      PadTask pad,
      GemmEpilogue epilogue,
      Storage weights,
      float biasScale) {
    this.task = task;
    this.pad = pad;
    this.epilogue = epilogue;
    this.general = epilogue.general();
    this.opInputs = request.opInputs();
    this.weights = weights;
    this.biasScale = biasScale;
    int i = epilogue.bias();
    scalarBias = i >= 0 && request.shape(i).elements() == 1;
    bias =
        i >= 0 && request.isConstant(i)
            ? request.packed(
                i,
                biasName(task.groups, task.columns, biasScale),
                tensor -> packBias(tensor, task.groups, task.columns, biasScale))
            : null;
  }

  static String biasName(int groups, int columns, float scale) {
    return "bias" + groups + "x" + columns + "*" + scale;
  }

  /** A bias for panels, of {@code groups · columns} elements or of one that counts for all. */
  static Storage packBias(Tensor bias, int groups, int columns, float scale) {
    Panels panels = new Panels(columns);
    Storage pack = Storage.allocate(Kind.FLOATS, panels.biasFloats(groups));
    panels.packBias(bias.floats(), bias.size() == 1, groups, scale, pack.floats(), 0);
    return pack;
  }

  private int paddedFloats() {
    return pad == null ? 0 : pad.images * pad.paddedLines * pad.paddedLine;
  }

  private int biasFloats() {
    return epilogue.bias() < 0 || bias != null
        ? 0
        : new Panels(task.columns).biasFloats(task.groups);
  }

  @Override
  public int scratchFloats(int threads) {
    int own = threads * task.cut(threads).scratchFloats() + paddedFloats() + biasFloats();
    return own + (general == null ? 0 : general.scratchFloats(threads));
  }

  @Override
  public void addTasks(Places places, List<Task> tasks) {
    addTasks(places, tasks, places.in(0).floats(), 0);
  }

  /**
   * Adds the tasks for an input 0 that lies elsewhere.
   *
   * @param scratchAt where scratch memory that is free begins
   */
  void addTasks(Places places, List<Task> tasks, Floats input, int scratchAt) {
    int threads = places.threads();
    Floats scratch = scratchFloats(threads) > 0 ? places.scratch() : weights.floats();
    int free = scratchAt + threads * task.scratchFloats();
    task.a = input;
    task.scratchAt = scratchAt;
    task.b = weights.floats();
    task.c = places.out(0).floats();
    task.scratch = scratch;
    task.flags = epilogue.flags();
    task.lo = epilogue.lo();
    task.hi = epilogue.hi();
    task.rest = epilogue.rest() < 0 ? task.b : places.in(epilogue.rest()).floats();
    task.biasGroup = new Panels(task.columns).vectors();
    if (bias != null) {
      task.bias = bias.floats();
      task.biasStep = Lanes.F32;
    } else if (epilogue.bias() < 0) {
      task.bias = task.b;
      task.biasAt = weights.length() - Panels.ZEROS;
    } else {
      task.bias = scratch;
      task.biasStep = Lanes.F32;
      task.biasAt = free;
      Floats from = places.in(epilogue.bias()).floats();
      tasks.add(
          new BiasTask(task.groups, task.columns, scalarBias, biasScale, from, scratch, free));
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
    tasks.add(task);
  }
}
