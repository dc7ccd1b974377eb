package dev.assam.webgpu;

import dev.assam.backend.device.DevicePlan;
import dev.assam.backend.device.DeviceProgram;
import dev.assam.backend.device.DeviceSession;
import dev.assam.graph.Value;
import dev.assam.memory.Kind;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The weights of a session, each arrangement a buffer of its own. */
final class WebGpuSession implements DeviceSession<WebGpuKernel> {
  private record Key(Value value, String layout) {}

  /** Words, equal to others if they are the same. */
  private record Table(int[] words) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Table that && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(words);
    }
  }

  private final Gpu gpu;
  private final PipelineCache pipelines;
  private final Map<Key, Gpu.Slice> weights = new LinkedHashMap<>();
  private final Map<Table, Gpu.Slice> tables = new LinkedHashMap<>();
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
        slice = upload(packer.pack(tensor));
      }
      tensor.storage().unload();
      weights.put(key, slice);
    }
    return slice;
  }

  private Gpu.Slice upload(Storage words) {
    long size = Math.max(16, ((long) words.length() * words.kind().bytes() + 15) / 16 * 16);
    Gpu.Slice slice = new Gpu.Slice(gpu.createBuffer(size), 0, size);
    gpu.upload(slice.buffer(), 0, words, words.length());
    bytes += size;
    return slice;
  }

  /** These words, uploaded the first time. */
  @SuppressWarnings("try")
  Gpu.Slice table(int[] words) {
    Table key = new Table(words);
    Gpu.Slice slice = tables.get(key);
    if (slice == null) {
      try (MemoryScope scope = MemoryScope.open()) {
        Storage storage = Storage.allocate(Kind.INTS, words.length);
        for (int i = 0; i < words.length; i++) {
          storage.ints().set(i, words[i]);
        }
        slice = upload(storage);
      }
      tables.put(key, slice);
    }
    return slice;
  }

  /** Bytes of all weights and tables. */
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
    tables.values().forEach(slice -> gpu.destroyBuffer(slice.buffer()));
    tables.clear();
  }
}
