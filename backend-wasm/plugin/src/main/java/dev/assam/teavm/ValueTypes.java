package dev.assam.teavm;

import java.lang.reflect.Constructor;
import java.util.Map;
import java.util.Set;
import org.teavm.backend.wasm.model.WasmNumType;
import org.teavm.backend.wasm.model.WasmType;
import org.teavm.model.ValueType;

/**
 * Classes whose values are not objects in WebAssembly: a typed memory is an address, a vector of
 * the Vector API and a mask are a v128.
 */
final class ValueTypes {
  private static final String VECTORS = "jdk.incubator.vector.";

  static final String VECTOR = VECTORS + "Vector";
  static final String MASK = VECTORS + "VectorMask";
  static final String SPECIES = VECTORS + "VectorSpecies";
  static final String OPERATORS = VECTORS + "VectorOperators";

  /** A number type that TeaVM has no name for, which its patched writer knows by that. */
  static final WasmType V128 = v128();

  private static final Map<String, String> ELEMENTS =
      Map.of(
          VECTORS + "FloatVector", "F",
          VECTORS + "IntVector", "I",
          VECTORS + "ShortVector", "S",
          VECTORS + "ByteVector", "B");

  private static final Set<String> UNTYPED = Set.of(VECTOR, MASK);

  private ValueTypes() {}

  /** The full name of a class of the Vector API. */
  static String vectorClass(String simpleName) {
    return VECTORS + simpleName;
  }

  static boolean isVector(String className) {
    return ELEMENTS.containsKey(className) || UNTYPED.contains(className);
  }

  /** Whether a vector may be where {@code wanted} is: its own class or {@code Vector}. */
  static boolean accepts(String wanted, String actual) {
    return wanted.equals(actual) || (wanted.equals(VECTOR) && ELEMENTS.containsKey(actual));
  }

  /** What a value of this class is in WebAssembly, or null for classes of objects. */
  static WasmType wasmType(String className) {
    if (TypedMemory.of(className) != null) {
      return WasmType.INT32;
    }
    return isVector(className) ? V128 : null;
  }

  static WasmType wasmType(ValueType type) {
    if (type instanceof ValueType.Object object) {
      return wasmType(object.getClassName());
    }
    if (type instanceof ValueType.Primitive primitive) {
      return switch (primitive.getKind()) {
        case LONG -> WasmType.INT64;
        case FLOAT -> WasmType.FLOAT32;
        case DOUBLE -> WasmType.FLOAT64;
        default -> WasmType.INT32;
      };
    }
    return null;
  }

  /** The class of a type of value, or null for other types. */
  static String valueClass(ValueType type) {
    return type instanceof ValueType.Object object ? valueClass(object.getClassName()) : null;
  }

  static String valueClass(String className) {
    return wasmType(className) == null ? null : className;
  }

  private static WasmType v128() {
    try {
      Constructor<WasmType.Number> constructor =
          WasmType.Number.class.getDeclaredConstructor(WasmNumType.class);
      constructor.setAccessible(true);
      return constructor.newInstance((WasmNumType) null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("TeaVM's types are made in another way than in 0.16.0", e);
    }
  }
}
