package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Gpu;
import dev.assam.webgpu.Launch;
import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import java.util.List;

/**
 * A box of words from one place to another, each walked with strides of its own.
 *
 * @param rank of the box
 */
record MoveShader(int rank) implements Shader {
  /**
   * A launch; offsets and strides in words, which may be negative where the box is read.
   *
   * @param dims of the box
   */
  static Launch launch(
      Gpu.Slice from,
      int fromAt,
      int[] fromStrides,
      Gpu.Slice to,
      int toAt,
      int[] toStrides,
      int[] dims) {
    Broadcast box = Broadcast.of(dims, new int[][] {fromStrides, toStrides});
    int rank = box.dims().length;
    int[] params = new int[2 + 3 * rank];
    int count = 1;
    params[0] = fromAt;
    params[1] = toAt;
    for (int d = 0; d < rank; d++) {
      params[2 + d] = box.dims()[d];
      params[2 + rank + d] = box.strides()[0][d];
      params[2 + 2 * rank + d] = box.strides()[1][d];
      count *= box.dims()[d];
    }
    return Launch.flat(new MoveShader(rank), List.of(from, to), count, params);
  }

  @Override
  public String name() {
    return "move" + rank;
  }

  @Override
  public int buffers() {
    return 2;
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl().buffer("x", "u32").buffer("y", "u32").flat();
    wgsl.param("from_at", "i32").param("to_at", "i32");
    for (String name : List.of("d", "f", "t")) {
      for (int d = 0; d < rank; d++) {
        wgsl.param(name + d, "i32");
      }
    }
    wgsl.line("var rest = i32(i);");
    wgsl.line("var from_at = p.from_at;");
    wgsl.line("var to_at = p.to_at;");
    for (int d = rank - 1; d >= 0; d--) {
      String at = d == 0 ? "rest" : "(rest % p.d" + d + ")";
      wgsl.line("from_at += " + at + " * p.f" + d + ";");
      wgsl.line("to_at += " + at + " * p.t" + d + ";");
      if (d > 0) {
        wgsl.line("rest /= p.d" + d + ";");
      }
    }
    return wgsl.line("y[to_at] = x[from_at];").source();
  }
}
