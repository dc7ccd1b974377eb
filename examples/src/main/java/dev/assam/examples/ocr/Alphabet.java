package dev.assam.examples.ocr;

import java.util.ArrayList;
import java.util.List;

/**
 * The characters that a recognizer tells apart, by class: 0 is the blank between characters, then
 * come the dictionary's lines, then the space.
 */
public final class Alphabet {
  static final int BLANK = 0;

  private final List<String> characters;

  private Alphabet(List<String> characters) {
    this.characters = characters;
  }

  /** Reads a dictionary with one character per line, such as ppocr_keys_v1.txt. */
  public static Alphabet parse(String dictionary) {
    List<String> characters = new ArrayList<>();
    characters.add("");
    int from = 0;
    while (from < dictionary.length()) {
      int end = dictionary.indexOf('\n', from);
      if (end < 0) {
        end = dictionary.length();
      }
      boolean carriageReturn = end > from && dictionary.charAt(end - 1) == '\r';
      characters.add(dictionary.substring(from, carriageReturn ? end - 1 : end));
      from = end + 1;
    }
    characters.add(" ");
    return new Alphabet(characters);
  }

  /** The number of classes, blank and space included. */
  public int size() {
    return characters.size();
  }

  String character(int index) {
    return characters.get(index);
  }
}
