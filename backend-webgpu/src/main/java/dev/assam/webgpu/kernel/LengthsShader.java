package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;

/** Marks lengths that are not from 0 to the number of steps. */
record LengthsShader() implements Shader {
  @Override
  public String name() {
    return "lengths";
  }

  @Override
  public int buffers() {
    return 2;
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl().buffer("x", "i32").buffer("status", "u32").flat();
    wgsl.param("steps", "i32").params("mark");
    return wgsl.line("if (x[i] < 0 || x[i] > p.steps) { status[0] = p.mark; }").source();
  }
}
