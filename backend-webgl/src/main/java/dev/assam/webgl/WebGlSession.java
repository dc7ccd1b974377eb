package dev.assam.webgl;

import dev.assam.backend.device.DevicePlan;
import dev.assam.backend.device.DeviceProgram;
import dev.assam.backend.device.DeviceSession;
import dev.assam.error.DeviceException;
import dev.assam.memory.Kind;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The weights of one session in textures, each made once for all plans. */
final class WebGlSession implements DeviceSession<Kernel> {
  /** A texture of weights. */
  record Weights(int texture, long bytes) {}

  final Gl gl;
  final Programs programs;
  private final Map<Tensor, Map<Object, Weights>> weights = new LinkedHashMap<>();
  private long bytes;

  WebGlSession(Gl gl, Programs programs) {
    this.gl = gl;
    this.programs = programs;
  }

  @Override
  public DeviceProgram compile(DevicePlan<Kernel> plan) {
    return new PlanBuilder(this, plan).build();
  }

  /** The texture of a constant packed in some way. */
  @SuppressWarnings("try")
  Weights weights(Tensor constant, Object key, TexelLayout layout, Function<Tensor, Storage> pack) {
    Map<Object, Weights> packs = weights.computeIfAbsent(constant, c -> new HashMap<>());
    Weights known = packs.get(key);
    if (known != null) {
      return known;
    }
    int texture = create(layout);
    try (MemoryScope scope = MemoryScope.open()) {
      Storage floats = pack.apply(constant);
      int perLayer = layout.width() * layout.height() * 4;
      for (int layer = 0; layer * perLayer < floats.length(); layer++) {
        int count = Math.min(perLayer, floats.length() - layer * perLayer);
        gl.upload(texture, layer, floats, layer * perLayer, count);
      }
    }
    Weights made = new Weights(texture, layout.bytes());
    bytes += made.bytes();
    packs.put(key, made);
    return made;
  }

  /**
   * A texture for a layout.
   *
   * @throws DeviceException if the device has none as large
   */
  int create(TexelLayout layout) {
    return create(layout.width(), layout.height(), layout.layers());
  }

  int create(int width, int height, int layers) {
    GlLimits limits = gl.limits();
    if (width > limits.textureSize() || height > limits.textureSize() || layers > limits.layers()) {
      throw new DeviceException(
          "a texture of "
              + width
              + " x "
              + height
              + " x "
              + layers
              + " texels (allowed: "
              + limits.textureSize()
              + " x "
              + limits.textureSize()
              + " x "
              + limits.layers()
              + ")",
          false);
    }
    return gl.createTexture(width, height, layers);
  }

  long weightBytes() {
    return bytes;
  }

  /** The elements of a tensor as floats, which are exact for all types that the device holds. */
  static Storage floats(Tensor tensor) {
    Storage floats = Storage.allocate(Kind.FLOATS, tensor.size());
    for (int i = 0; i < tensor.size(); i++) {
      floats.floats().set(i, (float) tensor.getDouble(i));
    }
    return floats;
  }

  @Override
  public void close() {
    for (Map<Object, Weights> packs : weights.values()) {
      packs.values().forEach(pack -> gl.deleteTexture(pack.texture()));
    }
    weights.clear();
  }
}
