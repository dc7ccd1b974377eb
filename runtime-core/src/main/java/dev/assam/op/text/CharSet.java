package dev.assam.op.text;

import java.util.Arrays;

/** A set of code points. */
final class CharSet {
  static final int MAX = 0x10FFFF;
  static final CharSet ANY = new CharSet(new int[] {0, MAX}, false);
  static final CharSet NO_NEWLINE = new CharSet(new int[] {'\n', '\n'}, true);
  static final CharSet WORD = of("09AZ__az");
  static final CharSet DIGIT = of("09");
  static final CharSet SPACE = of("\t\n\f\r  ");

  private final int[] ranges;
  private final boolean negated;

  /**
   * @param ranges first and last of each range, in any order
   * @param negated whether the set is what is outside of the ranges
   */
  CharSet(int[] ranges, boolean negated) {
    this.ranges = ranges;
    this.negated = negated;
  }

  /** A set of ranges, each given by its first and its last character. */
  static CharSet of(String ranges) {
    int[] ends = new int[ranges.length()];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = ranges.charAt(i);
    }
    return new CharSet(ends, false);
  }

  boolean contains(int c) {
    for (int i = 0; i < ranges.length; i += 2) {
      if (c >= ranges[i] && c <= ranges[i + 1]) {
        return !negated;
      }
    }
    return negated;
  }

  CharSet negate() {
    return new CharSet(ranges, !negated);
  }

  CharSet union(CharSet other) {
    int[] a = plainRanges();
    int[] b = other.plainRanges();
    int[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return new CharSet(both, false);
  }

  /** The ranges of this set itself: of a negated one, the gaps. */
  private int[] plainRanges() {
    if (!negated) {
      return ranges;
    }
    int[] gaps = new int[ranges.length + 2];
    int count = 0;
    for (int from = 0; from <= MAX; ) {
      int end = from;
      int next = MAX + 1;
      for (int i = 0; i < ranges.length; i += 2) {
        if (ranges[i] <= from && from <= ranges[i + 1]) {
          end = Math.max(end, ranges[i + 1] + 1);
        } else if (ranges[i] > from) {
          next = Math.min(next, ranges[i]);
        }
      }
      if (end == from) {
        gaps[count++] = from;
        gaps[count++] = next - 1;
        end = next;
      }
      from = end;
    }
    return Arrays.copyOf(gaps, count);
  }

  /** This set together with the other cases of its letters. */
  CharSet foldCase() {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < ranges.length; i += 2) {
      // Longer ranges span whole scripts, with both cases of nearly all their letters.
      int last = Math.min(Math.min(ranges[i + 1], ranges[i] + 0x500), Character.MAX_VALUE);
      for (int c = ranges[i]; c <= last; c++) {
        char lower = Character.toLowerCase((char) c);
        char upper = Character.toUpperCase((char) c);
        if (lower != c || upper != c) {
          letters.append(lower).append(lower).append(upper).append(upper);
        }
      }
    }
    CharSet all = new CharSet(ranges, false).union(of(letters.toString()));
    return negated ? all.negate() : all;
  }
}
