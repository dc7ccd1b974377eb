package dev.assam.examples.text;

import java.util.HashMap;
import java.util.Map;

/** The pieces of words that a network knows, each with its number. */
public final class Vocabulary {
  private final Map<String, Integer> ids;

  private Vocabulary(Map<String, Integer> ids) {
    this.ids = ids;
  }

  /**
   * Reads the vocabulary of a tokenizer.json, as Hugging Face's tokenizers write it: the object
   * {@code "vocab": {"piece": number, …}}.
   *
   * @throws IllegalArgumentException if there is no such object in the text
   */
  public static Vocabulary ofTokenizerJson(String json) {
    int key = json.indexOf("\"vocab\"");
    if (key < 0) {
      throw new IllegalArgumentException("no \"vocab\" in the tokenizer's JSON");
    }
    Cursor cursor = new Cursor(json, key + "\"vocab\"".length());
    cursor.expect(':');
    cursor.expect('{');
    Map<String, Integer> ids = new HashMap<>();
    do {
      String piece = cursor.string();
      cursor.expect(':');
      ids.put(piece, cursor.number());
    } while (cursor.next() == ',');
    return new Vocabulary(ids);
  }

  /** The piece's number, or -1 if it is unknown. */
  public int id(String piece) {
    Integer id = ids.get(piece);
    return id == null ? -1 : id;
  }

  public int size() {
    return ids.size();
  }

  /** A place in a JSON text; each method takes what it names and the white space before it. */
  private static final class Cursor {
    private final String json;
    private int at;

    Cursor(String json, int at) {
      this.json = json;
      this.at = at;
    }

    char next() {
      while (json.charAt(at) <= ' ') {
        at++;
      }
      return json.charAt(at++);
    }

    void expect(char expected) {
      char found = next();
      if (found != expected) {
        throw new IllegalArgumentException(
            "'" + found + "' at " + (at - 1) + " of the tokenizer's JSON, not '" + expected + "'");
      }
    }

    int number() {
      int value = next() - '0';
      while (json.charAt(at) >= '0' && json.charAt(at) <= '9') {
        value = 10 * value + json.charAt(at++) - '0';
      }
      return value;
    }

    String string() {
      expect('"');
      StringBuilder text = new StringBuilder();
      char c;
      while ((c = json.charAt(at++)) != '"') {
        text.append(c == '\\' ? escaped() : c);
      }
      return text.toString();
    }

    private char escaped() {
      char c = json.charAt(at++);
      return switch (c) {
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case 'u' -> {
          at += 4;
          yield (char) Integer.parseInt(json.substring(at - 4, at), 16);
        }
        default -> c;
      };
    }
  }
}
