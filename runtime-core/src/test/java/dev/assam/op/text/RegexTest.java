package dev.assam.op.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.error.AttributeException;
import dev.assam.error.UnsupportedException;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OneNode;
import dev.assam.testing.OnnxNode;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
  private static boolean matches(String pattern, String text) {
    return new RegexParser(pattern).parse().matches(text, () -> {});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "a* aaa true",
        "a+ '' false",
        "a? aa false",
        "(ab|a)b* abb true",
        "a{2,3} aaaa false",
        "a{2,3} aaa true",
        "a{2,} aaaaa true",
        "a{,2} a{,2} true",
        "a{x} a{x} true",
        "(?:a*)* b false",
        "(a|b)*?c ababc true",
        "[^a-c]+ xyz true",
        "[^a-c]+ xbz false",
        "[]a]+ ]a true",
        "[a-] - true",
        "[[:alpha:]_]+ ab_C true",
        "[[:^digit:]]+ a1 false",
        "[\\d\\-x]+ 1-x true",
        "[^\\W]+ abc true",
        "\\Aab\\z ab true",
        "^ab$ ab true",
        "a^b ab false",
        "\\bab\\b ab true",
        "a\\Bb ab true",
        "a\\bb ab false",
        "(?i)StRaSSe strasse true",
        "(?i:a)B Ab false",
        "(?i:a)B AB true",
        "(?i)[^a] A false",
        "\\x41\\x{1F600}\\101 A😀A true",
        ".. 😀x true",
        "\\Qa.b\\E+ a.bbb true",
        "\\Qa.b\\E axb false",
        "\\.\\*\\_ .*_ true",
        "(?P<name>a)(?<b>b) ab true",
        "x*|y '' true",
        "|a a true",
        "() '' true",
        "é+ éé true",
      })
  void table(String pattern, String text, boolean expected) {
    assertEquals(expected, matches(pattern, text), pattern + " on " + text);
  }

  @Test
  void linesAndDots() {
    assertEquals(false, matches("a.b", "a\nb"));
    assertEquals(true, matches("(?s)a.b", "a\nb"));
    assertEquals(true, matches("(?m)a$\n^b", "a\nb"));
    assertEquals(false, matches("a$\n^b", "a\nb"));
    assertEquals(true, matches("a[^x]b", "a\nb"));
    assertEquals(true, matches("\\s*", " \t\r\n\f"));
  }

  @Test
  void likeTheJdk() {
    Random random = new Random(5);
    String[] parts = {
      "a", "b", "c", ".", "[ab]", "[^a]", "(a|bc)", "(b*|c)", "\\w", "\\b", "^", "$", "(?:ab)"
    };
    String[] repeats = {"", "", "", "*", "+", "?", "{2}", "{1,3}", "*?", "{0,2}"};
    for (int i = 0; i < 3000; i++) {
      StringBuilder pattern = new StringBuilder();
      for (int k = random.nextInt(5); k >= 0; k--) {
        String part = parts[random.nextInt(parts.length)];
        pattern.append(part).append(repeats[random.nextInt(repeats.length)]);
        pattern.append(random.nextInt(6) == 0 ? "|" : "");
      }
      Pattern jdk = Pattern.compile(pattern.toString().replace("$", "\\z"));
      Regex regex = new RegexParser(pattern.toString()).parse();
      for (int k = 0; k < 20; k++) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(6); n > 0; n--) {
          text.append((char) ('a' + random.nextInt(4)));
        }
        assertEquals(
            jdk.matcher(text).matches(),
            regex.matches(text.toString(), () -> {}),
            "\"" + pattern + "\" on \"" + text + "\"");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "a)",
        "[a",
        "[z-a]",
        "*a",
        "a**",
        "a{3,2}",
        "a{1001}",
        "(a{500}){3}",
        "\\1",
        "\\",
        "(?=a)",
        "(?P<",
        "(?P<a-b>x)",
        "[[:nothing:]]",
        "\\x{110000}",
        "\\x4",
        "\\y",
        "(?z)a"
      })
  void badPatternsAreRefused(String pattern) {
    assertThrows(RegexException.class, () -> new RegexParser(pattern).parse());
    AttributeException e = assertThrows(AttributeException.class, () -> run(pattern));
    assertTrue(e.getMessage().contains("\"node\": attribute pattern is"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\pL", "[\\p{Greek}]", "\\C", "((((a{9}){9}){9}b{100}){1}c{1000}){1}"})
  void unknownSyntaxIsUnsupported(String pattern) {
    if (pattern.startsWith("((")) {
      assertEquals(false, matches(pattern, "a"));
    } else {
      assertThrows(UnsupportedException.class, () -> run(pattern));
    }
  }

  @Test
  void timeIsLinear() {
    assertEquals(false, matches("(a|a)*(a*)*(a?){30}b", "a".repeat(5_000)));
  }

  private static Tensor run(String pattern) {
    return OneNode.run(
        20,
        new OnnxNode("RegexFullMatch").attr("pattern", pattern),
        Tensor.ofStrings(Shape.of(1), "a"));
  }
}
