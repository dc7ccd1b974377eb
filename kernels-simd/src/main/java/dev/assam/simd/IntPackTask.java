package dev.assam.simd;

import dev.assam.memory.Bytes;
import dev.assam.memory.Shorts;
import dev.assam.simd.kernel.IntGemm;

/**
 * Packs matrices [k, columns] of bytes that are known at run time only for {@link IntProductTask},
 * without their zero point. A unit is a panel of a matrix.
 */
final class IntPackTask extends Task {
  int matrices;
  int k;
  int columns;
  Bytes from;
  boolean signed;
  boolean hasZero;
  Bytes zero;

  /** 1 where each column has a zero point of its own. */
  int zeroStep;

  Shorts to;
  int toAt;

  @Override
  public int units() {
    return matrices * IntProductTask.panels(columns);
  }

  @Override
  public void run(int first, int last, int thread) {
    int depth = IntProductTask.depth(k);
    int panels = IntProductTask.panels(columns);
    for (int unit = first; unit < last; unit++) {
      int at = toAt + unit * IntGemm.PANEL * depth;
      int firstColumn = unit % panels * IntGemm.PANEL;
      int source = unit / panels * k * columns + firstColumn;
      int width = Math.min(IntGemm.PANEL, columns - firstColumn);
      for (int j = 0; j < IntGemm.PANEL; j++) {
        int origin = hasZero && j < width ? value(zero, (firstColumn + j) * zeroStep) : 0;
        for (int i = 0; i < depth; i++) {
          int value = i < k && j < width ? value(from, source + i * columns + j) - origin : 0;
          to.set(at + IntGemm.packedAt(i, j), (short) value);
        }
      }
    }
  }

  private int value(Bytes memory, int at) {
    return signed ? memory.get(at) : memory.get(at) & 0xFF;
  }

  @Override
  public int code() {
    return Tasks.INT_PACK;
  }

  @Override
  protected void fields(Fields fields) {
    matrices = fields.number(matrices);
    k = fields.number(k);
    columns = fields.number(columns);
    from = fields.bytes(from);
    signed = fields.flag(signed);
    hasZero = fields.flag(hasZero);
    zero = hasZero ? fields.bytes(zero) : zero;
    zeroStep = fields.number(zeroStep);
    to = fields.shorts(to);
    toAt = fields.number(toAt);
  }
}
