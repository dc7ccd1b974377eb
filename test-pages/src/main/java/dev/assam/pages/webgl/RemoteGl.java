package dev.assam.pages.webgl;

import com.microsoft.playwright.Page;
import dev.assam.backend.Completion;
import dev.assam.error.DeviceException;
import dev.assam.memory.Storage;
import dev.assam.webgl.Gl;
import dev.assam.webgl.GlLimits;
import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A device in a page, driven from the JVM; everything is done at once. */
public final class RemoteGl implements Gl {
  private final Page page;

  /**
   * @param page one that can import {@code assam-webgl.js}
   * @param script its address
   */
  public RemoteGl(Page page, String script) {
    this.page = page;
    Object problem =
        page.evaluate(
            """
            async script => {
              const { acquire } = await import(script);
              const { device, why } = acquire();
              if (why) return why;
              globalThis.device = device;
              globalThis.fromBase64 = text => {
                const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
                return new Float32Array(bytes.buffer);
              };
              globalThis.toBase64 = floats => {
                const bytes = new Uint8Array(floats.buffer);
                let text = '';
                for (let i = 0; i < bytes.length; i += 32768) {
                  text += String.fromCharCode(...bytes.subarray(i, i + 32768));
                }
                return btoa(text);
              };
              return null;
            }
            """,
            script);
    if (problem != null) {
      throw new DeviceException(problem.toString(), false);
    }
  }

  private int number(String script, Object argument) {
    return ((Number) page.evaluate(script, argument)).intValue();
  }

  @Override
  public GlLimits limits() {
    Map<?, ?> limits = (Map<?, ?>) page.evaluate("() => device.limits()");
    return new GlLimits(
        (String) limits.get("renderer"),
        ((Number) limits.get("textureSize")).intValue(),
        ((Number) limits.get("layers")).intValue(),
        ((Number) limits.get("targets")).intValue(),
        ((Number) limits.get("samplers")).intValue());
  }

  @Override
  public int createTexture(int width, int height, int layers) {
    int texture =
        number("([w, h, l]) => device.createTexture(w, h, l)", List.of(width, height, layers));
    if (texture == 0) {
      throw new DeviceException("no room for a texture", false);
    }
    return texture;
  }

  @Override
  public void deleteTexture(int texture) {
    page.evaluate("n => device.deleteTexture(n)", texture);
  }

  @Override
  public void upload(int texture, int layer, Storage floats, int from, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putFloat(floats.floats().get(from + i));
    }
    String text = Base64.getEncoder().encodeToString(bytes.array());
    page.evaluate(
        "([n, layer, text]) => device.upload(n, layer, fromBase64(text))",
        List.of(texture, layer, text));
  }

  @Override
  public int createProgram(Shader shader) {
    Glsl glsl = shader.write();
    return number(
        "([source, samplers]) => device.createProgram(source, samplers)",
        List.of(glsl.source(), glsl.names()));
  }

  @Override
  public void deleteProgram(int program) {
    page.evaluate("n => device.deleteProgram(n)", program);
  }

  @Override
  public Completion<Boolean> ready(List<Integer> programs) {
    Object problem =
        page.evaluate("numbers => new Promise(done => device.ready(numbers, done))", programs);
    return problem == null
        ? Completion.of(true)
        : Completion.failed(new DeviceException(problem.toString(), problem.equals("lost")));
  }

  @Override
  public int record(List<Draw> draws) {
    List<Integer> words = new ArrayList<>();
    for (Draw draw : draws) {
      draw.addWords(words);
    }
    return number("words => device.record(words)", words);
  }

  @Override
  public void forget(int recording) {
    page.evaluate("n => device.forget(n)", recording);
  }

  @Override
  public void draw(int recording) {
    page.evaluate("n => device.draw(n)", recording);
  }

  /** Textures, programs, framebuffers and buffers that there are, and bytes of the textures. */
  public Object counts() {
    return page.evaluate("() => device.counts");
  }

  /** Loses the context. */
  public void lose() {
    page.evaluate("() => new Promise(done => { device.lose(); setTimeout(done, 100); })");
  }

  @Override
  public Completion<Boolean> read(List<Read> reads) {
    List<Integer> textures = new ArrayList<>();
    List<Integer> widths = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    for (Read read : reads) {
      textures.add(read.texture());
      widths.add(read.width());
      lengths.add(read.to().length());
    }
    Object answer =
        page.evaluate(
            """
            ([numbers, widths, lengths]) => new Promise((resolve) => {
              const parts = lengths.map(n => new Float32Array(n));
              device.read(numbers, widths, lengths, i => parts[i],
                  problem => resolve(problem ?? parts.map(toBase64)));
            })
            """,
            List.of(textures, widths, lengths));
    if (!(answer instanceof List<?> results)) {
      return Completion.failed(
          new DeviceException("the WebGL context was lost", answer.equals("lost")));
    }
    for (int i = 0; i < reads.size(); i++) {
      ByteBuffer bytes =
          ByteBuffer.wrap(Base64.getDecoder().decode((String) results.get(i)))
              .order(ByteOrder.LITTLE_ENDIAN);
      Storage to = reads.get(i).to();
      for (int e = 0; e < to.length(); e++) {
        to.floats().set(e, bytes.getFloat(4 * e));
      }
    }
    return Completion.of(true);
  }

  @Override
  public Completion<Boolean> recover() {
    Object problem = page.evaluate("() => device.recover()");
    return problem == null
        ? Completion.of(true)
        : Completion.failed(new DeviceException(problem.toString(), false));
  }
}
