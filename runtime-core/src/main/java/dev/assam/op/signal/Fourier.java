package dev.assam.op.signal;

import dev.assam.memory.Doubles;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;

/**
 * X[k] = Σ x[j]·exp(∓2πi·jk/n) in place: by halving where n is a power of two, else as a
 * convolution with a chirp (Bluestein, 1970), which is of a length that is one. The inverse is
 * divided by n.
 */
final class Fourier {
  private final int n;
  private final boolean inverse;
  private final int m;
  private final Doubles cos;
  private final Doubles sin;
  private final Doubles chirpCos;
  private final Doubles chirpSin;
  private final Doubles filterRe;
  private final Doubles filterIm;
  private final Doubles workRe;
  private final Doubles workIm;

  /**
   * @param n length, 1 or more
   */
  Fourier(int n, boolean inverse) {
    this.n = n;
    this.inverse = inverse;
    boolean power = (n & (n - 1)) == 0;
    this.m = power ? n : lengthForChirp(n);
    this.cos = allocate(m / 2);
    this.sin = allocate(m / 2);
    for (int i = 0; i < m / 2; i++) {
      cos.set(i, Math.cos(2 * Math.PI * i / m));
      sin.set(i, -Math.sin(2 * Math.PI * i / m));
    }
    int chirp = power ? 0 : n;
    int work = power ? 0 : m;
    this.chirpCos = allocate(chirp);
    this.chirpSin = allocate(chirp);
    this.filterRe = allocate(work);
    this.filterIm = allocate(work);
    this.workRe = allocate(work);
    this.workIm = allocate(work);
    if (!power) {
      prepareChirp();
    }
  }

  static Doubles allocate(int length) {
    return Storage.allocate(Kind.DOUBLES, length).doubles();
  }

  private static int lengthForChirp(int n) {
    long m = 1;
    while (m < 2L * n - 1) {
      m *= 2;
    }
    return (int) Math.min(m, Integer.MAX_VALUE);
  }

  private void prepareChirp() {
    for (int i = 0; i < n; i++) {
      double angle = Math.PI * ((long) i * i % (2L * n)) / n;
      chirpCos.set(i, Math.cos(angle));
      chirpSin.set(i, -Math.sin(angle));
      int mirror = i == 0 ? 0 : m - i;
      filterRe.set(i, Math.cos(angle));
      filterIm.set(i, Math.sin(angle));
      filterRe.set(mirror, Math.cos(angle));
      filterIm.set(mirror, Math.sin(angle));
    }
    halve(filterRe, filterIm);
  }

  /** Transforms the complex numbers re + i·im. */
  void transform(Doubles re, Doubles im) {
    if (inverse) {
      // conj(F(conj x)) / n
      scale(re, im, n, 1, -1);
    }
    if (m == n) {
      halve(re, im);
    } else {
      convolve(re, im);
    }
    if (inverse) {
      scale(re, im, n, 1.0 / n, -1.0 / n);
    }
  }

  private static void scale(Doubles re, Doubles im, int count, double reFactor, double imFactor) {
    for (int i = 0; i < count; i++) {
      re.set(i, re.get(i) * reFactor);
      im.set(i, im.get(i) * imFactor);
    }
  }

  private void convolve(Doubles re, Doubles im) {
    for (int i = 0; i < m; i++) {
      workRe.set(i, 0);
      workIm.set(i, 0);
    }
    for (int i = 0; i < n; i++) {
      multiply(workRe, workIm, i, re.get(i), im.get(i), chirpCos.get(i), chirpSin.get(i));
    }
    halve(workRe, workIm);
    for (int i = 0; i < m; i++) {
      multiply(workRe, workIm, i, workRe.get(i), workIm.get(i), filterRe.get(i), filterIm.get(i));
    }
    scale(workRe, workIm, m, 1, -1);
    halve(workRe, workIm);
    scale(workRe, workIm, m, 1.0 / m, -1.0 / m);
    for (int i = 0; i < n; i++) {
      multiply(re, im, i, workRe.get(i), workIm.get(i), chirpCos.get(i), chirpSin.get(i));
    }
  }

  private static void multiply(
      Doubles re, Doubles im, int i, double aRe, double aIm, double bRe, double bIm) {
    re.set(i, aRe * bRe - aIm * bIm);
    im.set(i, aRe * bIm + aIm * bRe);
  }

  /** The forward transform of length m, a power of two. */
  private void halve(Doubles re, Doubles im) {
    int reversed = 0;
    for (int i = 1; i < m; i++) {
      int bit = m >> 1;
      while ((reversed & bit) != 0) {
        reversed ^= bit;
        bit >>= 1;
      }
      reversed ^= bit;
      if (i < reversed) {
        swap(re, i, reversed);
        swap(im, i, reversed);
      }
    }
    for (int half = 1; half < m; half *= 2) {
      int step = m / (2 * half);
      for (int start = 0; start < m; start += 2 * half) {
        for (int k = 0; k < half; k++) {
          butterfly(re, im, start + k, start + k + half, cos.get(k * step), sin.get(k * step));
        }
      }
    }
  }

  private static void butterfly(
      Doubles re, Doubles im, int i, int j, double turnRe, double turnIm) {
    double oddRe = re.get(j) * turnRe - im.get(j) * turnIm;
    double oddIm = re.get(j) * turnIm + im.get(j) * turnRe;
    re.set(j, re.get(i) - oddRe);
    im.set(j, im.get(i) - oddIm);
    re.set(i, re.get(i) + oddRe);
    im.set(i, im.get(i) + oddIm);
  }

  private static void swap(Doubles x, int i, int j) {
    double value = x.get(i);
    x.set(i, x.get(j));
    x.set(j, value);
  }
}
