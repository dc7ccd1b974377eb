package dev.assam.op.recurrent;

import dev.assam.op.Attributes;
import java.util.List;

/**
 * The attributes that RNN, GRU and LSTM share.
 *
 * @param direction forward, reverse or bidirectional
 * @param activations those of one direction, then those of the other
 * @param clip limit of what goes into the activations, 0 for none
 * @param hiddenSize what the model states, 0 if it does not
 * @param batchFirst whether the batch comes before the sequence
 */
public record Settings(
    String direction,
    List<Activation> activations,
    float clip,
    int hiddenSize,
    boolean batchFirst) {

  /**
   * @param layout whether the opset has the attribute layout
   * @param defaults names of the activations of one direction
   */
  static Settings read(Attributes a, boolean layout, String... defaults) {
    String direction = a.getChoice("direction", "forward", "reverse", "bidirectional");
    int directions = direction.equals("bidirectional") ? 2 : 1;
    return new Settings(
        direction,
        Activation.read(a, directions, defaults),
        a.getFloat("clip", 0),
        a.getInt("hidden_size", 0),
        layout && a.getBoolean("layout", false));
  }

  /** 2 for both, else 1. */
  public int directions() {
    return direction.equals("bidirectional") ? 2 : 1;
  }

  /** Whether direction {@code d} walks the sequence from its end. */
  public boolean isReverse(int d) {
    return d == 1 || direction.equals("reverse");
  }

  /** Activation {@code i} of direction {@code d}, applied to the clipped x. */
  double activate(int d, int i, double x) {
    if (clip > 0) {
      x = Math.max(-clip, Math.min(clip, x));
    }
    return activations.get(d * (activations.size() / directions()) + i).apply(x);
  }
}
