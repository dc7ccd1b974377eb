package dev.assam.op.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A compiled pattern, run as a nondeterministic automaton over all its states at once: time is at
 * most the pattern's size times the text's length.
 *
 * <p>Source: "Regular Expression Matching Can Be Simple And Fast" (Cox, 2007).
 */
final class Regex {
  static final int CHARS = 0;
  static final int SPLIT = 1;
  static final int JUMP = 2;
  static final int BEGIN_TEXT = 3;
  static final int END_TEXT = 4;
  static final int BEGIN_LINE = 5;
  static final int END_LINE = 6;
  static final int WORD_BOUNDARY = 7;
  static final int NO_WORD_BOUNDARY = 8;
  static final int MATCH = 9;

  private static final int MAX_SIZE = 20_000;

  private int[] kinds = new int[16];
  private int[] targets = new int[16];
  private int[] others = new int[16];
  private int size;
  private final List<CharSet> sets = new ArrayList<>();

  /** Position of the next instruction. */
  int size() {
    return size;
  }

  /** Adds an instruction and returns its position. */
  int add(int kind, int target, int other) {
    if (size >= MAX_SIZE) {
      throw new RegexException("more than " + MAX_SIZE + " states", true);
    }
    if (size == kinds.length) {
      kinds = Arrays.copyOf(kinds, 2 * size);
      targets = Arrays.copyOf(targets, 2 * size);
      others = Arrays.copyOf(others, 2 * size);
    }
    kinds[size] = kind;
    targets[size] = target;
    others[size] = other;
    return size++;
  }

  /** Adds an instruction that takes one character of a set. */
  void addChars(CharSet set) {
    add(CHARS, sets.size(), 0);
    sets.add(set);
  }

  void setTarget(int at, int target) {
    targets[at] = target;
  }

  void setOther(int at, int other) {
    others[at] = other;
  }

  /** Whether the whole text matches; {@code check} is called from time to time. */
  boolean matches(String text, Runnable check) {
    int[] states = new int[size];
    int[] next = new int[size];
    int[] marks = new int[size];
    int[] stack = new int[size + 1];
    int count = follow(0, text, 0, states, 0, marks, 1, stack);
    int step = 1;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      step++;
      if (step % 256 == 0) {
        check.run();
      }
      int nextCount = 0;
      for (int i = 0; i < count; i++) {
        if (kinds[states[i]] == CHARS && sets.get(targets[states[i]]).contains(c)) {
          nextCount = follow(states[i] + 1, text, at, next, nextCount, marks, step, stack);
        }
      }
      int[] swap = states;
      states = next;
      next = swap;
      count = nextCount;
    }
    for (int i = 0; i < count; i++) {
      if (kinds[states[i]] == MATCH) {
        return true;
      }
    }
    return false;
  }

  /** Adds the states that can be reached from one without taking a character, each once a step. */
  private int follow(
      int from, String text, int at, int[] states, int count, int[] marks, int step, int[] stack) {
    int depth = 0;
    stack[depth++] = from;
    while (depth > 0) {
      int state = stack[--depth];
      if (marks[state] == step) {
        continue;
      }
      marks[state] = step;
      switch (kinds[state]) {
        case CHARS, MATCH -> states[count++] = state;
        case JUMP -> stack[depth++] = targets[state];
        case SPLIT -> {
          stack[depth++] = others[state];
          stack[depth++] = targets[state];
        }
        default -> {
          if (holds(kinds[state], text, at)) {
            stack[depth++] = state + 1;
          }
        }
      }
    }
    return count;
  }

  private static boolean holds(int assertion, String text, int at) {
    boolean boundary = isWord(text, at - 1) != isWord(text, at);
    return switch (assertion) {
      case BEGIN_TEXT -> at == 0;
      case END_TEXT -> at == text.length();
      case BEGIN_LINE -> at == 0 || text.charAt(at - 1) == '\n';
      case END_LINE -> at == text.length() || text.charAt(at) == '\n';
      case WORD_BOUNDARY -> boundary;
      default -> !boundary;
    };
  }

  private static boolean isWord(String text, int at) {
    return at >= 0 && at < text.length() && CharSet.WORD.contains(text.charAt(at));
  }
}
