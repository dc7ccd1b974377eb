package dev.assam.webgl.kernel;

import dev.assam.webgl.Glsl;
import dev.assam.webgl.Shader;

/**
 * Y [batch, m, n] = A [batch, m, k] · B [batch, k, n], rows of whole texels: C texels in A's, YROW
 * in B's. A fragment computes four columns of as many rows as the target has layers, of which M is
 * a multiple.
 */
record ProductShader(int targets, boolean flatA, boolean flatB, Finish.Kind finish)
    implements Shader {
  @Override
  public String name() {
    return "product";
  }

  @Override
  public Glsl write() {
    Glsl glsl = new Glsl(targets).rows("A", flatA).rows("B", flatB);
    finish.declare(glsl);
    glsl.params("C", "K", "M", "ROWS");
    // Batches of A and B for a batch of Y: dimension 0 and 1, strides in matrices.
    glsl.params("INNER", "A0", "A1", "B0", "B1");
    glsl.helper(
        """
        int matrix(int batch, int s0, int s1) {
          int q = quotient(batch, INNER);
          return q * s0 + (batch - q * INNER) * s1;
        }
        """);
    glsl.block();
    for (int j = 0; j < targets; j++) {
      glsl.line("vec4 a" + j + " = vec4(0.0);");
      glsl.line("int r" + j + " = min(block * " + targets + " + " + j + ", ROWS - 1);");
      glsl.line("int n" + j + " = quotient(r" + j + ", M);");
      glsl.line("int i" + j + " = matrix(n" + j + ", A0, A1) * M + r" + j + " - n" + j + " * M;");
    }
    // All rows of a fragment are of one batch: M is a multiple of their number.
    glsl.line("int b = matrix(n0, B0, B1) * K;");
    glsl.line("for (int k = 0; k < C; k++) {");
    glsl.line("  int n = 4 * k;");
    for (int i = 0; i < 4; i++) {
      // Rows past the end of B meet zeros of A, but may be infinite or nothing.
      glsl.line(
          "  vec4 w"
              + i
              + " = n + "
              + i
              + " < K ? "
              + Pixels.fetch("B", "b + n + " + i, "YROW", "column", flatB)
              + " : vec4(0.0);");
    }
    glsl.line("  vec4 x;");
    for (int j = 0; j < targets; j++) {
      glsl.line("  x = " + Pixels.fetch("A", "i" + j, "C", "k", flatA) + ";");
      glsl.line("  a" + j + " += x.x * w0 + x.y * w1 + x.z * w2 + x.w * w3;");
    }
    glsl.line("}");
    finish.write(glsl);
    return glsl;
  }
}
