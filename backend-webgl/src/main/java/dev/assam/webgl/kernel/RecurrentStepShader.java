package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;
import dev.assam.webgl.TexelLayout.Rows;

/**
 * One step of {@link RecurrentKernels}: four hidden units of a direction and a picture of the batch
 * for each fragment. G has the products of the inputs with the biases, W the weights of the state.
 *
 * @param flat whether G lies in one layer
 * @param start where the state before comes from
 * @param biased whether a product of the state has a bias of its own
 */
record RecurrentStepShader(RecurrentKernels.Cell cell, boolean flat, Start start, boolean biased)
    implements Shader {
  /** Where the state before a step comes from. */
  enum Start {
    ZERO,
    GIVEN,
    BEFORE
  }

  @Override
  public String name() {
    return "recurrentStep";
  }

  private boolean lstm() {
    return cell == RecurrentKernels.Cell.LSTM;
  }

  @Override
  public Glsl write() {
    Glsl glsl = new Glsl(cell.states).rows("G", flat).matrix("W");
    if (biased) {
      glsl.rows("B", true);
    }
    switch (start) {
      case ZERO -> {}
      case GIVEN -> {
        glsl.rows("H", true);
        if (lstm()) {
          glsl.rows("C", true);
        }
      }
      case BEFORE -> glsl.tiles("S");
    }
    glsl.params("LINE", "STEP", "STEPS", "BATCH", "P", "ALL", "FROM", "REVERSE");
    glsl.helper("vec4 sigmoid(vec4 x) { return 1.0 / (1.0 + exp(-x)); }\n");
    // Far from 0 some devices' own one is not a number.
    glsl.helper("vec4 tanh_4(vec4 x) { return tanh(clamp(x, -10.0, 10.0)); }\n");
    glsl.line("int f = " + Rows.fragment() + " - LINE * " + Rows.WIDTH + ";");
    glsl.line("int row = quotient(f, P);");
    glsl.line("int j = f - row * P;");
    glsl.line("int d = quotient(row, BATCH);");
    glsl.line("int b = row - d * BATCH;");
    glsl.line("int t = d == 1 || REVERSE == 1 ? STEPS - 1 - STEP : STEP;");
    for (int g = 0; g < cell.gates; g++) {
      String column = "(d * " + cell.gates + " + " + g + ") * P + j";
      String sum = Pixels.fetch("G", "t * BATCH + b", "ALL", column, flat);
      glsl.line("vec4 x" + g + " = " + sum + ";");
      glsl.line("vec4 g" + g + " = " + (biased && g == 2 ? "B_texel(d * P + j);" : "vec4(0.0);"));
    }
    if (start != Start.ZERO) {
      glsl.line("for (int k = 0; k < P; k++) {");
      glsl.line("  vec4 h = " + state("k", 0) + ";");
      glsl.line("  int n = 4 * (d * P + k);");
      for (int g = 0; g < cell.gates; g++) {
        for (int lane = 0; lane < 4; lane++) {
          String w = "W_at(n + " + lane + ", " + g + " * P + j)";
          glsl.line("  g" + g + " += h." + "xyzw".charAt(lane) + " * " + w + ";");
        }
      }
      glsl.line("}");
    }
    glsl.line("vec4 before = " + state("j", lstm() ? 1 : 0) + ";");
    switch (cell) {
      case LSTM -> {
        glsl.line("y1 = sigmoid(x2 + g2) * before + sigmoid(x0 + g0) * tanh_4(x3 + g3);");
        glsl.line("y0 = sigmoid(x1 + g1) * tanh_4(y1);");
      }
      case GRU -> {
        glsl.line("vec4 z = sigmoid(x0 + g0);");
        glsl.line("y0 = (1.0 - z) * tanh_4(x2 + sigmoid(x1 + g1) * g2) + z * before;");
      }
      case RNN -> glsl.line("y0 = tanh_4(x0 + g0);");
    }
    return glsl;
  }

  private String state(String k, int which) {
    return switch (start) {
      case ZERO -> "vec4(0.0)";
      case GIVEN -> Pixels.fetch(which == 0 ? "H" : "C", "row", "P", k, true);
      case BEFORE -> "S_at(FROM + row * P + " + k + ", " + which + ")";
    };
  }
}
