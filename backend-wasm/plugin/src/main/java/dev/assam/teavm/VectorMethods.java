package dev.assam.teavm;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.teavm.model.MethodReference;
import org.teavm.model.ValueType;

/**
 * The methods of the Vector API that have instructions, each as a static method of {@link
 * #INSTRUCTIONS} whose name says it all: class, method, then operator or constant where there is
 * one, then the kinds of the other arguments: {@code v} vector, {@code m} mask, {@code e} element,
 * {@code l} long. A static method has two colons.
 */
final class VectorMethods {
  /** The class that instructions are methods of while TeaVM optimises. */
  static final String INSTRUCTIONS = "dev.assam.teavm.Instructions";

  private static final int BYTES = 16;

  /** A class of vectors: its lanes' shape, their type, how to fill all of them from one number. */
  private record Lanes(
      String vector, String shape, ValueType element, int count, String fromLong, String signed) {
    ValueType type() {
      return ValueType.object(ValueTypes.vectorClass(vector));
    }

    boolean isFloat() {
      return element == ValueType.FLOAT;
    }

    String op(String name) {
      return shape + "." + name;
    }

    /** An operation that integers have with a sign and without. */
    String signedOp(String name) {
      return op(name) + (isFloat() ? "" : "_s");
    }
  }

  private static final Lanes FLOATS =
      new Lanes("FloatVector", "f32x4", ValueType.FLOAT, 4, "f32.convert_i64_s", "");
  private static final Lanes INTS =
      new Lanes("IntVector", "i32x4", ValueType.INTEGER, 4, "i32.wrap_i64", "");
  private static final Lanes SHORTS =
      new Lanes("ShortVector", "i16x8", ValueType.SHORT, 8, "i32.wrap_i64", "_s");
  private static final Lanes BYTE_LANES =
      new Lanes("ByteVector", "i8x16", ValueType.BYTE, 16, "i32.wrap_i64", "_s");

  private static final List<Lanes> ALL = List.of(FLOATS, INTS, SHORTS, BYTE_LANES);

  /** The species of the class {@code Lanes} and how many lanes they have. */
  static final Map<String, Integer> SPECIES = Map.of("F", 4, "I", 4, "S", 8, "B", 16);

  private static final ValueType VECTOR = ValueType.object(ValueTypes.VECTOR);
  private static final ValueType MASK = ValueType.object(ValueTypes.MASK);

  private final Map<String, MethodReference> methods = new LinkedHashMap<>();
  private final Map<String, Template> templates = new LinkedHashMap<>();

  VectorMethods(boolean relaxed) {
    for (Lanes lanes : ALL) {
      addConstants(lanes);
      addArithmetic(lanes);
      addComparisons(lanes);
      addLaneAccess(lanes);
      addReductions(lanes);
      addReinterpretations(lanes.vector, lanes.type());
      addConversions(lanes.vector, lanes.type());
    }
    String fma = relaxed ? "0 1 2 f32x4.relaxed_madd" : "0 1 f32x4.mul 2 f32x4.add";
    String scalarFma =
        relaxed
            ? "0 1 f32x4.splat 2 f32x4.splat f32x4.relaxed_madd"
            : "0 1 f32x4.splat f32x4.mul 2 f32x4.splat f32x4.add";
    ValueType floats = FLOATS.type();
    add("FloatVector.fma(vv)", fma, floats, floats, VECTOR, VECTOR);
    add("FloatVector.fma(ee)", scalarFma, floats, floats, ValueType.FLOAT, ValueType.FLOAT);
    add("FloatVector.lanewise[FMA](vv)", fma, floats, floats, VECTOR, VECTOR);
    SPECIES.forEach((name, lanes) ->
        add(
            "VectorSpecies.loopBound[" + name + "](e)",
            "0 i32.const:" + ((byte) -lanes & 0x7F) + " i32.and",
            ValueType.INTEGER,
            ValueType.INTEGER));
    addReinterpretations("Vector", VECTOR);
    addConversions("Vector", VECTOR);
    addMasks();
  }

  /** The static method that stands for this key, or null if it has no instructions. */
  MethodReference method(String key) {
    return methods.get(key);
  }

  void addTo(Intrinsics table) {
    templates.forEach((name, template) -> table.add(INSTRUCTIONS, name, template));
  }

