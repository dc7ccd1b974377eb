package dev.assam.webgpu;

import java.util.LinkedHashSet;
import java.util.Set;

/** Puts a shader's source together. */
public final class Wgsl {
  private final Set<String> extensions = new LinkedHashSet<>();
  private final StringBuilder head = new StringBuilder();
  private final StringBuilder params = new StringBuilder();
  private final StringBuilder functions = new StringBuilder();
  private final StringBuilder body = new StringBuilder();
  private final Set<String> helpers = new LinkedHashSet<>();
  private int buffers;

  /** A buffer at the next binding, an array of this element type. */
  public Wgsl buffer(String name, String element) {
    head.append("@group(0) @binding(").append(buffers++).append(") var<storage, read_write> ");
    head.append(name).append(": array<").append(element).append(">;\n");
    return this;
  }

  /** Asks for an extension of the language, which the device must have. */
  public Wgsl enable(String extension) {
    extensions.add(extension);
    return this;
  }

  /** A parameter, the next word of the launch's. */
  public Wgsl param(String name, String type) {
    params.append("  ").append(name).append(": ").append(type).append(",\n");
    return this;
  }

  /** Parameters of the type u32. */
  public Wgsl params(String... names) {
    for (String name : names) {
      param(name, "u32");
    }
    return this;
  }

  /** Something at the top level. */
  public Wgsl global(String text) {
    head.append(text).append('\n');
    return this;
  }

  /** A function, once. */
  public Wgsl function(String text) {
    if (helpers.add(text)) {
      functions.append(text);
    }
    return this;
  }

  /** Lines of the entry point. */
  public Wgsl line(String text) {
    body.append("  ").append(text).append('\n');
    return this;
  }

  /** Where lines of the entry point go. */
  public StringBuilder body() {
    return body;
  }

  /**
   * The parameters and lines that begin a shader of {@link Launch#flat}: the index is {@code i}.
   */
  public Wgsl flat() {
    params("count", "row");
    line("let i = g.x + g.y * p.row;");
    return line("if (i >= p.count) { return; }");
  }

  /** The whole source, of a shader of {@link Launch#flat}. */
  public String source() {
    return source(Launch.GROUP, 1);
  }

  /** The whole source, for workgroups of this size. */
  public String source(int x, int y) {
    StringBuilder text = new StringBuilder();
    extensions.forEach(extension -> text.append("enable ").append(extension).append(";\n"));
    text.append(head);
    text.append("struct Params {\n").append(params).append("}\n");
    text.append("@group(0) @binding(").append(buffers).append(") var<uniform> p: Params;\n");
    text.append(functions);
    text.append("@compute @workgroup_size(").append(x).append(", ").append(y).append(")\n");
    text.append("fn main(@builtin(global_invocation_id) g: vec3<u32>, ");
    text.append("@builtin(local_invocation_id) l: vec3<u32>, ");
    text.append("@builtin(workgroup_id) w: vec3<u32>) {\n");
    return text.append(body).append("}\n").toString();
  }
}
