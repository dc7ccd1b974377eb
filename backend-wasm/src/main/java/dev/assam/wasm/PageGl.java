package dev.assam.wasm;

import dev.assam.backend.Completion;
import dev.assam.backend.device.DeviceSource;
import dev.assam.error.DeviceException;
import dev.assam.memory.Ints;
import dev.assam.memory.Kind;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.webgl.Gl;
import dev.assam.webgl.GlLimits;
import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;
import java.util.ArrayList;
import java.util.List;
import org.teavm.interop.Import;

/** The page's WebGL, over assam-webgl.js; see {@link PageDevice}. */
final class PageGl implements Gl {
  private GlLimits limits;

  @Override
  public GlLimits limits() {
    if (limits == null) {
      limits = new GlLimits(PageDevice.text(describe()), limit(0), limit(1), limit(2), limit(3));
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
  public void take(int held, int texture, int width, int elements) {
    takeHeld(held, texture, width, elements);
  }

  @Override
  public DeviceSource keep(int texture, int width, int elements) {
    return new PageHeld(keepOf(texture, width, elements), "an output");
  }

  @Override
  @SuppressWarnings("try")
  public int createProgram(Shader shader) {
    Glsl glsl = shader.write();
    try (MemoryScope scope = MemoryScope.open()) {
      // The name, for whoever looks at shaders from outside.
      Storage source = PageDevice.bytes(glsl.source() + "\n// " + shader.name());
      Storage names = PageDevice.bytes(String.join(" ", glsl.names()) + " ");
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
      return PageDevice.later(id -> readyAll(id, programs.size(), address)).map(value -> true);
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
      words.add(read.width());
      words.add(read.to().length());
      words.add(WasmEngine.address(read.to()));
    }
    try (MemoryScope scope = MemoryScope.open()) {
      int address = WasmEngine.address(words(words));
      return PageDevice.later(id -> readAll(id, reads.size(), address)).map(value -> true);
    }
  }

  @Override
  public Completion<Boolean> recover() {
    limits = null;
    return PageDevice.later(PageDevice::acquire).map(isNew -> isNew != 0);
  }

  private static Storage words(List<Integer> words) {
    Storage storage = Storage.allocate(Kind.INTS, Math.max(1, words.size()));
    Ints to = storage.ints();
    for (int i = 0; i < words.size(); i++) {
      to.set(i, words.get(i));
    }
    return storage;
  }

  @Import(module = "device", name = "limit")
  private static native int limit(int which);

  @Import(module = "device", name = "describe")
  private static native int describe();

  @Import(module = "device", name = "createTexture")
  private static native int create(int width, int height, int layers);

  @Import(module = "device", name = "deleteTexture")
  private static native void delete(int texture);

  @Import(module = "device", name = "upload")
  private static native void write(int texture, int layer, int address, int count);

  @Import(module = "device", name = "take")
  private static native void takeHeld(int held, int texture, int width, int elements);

  @Import(module = "device", name = "keep")
  private static native int keepOf(int texture, int width, int elements);

  @Import(module = "device", name = "createProgram")
  private static native int compile(int source, int length, int names, int namesLength);

  @Import(module = "device", name = "deleteProgram")
  private static native void deleteOne(int program);

  @Import(module = "device", name = "ready")
  private static native void readyAll(int id, int count, int address);

  @Import(module = "device", name = "record")
  private static native int recordAll(int length, int address);

  @Import(module = "device", name = "forget")
  private static native void forgetAll(int recording);

  @Import(module = "device", name = "draw")
  private static native void drawAll(int recording);

  @Import(module = "device", name = "read")
  private static native void readAll(int id, int count, int address);
}
