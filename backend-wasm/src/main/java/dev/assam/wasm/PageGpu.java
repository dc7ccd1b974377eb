package dev.assam.wasm;

import dev.assam.backend.Completion;
import dev.assam.error.DeviceException;
import dev.assam.error.MemoryException;
import dev.assam.memory.Bytes;
import dev.assam.memory.Ints;
import dev.assam.memory.Kind;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.GpuLimits;
import dev.assam.webgpu.Shader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.teavm.interop.Import;

/**
 * The page's GPU. Only numbers cross: objects live in tables of assam-webgpu.js, texts and lists in
 * linear memory, and what comes later comes back through {@link #settle}.
 */
final class PageGpu implements Gpu {
  private static final int DONE = 0;
  private static final int LOST = 2;

  private static final Map<Integer, Completion<Integer>> PENDING = new HashMap<>();
  private static int next;

  private GpuLimits limits;

  @Override
  public GpuLimits limits() {
    if (limits == null) {
      limits =
          new GpuLimits(
              text(describe()),
              limit(0) != 0,
              (long) limit(1),
              (long) limit(2),
              (int) limit(3),
              (int) limit(4),
              (int) limit(5),
              limit(6) != 0,
              limit(7) != 0);
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
  @SuppressWarnings("try")
  public Completion<Integer> pipeline(Shader shader) {
    try (MemoryScope scope = MemoryScope.open()) {
      Storage name = bytes(shader.name());
      Storage source = bytes(shader.source());
      return later(id ->
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
      return later(id -> readAll(id, reads.size(), address)).map(value -> true);
    }
  }

  @Override
  public Completion<Boolean> recover() {
    return later(PageGpu::acquire)
        .map(value -> {
          limits = null;
          return true;
        });
  }

  /** Something that JavaScript begins under a number. */
  private interface Start {
    void with(int id);
  }

  private static Completion<Integer> later(Start start) {
    Completion<Integer> completion = new Completion<>();
    int id = next++;
    PENDING.put(id, completion);
    start.with(id);
    return completion;
  }

  /**
   * What was begun under a number is done, or has failed.
   *
   * @param status 0 done, 1 failed, 2 failed because the device was lost
   * @param value the result, or the length of the message
   */
  static void settle(int id, int status, int value) {
    Completion<Integer> completion = PENDING.remove(id);
    if (status == DONE) {
      completion.complete(value);
    } else {
      completion.fail(new DeviceException(text(value), status == LOST));
    }
  }

  @SuppressWarnings("try")
  private static Storage bytes(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    Storage storage = Storage.allocate(Kind.BYTES, Math.max(1, utf8.length));
    Bytes to = storage.bytes();
    for (int i = 0; i < utf8.length; i++) {
      to.set(i, utf8[i]);
    }
    return storage;
  }

  /** The text of so many bytes that JavaScript said last. */
  @SuppressWarnings("try")
  private static String text(int length) {
    try (MemoryScope scope = MemoryScope.open()) {
      Storage storage = Storage.allocate(Kind.BYTES, Math.max(1, length));
      said(WasmEngine.address(storage));
      byte[] utf8 = new byte[length];
      Bytes from = storage.bytes();
      for (int i = 0; i < length; i++) {
        utf8[i] = from.get(i);
      }
      return new String(utf8, StandardCharsets.UTF_8);
    }
  }

  @Import(module = "webgpu", name = "limit")
  private static native double limit(int which);

  @Import(module = "webgpu", name = "describe")
  private static native int describe();

  @Import(module = "webgpu", name = "said")
  private static native void said(int address);

  @Import(module = "webgpu", name = "create")
  private static native int create(double bytes);

  @Import(module = "webgpu", name = "destroy")
  private static native void destroy(int buffer);

  @Import(module = "webgpu", name = "write")
  private static native void write(int buffer, double offset, int address, int bytes);

  @Import(module = "webgpu", name = "compile")
  private static native void compile(
      int id, int name, int nameLength, int source, int sourceLength, int buffers);

  @Import(module = "webgpu", name = "record")
  private static native int recordAll(int dispatches, int address);

  @Import(module = "webgpu", name = "forget")
  private static native void forgetAll(int recording);

  @Import(module = "webgpu", name = "launch")
  private static native void launchAll(int recording);

  @Import(module = "webgpu", name = "read")
  private static native void readAll(int id, int reads, int address);

  @Import(module = "webgpu", name = "acquire")
  private static native void acquire(int id);
}