  Iterable<MethodReference> all() {
    return methods.values();
  }

  private void addConstants(Lanes lanes) {
    String name = lanes.vector;
    add(name + "::zero()", "zero", lanes.type());
    add(name + "::broadcast(e)", "0 " + lanes.op("splat"), lanes.type(), lanes.element);
    add(
        name + "::broadcast(l)",
        "0 " + lanes.fromLong + " " + lanes.op("splat"),
        lanes.type(),
        ValueType.LONG);
    for (String target : List.of("FloatVector", "IntVector", "ShortVector", "ByteVector")) {
      ValueType type = ValueType.object(ValueTypes.vectorClass(target));
      add(name + ".cast[" + target + "]()", "0", type, lanes.type());
    }
    add("Vector.cast[" + name + "]()", "0", lanes.type(), VECTOR);
  }

  private void addArithmetic(Lanes lanes) {
    binary(lanes, "add", "ADD", lanes.op("add"));
    binary(lanes, "sub", "SUB", lanes.op("sub"));
    binary(lanes, "min", "MIN", lanes.signedOp("min"));
    binary(lanes, "max", "MAX", lanes.signedOp("max"));
    unary(lanes, "neg", "NEG", lanes.op("neg"));
    unary(lanes, "abs", "ABS", lanes.op("abs"));
    if (lanes != BYTE_LANES) {
      binary(lanes, "mul", "MUL", lanes.op("mul"));
    }
    if (lanes.isFloat()) {
      binary(lanes, "div", "DIV", "f32x4.div");
      unary(lanes, "sqrt", "SQRT", "f32x4.sqrt");
      return;
    }
    binary(lanes, "and", "AND", "v128.and");
    binary(lanes, "or", "OR", "v128.or");
    binary(lanes, null, "XOR", "v128.xor");
    binary(lanes, null, "AND_NOT", "v128.andnot");
    binary(lanes, null, "UMIN", lanes.op("min_u"));
    binary(lanes, null, "UMAX", lanes.op("max_u"));
    unary(lanes, "not", "NOT", "v128.not");
    if (lanes != INTS) {
      binary(lanes, null, "SADD", lanes.op("add_sat_s"));
      binary(lanes, null, "SUADD", lanes.op("add_sat_u"));
      binary(lanes, null, "SSUB", lanes.op("sub_sat_s"));
      binary(lanes, null, "SUSUB", lanes.op("sub_sat_u"));
    }
    shift(lanes, "LSHL", "shl");
    shift(lanes, "ASHR", "shr_s");
    shift(lanes, "LSHR", "shr_u");
    for (String method : List.of("bitwiseBlend(vv)", "lanewise[BITWISE_BLEND](vv)")) {
      // In Java the bits of the third argument that are set choose the second.
      add(
          lanes.vector + "." + method,
          "1 0 2 v128.bitselect",
          lanes.type(),
          lanes.type(),
          VECTOR,
          VECTOR);
    }
  }

  private void unary(Lanes lanes, String method, String operator, String instruction) {
    for (String name : List.of(method + "()", "lanewise[" + operator + "]()")) {
      add(lanes.vector + "." + name, "0 " + instruction, lanes.type(), lanes.type());
    }
    add(
        lanes.vector + ".lanewise[" + operator + "](m)",
        "0 " + instruction + " 0 1 v128.bitselect",
        lanes.type(),
        lanes.type(),
        MASK);
  }

  /** A method of its own, if it has one, and the same through {@code lanewise}. */
  private void binary(Lanes lanes, String method, String operator, String instruction) {
    String splat = " " + lanes.op("splat") + " ";
    String generic = lanes.vector + ".lanewise[" + operator + "]";
    if (method != null) {
      String own = lanes.vector + "." + method;
      masked(lanes, own, "v", "0 1 " + instruction, VECTOR);
      masked(lanes, own, "e", "0 1" + splat + instruction, lanes.element);
    }
    masked(lanes, generic, "v", "0 1 " + instruction, VECTOR);
    masked(lanes, generic, "e", "0 1" + splat + instruction, lanes.element);
    masked(lanes, generic, "l", "0 1 " + lanes.fromLong + splat + instruction, ValueType.LONG);
  }

