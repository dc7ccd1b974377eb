package dev.assam.op.text;

import dev.assam.memory.Floats;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each n-gram of a pool occurs in each row of X, with up to {@code maxSkip} elements left
 * out between its parts; as such (TF), as whether at all (IDF), either times the weights.
 *
 * @param counts where in the pool the n-grams of each length begin, from 1 on
 * @param indexes for each n-gram of the pool its column in Y
 */
public record TfIdfVectorizer(
    String mode,
    int minLength,
    int maxLength,
    int maxSkip,
    List<Integer> counts,
    List<Integer> indexes,
    List<String> pool,
    boolean ofStrings,
    List<Float> weights)
    implements Op {
  public static final OpType<TfIdfVectorizer> TYPE =
      OpType.<TfIdfVectorizer>named("TfIdfVectorizer").since(9, TfIdfVectorizer::of);

  private static TfIdfVectorizer of(Attributes a) {
    List<Long> ints = a.getLongs("pool_int64s");
    List<String> pool = a.getStrings("pool_strings");
    boolean ofStrings = pool != null;
    if (ints == null == (pool == null)) {
      throw a.error("pool_strings", "given with, or absent with, pool_int64s (allowed: one)");
    }
    if (ints != null) {
      pool = new ArrayList<>();
      for (long value : ints) {
        pool.add(Long.toString(value));
      }
    }
    a.require("ngram_counts");
    a.require("ngram_indexes");
    int min = a.getInt("min_gram_length");
    int max = a.getInt("max_gram_length");
    int skip = a.getInt("max_skip_count");
    if (min < 1 || max < min || skip < 0) {
      throw a.error("min_gram_length", min + " with max_gram_length " + max + ", skip " + skip);
    }
    String mode = a.getString("mode");
    if (!mode.equals("TF") && !mode.equals("IDF") && !mode.equals("TFIDF")) {
      throw a.error("mode", mode + " (allowed: TF, IDF, TFIDF)");
    }
    TfIdfVectorizer op =
        new TfIdfVectorizer(
            mode,
            min,
            max,
            skip,
            a.getInts("ngram_counts"),
            a.getInts("ngram_indexes"),
            List.copyOf(pool),
            ofStrings,
            a.getFloats("weights"));
    op.check(a);
    return op;
  }

  private void check(Attributes a) {
    int grams = 0;
    for (int i = 0; i < counts.size(); i++) {
      int from = counts.get(i);
      if (from < 0 || from > end(i) || end(i) > pool.size()) {
        throw a.error("ngram_counts", counts + " for a pool of " + pool.size());
      }
      grams += (end(i) - from) / (i + 1);
    }
    if (indexes.isEmpty() || grams > indexes.size()) {
      throw a.error("ngram_indexes", indexes.size() + " numbers for " + grams + " n-grams");
    }
    for (int index : indexes) {
      if (index < 0 || index == Integer.MAX_VALUE) {
        throw a.error("ngram_indexes", "with the column " + index);
      }
    }
    if (weights != null && weights.size() < columns()) {
      throw a.error("weights", weights.size() + " numbers for " + columns() + " columns");
    }
  }

  private int end(int i) {
    return i + 1 < counts.size() ? counts.get(i + 1) : pool.size();
  }

  private int columns() {
    int largest = 0;
    for (int index : indexes) {
      largest = Math.max(largest, index);
    }
    return largest + 1;
  }

  @Override
  public OpType<TfIdfVectorizer> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, ofStrings ? DTypes.STRINGS : DTypes.INDICES);
    Shape shape = in.shape(0);
    if (shape.rank() > 2) {
      throw in.shapeError("input 0 has shape " + shape + " (allowed: [c] or [b,c])");
    }
    return List.of(
        new TensorType(
            DType.FLOAT32,
            shape.rank() == 2 ? Shape.of(shape.dim(0), columns()) : Shape.of(columns())));
  }

  /** A node of the tree of n-grams: the column of the one that ends here, −1 for none. */
  private static final class Gram {
    int column = -1;
    final Map<String, Gram> longer = new HashMap<>();
  }

  private Gram grams() {
    Gram root = new Gram();
    int number = 0;
    for (int i = 0; i < counts.size(); i++) {
      int length = i + 1;
      for (int from = counts.get(i); from + length <= end(i); from += length) {
        Gram gram = root;
        for (int k = 0; k < length && length >= minLength && length <= maxLength; k++) {
          gram = gram.longer.computeIfAbsent(pool.get(from + k), key -> new Gram());
        }
        if (gram != root) {
          gram.column = indexes.get(number);
        }
        number++;
      }
    }
    return root;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(infer(in).get(0));
    String[] items = new String[x.size()];
    for (int i = 0; i < items.length; i++) {
      items[i] = ofStrings ? x.strings()[i] : Long.toString(x.getLong(i));
    }
    int columns = columns();
    int rows = y.size() / columns;
    Gram root = grams();
    for (int row = 0; row < rows; row++) {
      in.checkTime();
      int length = items.length / rows;
      count(root, items, row * length, (row + 1) * length, y.floats(), row * columns);
    }
    for (int i = 0; i < y.size(); i++) {
      float count = y.floats().get(i);
      float weight = weights == null || mode.equals("TF") ? 1 : weights.get(i % columns);
      y.floats().set(i, weight * (mode.equals("IDF") ? Math.min(count, 1) : count));
    }
    return List.of(y);
  }

  private void count(Gram root, String[] items, int from, int to, Floats y, int at) {
    int shortest = minLength;
    for (long step = 1; step <= maxSkip + 1L; step++) {
      // No n-gram that is still looked for spans less.
      if (from + step * (shortest - 1L) >= to) {
        return;
      }
      for (int start = from; start < to; start++) {
        Gram gram = root;
        long item = start;
        for (int length = 1; length <= maxLength && item < to; length++) {
          gram = gram.longer.get(items[(int) item]);
          if (gram == null) {
            break;
          }
          if (length >= shortest && gram.column >= 0) {
            y.set(at + gram.column, y.get(at + gram.column) + 1);
          }
          item += step;
        }
      }
      // Single elements are the same at every step.
      shortest = Math.max(shortest, 2);
      if (shortest > maxLength) {
        return;
      }
    }
  }
}
