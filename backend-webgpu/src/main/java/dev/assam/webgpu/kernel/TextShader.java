package dev.assam.webgpu.kernel;

import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import java.util.List;

/**
 * A shader of one index, {@code i}, given as text.
 *
 * @param types of the buffers' elements, by name as {@code x:f32 y:f32}
 * @param params as {@code length d:f32}, u32 where no type is given
 * @param functions at the top level
 * @param body of the entry point
 */
record TextShader(String name, String types, String params, String functions, String body)
    implements Shader {
  private static List<String> words(String text) {
    java.util.ArrayList<String> words = new java.util.ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf(' ', at);
      end = end < 0 ? text.length() : end;
      if (end > at) {
        words.add(text.substring(at, end));
      }
      at = end + 1;
    }
    return words;
  }

  @Override
  public int buffers() {
    return words(types).size();
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl();
    for (String buffer : words(types)) {
      int colon = buffer.indexOf(':');
      wgsl.buffer(buffer.substring(0, colon), buffer.substring(colon + 1));
    }
    wgsl.flat();
    for (String param : words(params)) {
      int colon = param.indexOf(':');
      wgsl.param(
          colon < 0 ? param : param.substring(0, colon),
          colon < 0 ? "u32" : param.substring(colon + 1));
    }
    if (!functions.isEmpty()) {
      wgsl.function(functions);
    }
    wgsl.body().append(body);
    return wgsl.source();
  }

  /** Numbered names such as {@code d0 d1}, each followed by this. */
  static String numbered(String prefix, int count, String suffix) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(prefix).append(i).append(suffix);
    }
    return text.toString();
  }

  /**
   * Statements that add to variables where an index lies along dimensions.
   *
   * @param index a variable, which is lost
   * @param dims prefix of the parameters that are the dimensions
   * @param sums pairs of a variable and the prefix of the parameters that are its strides
   */
  static String walk(int rank, String index, String dims, String... sums) {
    StringBuilder text = new StringBuilder();
    for (int d = rank - 1; d >= 0; d--) {
      String at = d == 0 ? index : "(" + index + " % p." + dims + d + ")";
      for (int k = 0; k < sums.length; k += 2) {
        text.append("  ").append(sums[k]).append(" += ").append(at);
        text.append(" * p.").append(sums[k + 1]).append(d).append(";\n");
      }
      if (d > 0) {
        text.append("  ").append(index).append(" /= p.").append(dims).append(d).append(";\n");
      }
    }
    return text.toString();
  }
}
