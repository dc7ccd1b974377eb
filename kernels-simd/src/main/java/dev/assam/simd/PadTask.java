package dev.assam.simd;

import dev.assam.memory.Floats;
import dev.assam.simd.kernel.Copies;

/**
 * Copies images of lines of floats into zeros that reach further on all sides. A unit is a line of
 * the result.
 */
final class PadTask extends Task {
  // In floats along a line, in lines across.
  int images;
  int lines;
  int line;
  int before;
  int paddedLines;
  int paddedLine;
  int above;
  Floats from;
  Floats to;
  int toAt;

  @Override
  public int units() {
    return images * paddedLines;
  }

  @Override
  public void run(int first, int last, int thread) {
    for (int unit = first; unit < last; unit++) {
      int y = unit % paddedLines - above;
      int at = toAt + unit * paddedLine;
      if (y < 0 || y >= lines) {
        Copies.zeroF32(to, at, paddedLine);
      } else {
        int fromAt = (unit / paddedLines * lines + y) * line;
        Copies.zeroF32(to, at, before);
        Copies.copyF32(from, fromAt, to, at + before, line);
        Copies.zeroF32(to, at + before + line, paddedLine - before - line);
      }
    }
  }

  @Override
  public int code() {
    return Tasks.PAD;
  }

  @Override
  protected void fields(Fields fields) {
    images = fields.number(images);
    lines = fields.number(lines);
    line = fields.number(line);
    before = fields.number(before);
    paddedLines = fields.number(paddedLines);
    paddedLine = fields.number(paddedLine);
    above = fields.number(above);
    from = fields.floats(from);
    to = fields.floats(to);
    toAt = fields.number(toAt);
  }
}
