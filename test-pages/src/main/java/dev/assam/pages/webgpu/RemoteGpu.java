package dev.assam.pages.webgpu;

import com.microsoft.playwright.Page;
import dev.assam.backend.Completion;
import dev.assam.error.DeviceException;
import dev.assam.error.MemoryException;
import dev.assam.memory.Storage;
import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.GpuLimits;
import dev.assam.webgpu.Shader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A device in a page, driven from the JVM: what {@code assam-webgpu.js} imports into the module is
 * called from here, over a memory that stands for the module's. Everything is done at once.
 */
public final class RemoteGpu implements Gpu {
  /** Where in the page's memory words and bytes of a call lie. */
  private static final int AT = 16;

  private final Page page;
  private GpuLimits limits;

  /**
   * @param page one that can import {@code assam-webgpu.js}
   * @param script its address
   */
  public RemoteGpu(Page page, String script) {
    this.page = page;
    Object problem =
        page.evaluate(
            """
            async script => {
              const { acquire, Gpu } = await import(script);
              const acquired = await acquire();
              if (acquired.why) return acquired.why;
              const memory = { buffer: new ArrayBuffer(65536) };
              const view = (at, length) => {
                if (at + length > memory.buffer.byteLength) {
                  memory.buffer = new ArrayBuffer(2 * (Math.ceil((at + length) / 8) * 8));
                }
                return new Uint8Array(memory.buffer, at, length);
              };
              const put = text => {
                const bytes = atob(text);
                const to = view(16, bytes.length);
                for (let i = 0; i < bytes.length; i++) to[i] = bytes.charCodeAt(i);
              };
              const take = (at, length) => {
                let text = '';
                for (let i = 0; i < length; i += 32768) {
                  text += String.fromCharCode(...view(at + i, Math.min(32768, length - i)));
                }
                return btoa(text);
              };
              let settled;
              const said = length => {
                view(16, length);
                imports.said(16);
                return new TextDecoder().decode(view(16, length));
              };
              const gpu = new Gpu(acquired);
              const imports = gpu.imports(memory, (id, status, value) =>
                settled(status === 0 ? { value } : { lost: status === 2, why: said(value) }));
              globalThis.remote = {
                gpu,
                call: (name, args, data) => {
                  if (data) put(data);
                  return imports[name](...args);
                },
                text: length => said(length),
                later: (name, args, data, room) => new Promise(resolve => {
                  settled = resolve;
                  if (room) view(16, room);
                  if (data) put(data);
                  imports[name](0, ...args);
                }),
                take,
              };
              return null;
            }
            """,
            script);
    if (problem != null) {
      throw new DeviceException(problem.toString(), false);
    }
  }

  private Object call(String name, byte[] data, Object... arguments) {
    List<Object> all = new ArrayList<>();
    all.add(name);
    all.add(List.of(arguments));
    all.add(data == null ? null : Base64.getEncoder().encodeToString(data));
    return page.evaluate("([name, args, data]) => remote.call(name, args, data)", all);
  }

  private Completion<Integer> later(String name, int room, byte[] data, Object... arguments) {
    List<Object> all = new ArrayList<>();
    all.add(name);
    all.add(List.of(arguments));
    all.add(data == null ? null : Base64.getEncoder().encodeToString(data));
    all.add(room);
    Map<?, ?> answer =
        (Map<?, ?>)
            page.evaluate(
                "([name, args, data, room]) => remote.later(name, args, data, room)", all);
    return answer.containsKey("why")
        ? Completion.failed(
            new DeviceException((String) answer.get("why"), (Boolean) answer.get("lost")))
        : Completion.of(((Number) answer.get("value")).intValue());
  }

  private static ByteBuffer words(int count) {
    return ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.get(0, bytes);
    return bytes;
  }

  private static void put(ByteBuffer words, Slice slice) {
    words.putInt(slice.buffer()).putInt((int) slice.offset()).putInt((int) slice.size());
  }

