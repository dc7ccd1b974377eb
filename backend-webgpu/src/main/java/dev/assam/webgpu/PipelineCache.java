package dev.assam.webgpu;

import dev.assam.backend.Completion;
import java.util.LinkedHashMap;
import java.util.Map;

/** The pipelines of a device, each compiled once for all sessions. */
final class PipelineCache {
  private final Gpu gpu;
  private final Map<Shader, Completion<Integer>> pipelines = new LinkedHashMap<>();

  PipelineCache(Gpu gpu) {
    this.gpu = gpu;
  }

  /** The pipeline of a shader; its compilation begins at the first call. */
  Completion<Integer> get(Shader shader) {
    Completion<Integer> pipeline = pipelines.get(shader);
    if (pipeline == null) {
      pipeline = gpu.pipeline(shader);
      pipelines.put(shader, pipeline);
    }
    return pipeline;
  }
}
