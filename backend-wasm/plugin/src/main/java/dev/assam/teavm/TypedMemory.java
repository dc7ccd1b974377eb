package dev.assam.teavm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.teavm.model.ValueType;

/**
 * The typed memories of {@code dev.assam.memory} and the instructions behind their methods, a line
 * each: method, type of what is read or written, instructions.
 */
enum TypedMemory {
  BYTES(
      "Bytes",
      1,
      """
      get byte i32.load8_s
      set byte i32.store8
      load ByteVector v128.load
      store ByteVector v128.store
      splat ByteVector v128.load8_splat
      splatQuad ByteVector v128.load32_splat
      loadS16 ShortVector v128.load8x8_s
      loadU16 ShortVector v128.load8x8_u
      loadS32 IntVector v128.load32_zero i16x8.extend_low_i8x16_s i32x4.extend_low_i16x8_s
      loadU32 IntVector v128.load32_zero i16x8.extend_low_i8x16_u i32x4.extend_low_i16x8_u
      """),
  SHORTS(
      "Shorts",
      2,
      """
      get short i32.load16_s
      set short i32.store16
      load ShortVector v128.load
      store ShortVector v128.store
      splat ShortVector v128.load16_splat
      splatPair ShortVector v128.load32_splat
      loadS32 IntVector v128.load16x4_s
      loadU32 IntVector v128.load16x4_u
      """),
  INTS(
      "Ints",
      4,
      """
      get int i32.load
      set int i32.store
      load IntVector v128.load
      store IntVector v128.store
      splat IntVector v128.load32_splat
      """),
  LONGS(
      "Longs",
      8,
      """
      get long i64.load
      set long i64.store
      """),
  FLOATS(
      "Floats",
      4,
      """
      get float f32.load
      set float f32.store
      load FloatVector v128.load
      store FloatVector v128.store
      splat FloatVector v128.load32_splat
      """),
  DOUBLES(
      "Doubles",
      8,
      """
      get double f64.load
      set double f64.store
      """);

  /** A method that reads or writes memory: what, and the instructions, the first on memory. */
  record Access(String method, ValueType type, boolean writes, List<Opcode> instructions) {}

  private static final String PACKAGE = "dev.assam.memory.";

  private static final Map<String, TypedMemory> BY_CLASS =
      Map.of(
          BYTES.className(), BYTES,
          SHORTS.className(), SHORTS,
          INTS.className(), INTS,
          LONGS.className(), LONGS,
          FLOATS.className(), FLOATS,
          DOUBLES.className(), DOUBLES);

  private final String simpleName;
  private final int elementBytes;
  private final String methods;

  TypedMemory(String simpleName, int elementBytes, String methods) {
    this.simpleName = simpleName;
    this.elementBytes = elementBytes;
    this.methods = methods;
  }

  /** The typed memory of this class name, or null. */
  static TypedMemory of(String className) {
    return BY_CLASS.get(className);
  }

  String className() {
    return PACKAGE + simpleName;
  }

  String simpleName() {
    return simpleName;
  }

  int elementBytes() {
    return elementBytes;
  }

  /** The power of two that an element's index is multiplied by. */
  int shift() {
    return Integer.numberOfTrailingZeros(elementBytes);
  }

  List<Access> accesses() {
    List<Access> list = new ArrayList<>();
    for (String line : methods.split("\n", -1)) {
      if (!line.isEmpty()) {
        String[] words = line.split(" ", -1);
        List<Opcode> instructions = new ArrayList<>();
        for (int i = 2; i < words.length; i++) {
          instructions.add(Opcode.of(words[i]));
        }
        boolean writes = instructions.getFirst().result() == null;
        list.add(new Access(words[0], type(words[1]), writes, List.copyOf(instructions)));
      }
    }
    return list;
  }

  private static ValueType type(String name) {
    return switch (name) {
      case "byte" -> ValueType.BYTE;
      case "short" -> ValueType.SHORT;
      case "int" -> ValueType.INTEGER;
      case "long" -> ValueType.LONG;
      case "float" -> ValueType.FLOAT;
      case "double" -> ValueType.DOUBLE;
      default -> ValueType.object(ValueTypes.vectorClass(name));
    };
  }
}
