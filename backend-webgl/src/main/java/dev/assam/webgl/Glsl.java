package dev.assam.webgl;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts a fragment shader together: samplers, a target of some layers, integer parameters with
 * names. A sampler of {@link TexelLayout.Rows} {@code X} has the functions {@code X_at(t)}, where
 * texel t lies, {@code X_texel(t)} and {@code X_element(e)}.
 */
public final class Glsl {
  private final int targets;
  private final List<Class<? extends TexelLayout>> samplers = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final StringBuilder heads = new StringBuilder();
  private final List<String> params = new ArrayList<>();
  private final StringBuilder functions = new StringBuilder();
  private final StringBuilder body = new StringBuilder();
  private final Set<String> helpers = new LinkedHashSet<>();
  private int own;

  /**
   * @param targets layers of the target, which has the parameter {@code YROW}
   */
  public Glsl(int targets) {
    this.targets = targets;
    params.add("YROW");
  }

  /** A sampler of rows in many layers, or in one if {@code flat}. */
  public Glsl rows(String name, boolean flat) {
    sampler(name, TexelLayout.Rows.class);
    params.add(name + "ROW");
    params.add(name + "BITS");
    helper(
        "ivec3 "
            + name
            + "_at(int t) {\n"
            + (flat
                ? "  return " + TexelLayout.Rows.at("t", "0") + ";\n"
                : "  int r = quotient(t, "
                    + name
                    + "ROW);\n"
                    + "  int i = (r >> "
                    + name
                    + "BITS) * "
                    + name
                    + "ROW + t - r * "
                    + name
                    + "ROW;\n"
                    + "  return "
                    + TexelLayout.Rows.at("i", "r & ((1 << " + name + "BITS) - 1)")
                    + ";\n")
            + "}\n"
            + "vec4 "
            + name
            + "_texel(int t) { return texelFetch("
            + name
            + ", "
            + name
            + "_at(t), 0); }\n"
            + "float "
            + name
            + "_element(int e) { return "
            + name
            + "_texel(e >> 2)[e & 3]; }\n");
    return this;
  }

  /** A sampler of tiles {@code X}, with the function {@code X_at(t, j)} for texel t of layer j. */
  public Glsl tiles(String name) {
    sampler(name, TexelLayout.Tiles.class);
    return helper(
        "vec4 "
            + name
            + "_at(int t, int j) { return texelFetch("
            + name
            + ", "
            + TexelLayout.Rows.at("t", "j")
            + ", 0); }\n");
  }

  /** A sampler of weights {@code X}, with the function {@code X_at(row, column)}. */
  public Glsl matrix(String name) {
    sampler(name, TexelLayout.Matrix.class);
    return helper(
        "vec4 "
            + name
            + "_at(int k, int n) {\n"
            + "  return texelFetch("
            + name
            + ", "
            + TexelLayout.Matrix.at("k", "n")
            + ", 0);\n"
            + "}\n");
  }

  private void sampler(String name, Class<? extends TexelLayout> layout) {
    if (own > 0) {
      throw new IllegalStateException("a sampler after parameters");
    }
    samplers.add(layout);
    names.add(name);
    heads.append("uniform sampler2DArray ").append(name).append(";\n");
  }

  /** Parameters, integers. */
  public Glsl params(String... names) {
    for (String name : names) {
      params.add(name);
      own++;
    }
    return this;
  }

  /** Functions, once. */
  public Glsl helper(String text) {
    if (helpers.add(text)) {
      functions.append(text);
    }
    return this;
  }

  /** A line of the entry point. */
  public Glsl line(String text) {
    body.append("  ").append(text).append('\n');
    return this;
  }

  /** Where lines of the entry point go. */
  public StringBuilder body() {
    return body;
  }

  /**
   * The lines that begin a shader of row blocks: {@code block}, the number of the target's {@link
   * #targets} rows, and {@code column}, the texel in each.
   */
  public Glsl block() {
    line("int f = " + TexelLayout.Rows.fragment() + ";");
    line("int block = quotient(f, YROW);");
    return line("int column = f - block * YROW;");
  }

  /** The entry point of a shader with the function {@code vec4 value(int t, ivec3 at)}. */
  public Glsl perTexel() {
    return perTexel(false);
  }

  /**
   * As above.
   *
   * @param unrolled the code for each layer one after the other, for short functions
   */
  public Glsl perTexel(boolean unrolled) {
    line("int f = " + TexelLayout.Rows.fragment() + ";");
    if (targets == 1) {
      return line("y0 = value(f, " + TexelLayout.Rows.at("f", "0") + ");");
    }
    line("int block = quotient(f, YROW);");
    line("int t = block * " + targets + " * YROW + f - block * YROW;");
    if (unrolled) {
      for (int j = 0; j < targets; j++) {
        String at = TexelLayout.Rows.at("f", "" + j);
        line("y" + j + " = value(t + " + j + " * YROW, " + at + ");");
      }
      return this;
    }
    // A loop: where functions are inlined, code for each layer would be that many times as long.
    line("vec4 y[" + targets + "];");
    line("for (int j = 0; j < " + targets + "; j++) {");
    line("  y[j] = value(t + j * YROW, " + TexelLayout.Rows.at("f", "j") + ");");
    line("}");
    for (int j = 0; j < targets; j++) {
      line("y" + j + " = y[" + j + "];");
    }
    return this;
  }

  public int targets() {
    return targets;
  }

  /** The layouts that its samplers want. */
  public List<Class<? extends TexelLayout>> samplers() {
    return samplers;
  }

  /** The samplers' names, in their order. */
  public List<String> names() {
    return names;
  }

  /** Number of parameters beside those of samplers and target. */
  public int ownParams() {
    return own;
  }

  /** The whole source. */
  public String source() {
    StringBuilder text = new StringBuilder("#version 300 es\n");
    text.append("precision highp float;\nprecision highp int;\n");
    text.append("precision highp sampler2DArray;\n");
    text.append("uniform int params[").append(params.size()).append("];\n");
    for (int i = 0; i < params.size(); i++) {
      text.append("#define ").append(params.get(i)).append(" params[").append(i).append("]\n");
    }
    text.append(heads);
    for (int j = 0; j < targets; j++) {
      text.append("layout(location = ").append(j).append(") out vec4 y").append(j).append(";\n");
    }
    text.append(
        """
        int quotient(int a, int b) {
          float d = float(b);
          int q = int(float(a) / d);
          return q + int(floor((float(a - q * b) + 0.5) / d));
        }
        """);
    text.append(functions);
    return text.append("void main() {\n").append(body).append("}\n").toString();
  }
}