  /** Shifts by one count for all lanes, of which both machines take the low bits. */
  private void shift(Lanes lanes, String operator, String instruction) {
    String generic = lanes.vector + ".lanewise[" + operator + "]";
    masked(lanes, generic, "e", "0 1 " + lanes.op(instruction), lanes.element);
    masked(lanes, generic, "l", "0 1 i32.wrap_i64 " + lanes.op(instruction), ValueType.LONG);
  }

  private void masked(Lanes lanes, String name, String kind, String text, ValueType argument) {
    ValueType type = lanes.type();
    add(name + "(" + kind + ")", text, type, type, argument);
    add(name + "(" + kind + "m)", text + " 0 2 v128.bitselect", type, type, argument, MASK);
  }

  private void addComparisons(Lanes lanes) {
    compare(lanes, "compare[EQ]", lanes.op("eq"));
    compare(lanes, "compare[NE]", lanes.op("ne"));
    compare(lanes, "eq", lanes.op("eq"));
    compare(lanes, "lt", lanes.signedOp("lt"));
    for (String order : List.of("LT", "LE", "GT", "GE")) {
      String instruction = order.toLowerCase(java.util.Locale.ROOT);
      compare(lanes, "compare[" + order + "]", lanes.signedOp(instruction));
      if (!lanes.isFloat()) {
        compare(lanes, "compare[U" + order + "]", lanes.op(instruction + "_u"));
      }
    }
    String name = lanes.vector;
    ValueType type = lanes.type();
    if (lanes.isFloat()) {
      add(name + ".test[IS_NAN]()", "0 0 f32x4.ne", MASK, type);
      add(name + ".test[IS_NEGATIVE]()", "0 zero i32x4.lt_s", MASK, type);
    } else {
      add(name + ".test[IS_NEGATIVE]()", "0 zero " + lanes.op("lt_s"), MASK, type);
      add(name + ".test[IS_DEFAULT]()", "0 zero " + lanes.op("eq"), MASK, type);
    }
    String splat = " " + lanes.op("splat");
    add(name + ".blend(vm)", "1 0 2 v128.bitselect", type, type, VECTOR, MASK);
    add(name + ".blend(em)", "1" + splat + " 0 2 v128.bitselect", type, type, lanes.element, MASK);
    add(
        name + ".blend(lm)",
        "1 " + lanes.fromLong + splat + " 0 2 v128.bitselect",
        type,
        type,
        ValueType.LONG,
        MASK);
  }

  private void compare(Lanes lanes, String method, String instruction) {
    String name = lanes.vector + "." + method;
    String splat = " " + lanes.op("splat") + " ";
    ValueType type = lanes.type();
    add(name + "(v)", "0 1 " + instruction, MASK, type, VECTOR);
    add(name + "(e)", "0 1" + splat + instruction, MASK, type, lanes.element);
    add(name + "(l)", "0 1 " + lanes.fromLong + splat + instruction, MASK, type, ValueType.LONG);
  }

  private void addLaneAccess(Lanes lanes) {
    ValueType type = lanes.type();
    for (int i = 0; i < lanes.count; i++) {
      add(
          lanes.vector + ".lane[" + i + "]()",
          "0 " + lanes.op("extract_lane") + lanes.signed + ":" + i,
          lanes.element,
          type);
      add(
          lanes.vector + ".withLane[" + i + "](e)",
          "0 1 " + lanes.op("replace_lane") + ":" + i,
          type,
          type,
          lanes.element);
    }
  }

  private void addReductions(Lanes lanes) {
    reduce(lanes, "ADD", lanes.op("add"));
    reduce(lanes, "MIN", lanes.signedOp("min"));
    reduce(lanes, "MAX", lanes.signedOp("max"));
    if (lanes != BYTE_LANES) {
      reduce(lanes, "MUL", lanes.op("mul"));
    }
    if (!lanes.isFloat()) {
      reduce(lanes, "AND", "v128.and");
      reduce(lanes, "OR", "v128.or");
      reduce(lanes, "XOR", "v128.xor");
    }
  }

