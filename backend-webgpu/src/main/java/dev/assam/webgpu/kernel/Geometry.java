package dev.assam.webgpu.kernel;

import dev.assam.op.nn.Window;
import dev.assam.webgpu.Wgsl;
import java.util.List;

/**
 * A window over pictures in three dimensions, those that are missing being 1, as parameters of a
 * shader: for each dimension input, output, kernel, stride, dilation and pad.
 */
record Geometry(int[] input, int[] output, int[] kernel, int[] stride, int[] dilation, int[] pad) {
  private static final List<String> AXES = List.of("z", "y", "x");
  private static final List<String> FIELDS =
      List.of("in", "out", "kernel", "stride", "dilation", "pad");

  /** Of a window of up to three dimensions. */
  static Geometry of(Window window) {
    int[][] all = new int[FIELDS.size()][3];
    int missing = 3 - window.rank();
    for (int d = 0; d < 3; d++) {
      boolean has = d >= missing;
      int i = d - missing;
      all[0][d] = has ? window.input(i) : 1;
      all[1][d] = has ? window.output(i) : 1;
      all[2][d] = has ? window.kernel(i) : 1;
      all[3][d] = has ? window.stride(i) : 1;
      all[4][d] = has ? window.dilation(i) : 1;
      all[5][d] = has ? window.padBegin(i) : 0;
    }
    return new Geometry(all[0], all[1], all[2], all[3], all[4], all[5]);
  }

  /** Positions of the output in a picture. */
  int positions() {
    return output[0] * output[1] * output[2];
  }

  int taps() {
    return kernel[0] * kernel[1] * kernel[2];
  }

  /** Whether output position p sees input position p and nothing else. */
  boolean isPointwise() {
    for (int d = 0; d < 3; d++) {
      if (kernel[d] != 1 || stride[d] != 1 || pad[d] != 0 || input[d] != output[d]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a window may reach out of the input. */
  boolean leavesInput() {
    for (int d = 0; d < 3; d++) {
      int last = (output[d] - 1) * stride[d] - pad[d] + (kernel[d] - 1) * dilation[d];
      if (pad[d] > 0 || last >= input[d]) {
        return true;
      }
    }
    return false;
  }

  /** Declares the parameters, as {@code in_y}: of all dimensions, or of the last two. */
  static void declare(Wgsl wgsl, int dims) {
    for (int d = 3 - dims; d < 3; d++) {
      for (String field : FIELDS) {
        wgsl.param(field + "_" + AXES.get(d), "i32");
      }
    }
  }

  /** The parameters' names with types, as {@link TextShader} wants them. */
  static String names(int dims) {
    StringBuilder text = new StringBuilder();
    for (int d = 3 - dims; d < 3; d++) {
      for (String field : FIELDS) {
        text.append(field).append('_').append(AXES.get(d)).append(":i32 ");
      }
    }
    return text.toString();
  }

  /** The parameters' words. */
  void addTo(List<Integer> params, int dims) {
    for (int d = 3 - dims; d < 3; d++) {
      for (int[] field : new int[][] {input, output, kernel, stride, dilation, pad}) {
        params.add(field[d]);
      }
    }
  }
}
