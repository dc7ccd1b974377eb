package dev.assam.testing.cases;

import static dev.assam.testing.Arg.given;
import static dev.assam.testing.Arg.strings;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.Arg;
import dev.assam.testing.CaseTable;

/** Strings and n-grams. */
final class TextCases {
  private TextCases() {}

  static void addTo(CaseTable table) {
    joining(table);
    normalizer(table);
    regex(table);
    tfIdf(table);
  }

  private static void joining(CaseTable table) {
    table.op("StringConcat", 20).in(Arg.of(DType.STRING, 3, 4), Arg.of(DType.STRING, 3, 4));
    table.op("StringConcat", 20).in(Arg.of(DType.STRING, 2, 3), Arg.of(DType.STRING, 3));
    table.op("StringConcat", 20).in(Arg.of(DType.STRING), Arg.of(DType.STRING, 2));
    Arg words = strings("a b c", "", "one  two", " lead", "trail ", "x");
    table.op("StringSplit", 20).out(2).in(words);
    // Split at a delimiter, "" is one part by ONNX's reference and none by ONNX Runtime.
    Arg parts = strings("a b c", "one  two", " lead", "trail ", "x");
    table.op("StringSplit", 20).attr("delimiter", " ").out(2).in(parts);
    table.op("StringSplit", 20).attr("maxsplit", 1).out(2).in(words);
    table.op("StringSplit", 20).attr("delimiter", "--").out(2).in(strings("a--b--c", "--", "a-b"));
    table
        .op("StringSplit", 20)
        .attr("delimiter", "-")
        .attr("maxsplit", 2)
        .out(2)
        .in(given(Tensor.ofStrings(Shape.of(2, 2), "a-b-c-d", "e", "-f-", "--")));
  }

  private static void normalizer(CaseTable table) {
    Arg words = strings("Monday", "tuesday", "WEDNESDAY", "Monday", "thursday");
    for (String action : new String[] {"LOWER", "UPPER", "NONE"}) {
      table
          .op("StringNormalizer", 10)
          .attr("locale", "C")
          .attr("case_change_action", action)
          .in(words);
      table
          .op("StringNormalizer", 10)
          .attr("locale", "C")
          .attr("case_change_action", action)
          .attr("is_case_sensitive", 1)
          .strings("stopwords", "Monday", "Tuesday")
          .in(words);
      table
          .op("StringNormalizer", 10)
          .attr("locale", "C")
          .attr("case_change_action", action)
          .attr("is_case_sensitive", 0)
          .strings("stopwords", "monday")
          .in(words);
    }
    table
        .op("StringNormalizer", 10)
        .attr("locale", "C")
        .attr("is_case_sensitive", 1)
        .strings("stopwords", "a", "b")
        .in(strings("a", "b"));
    table
        .op("StringNormalizer", 10)
        .attr("locale", "C")
        .attr("case_change_action", "UPPER")
        .in(given(Tensor.ofStrings(Shape.of(1, 3), "x", "Yy", "z")));
  }

  private static void regex(CaseTable table) {
    Arg mails = strings("www.google.com", "facebook", "a@b.org", "", "x1y22");
    for (String pattern :
        new String[] {"www\\.[\\w.-]+\\.\\w+", "[a-z]*", ".*@.*\\.org", "(x|y|\\d)+"}) {
      table.op("RegexFullMatch", 20).attr("pattern", pattern).in(mails);
    }
  }

  private static void tfIdf(CaseTable table) {
    Arg numbers =
        given(Tensor.ofLongs(DType.INT32, Shape.of(2, 6), 1, 1, 3, 3, 3, 7, 8, 6, 7, 5, 6, 8));
    Arg flat = given(Tensor.ofLongs(DType.INT32, Shape.of(12), 1, 1, 3, 3, 3, 7, 8, 6, 7, 5, 6, 8));
    for (String mode : new String[] {"TF", "IDF", "TFIDF"}) {
      for (int skips : new int[] {0, 5}) {
        for (int least : new int[] {1, 2}) {
          for (Arg x : new Arg[] {numbers, flat}) {
            table
                .op("TfIdfVectorizer", 9)
                .attr("mode", mode)
                .attr("max_skip_count", skips)
                .attr("min_gram_length", least)
                .attr("max_gram_length", 2)
                .ints("ngram_counts", 0, 4)
                .ints("ngram_indexes", 0, 1, 2, 3, 4, 5, 6)
                .ints("pool_int64s", 2, 3, 5, 4, 5, 6, 7, 8, 6, 7)
                .floats("weights", 1, 2, 3, 4, 0.5, 0.25, 6)
                .in(x);
          }
        }
      }
    }
    table
        .op("TfIdfVectorizer", 9)
        .attr("mode", "TF")
        .attr("max_skip_count", 1)
        .attr("min_gram_length", 1)
        .attr("max_gram_length", 2)
        .ints("ngram_counts", 0, 2)
        .ints("ngram_indexes", 0, 1, 2)
        .strings("pool_strings", "a", "b", "a", "b")
        .in(strings("a", "b", "a", "c", "b"));
  }
}
