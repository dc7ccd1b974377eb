package dev.assam.webgl;

import java.util.HashMap;
import java.util.Map;

/** The programs of a device, one for each shader however many sessions use it. */
final class Programs {
  /** A program and how many plans use it. */
  static final class Program {
    final Shader shader;
    final Glsl glsl;
    final int number;
    private int users;

    private Program(Shader shader, Glsl glsl, int number) {
      this.shader = shader;
      this.glsl = glsl;
      this.number = number;
    }
  }

  private final Gl gl;
  private final Map<Shader, Program> programs = new HashMap<>();

  Programs(Gl gl) {
    this.gl = gl;
  }

  Program take(Shader shader) {
    Program program = programs.get(shader);
    if (program == null) {
      program = new Program(shader, shader.write(), gl.createProgram(shader));
      programs.put(shader, program);
    }
    program.users++;
    return program;
  }

  void giveBack(Program program) {
    if (--program.users == 0) {
      programs.remove(program.shader, program);
      gl.deleteProgram(program.number);
    }
  }

  /** Forgets all programs, which the device has lost. */
  void clear() {
    programs.clear();
  }
}
