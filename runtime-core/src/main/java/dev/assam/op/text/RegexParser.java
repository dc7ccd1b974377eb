package dev.assam.op.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Compiles patterns in RE2's syntax: alternation, groups, repetition, classes (Perl's and POSIX's),
 * assertions, the flags i, m, s and U, and escapes. Unicode classes are not known.
 */
final class RegexParser {
  /** RE2's limit, for nested repetitions together. */
  private static final int MAX_REPEAT = 1000;

  private static final int MAX_DEPTH = 100;

  /** A part of the pattern, as what adds its instructions to a program. */
  private interface Emitter {
    void emit(Regex program);
  }

  /**
   * A part of the pattern.
   *
   * @param copies how often a part inside it is repeated at most, by counted repetitions
   */
  private record Part(int copies, Emitter emitter) {}

  private final String pattern;
  private int at;
  private int depth;
  private boolean foldCase;
  private boolean multiLine;
  private boolean dotAll;
  private boolean quoted;

  RegexParser(String pattern) {
    this.pattern = pattern;
  }

  /**
   * The compiled pattern.
   *
   * @throws RegexException if it is not well-formed or not supported
   */
  Regex parse() {
    Part all = alternation();
    if (at < pattern.length()) {
      throw wrong("an unmatched )");
    }
    Regex program = new Regex();
    all.emitter.emit(program);
    program.add(Regex.MATCH, 0, 0);
    return program;
  }

  private RegexException wrong(String what) {
    return new RegexException(what + " at " + at, false);
  }

  private RegexException unsupported(String what) {
    return new RegexException(what + " at " + at + " is not supported", true);
  }

  private boolean take(String text) {
    boolean there = pattern.startsWith(text, at);
    at += there ? text.length() : 0;
    return there;
  }

  private boolean sees(char c) {
    return at < pattern.length() && pattern.charAt(at) == c;
  }

