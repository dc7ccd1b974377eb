package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.PointwiseLoops;
import dev.assam.simd.kernel.ResampleLoops;

/**
 * Makes [outer, output, inner] of [outer, input, inner]: each line of inner elements the weighted
 * sum of some of the input's.
 */
final class ResampleTask extends Task {
  private static final int UNIT = 8192;

  private Floats x;
  private int xAt;
  private Floats y;
  private int yAt;
  private int outer;
  private int input;
  private int inner;

  /** Lines that make one. */
  private int count;

  private int[] indices;
  private float[] weights;

  ResampleTask() {}

  ResampleTask(
      Floats x,
      int xAt,
      Floats y,
      int yAt,
      int outer,
      int input,
      int inner,
      int[] indices,
      float[] weights,
      int count) {
    this.x = x;
    this.xAt = xAt;
    this.y = y;
    this.yAt = yAt;
    this.outer = outer;
    this.input = input;
    this.inner = inner;
    this.indices = indices;
    this.weights = weights;
    this.count = count;
  }

  private int output() {
    return indices.length / count;
  }

  private int linesPerUnit() {
    return Math.max(1, UNIT / inner);
  }

  @Override
  public int units() {
    return (outer * output() + linesPerUnit() - 1) / linesPerUnit();
  }

  @Override
  public void run(int from, int to, int thread) {
    int output = output();
    int end = Math.min(outer * output, to * linesPerUnit());
    for (int line = from * linesPerUnit(); line < end; line++) {
      int o = line / output;
      int tap = (line - o * output) * count;
      if (inner == 1) {
        float sum = 0;
        for (int k = tap; k < tap + count; k++) {
          sum += weights[k] * x.get(xAt + o * input + indices[k]);
        }
        y.set(yAt + line, sum);
      } else {
        line(xAt + o * input * inner, tap, yAt + line * inner);
      }
    }
  }

  private void line(int from, int tap, int to) {
    int a = from + indices[tap] * inner;
    if (count == 1) {
      PointwiseLoops.copyAll(x, a, y, to, inner);
      return;
    }
    int b = from + indices[tap + 1] * inner;
    ResampleLoops.two(x, a, weights[tap], b, weights[tap + 1], y, to, inner);
    for (int k = tap + 2; k < tap + count; k++) {
      if (weights[k] != 0) {
        ResampleLoops.add(x, from + indices[k] * inner, weights[k], y, to, inner);
      }
    }
  }

  @Override
  public int code() {
    return Tasks.RESAMPLE;
  }

  @Override
  protected void fields(Fields fields) {
    x = fields.floats(x);
    xAt = fields.number(xAt);
    y = fields.floats(y);
    yAt = fields.number(yAt);
    outer = fields.number(outer);
    input = fields.number(input);
    inner = fields.number(inner);
    count = fields.number(count);
    indices = fields.numbers(indices);
    weights = fields.reals(weights);
  }
}
