package dev.assam.webgl;

/**
 * What a device allows.
 *
 * @param renderer its name
 * @param textureSize texels along a side of a texture
 * @param layers of a texture
 * @param targets layers that one draw writes
 * @param samplers textures that one draw reads
 */
public record GlLimits(String renderer, int textureSize, int layers, int targets, int samplers) {
  /** What WebGL 2 promises. */
  public static final GlLimits LEAST = new GlLimits("least", 2048, 256, 4, 16);
}
