package dev.assam.testing;

import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.Random;

/**
 * One input of an operator case: random elements of a type and shape, or given ones. Where it is
 * marked as such, a case also runs with it as an initialiser, as exporters write weights and axes.
 */
public final class Arg {
  /** An optional input that is left out. */
  public static final Arg NONE = new Arg(null, null, 0, 0, null, Place.ANY);

  private enum Place {
    ANY,
    /** Also tried as an initialiser. */
    CONSTANT,
    /** Always an initialiser, because ONNX Runtime wants it so. */
    FIXED
  }

  private static final String[] WORDS = {"", "a", "b", "ab", "Élan", "日本語", "x y", "long words"};

  private final DType dtype;
  private final int[] dims;
  private final double low;
  private final double high;
  private final Datum given;
  private final Place place;

  private Arg(DType dtype, int[] dims, double low, double high, Datum given, Place place) {
    this.dtype = dtype;
    this.dims = dims;
    this.low = low;
    this.high = high;
    this.given = given;
    this.place = place;
  }

  /** Random float32 in −2..2. */
  public static Arg f32(int... dims) {
    return of(DType.FLOAT32, dims);
  }

  /** Random elements: floats and signed integers in −2..2 and −9..9, others in 0..9, few words. */
  public static Arg of(DType dtype, int... dims) {
    double low = dtype.isFloat() ? -2 : dtype.isUnsigned() || dtype == DType.BOOL ? 0 : -9;
    double high = dtype.isFloat() ? 2 : dtype == DType.BOOL ? 1 : 9;
    return new Arg(dtype, dims, low, high, null, Place.ANY);
  }

  /** This very value; a tensor is also tried as an initialiser. */
  public static Arg given(Datum value) {
    return new Arg(null, null, 0, 0, value, value instanceof Tensor ? Place.CONSTANT : Place.ANY);
  }

  /** int64 elements of rank 1, also tried as an initialiser. */
  public static Arg longs(long... values) {
    return given(Tensor.ofLongs(values));
  }

  /** An int64 scalar, also tried as an initialiser. */
  public static Arg scalar(long value) {
    return given(Tensor.ofLongs(DType.INT64, Shape.SCALAR, value));
  }

  /** A scalar of this type, also tried as an initialiser. */
  public static Arg scalar(DType dtype, double value) {
    return given(Tensor.ofDoubles(dtype, Shape.SCALAR, value));
  }

  /** float32 elements of rank 1, also tried as an initialiser. */
  public static Arg floats(double... values) {
    return given(Tensor.ofDoubles(DType.FLOAT32, Shape.of(values.length), values));
  }

  /** Strings of rank 1. */
  public static Arg strings(String... values) {
    return given(Tensor.ofStrings(Shape.of(values.length), values));
  }

  /** Random elements within these bounds; integers include both. */
  public Arg in(double from, double to) {
    return new Arg(dtype, dims, from, to, given, place);
  }

  /** Also tried as an initialiser. */
  public Arg constant() {
    return new Arg(dtype, dims, low, high, given, Place.CONSTANT);
  }

  /** Always an initialiser. */
  public Arg fixed() {
    return new Arg(dtype, dims, low, high, given, Place.FIXED);
  }

  boolean mayBeConstant() {
    return place != Place.ANY;
  }

  boolean mustBeConstant() {
    return place == Place.FIXED;
  }

  Datum make(Random random) {
    if (given != null) {
      return given;
    }
    Tensor tensor = Tensor.allocate(dtype, Shape.of(dims));
    for (int i = 0; i < tensor.size(); i++) {
      if (dtype == DType.STRING) {
        tensor.strings()[i] = WORDS[random.nextInt(WORDS.length)];
      } else if (dtype.isFloat()) {
        tensor.setDouble(i, low + (high - low) * random.nextDouble());
      } else {
        tensor.setLong(i, (long) (low + Math.floor((high - low + 1) * random.nextDouble())));
      }
    }
    return tensor;
  }

  /** The type, and the elements if they are given and few. */
  @Override
  public String toString() {
    if (this == NONE) {
      return "none";
    }
    if (given instanceof Tensor tensor && tensor.size() <= 8) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < tensor.size(); i++) {
        text.append(i == 0 ? "" : ",").append(element(tensor, i));
      }
      String elements = tensor.shape().rank() == 0 ? text.toString() : "{" + text + "}";
      boolean plain = tensor.shape().rank() <= 1 && tensor.dtype() == DType.INT64;
      return plain ? elements : tensor.type() + elements;
    }
    return given != null ? given.toString() : dtype + Shape.of(dims).toString();
  }

  private static String element(Tensor tensor, int i) {
    if (tensor.dtype() == DType.STRING) {
      return tensor.strings()[i];
    }
    double value = tensor.getDouble(i);
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
