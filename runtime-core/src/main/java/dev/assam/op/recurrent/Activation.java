package dev.assam.op.recurrent;

import dev.assam.op.Attributes;
import java.util.ArrayList;
import java.util.List;

/** An activation function of a recurrent cell with its two parameters. */
public record Activation(String name, float alpha, float beta) {
  private record Kind(String name, int parameters, float alpha, float beta) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("Affine", 2, 1, 0),
          new Kind("Elu", 1, 1, 0),
          new Kind("HardSigmoid", 2, 0.2f, 0.5f),
          new Kind("LeakyRelu", 1, 0.01f, 0),
          new Kind("Relu", 0, 0, 0),
          new Kind("ScaledTanh", 2, 1, 1),
          new Kind("Sigmoid", 0, 0, 0),
          new Kind("Softplus", 0, 0, 0),
          new Kind("Softsign", 0, 0, 0),
          new Kind("Tanh", 0, 0, 0),
          new Kind("ThresholdedRelu", 1, 1, 0));

  /** The functions a node names; each takes from the lists of parameters as many as it has. */
  static List<Activation> read(Attributes a, int directions, String... defaults) {
    List<String> names = a.getStrings("activations");
    List<Float> alphas = a.getFloats("activation_alpha");
    List<Float> betas = a.getFloats("activation_beta");
    int count = directions * defaults.length;
    if (names != null && names.size() != count) {
      throw a.error("activations", names + " (allowed: " + count + " names)");
    }
    List<Activation> activations = new ArrayList<>();
    int alphaAt = 0;
    int betaAt = 0;
    for (int i = 0; i < count; i++) {
      Kind kind = kind(a, names == null ? defaults[i % defaults.length] : names.get(i));
      float alpha = kind.alpha;
      float beta = kind.beta;
      if (kind.parameters > 0 && alphas != null && alphaAt < alphas.size()) {
        alpha = alphas.get(alphaAt++);
      }
      if (kind.parameters > 1 && betas != null && betaAt < betas.size()) {
        beta = betas.get(betaAt++);
      }
      activations.add(new Activation(kind.name, alpha, beta));
    }
    return List.copyOf(activations);
  }

  private static Kind kind(Attributes a, String name) {
    List<String> names = new ArrayList<>();
    for (Kind kind : KINDS) {
      if (kind.name.equals(name)) {
        return kind;
      }
      names.add(kind.name);
    }
    throw a.error("activations", "\"" + name + "\" (allowed: " + String.join(", ", names) + ")");
  }

  /** The function's value. */
  public double apply(double x) {
    return switch (name) {
      case "Affine" -> alpha * x + beta;
      case "Elu" -> x < 0 ? alpha * (Math.exp(x) - 1) : x;
      case "HardSigmoid" -> Math.max(0, Math.min(1, alpha * x + beta));
      case "LeakyRelu" -> x < 0 ? alpha * x : x;
      case "Relu" -> Math.max(0, x);
      case "ScaledTanh" -> alpha * Math.tanh(beta * x);
      case "Sigmoid" -> 1 / (1 + Math.exp(-x));
      case "Softplus" -> Math.log1p(Math.exp(-Math.abs(x))) + Math.max(0, x);
      case "Softsign" -> x / (1 + Math.abs(x));
      case "ThresholdedRelu" -> x > alpha ? x : 0;
      default -> Math.tanh(x);
    };
  }
}
