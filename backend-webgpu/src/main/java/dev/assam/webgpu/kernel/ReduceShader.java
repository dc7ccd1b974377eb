package dev.assam.webgpu.kernel;

import dev.assam.op.reduce.Reduce.Fold;
import dev.assam.webgpu.Shader;
import dev.assam.webgpu.Wgsl;
import dev.assam.webgpu.WgslExpr;

/**
 * A fold over some dimensions, an output element for each invocation.
 *
 * @param kept number of dimensions that stay
 * @param folded number of those that do not
 */
record ReduceShader(Fold fold, String type, int kept, int folded) implements Shader {
  @Override
  public String name() {
    return "reduce" + fold;
  }

  @Override
  public int buffers() {
    return 2;
  }

  @Override
  public String source() {
    Wgsl wgsl = new Wgsl().buffer("x", type).buffer("y", type).flat().params("length");
    declare(wgsl, "k", kept);
    declare(wgsl, "f", folded);
    wgsl.line("var rest = i;");
    wgsl.line("var begin = 0u;");
    walk(wgsl, "", "k", kept, "begin");
    boolean real = type.equals("f32");
    wgsl.line("var result = " + start(wgsl, real) + ";");
    if (fold == Fold.LOG_SUM_EXP) {
      wgsl.line("var most = " + WgslExpr.real(wgsl, Double.NEGATIVE_INFINITY) + ";");
      wgsl.line("for (var j = 0u; j < p.length; j++) {");
      element(wgsl);
      wgsl.line("  most = max(most, v);");
      wgsl.line("}");
      wgsl.line("if (abs(most) > 3.4e38f) { y[i] = most; return; }");
    }
    wgsl.line("for (var j = 0u; j < p.length; j++) {");
    element(wgsl);
    wgsl.line("  " + step(real));
    wgsl.line("}");
    wgsl.line("y[i] = " + end() + ";");
    return wgsl.source();
  }

  private static void declare(Wgsl wgsl, String name, int rank) {
    for (int d = 0; d < rank; d++) {
      wgsl.params(name + "d" + d, name + "s" + d);
    }
  }

  /** Adds to {@code to} where the index {@code rest} lies along some dimensions. */
  private static void walk(Wgsl wgsl, String indent, String name, int rank, String to) {
    for (int d = rank - 1; d >= 0; d--) {
      String at = d == 0 ? "rest" : "(rest % p." + name + "d" + d + ")";
      wgsl.line(indent + to + " += " + at + " * p." + name + "s" + d + ";");
      if (d > 0) {
        wgsl.line(indent + "rest /= p." + name + "d" + d + ";");
      }
    }
  }

  private void element(Wgsl wgsl) {
    wgsl.line("  rest = j;");
    wgsl.line("  var at = begin;");
    walk(wgsl, "  ", "f", folded, "at");
    wgsl.line("  let v = x[at];");
  }

  private String start(Wgsl wgsl, boolean real) {
    return switch (fold) {
      case MAX ->
          real
              ? WgslExpr.real(wgsl, Double.NEGATIVE_INFINITY)
              : type.equals("i32") ? "(-2147483647i - 1i)" : "0u";
      case MIN ->
          real
              ? WgslExpr.real(wgsl, Double.POSITIVE_INFINITY)
              : type.equals("i32") ? "2147483647i" : "4294967295u";
      case PROD -> type + "(1)";
      default -> type + "(0)";
    };
  }

  private String step(boolean real) {
    return switch (fold) {
      case L1 -> "result += abs(v);";
      case L2, SUM_SQUARE -> "result += v * v;";
      case LOG_SUM, MEAN, SUM -> "result += v;";
      case LOG_SUM_EXP -> "result += exp(v - most);";
      case PROD -> "result *= v;";
      case MAX -> real ? "result = select(v, result, result >= v);" : "result = max(result, v);";
      case MIN -> real ? "result = select(v, result, result <= v);" : "result = min(result, v);";
    };
  }

  private String end() {
    return switch (fold) {
      case L2 -> "sqrt(result)";
      case LOG_SUM -> "log(result)";
      case LOG_SUM_EXP -> "log(result) + most";
      case MEAN -> "result / " + type + "(p.length)";
      default -> "result";
    };
  }
}
