package dev.assam.op.attention;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Turns pairs (a, b) of each head's elements to (a·cos − b·sin, a·sin + b·cos), by the angles of
 * their position; pairs are neighbours if {@code interleaved}, else halves apart. X is [batch,
 * heads, length, size] or [batch, length, heads·size]; the angles are [positions, r/2] with
 * position ids [batch, length], or [batch, length, r/2] without, for the first r elements.
 *
 * @param heads number of heads of an X of rank 3
 * @param rotated r, 0 for all elements
 */
public record RotaryEmbedding(boolean interleaved, int heads, int rotated) implements Op {
  public static final OpType<RotaryEmbedding> TYPE =
      OpType.<RotaryEmbedding>named("RotaryEmbedding")
          .inputs(3, 4)
          .since(
              23,
              a ->
                  new RotaryEmbedding(
                      a.getBoolean("interleaved", false),
                      a.getInt("num_heads", 0),
                      a.getInt("rotary_embedding_dim", 0)));

  @Override
  public OpType<RotaryEmbedding> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.dtype(0, DTypes.FLOATS);
    Heads x = Heads.of(in, 0, heads);
    if (rotated < 0 || rotated > x.size() || rotated(x) % 2 != 0) {
      throw in.shapeError(
          "rotary_embedding_dim is " + rotated + " (allowed: even, 0.." + x.size() + ")");
    }
    int half = rotated(x) / 2;
    for (int i = 1; i < 3; i++) {
      in.sameDType(0, i, DTypes.FLOATS);
      Shape angles = in.shape(i, in.has(3) ? 2 : 3);
      Shape wanted =
          in.has(3) ? Shape.of(angles.dim(0), half) : Shape.of(x.batch(), x.length(), half);
      if (!wanted.equals(Shape.broadcast(angles, wanted))
          || angles.dim(angles.rank() - 1) != half) {
        throw in.shapeError("input " + i + " has shape " + angles + " (allowed: " + wanted + ")");
      }
    }
    if (!in.shape(1).equals(in.shape(2))) {
      throw in.shapeError("cosines " + in.shape(1) + " and sines " + in.shape(2) + " differ");
    }
    if (in.has(3)) {
      in.dtype(3, DTypes.INDICES);
      if (!in.shape(3, 2).equals(Shape.of(x.batch(), x.length()))) {
        throw in.shapeError(
            "position_ids has shape "
                + in.shape(3)
                + " (allowed: ["
                + x.batch()
                + ","
                + x.length()
                + "])");
      }
    }
    return List.of(new TensorType(dtype, in.shape(0)));
  }

  private int rotated(Heads x) {
    return rotated == 0 ? x.size() : rotated;
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(x.type());
    y.copyFrom(0, x, 0, x.size());
    Heads layout = Heads.of(in, 0, heads);
    if (x.size() == 0) {
      return List.of(y);
    }
    for (int b = 0; b < layout.batch(); b++) {
      for (int s = 0; s < layout.length(); s++) {
        int angle = angle(in, b, s, layout) * (rotated(layout) / 2);
        for (int h = 0; h < layout.heads(); h++) {
          rotate(in, x, y, layout.at(b, h) + s * layout.step(), angle, rotated(layout) / 2);
        }
      }
    }
    return List.of(y);
  }

  /** The row of the angles of position {@code s}. */
  private static int angle(Inputs in, int b, int s, Heads layout) {
    if (in.has(3)) {
      long position = in.tensor(3).getLong(b * layout.length() + s);
      int positions = in.shape(1).dim(0);
      if (position < 0 || position >= positions) {
        throw in.shapeError(
            "position_ids holds " + position + " (allowed 0.." + (positions - 1) + ")");
      }
      return (int) position;
    }
    int[] strides =
        in.shape(1).slice(0, 2).broadcastStrides(Shape.of(layout.batch(), layout.length()));
    return b * strides[0] + s * strides[1];
  }

  private void rotate(Inputs in, Tensor x, Tensor y, int at, int angle, int half) {
    Tensor cosines = in.tensor(1);
    Tensor sines = in.tensor(2);
    for (int i = 0; i < half; i++) {
      int first = at + (interleaved ? 2 * i : i);
      int second = first + (interleaved ? 1 : half);
      double a = x.getDouble(first);
      double b = x.getDouble(second);
      double cos = cosines.getDouble(angle + i);
      double sin = sines.getDouble(angle + i);
      y.setDouble(first, a * cos - b * sin);
      y.setDouble(second, a * sin + b * cos);
    }
  }
}
