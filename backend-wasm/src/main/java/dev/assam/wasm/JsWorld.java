package dev.assam.wasm;

import dev.assam.backend.Backend;
import dev.assam.error.UnsupportedException;
import dev.assam.memory.Storage;
import dev.assam.reference.ReferenceBackend;
import org.teavm.jso.JSExport;
import org.teavm.jso.typedarrays.BigInt64Array;
import org.teavm.jso.typedarrays.Float32Array;
import org.teavm.jso.typedarrays.Float64Array;
import org.teavm.jso.typedarrays.Int16Array;
import org.teavm.jso.typedarrays.Int32Array;
import org.teavm.jso.typedarrays.Int8Array;
import org.teavm.jso.typedarrays.TypedArray;

/** Entry points of the JavaScript build; memory is handed out as typed arrays, without copies. */
public final class JsWorld {
  private static final Engine ENGINE = new Engine(world());

  private JsWorld() {}

  /** TeaVM wants one; there is nothing to be done before the first call. */
  public static void main(String[] args) {}

  private static World world() {
    return new World() {
      @Override
      public Backend backend(String name) {
        if (name.equals("auto") || name.equals("reference")) {
          return new ReferenceBackend();
        }
        throw new UnsupportedException(
            "backend \"" + name + "\" in the JavaScript build (allowed: auto, reference)");
      }

      @Override
      public Storage file(int number, int length) {
        throw new IllegalStateException("in the JavaScript build files are storages");
      }

      @Override
      public void settled(int ticket) {
        throw new IllegalStateException("on the CPU results are there at once");
      }
    };
  }

  /** The mailbox, with room for so many bytes. */
  @JSExport
  public static TypedArray mailbox(int length) {
    return view(ENGINE.mailbox(length));
  }

  /** Answers the request in the mailbox; the answer's length in bytes. */
  @JSExport
  public static int call(int operation) {
    return ENGINE.call(operation);
  }

  /** A storage's elements; what is written to the array is in the storage. */
  @JSExport
  public static TypedArray view(int handle) {
    return view(ENGINE.storage(handle));
  }

  private static TypedArray view(Storage storage) {
    Object array = storage.block().array();
    return switch (storage.kind()) {
      case BYTES -> Int8Array.fromJavaArray((byte[]) array);
      case SHORTS -> Int16Array.fromJavaArray((short[]) array);
      case INTS -> Int32Array.fromJavaArray((int[]) array);
      case LONGS -> BigInt64Array.fromJavaArray((long[]) array);
      case FLOATS -> Float32Array.fromJavaArray((float[]) array);
      case DOUBLES -> Float64Array.fromJavaArray((double[]) array);
      case STRINGS -> throw new IllegalStateException("strings have no elements to view");
    };
  }
}
