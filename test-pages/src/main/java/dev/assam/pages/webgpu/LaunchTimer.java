package dev.assam.pages.webgpu;

import dev.assam.memory.Kind;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times launches on a device. */
public final class LaunchTimer {
  private static final int UNIFORM_BYTES = 256;

  private final Gpu gpu;
  private final double seconds;

  /**
   * @param seconds that one measurement takes at least
   */
  public LaunchTimer(Gpu gpu, double seconds) {
    this.gpu = gpu;
    this.seconds = seconds;
  }

  /** Seconds that a launch takes: the least of three times many of them in a row. */
  @SuppressWarnings("try")
  public double seconds(Launch launch) {
    try (MemoryScope scope = MemoryScope.open()) {
      int pipeline = gpu.pipeline(launch.shader()).get();
      int uniforms = gpu.createBuffer(UNIFORM_BYTES);
      Storage words = Storage.allocate(Kind.INTS, launch.params().size());
      for (int i = 0; i < words.length(); i++) {
        words.ints().set(i, launch.params().get(i));
      }
      gpu.upload(uniforms, 0, words, words.length());
      Gpu.Dispatch dispatch =
          new Gpu.Dispatch(
              pipeline,
              launch.buffers(),
              new Gpu.Slice(uniforms, 0, UNIFORM_BYTES),
              launch.x(),
              launch.y(),
              launch.z());
      int one = gpu.record(List.of(dispatch));
      Gpu.Slice last = launch.buffers().get(launch.buffers().size() - 1);
      run(one, last);
      double single = run(one, last);
      int count = 1 + (int) Math.min(2000, Math.ceil(seconds / single));
      int many = gpu.record(new ArrayList<>(Collections.nCopies(1 + count, dispatch)));
      double least = Double.MAX_VALUE;
      for (int i = 0; i < 3; i++) {
        least = Math.min(least, run(many, last));
      }
      gpu.forget(one);
      gpu.forget(many);
      gpu.destroyBuffer(uniforms);
      return least / (1 + count);
    }
  }

  private double run(int recording, Gpu.Slice last) {
    Storage word = Storage.allocate(Kind.INTS, 1);
    long start = System.nanoTime();
    gpu.launch(recording);
    gpu.read(List.of(new Gpu.Read(new Gpu.Slice(last.buffer(), last.offset(), 4), word))).get();
    return (System.nanoTime() - start) / 1e9;
  }
}
