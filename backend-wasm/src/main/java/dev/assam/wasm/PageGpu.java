package dev.assam.wasm;

import dev.assam.backend.Completion;
import dev.assam.backend.device.DeviceSource;
import dev.assam.error.MemoryException;
import dev.assam.memory.Ints;
import dev.assam.memory.Kind;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.GpuLimits;
import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Tunings;
import java.util.List;
import org.teavm.interop.Import;

/** The page's GPU, over assam-webgpu.js; see {@link PageDevice}. */
final class PageGpu implements Gpu {
  private GpuLimits limits;

  @Override
  public GpuLimits limits() {
    if (limits == null) {
      limits = GpuLimits.of(PageDevice.text(describe()), PageGpu::limit);
    }
    return limits;
  }

  @Override
  public int createBuffer(long bytes) {
    if (bytes > limits().bufferBytes()) {
      throw new MemoryException(
          "a GPU buffer of "
              + bytes
              + " bytes (allowed by "
              + limits.name()
              + ": "
              + limits.bufferBytes()
              + ")");
    }
    return create((double) bytes);
  }

  @Override
  public void destroyBuffer(int buffer) {
    destroy(buffer);
  }

  @Override
  public void upload(int buffer, long offset, Storage from, int elements) {
    write(buffer, (double) offset, WasmEngine.address(from), elements * from.kind().bytes());
  }

  @Override
  public void take(int held, int buffer, long offset, int elements) {
    takeHeld(held, buffer, (double) offset, 4.0 * elements);
  }

  @Override
  public DeviceSource keep(Slice from) {
    return new PageHeld(
        keepOf(from.buffer(), (double) from.offset(), (double) from.size()), "an output");
  }

  @Override
  @SuppressWarnings("try")
  public Completion<Integer> pipeline(Shader shader) {
    try (MemoryScope scope = MemoryScope.open()) {
      Storage name = PageDevice.bytes(shader.name());
      Storage source = PageDevice.bytes(shader.source());
      return PageDevice.later(id ->
          compile(
              id,
              WasmEngine.address(name),
              name.length(),
              WasmEngine.address(source),
              source.length(),
              shader.buffers()));
    }
  }

  /** For each dispatch pipeline, buffers with offset and size each, uniforms, and workgroups. */
  @Override
  @SuppressWarnings("try")
  public int record(List<Dispatch> dispatches) {
    int length = 0;
    for (Dispatch dispatch : dispatches) {
      length += 8 + 3 * dispatch.buffers().size();
    }
    try (MemoryScope scope = MemoryScope.open()) {
      Storage storage = Storage.allocate(Kind.INTS, Math.max(1, length));
      Ints words = storage.ints();
      int at = 0;
      for (Dispatch dispatch : dispatches) {
        words.set(at++, dispatch.pipeline());
        words.set(at++, dispatch.buffers().size());
        for (Slice slice : dispatch.buffers()) {
          at = put(words, at, slice);
        }
        at = put(words, at, dispatch.uniforms());
        words.set(at++, dispatch.x());
        words.set(at++, dispatch.y());
        words.set(at++, dispatch.z());
      }
      return recordAll(dispatches.size(), WasmEngine.address(storage));
    }
  }

  private static int put(Ints words, int at, Slice slice) {
    words.set(at, slice.buffer());
    words.set(at + 1, (int) slice.offset());
    words.set(at + 2, (int) slice.size());
    return at + 3;
  }

  @Override
  public void forget(int recording) {
    forgetAll(recording);
  }

  @Override
  public void launch(int recording) {
    launchAll(recording);
  }

  /** Storages stay where they are in linear memory, so their addresses are good until then. */
  @Override
  @SuppressWarnings("try")
  public Completion<Boolean> read(List<Read> reads) {
    try (MemoryScope scope = MemoryScope.open()) {
      Storage storage = Storage.allocate(Kind.INTS, 4 * reads.size());
      Ints words = storage.ints();
      int at = 0;
      for (Read read : reads) {
        at = put(words, at, read.from());
        words.set(at++, WasmEngine.address(read.to()));
      }
      int address = WasmEngine.address(storage);
      return PageDevice.later(id -> readAll(id, reads.size(), address)).map(value -> true);
    }
  }

  @Override
  public Tunings tunings() {
    return limit(9) != 0 ? new PageTunings() : null;
  }

  /** What assam-webgpu.js keeps. */
  private static final class PageTunings implements Tunings {
    @Override
    @SuppressWarnings("try")
    public String recall(String key) {
      try (MemoryScope scope = MemoryScope.open()) {
        Storage text = PageDevice.bytes(key);
        int length = recallProgram(WasmEngine.address(text), text.length());
        return length < 0 ? null : PageDevice.text(length);
      }
    }

    @Override
    @SuppressWarnings("try")
    public void remember(String key, String program) {
      try (MemoryScope scope = MemoryScope.open()) {
        Storage text = PageDevice.bytes(key);
        Storage name = PageDevice.bytes(program);
        rememberProgram(
            WasmEngine.address(text), text.length(), WasmEngine.address(name), name.length());
      }
    }
  }

  @Override
  public Completion<Boolean> recover() {
    return PageDevice.later(PageDevice::acquire)
        .map(isNew -> {
          limits = null;
          return isNew != 0;
        });
  }

  @Import(module = "device", name = "limit")
  private static native double limit(int which);

  @Import(module = "device", name = "describe")
  private static native int describe();

  @Import(module = "device", name = "create")
  private static native int create(double bytes);

  @Import(module = "device", name = "destroy")
  private static native void destroy(int buffer);

  @Import(module = "device", name = "write")
  private static native void write(int buffer, double offset, int address, int bytes);

  @Import(module = "device", name = "take")
  private static native void takeHeld(int held, int buffer, double offset, double bytes);

  @Import(module = "device", name = "keep")
  private static native int keepOf(int buffer, double offset, double bytes);

  @Import(module = "device", name = "compile")
  private static native void compile(
      int id, int name, int nameLength, int source, int sourceLength, int buffers);

  @Import(module = "device", name = "record")
  private static native int recordAll(int dispatches, int address);

  @Import(module = "device", name = "forget")
  private static native void forgetAll(int recording);

  @Import(module = "device", name = "launch")
  private static native void launchAll(int recording);

  @Import(module = "device", name = "recall")
  private static native int recallProgram(int key, int keyLength);

  @Import(module = "device", name = "remember")
  private static native void rememberProgram(int key, int keyLength, int program, int length);

  @Import(module = "device", name = "read")
  private static native void readAll(int id, int reads, int address);
}
