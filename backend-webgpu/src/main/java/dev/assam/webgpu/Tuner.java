package dev.assam.webgpu;

import dev.assam.backend.Completion;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Searches the fastest programs for a plan's launches on the device itself, by running each in its
 * place, and keeps what it found.
 */
final class Tuner {
  /** Seconds for which a program is timed. */
  private static final double SECONDS = 0.01;

  private static final int MOST_RUNS = 64;

  private final Gpu gpu;
  private final PipelineCache pipelines;
  private final Tunings tunings;

  private Tuner(Gpu gpu, PipelineCache pipelines) {
    this.gpu = gpu;
    this.pipelines = pipelines;
    this.tunings = gpu.tunings();
  }

  /** The launches with the fastest programs; as they are if no search is wanted. */
  static Completion<List<List<Launch>>> tuned(
      Gpu gpu, PipelineCache pipelines, List<List<Launch>> segments) {
    if (gpu.tunings() == null) {
      return Completion.of(segments);
    }
    Tuner tuner = new Tuner(gpu, pipelines);
    Map<String, List<Launch>> unknown = new LinkedHashMap<>();
    for (List<Launch> launches : segments) {
      for (Launch launch : launches) {
        List<Launch> all = launch.shader().alternatives(launch, gpu.limits());
        if (!all.isEmpty() && tuner.tunings.recall(key(launch, all)) == null) {
          unknown.putIfAbsent(key(launch, all), all);
        }
      }
    }
    return tuner
        .search(new ArrayList<>(unknown.keySet()), unknown, 0)
        .map(done -> tuner.replaced(segments));
  }

  /** Equal for launches that the same program is the fastest for. */
  private static String key(Launch launch, List<Launch> all) {
    return all.get(0).shader().name() + ' ' + launch.params() + '×' + launch.z();
  }

  private List<List<Launch>> replaced(List<List<Launch>> segments) {
    List<List<Launch>> result = new ArrayList<>();
    for (List<Launch> launches : segments) {
      List<Launch> replaced = new ArrayList<>();
      for (Launch launch : launches) {
        replaced.add(replaced(launch));
      }
      result.add(replaced);
    }
    return result;
  }

  private Launch replaced(Launch launch) {
    List<Launch> all = launch.shader().alternatives(launch, gpu.limits());
    String name = all.isEmpty() ? null : tunings.recall(key(launch, all));
    for (Launch other : all) {
      if (other.shader().name().equals(name)) {
        return other;
      }
    }
    return launch;
  }

  private Completion<Boolean> search(List<String> keys, Map<String, List<Launch>> unknown, int at) {
    if (at == keys.size()) {
      return Completion.of(true);
    }
    String key = keys.get(at);
    return fastest(unknown.get(key), 0, 0, Double.POSITIVE_INFINITY)
        .then(name -> {
          tunings.remember(key, name);
          return search(keys, unknown, at + 1);
        });
  }

  /** The fastest of some from {@code at} on, and of one before these, which took {@code least}. */
  private Completion<String> fastest(List<Launch> all, int at, int best, double least) {
    if (at == all.size()) {
      return Completion.of(all.get(best).shader().name());
    }
    return seconds(all.get(at))
        .then(taken ->
            taken < least ? fastest(all, at + 1, at, taken) : fastest(all, at + 1, best, least));
  }

  /** What a launch takes; for ever if the device refuses its program. */
  private Completion<Double> seconds(Launch launch) {
    return pipelines
        .get(launch.shader())
        .then(pipeline -> new Timing(launch, pipeline).seconds())
        .orElse(refused -> Completion.of(Double.POSITIVE_INFINITY));
  }

  private final class Timing {
    private final Gpu.Dispatch dispatch;
    private final int uniforms;
    private final Storage word = Storage.allocate(Kind.INTS, 1);
    private final List<Integer> recordings = new ArrayList<>();

    Timing(Launch launch, int pipeline) {
      word.retain();
      int size = ProgramBuilder.uniformBytes();
      uniforms = gpu.createBuffer(size);
      Storage params = Storage.allocate(Kind.INTS, launch.params().size());
      params.retain();
      for (int i = 0; i < params.length(); i++) {
        params.ints().set(i, launch.params().get(i));
      }
      gpu.upload(uniforms, 0, params, params.length());
      params.release();
      Gpu.Slice slice = new Gpu.Slice(uniforms, 0, size);
      dispatch =
          new Gpu.Dispatch(pipeline, launch.buffers(), slice, launch.x(), launch.y(), launch.z());
    }

    Completion<Double> seconds() {
      Completion<Double> result =
          run(1)
              .then(first -> run(1))
              .then(one -> {
                int runs = (int) Math.max(1, Math.min(MOST_RUNS, SECONDS / one));
                return run(runs).map(all -> all / runs);
              });
      result.whenDone(done -> {
        recordings.forEach(gpu::forget);
        gpu.destroyBuffer(uniforms);
        word.release();
      });
      return result;
    }

    private Completion<Double> run(int times) {
      int recording = gpu.record(Collections.nCopies(times, dispatch));
      recordings.add(recording);
      Gpu.Slice any = dispatch.buffers().get(0);
      long start = System.nanoTime();
      gpu.launch(recording);
      return gpu.read(List.of(new Gpu.Read(new Gpu.Slice(any.buffer(), any.offset(), 4), word)))
          .map(done -> (System.nanoTime() - start) / 1e9);
    }
  }
}
