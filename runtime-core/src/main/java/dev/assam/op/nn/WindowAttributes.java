package dev.assam.op.nn;

import dev.assam.op.Attributes;
import java.util.List;

/**
 * The attributes that convolutions and pools share, as the model gives them; absent lists are null.
 * {@link Window} is what becomes of them for an input.
 */
public record WindowAttributes(
    String autoPad,
    List<Integer> kernelShape,
    List<Integer> strides,
    List<Integer> dilations,
    List<Integer> pads,
    boolean ceilMode) {

  /** Of a convolution. */
  public static WindowAttributes conv(Attributes a) {
    return read(a, a.getInts("kernel_shape"), true, false);
  }

  /** Of a pool, whose kernel_shape is required; dilations and ceil_mode came with later opsets. */
  static WindowAttributes pool(Attributes a, boolean dilations, boolean ceilMode) {
    a.require("kernel_shape");
    return read(a, a.getInts("kernel_shape"), dilations, ceilMode);
  }

  /** Of something whose kernel is an input: Col2Im. */
  static WindowAttributes explicit(Attributes a) {
    return new WindowAttributes(
        "NOTSET", null, a.getInts("strides"), a.getInts("dilations"), a.getInts("pads"), false);
  }

  private static WindowAttributes read(
      Attributes a, List<Integer> kernel, boolean dilations, boolean ceilMode) {
    return new WindowAttributes(
        a.getChoice("auto_pad", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"),
        kernel,
        a.getInts("strides"),
        dilations ? a.getInts("dilations") : null,
        a.getInts("pads"),
        ceilMode && a.getBoolean("ceil_mode", false));
  }
}
