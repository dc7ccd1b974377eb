package dev.assam.webgpu;

import dev.assam.backend.device.DevicePlan;
import dev.assam.backend.device.DeviceProgram;
import dev.assam.backend.device.DeviceSession;
import dev.assam.graph.Value;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** The weights of a session, each arrangement a buffer of its own. */
final class WebGpuSession implements DeviceSession<WebGpuKernel> {
  private record Key(Value value, String layout) {}

  private final Gpu gpu;
  private final PipelineCache pipelines;
  private final Map<Key, Gpu.Slice> weights = new LinkedHashMap<>();
  private long bytes;

  WebGpuSession(Gpu gpu, PipelineCache pipelines) {
    this.gpu = gpu;
    this.pipelines = pipelines;
  }

  /** A weight as a packer arranges it, uploaded the first time. */
  @SuppressWarnings("try")
  Gpu.Slice weight(Value value, Tensor tensor, String layout, Places.Packer packer) {
    Key key = new Key(value, layout);
    Gpu.Slice slice = weights.get(key);
    if (slice == null) {
      try (MemoryScope scope = MemoryScope.open()) {
        Storage packed = packer.pack(tensor);
        long size = Math.max(16, ((long) packed.length() * packed.kind().bytes() + 15) / 16 * 16);
        slice = new Gpu.Slice(gpu.createBuffer(size), 0, size);
        gpu.upload(slice.buffer(), 0, packed, packed.length());
        bytes += size;
      }
      tensor.storage().unload();
      weights.put(key, slice);
    }
    return slice;
  }

  /** Bytes of all weights. */
  long weightBytes() {
    return bytes;
  }

  @Override
  public DeviceProgram compile(DevicePlan<WebGpuKernel> plan) {
    return new ProgramBuilder(gpu, pipelines, this, plan).build();
  }

  @Override
  public void close() {
    weights.values().forEach(slice -> gpu.destroyBuffer(slice.buffer()));
    weights.clear();
  }
}
