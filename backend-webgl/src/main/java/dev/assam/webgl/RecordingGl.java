package dev.assam.webgl;

import dev.assam.backend.Completion;
import dev.assam.error.DeviceException;
import dev.assam.memory.Storage;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A device that computes nothing and writes down what it is asked for: what is read is 0. It
 * refuses what a device would, for tests without a browser.
 */
public final class RecordingGl implements Gl {
  private record Texture(int width, int height, int layers) {}

  private final GlLimits limits;
  private final StringBuilder log = new StringBuilder();
  private final Map<Integer, Texture> textures = new HashMap<>();
  private final Map<Integer, Shader> programs = new HashMap<>();
  private final Map<Integer, List<Draw>> recordings = new HashMap<>();
  private final Set<Shader> shaders = new LinkedHashSet<>();
  private int next;
  private boolean loses;
  private long bytes;

  public RecordingGl() {
    this(new GlLimits("recording", 8192, 2048, 8, 32));
  }

  public RecordingGl(GlLimits limits) {
    this.limits = limits;
  }

  /** Makes the next read fail as on a lost context. */
  public void lose() {
    loses = true;
  }

  /** Shaders that were compiled, each once. */
  public List<Shader> shaders() {
    return List.copyOf(shaders);
  }

  /** Textures, programs and recordings that there are now. */
  public int objects() {
    return textures.size() + programs.size() + recordings.size();
  }

  /** Bytes of the textures that there are now. */
  public long bytes() {
    return bytes;
  }

  @Override
  public GlLimits limits() {
    return limits;
  }

  @Override
  public int createTexture(int width, int height, int layers) {
    check(width <= limits.textureSize() && height <= limits.textureSize(), "a large texture");
    check(layers <= limits.layers(), "a deep texture");
    textures.put(next, new Texture(width, height, layers));
    bytes += 16L * width * height * layers;
    log.append("texture ").append(next).append(": ");
    log.append(width + "×" + height + "×" + layers).append('\n');
    return next++;
  }

  @Override
  public void deleteTexture(int texture) {
    Texture old = textures.remove(texture);
    check(old != null, "texture " + texture);
    bytes -= 16L * old.width() * old.height() * old.layers();
    log.append("delete ").append(texture).append('\n');
  }

  @Override
  public void upload(int texture, int layer, Storage floats, int from, int count) {
    Texture to = textures.get(texture);
    check(to != null && layer < to.layers(), "an upload to " + texture);
    check((count + 3) / 4 <= to.width() * to.height(), "an upload of " + count);
    check(from + count <= floats.length(), "an upload past the end");
    log.append("upload ").append(count).append(" to ").append(texture).append('\n');
  }

  @Override
  public int createProgram(Shader shader) {
    Glsl glsl = shader.write();
    check(glsl.targets() <= limits.targets(), shader + ": " + glsl.targets() + " targets");
    check(glsl.samplers().size() <= limits.samplers(), shader + ": many samplers");
    shaders.add(shader);
    programs.put(next, shader);
    log.append("compile ").append(shader.name()).append('\n');
    return next++;
  }

  @Override
  public void deleteProgram(int program) {
    check(programs.remove(program) != null, "program " + program);
  }

  @Override
  public Completion<Boolean> ready(List<Integer> numbers) {
    return Completion.of(true);
  }

  @Override
  public int record(List<Draw> draws) {
    for (Draw draw : draws) {
      Texture target = textures.get(draw.target());
      Shader shader = programs.get(draw.program());
      check(target != null && shader != null, draw.toString());
      check(shader.write().targets() == target.layers(), shader + " to " + target);
      check(draw.width() <= target.width() && draw.height() <= target.height(), draw.toString());
      check(!draw.textures().contains(draw.target()), shader + " reads what it draws to");
      check(textures.keySet().containsAll(draw.textures()), draw.toString());
    }
    recordings.put(next, List.copyOf(draws));
    return next++;
  }

  @Override
  public void forget(int recording) {
    check(recordings.remove(recording) != null, "recording " + recording);
  }

  @Override
  public void draw(int recording) {
    for (Draw draw : recordings.get(recording)) {
      log.append("draw ").append(programs.get(draw.program()).name());
      log.append(' ').append(draw.textures()).append(" to ").append(draw.target());
      log.append(' ').append(draw.width() + "×" + draw.height()).append('\n');
    }
  }

  @Override
  public Completion<Boolean> read(List<Read> reads) {
    for (Read read : reads) {
      log.append("read ").append(read.to().length()).append(" from ").append(read.texture());
      log.append('\n');
    }
    if (loses) {
      return Completion.failed(new DeviceException("the WebGL context was lost", true));
    }
    return Completion.of(true);
  }

  @Override
  public Completion<Boolean> recover() {
    loses = false;
    log.append("recover\n");
    return Completion.of(true);
  }

  private static void check(boolean fine, String what) {
    if (!fine) {
      throw new IllegalStateException("the device refuses " + what);
    }
  }

  @Override
  public String toString() {
    return log.toString();
  }
}
