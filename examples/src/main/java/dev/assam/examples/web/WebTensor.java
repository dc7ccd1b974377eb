package dev.assam.examples.web;

import dev.assam.examples.Values;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.typedarrays.BigInt64Array;
import org.teavm.jso.typedarrays.Float32Array;

/** A tensor as assam.js takes and gives it: {@code { data: typed array, dims: [numbers] }}. */
public abstract class WebTensor implements JSObject {
  @JSProperty
  abstract Float32Array getData();

  @JSProperty
  abstract int[] getDims();

  /** The values in Java; those of the data are shared, not copied. */
  final Values.Floats floats() {
    return new Values.Floats(getData().toJavaArray(), getDims());
  }

  static WebTensor of(Values values) {
    return switch (values) {
      case Values.Floats floats -> of(Float32Array.fromJavaArray(floats.data()), floats.dims());
      case Values.Longs longs -> of(BigInt64Array.fromJavaArray(longs.data()), longs.dims());
    };
  }

  @JSBody(
      params = {"data", "dims"},
      script = "return { data: data, dims: Array.from(dims) };")
  private static native WebTensor of(JSObject data, int[] dims);
}