  /** Joins the halves until one lane is left: of four lanes (0 ∘ 2) ∘ (1 ∘ 3). */
  private void reduce(Lanes lanes, String operator, String instruction) {
    StringBuilder text = new StringBuilder("0");
    for (int half = BYTES / 2; half >= BYTES / lanes.count; half /= 2) {
      int distance = half;
      String order =
          IntStream.range(0, BYTES)
              .mapToObj(i -> Integer.toString((i + distance) % BYTES))
              .collect(Collectors.joining(","));
      text.append(" dup dup i8x16.shuffle:").append(order).append(' ').append(instruction);
    }
    text.append(' ').append(lanes.op("extract_lane")).append(lanes.signed).append(":0");
    add(
        lanes.vector + ".reduceLanes[" + operator + "]()",
        text.toString(),
        lanes.element,
        lanes.type());
  }

  private void addReinterpretations(String vector, ValueType type) {
    for (Lanes to : ALL) {
      String plural = to.vector.replace("Vector", "s");
      add(vector + ".reinterpretAs" + plural + "()", "0", to.type(), type);
    }
    switch (vector) {
      case "FloatVector", "IntVector" -> {
        add(vector + ".viewAsIntegralLanes()", "0", INTS.type(), type);
        ValueType viewed = vector.equals("FloatVector") ? type : VECTOR;
        add(vector + ".viewAsFloatingLanes()", "0", viewed, type);
      }
      case "ShortVector", "ByteVector" -> add(vector + ".viewAsIntegralLanes()", "0", type, type);
      default -> {}
    }
  }

  private void addConversions(String vector, ValueType type) {
    convert(vector, type, "F2I", 0, " i32x4.trunc_sat_f32x4_s");
    convert(vector, type, "I2F", 0, " f32x4.convert_i32x4_s");
    convert(vector, type, "REINTERPRET_F2I", 0, "");
    convert(vector, type, "REINTERPRET_I2F", 0, "");
    for (int part = 0; part < 2; part++) {
      String half = part == 0 ? "low" : "high";
      convert(vector, type, "B2S", part, " i16x8.extend_" + half + "_i8x16_s");
      convert(vector, type, "ZERO_EXTEND_B2S", part, " i16x8.extend_" + half + "_i8x16_u");
      convert(vector, type, "S2I", part, " i32x4.extend_" + half + "_i16x8_s");
      convert(vector, type, "ZERO_EXTEND_S2I", part, " i32x4.extend_" + half + "_i16x8_u");
      convert(
          vector, type, "S2F", part, " i32x4.extend_" + half + "_i16x8_s f32x4.convert_i32x4_s");
    }
  }

  private void convert(
      String vector, ValueType type, String conversion, int part, String instructions) {
    for (String method : List.of("convert", "convertShape")) {
      String name = vector + "." + method + "[" + conversion + "," + part + "]()";
      add(name, "0" + instructions, VECTOR, type);
    }
  }

  private void addMasks() {
    for (String method : List.of("and", "or", "xor")) {
      add("VectorMask." + method + "(m)", "0 1 v128." + method, MASK, MASK, MASK);
    }
    add("VectorMask.andNot(m)", "0 1 v128.andnot", MASK, MASK, MASK);
    add("VectorMask.eq(m)", "0 1 v128.xor v128.not", MASK, MASK, MASK);
    add("VectorMask.not()", "0 v128.not", MASK, MASK);
    add("VectorMask.cast()", "0", MASK, MASK);
    add("VectorMask.anyTrue()", "0 v128.any_true", ValueType.BOOLEAN, MASK);
    add("VectorMask.allTrue()", "0 v128.not v128.any_true i32.eqz", ValueType.BOOLEAN, MASK);
    for (Lanes lanes : ALL) {
      // Bits come from any lanes as wide; f32x4 has no instruction of its own for them.
      String bits = "0 " + (lanes.isFloat() ? INTS : lanes).op("bitmask");
      String of = "[" + lanes.vector + "]()";
      add("VectorMask.toLong" + of, bits + " i64.extend_i32_u", ValueType.LONG, MASK);
      add("VectorMask.trueCount" + of, bits + " i32.popcnt", ValueType.INTEGER, MASK);
    }
  }

  private void add(String key, String text, ValueType result, ValueType... parameters) {
    ValueType[] signature = Arrays.copyOf(parameters, parameters.length + 1);
    signature[parameters.length] = result;
    String name = key.replaceAll("[^A-Za-z0-9]+", "_");
    if (methods.put(key, new MethodReference(INSTRUCTIONS, name, signature)) != null
        || templates.put(name, Template.of(text)) != null) {
      throw new IllegalStateException(key + " is twice in the table");
    }
  }
}