  private double limit(int which) {
    return ((Number) call("limit", null, which)).doubleValue();
  }

  @Override
  public GpuLimits limits() {
    if (limits == null) {
      String name = (String) page.evaluate("length => remote.text(length)", call("describe", null));
      limits = GpuLimits.of(name, this::limit);
    }
    return limits;
  }

  @Override
  public int createBuffer(long bytes) {
    if (bytes > limits().bufferBytes()) {
      throw new MemoryException("a GPU buffer of " + bytes + " bytes");
    }
    return ((Number) call("create", null, (double) bytes)).intValue();
  }

  @Override
  public void destroyBuffer(int buffer) {
    call("destroy", null, buffer);
  }

  @Override
  public void upload(int buffer, long offset, Storage from, int elements) {
    int bytes = elements * from.kind().bytes();
    ByteBuffer data = words((bytes + 3) / 4);
    for (int i = 0; i < elements; i++) {
      switch (from.kind()) {
        case FLOATS -> data.putFloat(from.floats().get(i));
        case INTS -> data.putInt(from.ints().get(i));
        case SHORTS -> data.putShort(from.shorts().get(i));
        case BYTES -> data.put(from.bytes().get(i));
        default -> throw new IllegalArgumentException("upload of " + from.kind());
      }
    }
    call("write", bytes(data), buffer, (double) offset, AT, bytes);
  }

  @Override
  public Completion<Integer> pipeline(Shader shader) {
    byte[] name = shader.name().getBytes(StandardCharsets.UTF_8);
    byte[] source = shader.source().getBytes(StandardCharsets.UTF_8);
    ByteBuffer data = ByteBuffer.allocate(name.length + source.length).put(name).put(source);
    return later(
        "compile",
        0,
        bytes(data),
        AT,
        name.length,
        AT + name.length,
        source.length,
        shader.buffers());
  }

  @Override
  public int record(List<Dispatch> dispatches) {
    int length = 0;
    for (Dispatch dispatch : dispatches) {
      length += 8 + 3 * dispatch.buffers().size();
    }
    ByteBuffer data = words(length);
    for (Dispatch dispatch : dispatches) {
      data.putInt(dispatch.pipeline()).putInt(dispatch.buffers().size());
      dispatch.buffers().forEach(slice -> put(data, slice));
      put(data, dispatch.uniforms());
      data.putInt(dispatch.x()).putInt(dispatch.y()).putInt(dispatch.z());
    }
    return ((Number) call("record", bytes(data), dispatches.size(), AT)).intValue();
  }

  @Override
  public void forget(int recording) {
    call("forget", null, recording);
  }

  @Override
  public void launch(int recording) {
    call("launch", null, recording);
  }

  @Override
  public Completion<Boolean> read(List<Read> reads) {
    ByteBuffer data = words(4 * reads.size());
    int first = AT + data.capacity();
    int at = first;
    for (Read read : reads) {
      put(data, read.from());
      data.putInt(at);
      at += (int) read.from().size();
    }
    int length = at - first;
    return later("read", at, bytes(data), reads.size(), AT)
        .map(done -> {
          String text =
              (String)
                  page.evaluate(
                      "([at, length]) => remote.take(at, length)", List.of(first, length));
          ByteBuffer bytes =
              ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
          int begin = 0;
          for (Read read : reads) {
            bytes.position(begin);
            take(bytes, read.to());
            begin += (int) read.from().size();
          }
          return true;
        });
  }

  private static void take(ByteBuffer bytes, Storage to) {
    for (int i = 0; i < to.length(); i++) {
      switch (to.kind()) {
        case FLOATS -> to.floats().set(i, bytes.getFloat());
        case INTS -> to.ints().set(i, bytes.getInt());
        case SHORTS -> to.shorts().set(i, bytes.getShort());
        default -> throw new IllegalArgumentException("read of " + to.kind());
      }
    }
  }

  @Override
  public Completion<Boolean> recover() {
    limits = null;
    return later("acquire", 0, null).map(done -> true);
  }
}
