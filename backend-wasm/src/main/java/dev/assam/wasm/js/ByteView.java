package dev.assam.wasm.js;

import dev.assam.memory.Kind;
import org.teavm.jso.typedarrays.ArrayBuffer;
import org.teavm.jso.typedarrays.BigInt64Array;
import org.teavm.jso.typedarrays.Float32Array;
import org.teavm.jso.typedarrays.Float64Array;
import org.teavm.jso.typedarrays.Int16Array;
import org.teavm.jso.typedarrays.Int32Array;
import org.teavm.jso.typedarrays.Int8Array;

/**
 * Takes the place of {@code dev.assam.memory.ByteView} in the JavaScript build, where a primitive
 * array has a typed array inside: aligned elements are another typed array over the same buffer,
 * others are copied as one piece.
 */
final class ByteView {
  private ByteView() {}

  static Object of(byte[] from, int offsetBytes, Kind kind, int length) {
    Int8Array bytes = Int8Array.fromJavaArray(from);
    ArrayBuffer buffer = bytes.getBuffer();
    int at = bytes.getByteOffset() + offsetBytes;
    if (at % kind.bytes() != 0) {
      buffer = buffer.slice(at, at + length * kind.bytes());
      at = 0;
    }
    return switch (kind) {
      case BYTES -> new Int8Array(buffer, at, length).toJavaArray();
      case SHORTS -> new Int16Array(buffer, at, length).toJavaArray();
      case INTS -> new Int32Array(buffer, at, length).toJavaArray();
      case LONGS -> new BigInt64Array(buffer, at, length).toJavaArray();
      case FLOATS -> new Float32Array(buffer, at, length).toJavaArray();
      case DOUBLES -> new Float64Array(buffer, at, length).toJavaArray();
      case STRINGS -> throw new IllegalStateException("strings have no bytes");
    };
  }
}
