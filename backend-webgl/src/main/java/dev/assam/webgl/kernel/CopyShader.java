package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;

/** Y = X, texel by texel: from one layout to another. */
public record CopyShader(int targets, boolean flat) implements Shader {
  @Override
  public String name() {
    return "copy";
  }

  @Override
  public Glsl write() {
    return new Glsl(targets)
        .rows("X", flat)
        .helper("vec4 value(int t, ivec3 at) { return X_texel(t); }\n")
        .perTexel();
  }
}