  private int next() {
    if (at >= pattern.length()) {
      throw wrong("an unexpected end");
    }
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  private Part alternation() {
    Part first = sequence();
    if (!sees('|')) {
      return first;
    }
    List<Part> parts = new ArrayList<>(List.of(first));
    int copies = first.copies;
    while (take("|")) {
      Part part = sequence();
      parts.add(part);
      copies = Math.max(copies, part.copies);
    }
    return new Part(copies, program -> alternatives(program, parts));
  }

  private static void alternatives(Regex program, List<Part> parts) {
    int last = parts.size() - 1;
    int[] jumps = new int[last];
    for (int i = 0; i < last; i++) {
      int split = program.add(Regex.SPLIT, program.size() + 1, 0);
      parts.get(i).emitter.emit(program);
      jumps[i] = program.add(Regex.JUMP, 0, 0);
      program.setOther(split, program.size());
    }
    parts.get(last).emitter.emit(program);
    for (int jump : jumps) {
      program.setTarget(jump, program.size());
    }
  }

  private Part sequence() {
    List<Part> parts = new ArrayList<>();
    int copies = 1;
    while (sequenceGoesOn()) {
      Part part = repetition();
      parts.add(part);
      copies = Math.max(copies, part.copies);
    }
    return new Part(
        copies,
        program -> {
          for (Part part : parts) {
            part.emitter.emit(program);
          }
        });
  }

  /** Whether another part follows; takes the marks around quoted text. */
  private boolean sequenceGoesOn() {
    while (take(quoted ? "\\E" : "\\Q")) {
      quoted = !quoted;
    }
    return at < pattern.length() && (quoted || !sees('|') && !sees(')'));
  }

  private Part repetition() {
    if (quoted) {
      Part literal = literal(next());
      if (!take("\\E")) {
        return literal;
      }
      quoted = false;
      return repeated(literal);
    }
    if (sees('*') || sees('+') || sees('?')) {
      throw wrong("a repetition of nothing");
    }
    return repeated(atom());
  }

  private Part repeated(Part part) {
    int[] counts = counts();
    if (counts == null) {
      return part;
    }
    // Greedy or not makes no difference to what matches as a whole.
    take("?");
    if (counts() != null) {
      throw wrong("a repetition of a repetition");
    }
    int min = counts[0];
    int max = counts[1];
    long copies = part.copies * (long) Math.max(1, Math.max(min, max));
    if (copies > MAX_REPEAT) {
      throw wrong("a repetition of more than " + MAX_REPEAT);
    }
    return new Part((int) copies, program -> repeat(program, part, min, max));
  }

  /** Least and most (−1: any) of the repetition that follows, or null if there is none. */
  private int[] counts() {
    if (take("*")) {
      return new int[] {0, -1};
    }
    if (take("+")) {
      return new int[] {1, -1};
    }
    if (take("?")) {
      return new int[] {0, 1};
    }
    int start = at;
    if (take("{")) {
      int min = number();
      int max = min;
      if (min >= 0 && take(",")) {
        max = sees('}') ? -1 : number();
        if (max < 0 && !sees('}')) {
          min = -1;
        }
      }
      if (min >= 0 && take("}")) {
        if (min > MAX_REPEAT || max > MAX_REPEAT || max >= 0 && max < min) {
          throw wrong("a bad repetition");
        }
        return new int[] {min, max};
      }
    }
    // Anything else in braces stands for itself.
    at = start;
    return null;
  }

  /** A decimal number, at most one more than the largest count; −1 if there is none. */
  private int number() {
    int value = -1;
    while (at < pattern.length() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9') {
      value = Math.min(Math.max(value, 0) * 10 + pattern.charAt(at++) - '0', MAX_REPEAT + 1);
    }
    return value;
  }

  private static void repeat(Regex program, Part part, int min, int max) {
    for (int i = 0; i < min; i++) {
      part.emitter.emit(program);
    }
    if (max < 0) {
      int split = program.add(Regex.SPLIT, program.size() + 1, 0);
      part.emitter.emit(program);
      program.add(Regex.JUMP, split, 0);
      program.setOther(split, program.size());
      return;
    }
    int[] splits = new int[max - min];
    for (int i = 0; i < splits.length; i++) {
      splits[i] = program.add(Regex.SPLIT, program.size() + 1, 0);
      part.emitter.emit(program);
    }
    for (int split : splits) {
      program.setOther(split, program.size());
    }
  }

  private Part chars(CharSet set) {
    CharSet meant = foldCase ? set.foldCase() : set;
    return new Part(1, program -> program.addChars(meant));
  }

  private Part literal(int c) {
    return chars(new CharSet(new int[] {c, c}, false));
  }

  private static Part assertion(int kind) {
    return new Part(1, program -> program.add(kind, 0, 0));
  }

  private Part atom() {
    int c = next();
    return switch (c) {
      case '(' -> group();
      case '[' -> chars(charClass());
      case '.' -> chars(dotAll ? CharSet.ANY : CharSet.NO_NEWLINE);
      case '^' -> assertion(multiLine ? Regex.BEGIN_LINE : Regex.BEGIN_TEXT);
      case '$' -> assertion(multiLine ? Regex.END_LINE : Regex.END_TEXT);
      case '\\' -> escape();
      default -> literal(c);
    };
  }

  private Part group() {
    if (++depth > MAX_DEPTH) {
      throw unsupported("more than " + MAX_DEPTH + " groups inside each other");
    }
    boolean oldFoldCase = foldCase;
    boolean oldMultiLine = multiLine;
    boolean oldDotAll = dotAll;
    if (take("?P<") || pattern.startsWith("?<", at) && isNameAt(at + 2) && take("?<")) {
      while (!take(">")) {
        if (!CharSet.WORD.contains(next())) {
          throw wrong("a bad group name");
        }
      }
    } else if (take("?") && flags()) {
      // Flags alone hold up to the end of the group around them.
      depth--;
      return new Part(1, program -> {});
    }
    Part inside = alternation();
    if (!take(")")) {
      throw wrong("a missing )");
    }
    foldCase = oldFoldCase;
    multiLine = oldMultiLine;
    dotAll = oldDotAll;
    depth--;
    return inside;
  }

  private boolean isNameAt(int i) {
    return i < pattern.length() && CharSet.WORD.contains(pattern.charAt(i));
  }

  /** Reads flags after "(?" up to ":" or ")"; returns whether it was the latter. */
  private boolean flags() {
    boolean on = true;
    while (true) {
      switch (next()) {
        case 'i' -> foldCase = on;
        case 'm' -> multiLine = on;
        case 's' -> dotAll = on;
        case 'U' -> {}
        case '-' -> on = false;
        case ':' -> {
          return false;
        }
        case ')' -> {
          return true;
        }
        default -> throw wrong("a group of an unknown kind");
      }
    }
  }

  private Part escape() {
    if (take("A")) {
      return assertion(Regex.BEGIN_TEXT);
    }
    if (take("z")) {
      return assertion(Regex.END_TEXT);
    }
    if (take("b")) {
      return assertion(Regex.WORD_BOUNDARY);
    }
    if (take("B")) {
      return assertion(Regex.NO_WORD_BOUNDARY);
    }
    CharSet set = escapedSet();
    return set != null ? chars(set) : literal(escapedChar());
  }

  /** The class after a backslash, or null if it is none. */
  private CharSet escapedSet() {
    int start = at;
    return switch (next()) {
      case 'd' -> CharSet.DIGIT;
      case 'D' -> CharSet.DIGIT.negate();
      case 's' -> CharSet.SPACE;
      case 'S' -> CharSet.SPACE.negate();
      case 'w' -> CharSet.WORD;
      case 'W' -> CharSet.WORD.negate();
      case 'p', 'P' -> throw unsupported("a Unicode class");
      default -> {
        at = start;
        yield null;
      }
    };
  }

  /** The character that an escape stands for. */
  private int escapedChar() {
    int c = next();
    return switch (c) {
      case 'a' -> 7;
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 11;
      case 'x' -> take("{") ? digits(16, 8, '}') : digits(16, 2, 0);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        // A single digit but 0 would refer to a group.
        boolean more =
            at < pattern.length() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '7';
        if (c != '0' && !more) {
          throw wrong("a reference to a group, which RE2 does not have,");
        }
        at--;
        yield digits(8, 3, 0);
      }
      case 'C' -> throw unsupported("\\C");
      default -> {
        if (c >= 0x80 || CharSet.WORD.contains(c) && c != '_') {
          throw wrong("a bad escape");
        }
        yield c;
      }
    };
  }

