package dev.assam.op.reduce;

import dev.assam.op.Odometer;
import dev.assam.tensor.Shape;
import java.util.Arrays;

/**
 * The elements that fold into one output as lines of evenly spaced ones, as long as possible;
 * offsets are relative to the first.
 */
final class Lines {
  private final int count;
  private final int length;
  private final int step;
  private final Odometer starts;

  /** Merges dimensions from the last one on while their elements stay evenly spaced. */
  Lines(Shape folded, int[] strides) {
    int outer = folded.rank();
    int merged = 1;
    int spacing = 1;
    while (outer > 0
        && (merged == 1
            || folded.dim(outer - 1) == 1
            || strides[outer - 1] == (long) merged * spacing)) {
      outer--;
      if (merged == 1) {
        spacing = strides[outer];
      }
      merged *= folded.dim(outer);
    }
    length = merged;
    step = spacing;
    Shape rest = folded.slice(0, outer);
    count = rest.size();
    starts = new Odometer(rest, Arrays.copyOf(strides, outer));
  }

  /** Number of lines. */
  int count() {
    return count;
  }

  /** Elements of each line. */
  int length() {
    return length;
  }

  /** Distance of neighbours in a line. */
  int step() {
    return step;
  }

  /** Offset of the next line; after the last comes the first. */
  int next() {
    int at = starts.at(0);
    starts.next();
    return at;
  }
}
