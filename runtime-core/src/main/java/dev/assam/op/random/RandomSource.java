package dev.assam.op.random;

import dev.assam.op.Elements;
import dev.assam.op.Inputs;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * The Mersenne Twister MT19937 (M. Matsumoto and T. Nishimura, 1998), seeded and read as numpy's
 * RandomState does, with which ONNX defines its examples. Only basic arithmetic is used, so that
 * the numbers are the same on every machine.
 */
final class RandomSource {
  private static final int N = 624;
  private static final int M = 397;
  private static final double LN2 = 0.6931471805599453;

  private final int[] state = new int[N];
  private int at = N;
  private double spare = Double.NaN;

  /** Only the low 32 bits of the seed matter. */
  RandomSource(long seed) {
    state[0] = (int) seed;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /** With this seed, its fraction dropped; with the session's next one if it is null. */
  static RandomSource of(Inputs in, Float seed) {
    if (seed != null) {
      return new RandomSource((long) (float) seed);
    }
    long next = in.nextSeed();
    return new RandomSource(next ^ (next >>> 32));
  }

  private int nextInt() {
    if (at == N) {
      for (int i = 0; i < N; i++) {
        int mixed = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7FFFFFFF);
        state[i] = state[(i + M) % N] ^ (mixed >>> 1) ^ ((mixed & 1) == 0 ? 0 : 0x9908B0DF);
      }
      at = 0;
    }
    int y = state[at++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9D2C5680;
    y ^= (y << 15) & 0xEFC60000;
    return y ^ (y >>> 18);
  }

  /** At least 0 and less than 1, in steps of 2^−53. */
  double uniform() {
    int a = nextInt() >>> 5;
    int b = nextInt() >>> 6;
    return (a * 0x1p26 + b) * 0x1p-53;
  }

  /** At least {@code low} and less than {@code high}, even after rounding where that can be. */
  double uniform(DType dtype, double low, double high) {
    double value = low;
    for (int attempt = 0; attempt < 8; attempt++) {
      value = Elements.rounded(dtype, low + (high - low) * uniform());
      if (!(value >= high)) {
        return value;
      }
    }
    return low;
  }

  /** Of mean 0 and variance 1, by the polar method of G. Marsaglia. */
  double normal() {
    if (!Double.isNaN(spare)) {
      double value = spare;
      spare = Double.NaN;
      return value;
    }
    double x;
    double y;
    double square;
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double scale = Math.sqrt(-2 * log(square) / square);
    spare = scale * x;
    return scale * y;
  }

  /** Natural logarithm of a normal positive number; Math.log differs between machines. */
  static double log(double x) {
    long bits = Double.doubleToRawLongBits(x);
    int exponent = (int) (bits >>> 52) - 1023;
    double m = Double.longBitsToDouble((bits & 0xFFFFFFFFFFFFFL) | 0x3FF0000000000000L);
    if (m > 1.4142135623730951) {
      m /= 2;
      exponent++;
    }
    double s = (m - 1) / (m + 1);
    double z = s * s;
    double sum = 0;
    for (int k = 21; k > 0; k -= 2) {
      sum = sum * z + 2.0 / k;
    }
    return exponent * LN2 + sum * s;
  }

  /** The type of a random tensor: of {@code dtype}, or input 0's if null. */
  static TensorType type(Inputs in, DType dtype, List<Integer> shape) {
    DType chosen = dtype == null ? in.dtype(0) : dtype;
    if (!DTypes.FLOATS.contains(chosen)) {
      throw in.typeError("output of " + chosen + " (allowed: " + DTypes.FLOATS + ")");
    }
    if (shape == null) {
      return new TensorType(chosen, in.tensorType(0).shape());
    }
    for (int dim : shape) {
      in.dimension(dim);
    }
    return new TensorType(chosen, Shape.of(shape));
  }
}
