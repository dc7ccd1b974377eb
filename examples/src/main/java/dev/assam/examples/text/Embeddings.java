package dev.assam.examples.text;

import dev.assam.examples.Values;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Before and after a sentence transformer such as all-MiniLM-L6-v2: a sentence becomes a vector of
 * length 1, and sentences that mean the same become vectors of nearly the same direction.
 */
public final class Embeddings {
  /** What all-MiniLM-L6-v2 was trained with; longer texts lose their end. */
  public static final int MAX_PIECES = 256;

  /** Sentences are padded to multiples of this, so that a model meets few shapes. */
  private static final int STEP = 16;

  private Embeddings() {}

  /**
   * The inputs of a BERT model for one sentence: input_ids, attention_mask and token_type_ids, each
   * [1, s]; s is the number of pieces or the next multiple of 16, and the mask is 0 on the padding.
   */
  public static Map<String, Values> prepare(int[] pieces) {
    int length = (pieces.length + STEP - 1) / STEP * STEP;
    long[] ids = new long[length];
    long[] mask = new long[length];
    for (int i = 0; i < pieces.length; i++) {
      ids[i] = pieces[i];
      mask[i] = 1;
    }
    Map<String, Values> inputs = new LinkedHashMap<>();
    inputs.put("input_ids", new Values.Longs(ids, 1, length));
    inputs.put("attention_mask", new Values.Longs(mask, 1, length));
    inputs.put("token_type_ids", new Values.Longs(new long[length], 1, length));
    return inputs;
  }

  /**
   * The mean over the sentence's {@code pieces} of the model's output [1, s, features], brought to
   * length 1.
   */
  public static float[] pool(Values.Floats output, int pieces) {
    int features = output.dims()[2];
    float[] mean = new float[features];
    for (int i = 0; i < pieces; i++) {
      for (int j = 0; j < features; j++) {
        mean[j] += output.data()[i * features + j];
      }
    }
    float scale = (float) (1 / Math.sqrt(Math.max(dot(mean, mean), 1e-24)));
    for (int j = 0; j < features; j++) {
      mean[j] *= scale;
    }
    return mean;
  }

  /** The cosine of the angle between two vectors of length 1: 1 same, 0 unrelated. */
  public static double similarity(float[] a, float[] b) {
    return dot(a, b);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
