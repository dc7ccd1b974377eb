package dev.assam.webgl;

/** A fragment shader: a record, equal to another one if both have the same source. */
public interface Shader {
  /** As listings and profiles call it. */
  String name();

  /** The program. */
  Glsl write();
}
