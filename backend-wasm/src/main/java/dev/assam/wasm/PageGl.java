package dev.assam.wasm;

import dev.assam.backend.Completion;
import dev.assam.error.DeviceException;
import dev.assam.memory.Bytes;
import dev.assam.memory.Ints;
import dev.assam.memory.Kind;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.webgl.Gl;
import dev.assam.webgl.GlLimits;
import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.teavm.interop.Import;

/**
 * The page's WebGL. Only numbers cross: objects live in a table of assam-webgl.js, texts and lists
 * in linear memory, and what comes later comes back through {@link #settle}.
 */
final class PageGl implements Gl {
  private static final int DONE = 0;
  private static final int LOST = 2;

  private static final Map<Integer, Completion<Integer>> PENDING = new HashMap<>();
  private static int next;

  private GlLimits limits;

  @Override
  public GlLimits limits() {
    if (limits == null) {
      limits = new GlLimits(text(describe()), limit(0), limit(1), limit(2), limit(3));
    }
    return limits;
  }

  @Override
  public int createTexture(int width, int height, int layers) {
    int texture = create(width, height, layers);
    if (texture == 0) {
      throw new DeviceException(
          "no memory on the GPU for a texture of "
              + width
              + " x "
              + height
              + " x "
              + layers
              + " texels",
          false);
    }
    return texture;
  }

  @Override
  public void deleteTexture(int texture) {
    delete(texture);
  }

  @Override
  public void upload(int texture, int layer, Storage floats, int from, int count) {
    write(texture, layer, WasmEngine.address(floats) + 4 * from, count);
  }

  @Override
  @SuppressWarnings("try")
  public int createProgram(Shader shader) {
    Glsl glsl = shader.write();
    try (MemoryScope scope = MemoryScope.open()) {
      Storage source = bytes(glsl.source());
      Storage names = bytes(String.join(" ", glsl.names()) + " ");
      return compile(
          WasmEngine.address(source), source.length(), WasmEngine.address(names), names.length());
    }
  }

  @Override
  public void deleteProgram(int program) {
    deleteOne(program);
  }

  @Override
  @SuppressWarnings("try")
  public Completion<Boolean> ready(List<Integer> programs) {
    try (MemoryScope scope = MemoryScope.open()) {
      int address = WasmEngine.address(words(programs));
      return later(id -> readyAll(id, programs.size(), address)).map(value -> true);
    }
  }

  @Override
  @SuppressWarnings("try")
  public int record(List<Draw> draws) {
    List<Integer> words = new ArrayList<>();
    draws.forEach(draw -> draw.addWords(words));
    try (MemoryScope scope = MemoryScope.open()) {
      return recordAll(words.size(), WasmEngine.address(words(words)));
    }
  }

  @Override
  public void forget(int recording) {
    forgetAll(recording);
  }

  @Override
  public void draw(int recording) {
    drawAll(recording);
  }

  /** Storages stay where they are in linear memory, so their addresses are good until then. */
  @Override
  @SuppressWarnings("try")
  public Completion<Boolean> read(List<Read> reads) {
    List<Integer> words = new ArrayList<>();
    for (Read read : reads) {
      words.add(read.texture());
      words.add(read.to().length());
      words.add(WasmEngine.address(read.to()));
    }
    try (MemoryScope scope = MemoryScope.open()) {
      int address = WasmEngine.address(words(words));
      return later(id -> readAll(id, reads.size(), address)).map(value -> true);
    }
  }

  @Override
  public Completion<Boolean> recover() {
    limits = null;
    return later(PageGl::acquire).map(value -> true);
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
   * @param status 0 done, 1 failed, 2 failed because the context was lost
   * @param value the length of the message
   */
  static void settle(int id, int status, int value) {
    Completion<Integer> completion = PENDING.remove(id);
    if (status == DONE) {
      completion.complete(value);
    } else {
      completion.fail(new DeviceException(text(value), status == LOST));
    }
  }

  private static Storage words(List<Integer> words) {
    Storage storage = Storage.allocate(Kind.INTS, Math.max(1, words.size()));
    Ints to = storage.ints();
    for (int i = 0; i < words.size(); i++) {
      to.set(i, words.get(i));
    }
    return storage;
  }

  private static Storage bytes(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    Storage storage = Storage.allocate(Kind.BYTES, utf8.length);
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

  @Import(module = "webgl", name = "limit")
  private static native int limit(int which);

  @Import(module = "webgl", name = "describe")
  private static native int describe();

  @Import(module = "webgl", name = "said")
  private static native void said(int address);

  @Import(module = "webgl", name = "createTexture")
  private static native int create(int width, int height, int layers);

  @Import(module = "webgl", name = "deleteTexture")
  private static native void delete(int texture);

  @Import(module = "webgl", name = "upload")
  private static native void write(int texture, int layer, int address, int count);

  @Import(module = "webgl", name = "createProgram")
  private static native int compile(int source, int length, int names, int namesLength);

  @Import(module = "webgl", name = "deleteProgram")
  private static native void deleteOne(int program);

  @Import(module = "webgl", name = "ready")
  private static native void readyAll(int id, int count, int address);

  @Import(module = "webgl", name = "record")
  private static native int recordAll(int length, int address);

  @Import(module = "webgl", name = "forget")
  private static native void forgetAll(int recording);

  @Import(module = "webgl", name = "draw")
  private static native void drawAll(int recording);

  @Import(module = "webgl", name = "read")
  private static native void readAll(int id, int count, int address);

  @Import(module = "webgl", name = "acquire")
  private static native void acquire(int id);
}
