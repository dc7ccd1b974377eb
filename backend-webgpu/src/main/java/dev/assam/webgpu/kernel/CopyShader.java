package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import java.util.List;

/** Y = X, word for word. */
public record CopyShader() implements Shader {
  /** A copy of so many words. */
  public static Launch launch(Gpu.Slice from, Gpu.Slice to, int words) {
    return Launch.flat(new CopyShader(), List.of(from, to), words);
  }

  @Override
  public String name() {
    return "copy";
  }

  @Override
  public int buffers() {
    return 2;
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl().buffer("x", "u32").buffer("y", "u32").flat();
    return wgsl.line("y[i] = x[i];").source();
  }
}
