package dev.assam.webgpu.kernel;

import dev.assam.op.Op;
import dev.assam.op.recurrent.Activation;
import dev.assam.op.recurrent.GRU;
import dev.assam.op.recurrent.LSTM;
import dev.assam.op.recurrent.RNN;
import dev.assam.op.recurrent.Settings;
import dev.assam.webgpu.Wgsl;
import dev.assam.webgpu.WgslExpr;
import java.util.List;

/**
 * What tells recurrent cells apart.
 *
 * @param flag of LSTM that the input's gate forgets, of GRU that it resets the product
 */
record RecurrentCell(
    Kind kind, List<Activation> activations, int directions, float clip, boolean flag) {
  enum Kind {
    LSTM(4),
    GRU(3),
    RNN(1);

    final int gates;

    Kind(int gates) {
      this.gates = gates;
    }
  }

  /** The cell of an operator, or null if it is none. */
  static RecurrentCell of(Op op) {
    return switch (op) {
      case LSTM lstm -> of(Kind.LSTM, lstm.settings(), lstm.inputForget());
      case GRU gru -> of(Kind.GRU, gru.settings(), gru.linearBeforeReset());
      case RNN rnn -> of(Kind.RNN, rnn.settings(), false);
      default -> null;
    };
  }

  private static RecurrentCell of(Kind kind, Settings settings, boolean flag) {
    return new RecurrentCell(
        kind, settings.activations(), settings.directions(), settings.clip(), flag);
  }

  int gates() {
    return kind.gates;
  }

  /** Whether a step multiplies twice, the second time by what the first reset. */
  boolean hasTwoProducts() {
    return kind == Kind.GRU && !flag;
  }

  /** Adds functions {@code act0(x, direction)} and so on. */
  void define(Wgsl wgsl) {
    int each = activations.size() / directions;
    for (int f = 0; f < each; f++) {
      StringBuilder text = new StringBuilder("fn act");
      text.append(f).append("(v: vec4<f32>, direction: u32) -> vec4<f32> {\n");
      String limit = WgslExpr.real(wgsl, clip);
      String x = clip > 0 ? "clamp(v, vec4<f32>(-" + limit + "), vec4<f32>(" + limit + "))" : "v";
      text.append("  let x = ").append(x).append(";\n");
      Activation first = activations.get(f);
      Activation last = activations.get(activations.size() - each + f);
      if (!first.equals(last)) {
        text.append("  if (direction == 1u) { return ").append(write(wgsl, last)).append("; }\n");
      }
      text.append("  return ").append(write(wgsl, first)).append(";\n}\n");
      wgsl.function(text.toString());
    }
  }

  private static String write(Wgsl wgsl, Activation f) {
    String a = "(" + WgslExpr.real(wgsl, f.alpha()) + ")";
    String b = "(" + WgslExpr.real(wgsl, f.beta()) + ")";
    String zero = "vec4<f32>()";
    String one = "vec4<f32>(1.0f)";
    return switch (f.name()) {
      case "Affine" -> a + " * x + " + b;
      case "Elu" -> "select(x, " + a + " * (exp(x) - 1.0f), x < " + zero + ")";
      case "HardSigmoid" -> "clamp(" + a + " * x + " + b + ", " + zero + ", " + one + ")";
      case "LeakyRelu" -> "select(x, " + a + " * x, x < " + zero + ")";
      case "Relu" -> "max(x, " + zero + ")";
      case "ScaledTanh" -> a + " * " + tanh(b + " * x");
      case "Sigmoid" -> "1.0f / (1.0f + exp(-x))";
      case "Softplus" -> "log(1.0f + exp(-abs(x))) + max(x, " + zero + ")";
      case "Softsign" -> "x / (1.0f + abs(x))";
      case "ThresholdedRelu" -> "select(" + zero + ", x, x > vec4<f32>(" + a + "))";
      default -> tanh("x");
    };
  }

  /** The built-in one may overflow far from 0. */
  private static String tanh(String x) {
    return "tanh(clamp(" + x + ", vec4<f32>(-10.0f), vec4<f32>(10.0f)))";
  }
}
