package dev.assam.webgl;

import dev.assam.memory.Storage;
import dev.assam.tensor.Tensor;
import java.util.function.Function;
import java.util.function.Supplier;

/** Where a kernel's values lie, and where it leaves its passes. */
public interface Places {
  /** Layers that a target has at most. */
  int targets();

  /** Textures that a shader reads at most. */
  int samplers();

  /** Where input {@code i} lies. */
  Place<TexelLayout.Rows> in(int i);

  /** Where output {@code i} is to lie; once for each output that is wanted. */
  Place<TexelLayout.Rows> out(int i, TexelLayout.Rows layout);

  /** A place for this node alone. */
  <L extends TexelLayout> Place<L> scratch(L layout);

  /**
   * A constant as a kernel wants it, made once for each key.
   *
   * @param key what it is, beside which constant it is made of
   * @param pack floats for the layout, all layers one after the other
   */
  <L extends TexelLayout> Place<L> packed(
      Tensor constant, Object key, L layout, Function<Tensor, Storage> pack);

  /**
   * Floats that are made of no constant, once for each key, in one layer.
   *
   * @param key what they are, in all plans of the session
   */
  Place<TexelLayout.Rows> table(Object key, int length, Supplier<Storage> make);

  /**
   * Has the elements of an input that is not a constant checked for being indices of a dimension.
   *
   * @param where the dimension, for the message
   */
  void checkIndices(int i, int dim, String where);

  void draw(Pass pass);

  /** Rows of {@code row} texels in as many layers as they fill. */
  default TexelLayout.Rows rows(long rows, int row) {
    int layers = Math.min(targets(), Integer.highestOneBit((int) Math.min(rows, 1 << 20)));
    return new TexelLayout.Rows(Math.toIntExact(rows * row), row, layers);
  }
}
