package dev.assam.op.text;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Strings without the stop words, in upper or lower case; a single "" if none is left. X has shape
 * [n] or [1, n].
 *
 * @param change NONE, LOWER or UPPER
 */
public record StringNormalizer(String change, boolean caseSensitive, List<String> stopwords)
    implements Op {
  public static final OpType<StringNormalizer> TYPE =
      OpType.<StringNormalizer>named("StringNormalizer").since(10, StringNormalizer::of);

  private static StringNormalizer of(Attributes a) {
    // Case is changed by Unicode's rules in every locale.
    a.getString("locale", "");
    return new StringNormalizer(
        a.getChoice("case_change_action", "NONE", "LOWER", "UPPER"),
        a.getBoolean("is_case_sensitive", false),
        a.getStrings("stopwords"));
  }

  @Override
  public OpType<StringNormalizer> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.STRINGS);
    Shape shape = in.shape(0);
    if (shape.rank() == 0 || shape.rank() > 2 || shape.rank() == 2 && shape.dim(0) != 1) {
      throw in.shapeError("input 0 has shape " + shape + " (allowed: [n] or [1,n])");
    }
    boolean keeps = stopwords == null && shape.elements() > 0;
    return List.of(new TensorType(DType.STRING, keeps ? shape : shape.with(shape.rank() - 1, -1)));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Set<String> stops = new HashSet<>();
    for (String word : stopwords == null ? List.<String>of() : stopwords) {
      stops.add(caseSensitive ? word : changed(word, false));
    }
    List<String> left = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      String word = x.strings()[i];
      if (!stops.contains(caseSensitive ? word : changed(word, false))) {
        left.add(change.equals("NONE") ? word : changed(word, change.equals("UPPER")));
      }
    }
    if (left.isEmpty()) {
      left.add("");
    }
    Shape shape = x.shape();
    Tensor y = Tensor.allocate(DType.STRING, shape.with(shape.rank() - 1, left.size()));
    for (int i = 0; i < left.size(); i++) {
      y.strings()[i] = left.get(i);
    }
    return List.of(y);
  }

  /** Code point by code point, so that no locale matters. */
  private static String changed(String word, boolean upper) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < word.length(); ) {
      int c = word.codePointAt(i);
      text.appendCodePoint(upper ? Character.toUpperCase(c) : Character.toLowerCase(c));
      i += Character.charCount(c);
    }
    return text.toString();
  }
}
