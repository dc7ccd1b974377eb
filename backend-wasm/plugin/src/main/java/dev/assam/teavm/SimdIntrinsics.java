package dev.assam.teavm;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.ValueType;

/** The instructions of {@code dev.assam.simd.kernel.Simd}, which the Vector API has no word for. */
final class SimdIntrinsics {
  /** Where kernels-simd declares them. */
  static final String SIMD = "dev.assam.simd.kernel.Simd";

  private static final int BYTES = 16;

  private static final ValueType F = ValueType.object(ValueTypes.vectorClass("FloatVector"));
  private static final ValueType I = ValueType.object(ValueTypes.vectorClass("IntVector"));
  private static final ValueType S = ValueType.object(ValueTypes.vectorClass("ShortVector"));
  private static final ValueType B = ValueType.object(ValueTypes.vectorClass("ByteVector"));

  private final Intrinsics table;

  private SimdIntrinsics(Intrinsics table) {
    this.table = table;
  }

  static void addTo(Intrinsics table, boolean relaxed) {
    new SimdIntrinsics(table).addAll(relaxed);
  }

  private void addAll(boolean relaxed) {
    for (String rounding : new String[] {"floor", "ceil", "trunc", "nearest"}) {
      add(rounding, "0 f32x4." + rounding, F, F);
    }
    add("pmin", "0 1 f32x4.pmin", F, F, F);
    add("pmax", "0 1 f32x4.pmax", F, F, F);
    add("toInts", "0 i32x4.trunc_sat_f32x4_s", I, F);
    add("toFloats", "0 f32x4.convert_i32x4_s", F, I);
    if (relaxed) {
      add("madd", "0 1 2 f32x4.relaxed_madd", F, F, F, F);
      add("nmadd", "0 1 2 f32x4.relaxed_nmadd", F, F, F, F);
      add("dotI8", "1 2 0 i32x4.relaxed_dot_i8x16_i7x16_add_s", I, I, B, B);
    } else {
      add("madd", "0 1 f32x4.mul 2 f32x4.add", F, F, F, F);
      add("nmadd", "2 0 1 f32x4.mul f32x4.sub", F, F, F, F);
      addPlainDot();
    }
    add("dotI16", "0 1 2 i32x4.dot_i16x8_s i32x4.add", I, I, S, S);
    for (String half : new String[] {"Low", "High"}) {
      String which = half.equals("Low") ? "low" : "high";
      add("widen" + half, "0 i16x8.extend_" + which + "_i8x16_s", S, B);
      add("widen" + half + "U", "0 i16x8.extend_" + which + "_i8x16_u", S, B);
      add("widen" + half, "0 i32x4.extend_" + which + "_i16x8_s", I, S);
      add("widen" + half + "U", "0 i32x4.extend_" + which + "_i16x8_u", I, S);
    }
    add("narrow", "0 1 i8x16.narrow_i16x8_s", B, S, S);
    add("narrowU", "0 1 i8x16.narrow_i16x8_u", B, S, S);
    add("narrow", "0 1 i16x8.narrow_i32x4_s", S, I, I);
    add("narrowU", "0 1 i16x8.narrow_i32x4_u", S, I, I);
    for (ValueType type : new ValueType[] {F, I}) {
      addUnpack("unpackLow", "unpackHigh", 4, type);
      addUnpack("unpackLow64", "unpackHigh64", 8, type);
      addShuffle("evens", type, 4, 0, 2, 4, 6);
      addShuffle("odds", type, 4, 1, 3, 5, 7);
    }
    addUnpack("unpackLow", "unpackHigh", 2, S);
    addUnpack("unpackLow", "unpackHigh", 1, B);
  }

  /** Products of the low and of the high eight bytes, each added up in two steps. */
  private void addPlainDot() {
    String product = "1 2 i16x8.extmul_%s_i8x16_s i32x4.extadd_pairwise_i16x8_s >%s ";
    String evens = "<low <high i8x16.shuffle:" + lanes(4, 0, 2, 4, 6) + " i32x4.add ";
    String odds = "<low <high i8x16.shuffle:" + lanes(4, 1, 3, 5, 7) + " i32x4.add";
    String products = product.formatted("low", "low") + product.formatted("high", "high");
    String text = products + "0 " + evens + odds;
    add("dotI8", text, I, I, B, B);
  }

  private void addUnpack(String low, String high, int groupBytes, ValueType type) {
    int groups = BYTES / groupBytes;
    int[] lowLanes = new int[groups];
    int[] highLanes = new int[groups];
    for (int i = 0; i < groups; i++) {
      lowLanes[i] = i / 2 + i % 2 * groups;
      highLanes[i] = lowLanes[i] + groups / 2;
    }
    addShuffle(low, type, groupBytes, lowLanes);
    addShuffle(high, type, groupBytes, highLanes);
  }

  private void addShuffle(String method, ValueType type, int laneBytes, int... lanes) {
    add(method, "0 1 i8x16.shuffle:" + lanes(laneBytes, lanes), type, type, type);
  }

  /** Lanes of two vectors as the bytes that {@code i8x16.shuffle} names. */
  private static String lanes(int laneBytes, int... lanes) {
    return IntStream.range(0, BYTES)
        .mapToObj(i -> Integer.toString(lanes[i / laneBytes] * laneBytes + i % laneBytes))
        .collect(Collectors.joining(","));
  }

  private void add(String name, String text, ValueType result, ValueType... parameters) {
    ValueType[] signature = java.util.Arrays.copyOf(parameters, parameters.length + 1);
    signature[parameters.length] = result;
    table.add(SIMD, new MethodDescriptor(name, signature), Template.of(text));
  }
}
