package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Places;
import dev.assam.webgpu.Shader;
import dev.assam.webgpu.WebGpuKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A kernel that is launches of one index, one after the other. */
final class Steps implements WebGpuKernel {
  /** What a shader sees. */
  interface Bind {
    Gpu.Slice at(Places places);
  }

  private record Step(Shader shader, int count, Bind[] binds, int[] params, String mark) {}

  private final List<Step> steps = new ArrayList<>();
  private int scratch;
  private boolean halves = true;

  static Bind in(int i) {
    return places -> places.in(i);
  }

  static Bind out(int i) {
    return places -> places.out(i);
  }

  static Bind table(int[] words) {
    return places -> places.table(words);
  }

  /** Memory of this kernel's own. */
  Bind scratch(int words) {
    int at = scratch;
    scratch = Math.addExact(scratch, Scratch.room(words));
    return places -> {
      Gpu.Slice all = places.scratch();
      return new Gpu.Slice(
          all.buffer(), all.offset() + at * 4L, Math.max(16, (words + 3L) / 4 * 16));
    };
  }

  /** A launch of so many invocations. */
  Steps add(Shader shader, int count, List<Bind> binds, int... params) {
    steps.add(new Step(shader, count, binds.toArray(new Bind[0]), params, null));
    return this;
  }

  /**
   * A launch that may refuse elements: its last buffer is the status, {@code array<u32>}, and its
   * last parameter the mark that is left there.
   */
  Steps addMarking(String what, Shader shader, int count, List<Bind> binds, int... params) {
    List<Bind> all = new ArrayList<>(binds);
    all.add(Places::status);
    steps.add(new Step(shader, count, all.toArray(new Bind[0]), params, what));
    return this;
  }

  /** The same, not for float16. */
  Steps withoutHalves() {
    halves = false;
    return this;
  }

  @Override
  public boolean allowsHalves() {
    return halves;
  }

  @Override
  public int scratch() {
    return scratch;
  }

  @Override
  public void addLaunches(Places places, List<Launch> launches) {
    for (Step step : steps) {
      List<Gpu.Slice> buffers = new ArrayList<>();
      for (Bind bind : step.binds) {
        buffers.add(bind.at(places));
      }
      int[] params = step.params;
      if (step.mark != null) {
        params = Arrays.copyOf(params, params.length + 1);
        params[params.length - 1] = places.mark(step.mark);
      }
      launches.add(Launch.flat(step.shader, buffers, step.count, params));
    }
  }
}
