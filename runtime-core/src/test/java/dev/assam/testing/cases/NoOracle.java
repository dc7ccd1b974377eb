package dev.assam.testing.cases;

import java.util.Map;

/**
 * Operators without cases here, and why; they are tested by ONNX's own conformance suite, random
 * ones by their statistics. Names are as {@code OpType} prints them.
 */
public final class NoOracle {
  private static final String NO_KERNEL = "ONNX Runtime's CPU provider has no kernel for it";
  private static final String TOO_NEW = "newer than the newest opset that this ONNX Runtime reads";
  private static final String RANDOM = "random; see RandomOperatorsTest";
  private static final String TRAINING = "left out of ONNX Runtime's builds for inference";

  /** The reason by the operator's name. */
  public static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("Bernoulli", RANDOM),
          Map.entry("BitCast", TOO_NEW),
          Map.entry("CausalConvWithState", TOO_NEW),
          Map.entry("CumProd", TOO_NEW),
          Map.entry("DeformConv", NO_KERNEL),
          Map.entry("ImageDecoder", NO_KERNEL),
          Map.entry("LinearAttention", TOO_NEW),
          Map.entry("Multinomial", RANDOM),
          Map.entry("RandomNormal", RANDOM),
          Map.entry("RandomNormalLike", RANDOM),
          Map.entry("RandomUniform", RANDOM),
          Map.entry("RandomUniformLike", RANDOM),
          Map.entry("SwiGLU", TOO_NEW),
          Map.entry("TensorScatter", NO_KERNEL),
          Map.entry("ai.onnx.preview.FlexAttention", TOO_NEW),
          Map.entry("ai.onnx.preview.training.Adagrad", TRAINING),
          Map.entry("ai.onnx.preview.training.Adam", TRAINING),
          Map.entry("ai.onnx.preview.training.Gradient", TRAINING),
          Map.entry("ai.onnx.preview.training.Momentum", TRAINING));

  private NoOracle() {}
}