  /** A number of at most {@code most} digits; all of them if it is hexadecimal, or up to an end. */
  private int digits(int base, int most, int end) {
    int value = 0;
    int count = 0;
    while (count < most && at < pattern.length()) {
      int digit = Character.digit(pattern.charAt(at), base);
      if (digit < 0) {
        break;
      }
      value = value * base + digit;
      count++;
      at++;
    }
    boolean ended = end == 0 ? base == 8 || count == most : count > 0 && next() == end;
    if (!ended || value < 0 || value > CharSet.MAX) {
      throw wrong("a bad escape");
    }
    return value;
  }

  private CharSet charClass() {
    boolean negated = take("^");
    CharSet set = new CharSet(new int[0], false);
    boolean first = true;
    while (first || !sees(']')) {
      first = false;
      if (pattern.indexOf(":]", at) >= 0 && take("[:")) {
        set = set.union(posix());
        continue;
      }
      int from = next();
      if (from == '\\') {
        CharSet named = escapedSet();
        if (named != null) {
          set = set.union(named);
          continue;
        }
        from = escapedChar();
      }
      int to = from;
      if (sees('-') && at + 1 < pattern.length() && pattern.charAt(at + 1) != ']') {
        at++;
        to = next();
        to = to == '\\' ? escapedChar() : to;
        if (to < from) {
          throw wrong("a bad range");
        }
      }
      set = set.union(new CharSet(new int[] {from, to}, false));
    }
    at++;
    return negated ? set.negate() : set;
  }

  /** A class as in {@code [:alpha:]}, from its name on. */
  private CharSet posix() {
    boolean negated = take("^");
    int end = pattern.indexOf(":]", at);
    String name = end < 0 ? "" : pattern.substring(at, end);
    String ranges =
        switch (name) {
          case "alnum" -> "09AZaz";
          case "alpha" -> "AZaz";
          case "ascii" -> "\u0000\u007f";
          case "blank" -> "\t\t  ";
          case "cntrl" -> "\u0000\u001f\u007f\u007f";
          case "digit" -> "09";
          case "graph" -> "!~";
          case "lower" -> "az";
          case "print" -> " ~";
          case "punct" -> "!/:@[`{~";
          case "space" -> "\t\r  ";
          case "upper" -> "AZ";
          case "word" -> "09AZ__az";
          case "xdigit" -> "09AFaf";
          default -> throw wrong("a bad character class");
        };
    at = end + 2;
    CharSet set = CharSet.of(ranges);
    return negated ? set.negate() : set;
  }
}
