package dev.assam.examples.text;

/**
 * Cuts text into the pieces that BERT's uncased models know (WordPiece): of each word the longest
 * known beginning, then the longest known continuation, written with ## in the vocabulary.
 */
public final class WordPieces {
  /** Longer words are unknown. */
  private static final int MAX_WORD = 100;

  private final Vocabulary vocabulary;
  private final int unknown;
  private final int start;
  private final int end;

  /**
   * @throws IllegalArgumentException if the vocabulary has no [UNK], [CLS] or [SEP]
   */
  public WordPieces(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    unknown = required("[UNK]");
    start = required("[CLS]");
    end = required("[SEP]");
  }

  private int required(String piece) {
    int id = vocabulary.id(piece);
    if (id < 0) {
      throw new IllegalArgumentException("the vocabulary has no " + piece);
    }
    return id;
  }

  /**
   * The numbers of the text's pieces between those of [CLS] and [SEP]; what goes beyond {@code
   * maxLength} numbers in all is left out.
   */
  public int[] encode(String text, int maxLength) {
    int[] ids = new int[maxLength];
    int length = 0;
    ids[length++] = start;
    for (String word : Words.of(text)) {
      length = append(word, ids, length);
    }
    length = Math.min(length, maxLength - 1);
    ids[length++] = end;
    int[] encoded = new int[length];
    System.arraycopy(ids, 0, encoded, 0, length);
    return encoded;
  }

  /** Writes the word's pieces as far as there is room; gives the new length. */
  private int append(String word, int[] ids, int length) {
    int first = length;
    int from = 0;
    while (from < word.length()) {
      int to = word.codePointCount(0, word.length()) > MAX_WORD ? from : word.length();
      int id = -1;
      while (to > from && id < 0) {
        String piece = word.substring(from, to);
        id = vocabulary.id(from == 0 ? piece : "##" + piece);
        if (id < 0) {
          to--;
        }
      }
      if (id < 0) {
        // One unknown piece makes the whole word unknown.
        from = word.length();
        length = first;
        id = unknown;
      } else {
        from = to;
      }
      if (length < ids.length) {
        ids[length] = id;
      }
      length++;
    }
    return Math.min(length, ids.length);
  }
}
