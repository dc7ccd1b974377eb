package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import java.util.List;

/**
 * Multiplications and additions of what lies in registers only: what an adapter reaches at most.
 */
public record PeakShader() implements Shader {
  private static final int SUMS = 16;

  /** Multiplications and additions of an invocation in a round. */
  private static final int OPERATIONS = 2 * 4 * SUMS;

  /** A launch of so many invocations and rounds, which needs 16 bytes for each invocation. */
  public static Launch launch(Gpu.Slice to, int invocations, int rounds) {
    return Launch.flat(new PeakShader(), List.of(to), invocations, rounds);
  }

  /** What such a launch computes. */
  public static double operations(int invocations, int rounds) {
    return (double) OPERATIONS * invocations * rounds;
  }

  @Override
  public String name() {
    return "peak";
  }

  @Override
  public int buffers() {
    return 1;
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl().buffer("y", "vec4<f32>").flat().params("rounds");
    wgsl.line("let scale = y[i] + 0.5f;");
    wgsl.line("let more = y[(i + 1u) % p.count];");
    for (int s = 0; s < SUMS; s++) {
      wgsl.line("var s" + s + " = vec4<f32>(" + s + ".0f);");
    }
    wgsl.line("for (var k = 0u; k < p.rounds; k++) {");
    for (int s = 0; s < SUMS; s++) {
      wgsl.line("  s" + s + " = s" + s + " * scale + more;");
    }
    wgsl.line("}");
    StringBuilder sum = new StringBuilder("s0");
    for (int s = 1; s < SUMS; s++) {
      sum.append(" + s").append(s);
    }
    return wgsl.line("y[i] = (" + sum + ") * 1e-30f;").source();
  }
}
