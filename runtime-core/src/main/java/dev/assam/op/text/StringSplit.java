package dev.assam.op.text;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * Each string cut at the delimiter, along a new last axis filled up with "", and the number of its
 * parts. Without a delimiter at runs of white space, which are dropped at both ends.
 *
 * @param maxSplits how often at most a string is cut, −1 for as often as possible
 */
public record StringSplit(String delimiter, int maxSplits) implements Op {
  public static final OpType<StringSplit> TYPE =
      OpType.<StringSplit>named("StringSplit")
          .outputs(1, 2)
          .since(20, a -> new StringSplit(a.getString("delimiter", ""), a.getInt("maxsplit", -1)));

  @Override
  public OpType<StringSplit> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.STRINGS);
    Shape shape = in.shape(0);
    return List.of(
        new TensorType(DType.STRING, shape.insert(shape.rank(), -1)),
        new TensorType(DType.INT64, shape));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor counts = Tensor.allocate(DType.INT64, x.shape());
    List<List<String>> all = new ArrayList<>();
    int most = 0;
    for (int i = 0; i < x.size(); i++) {
      String text = x.strings()[i];
      List<String> parts = delimiter.isEmpty() ? words(text) : parts(text);
      all.add(parts);
      counts.longs().set(i, parts.size());
      most = Math.max(most, parts.size());
    }
    Tensor y = Tensor.allocate(DType.STRING, x.shape().insert(x.shape().rank(), most));
    for (int i = 0; i < all.size(); i++) {
      for (int k = 0; k < all.get(i).size(); k++) {
        y.strings()[i * most + k] = all.get(i).get(k);
      }
    }
    return List.of(y, counts);
  }

  private boolean mayCut(List<String> parts) {
    return maxSplits < 0 || parts.size() < maxSplits;
  }

  private List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    int cut = text.indexOf(delimiter);
    while (cut >= 0 && mayCut(parts)) {
      parts.add(text.substring(start, cut));
      start = cut + delimiter.length();
      cut = text.indexOf(delimiter, start);
    }
    parts.add(text.substring(start));
    return parts;
  }

  private List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int end = 0;
    while (true) {
      int start = end;
      while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
        start++;
      }
      if (start == text.length()) {
        return words;
      }
      end = start;
      while (end < text.length() && !(mayCut(words) && Character.isWhitespace(text.charAt(end)))) {
        end++;
      }
      words.add(text.substring(start, end));
    }
  }
}
