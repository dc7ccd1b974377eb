package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.op.recurrent.Activation;
import dev.assam.op.recurrent.Settings;
import dev.assam.simd.kernel.PointwiseLoops;
import dev.assam.simd.kernel.RecurrentF32;

/** The activation functions of recurrent cells, as numbers. */
final class RecurrentCell {
  private static final int SIGMOID = 0;
  private static final int TANH = 1;
  private static final int LINEAR = 2;
  private static final int SCALED_TANH = 3;
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  /** Numbers to a function: kind, scale, shift, lower and upper bound. */
  private static final int SIZE = 5;

  private RecurrentCell() {}

  /** The functions of all directions, or null if one of them has no vector form. */
  static float[] functions(Settings settings) {
    float[] numbers = new float[SIZE * settings.activations().size()];
    for (int i = 0; i < settings.activations().size(); i++) {
      Activation f = settings.activations().get(i);
      switch (f.name()) {
        case "Sigmoid" -> put(numbers, i, SIGMOID, 1, 0, -INFINITY, INFINITY);
        case "Tanh" -> put(numbers, i, TANH, 1, 0, -INFINITY, INFINITY);
        case "Relu" -> put(numbers, i, LINEAR, 1, 0, 0, INFINITY);
        case "HardSigmoid" -> put(numbers, i, LINEAR, f.alpha(), f.beta(), 0, 1);
        case "Affine" -> put(numbers, i, LINEAR, f.alpha(), f.beta(), -INFINITY, INFINITY);
        case "ScaledTanh" -> put(numbers, i, SCALED_TANH, f.alpha(), f.beta(), 0, 0);
        default -> {
          return null;
        }
      }
    }
    return numbers;
  }

  private static void put(float[] numbers, int i, int kind, float a, float b, float lo, float hi) {
    numbers[SIZE * i] = kind;
    numbers[SIZE * i + 1] = a;
    numbers[SIZE * i + 2] = b;
    numbers[SIZE * i + 3] = lo;
    numbers[SIZE * i + 4] = hi;
  }

  /**
   * Applies function {@code f} to n elements of x, a multiple of the lanes.
   *
   * @param clip limit of what goes in, 0 for none
   */
  static void activate(float[] functions, int f, float clip, Floats x, int at, int n) {
    if (clip > 0) {
      RecurrentF32.linear(x, at, n, 1, 0, -clip, clip);
    }
    float a = functions[SIZE * f + 1];
    float b = functions[SIZE * f + 2];
    switch ((int) functions[SIZE * f]) {
      case SIGMOID -> PointwiseLoops.sigmoid(x, at, x, at, n);
      case TANH -> PointwiseLoops.tanh(x, at, x, at, n);
      case LINEAR ->
          RecurrentF32.linear(x, at, n, a, b, functions[SIZE * f + 3], functions[SIZE * f + 4]);
      default -> {
        RecurrentF32.linear(x, at, n, b, 0, -INFINITY, INFINITY);
        PointwiseLoops.tanh(x, at, x, at, n);
        RecurrentF32.linear(x, at, n, a, 0, -INFINITY, INFINITY);
      }
    }
  }
}
