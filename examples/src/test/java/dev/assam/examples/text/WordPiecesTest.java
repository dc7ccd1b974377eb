package dev.assam.examples.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assam.examples.OracleModel;
import java.io.IOException;
import java.lang.Character.UnicodeScript;
import java.nio.file.Files;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WordPiecesTest {
  private static WordPieces pieces;

  @BeforeAll
  static void read() throws IOException {
    String json = Files.readString(OracleModel.path("all-minilm-l6-v2-tokenizer.json"));
    pieces = new WordPieces(Vocabulary.ofTokenizerJson(json));
  }

  /** Texts with the numbers that Hugging Face's tokenizers 0.21 give for them. */
  static Stream<Arguments> texts() {
    return Stream.of(
        text("", 101, 102),
        text("Hello, world!", 101, 7592, 1010, 2088, 999, 102),
        text("unaffable", 101, 14477, 20961, 3468, 102),
        text(
            "antidisestablishmentarianism",
            101,
            3424,
            10521,
            4355,
            7875,
            13602,
            3672,
            12199,
            2964,
            102),
        text(
            "Größe, naïve CAFÉ; İstanbul",
            101,
            24665,
            2080,
            17499,
            1010,
            15743,
            7668,
            1025,
            9960,
            102),
        text("e\u0301 a\u00a0b\u200bc\td", 101, 1041, 1037, 4647, 1040, 102),
        text("$100 + 5% = £105", 101, 1002, 2531, 1009, 1019, 1003, 1027, 26812, 2629, 102),
        text("日本語のテキスト", 101, 1864, 1876, 1950, 1671, 30239, 30227, 30233, 30240, 102),
        text("한국어", 101, 1469, 30006, 30021, 29991, 30014, 30020, 29999, 30008, 102),
        text("tiếng Việt", 101, 5495, 3070, 19710, 102),
        text("😀 ok", 101, 100, 7929, 102),
        text("x".repeat(101) + " ok", 101, 100, 7929, 102));
  }

  private static Arguments text(String text, int... ids) {
    return Arguments.of(text, ids);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void cutsAsTheModelWasTrained(String text, int[] ids) {
    assertArrayEquals(ids, pieces.encode(text, 256));
  }

  @Test
  void leavesOutTheEndOfLongTexts() {
    assertArrayEquals(new int[] {101, 7592, 1010, 102}, pieces.encode("Hello, world!", 4));
    assertArrayEquals(new int[] {101, 14477, 102}, pieces.encode("unaffable", 3));
    assertArrayEquals(new int[] {101, 102}, pieces.encode("unaffable", 2));
    assertEquals(256, pieces.encode("many words ".repeat(500), 256).length);
  }

  @Test
  void readsAnyJsonString() {
    Vocabulary vocabulary =
        Vocabulary.ofTokenizerJson(
            "{\"model\": {\"vocab\" : { \"a\\\"}\":0,\n\"\\u00e4\\\\\" : 12 }, \"x\": 1}}");
    assertEquals(2, vocabulary.size());
    assertEquals(0, vocabulary.id("a\"}"));
    assertEquals(12, vocabulary.id("ä\\"));
    assertEquals(-1, vocabulary.id("a"));
  }

  @Test
  void saysWhatIsMissing() {
    assertEquals(
        "no \"vocab\" in the tokenizer's JSON",
        assertThrows(IllegalArgumentException.class, () -> Vocabulary.ofTokenizerJson("{}"))
            .getMessage());
    Vocabulary small = Vocabulary.ofTokenizerJson("{\"vocab\": {\"[UNK]\": 0}}");
    assertEquals(
        "the vocabulary has no [CLS]",
        assertThrows(IllegalArgumentException.class, () -> new WordPieces(small)).getMessage());
  }

  /** The table against the JDK's own normalizer, for the scripts that it covers. */
  @Test
  void stripsAccentsAsUnicodeDoes() {
    Set<UnicodeScript> covered =
        EnumSet.of(
            UnicodeScript.LATIN,
            UnicodeScript.GREEK,
            UnicodeScript.CYRILLIC,
            UnicodeScript.ARABIC,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL);
    for (int c = 0; c <= 0xFFFF; c++) {
      if (Character.isLetter(c) && covered.contains(UnicodeScript.of(c))) {
        StringBuilder stripped = new StringBuilder();
        Accents.strip(Character.toLowerCase(c), stripped);
        String expected =
            Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD)
                .codePoints()
                .filter(d -> Character.getType(d) != Character.NON_SPACING_MARK)
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertEquals(expected, stripped.toString(), "U+" + Integer.toHexString(c));
      }
    }
  }
}
