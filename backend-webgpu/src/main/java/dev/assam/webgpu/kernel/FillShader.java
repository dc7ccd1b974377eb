package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import java.util.List;

/** Y = one word, everywhere. */
record FillShader() implements Shader {
  /** A launch for so many words. */
  static Launch launch(Gpu.Slice to, int words, int value) {
    return Launch.flat(new FillShader(), List.of(to), words, value);
  }

  @Override
  public String name() {
    return "fill";
  }

  @Override
  public int buffers() {
    return 1;
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl().buffer("y", "u32").flat().params("value");
    return wgsl.line("y[i] = p.value;").source();
  }
}
