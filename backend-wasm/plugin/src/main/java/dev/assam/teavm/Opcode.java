package dev.assam.teavm;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import org.teavm.backend.wasm.model.WasmType;

/**
 * An instruction by its name in WebAssembly's text format.
 *
 * @param operands how many values it takes
 * @param result what it leaves, or null
 * @param prefixed its bytes without immediates
 */
record Opcode(int operands, WasmType result, byte[] prefixed) {
  private static final int SIMD = 0xFD;
  private static final int ATOMIC = 0xFE;
  private static final int CONTINUES = 0x80;

  /** name, opcode in its group, operands and result: v for v128, i, l, f, d for numbers, _ none. */
  private static final String PLAIN =
      """
      i32.load 28 i i
      i64.load 29 i l
      f32.load 2A i f
      f64.load 2B i d
      i32.load8_s 2C i i
      i32.load16_s 2E i i
      i32.store 36 ii _
      i64.store 37 il _
      f32.store 38 if _
      f64.store 39 id _
      i32.store8 3A ii _
      i32.store16 3B ii _
      i32.const 41 _ i
      i32.eqz 45 i i
      i32.ctz 68 i i
      i32.popcnt 69 i i
      i32.and 71 ii i
      i32.or 72 ii i
      i32.wrap_i64 A7 l i
      i64.extend_i32_u AD i l
      f32.convert_i64_s B4 l f
      """;

  private static final String VECTOR =
      """
      v128.load 00 i v
      v128.load8x8_s 01 i v
      v128.load8x8_u 02 i v
      v128.load16x4_s 03 i v
      v128.load16x4_u 04 i v
      v128.load8_splat 07 i v
      v128.load16_splat 08 i v
      v128.load32_splat 09 i v
      v128.store 0B iv _
      v128.const 0C _ v
      i8x16.shuffle 0D vv v
      i8x16.splat 0F i v
      i16x8.splat 10 i v
      i32x4.splat 11 i v
      f32x4.splat 13 f v
      i8x16.extract_lane_s 15 v i
      i8x16.replace_lane 17 vi v
      i16x8.extract_lane_s 18 v i
      i16x8.replace_lane 1A vi v
      i32x4.extract_lane 1B v i
      i32x4.replace_lane 1C vi v
      f32x4.extract_lane 1F v f
      f32x4.replace_lane 20 vf v
      i8x16.eq 23 vv v
      i8x16.ne 24 vv v
      i8x16.lt_s 25 vv v
      i8x16.lt_u 26 vv v
      i8x16.gt_s 27 vv v
      i8x16.gt_u 28 vv v
      i8x16.le_s 29 vv v
      i8x16.le_u 2A vv v
      i8x16.ge_s 2B vv v
      i8x16.ge_u 2C vv v
      i16x8.eq 2D vv v
      i16x8.ne 2E vv v
      i16x8.lt_s 2F vv v
      i16x8.lt_u 30 vv v
      i16x8.gt_s 31 vv v
      i16x8.gt_u 32 vv v
      i16x8.le_s 33 vv v
      i16x8.le_u 34 vv v
      i16x8.ge_s 35 vv v
      i16x8.ge_u 36 vv v
      i32x4.eq 37 vv v
      i32x4.ne 38 vv v
      i32x4.lt_s 39 vv v
      i32x4.lt_u 3A vv v
      i32x4.gt_s 3B vv v
      i32x4.gt_u 3C vv v
      i32x4.le_s 3D vv v
      i32x4.le_u 3E vv v
      i32x4.ge_s 3F vv v
      i32x4.ge_u 40 vv v
      f32x4.eq 41 vv v
      f32x4.ne 42 vv v
      f32x4.lt 43 vv v
      f32x4.gt 44 vv v
      f32x4.le 45 vv v
      f32x4.ge 46 vv v
      v128.not 4D v v
      v128.and 4E vv v
      v128.andnot 4F vv v
      v128.or 50 vv v
      v128.xor 51 vv v
      v128.bitselect 52 vvv v
      v128.any_true 53 v i
      v128.load32_zero 5C i v
      i8x16.abs 60 v v
      i8x16.neg 61 v v
      i8x16.popcnt 62 v v
      i8x16.bitmask 64 v i
      i8x16.narrow_i16x8_s 65 vv v
      i8x16.narrow_i16x8_u 66 vv v
      f32x4.ceil 67 v v
      f32x4.floor 68 v v
      f32x4.trunc 69 v v
      f32x4.nearest 6A v v
      i8x16.shl 6B vi v
      i8x16.shr_s 6C vi v
      i8x16.shr_u 6D vi v
      i8x16.add 6E vv v
      i8x16.add_sat_s 6F vv v
      i8x16.add_sat_u 70 vv v
      i8x16.sub 71 vv v
      i8x16.sub_sat_s 72 vv v
      i8x16.sub_sat_u 73 vv v
      i8x16.min_s 76 vv v
      i8x16.min_u 77 vv v
      i8x16.max_s 78 vv v
      i8x16.max_u 79 vv v
      i32x4.extadd_pairwise_i16x8_s 7E v v
      i16x8.abs 80 v v
      i16x8.neg 81 v v
      i16x8.bitmask 84 v i
      i16x8.narrow_i32x4_s 85 vv v
      i16x8.narrow_i32x4_u 86 vv v
      i16x8.extend_low_i8x16_s 87 v v
      i16x8.extend_high_i8x16_s 88 v v
      i16x8.extend_low_i8x16_u 89 v v
      i16x8.extend_high_i8x16_u 8A v v
      i16x8.shl 8B vi v
      i16x8.shr_s 8C vi v
      i16x8.shr_u 8D vi v
      i16x8.add 8E vv v
      i16x8.add_sat_s 8F vv v
      i16x8.add_sat_u 90 vv v
      i16x8.sub 91 vv v
      i16x8.sub_sat_s 92 vv v
      i16x8.sub_sat_u 93 vv v
      i16x8.mul 95 vv v
      i16x8.min_s 96 vv v
      i16x8.min_u 97 vv v
      i16x8.max_s 98 vv v
      i16x8.max_u 99 vv v
      i16x8.extmul_low_i8x16_s 9C vv v
      i16x8.extmul_high_i8x16_s 9D vv v
      i32x4.abs A0 v v
      i32x4.neg A1 v v
      i32x4.bitmask A4 v i
      i32x4.extend_low_i16x8_s A7 v v
      i32x4.extend_high_i16x8_s A8 v v
      i32x4.extend_low_i16x8_u A9 v v
      i32x4.extend_high_i16x8_u AA v v
      i32x4.shl AB vi v
      i32x4.shr_s AC vi v
      i32x4.shr_u AD vi v
      i32x4.add AE vv v
      i32x4.sub B1 vv v
      i32x4.mul B5 vv v
      i32x4.min_s B6 vv v
      i32x4.min_u B7 vv v
      i32x4.max_s B8 vv v
      i32x4.max_u B9 vv v
      i32x4.dot_i16x8_s BA vv v
      f32x4.abs E0 v v
      f32x4.neg E1 v v
      f32x4.sqrt E3 v v
      f32x4.add E4 vv v
      f32x4.sub E5 vv v
      f32x4.mul E6 vv v
      f32x4.div E7 vv v
      f32x4.min E8 vv v
      f32x4.max E9 vv v
      f32x4.pmin EA vv v
      f32x4.pmax EB vv v
      i32x4.trunc_sat_f32x4_s F8 v v
      f32x4.convert_i32x4_s FA v v
      f32x4.relaxed_madd 105 vvv v
      f32x4.relaxed_nmadd 106 vvv v
      i32x4.relaxed_dot_i8x16_i7x16_add_s 113 vvv v
      """;

  private static final String SHARED =
      """
      memory.atomic.notify 00 ii i
      memory.atomic.wait32 01 iil i
      i32.atomic.load 10 i i
      i32.atomic.store 17 ii _
      i32.atomic.rmw.add 1E ii i
      i32.atomic.rmw.cmpxchg 48 iii i
      """;

  private static final Map<String, Opcode> BY_NAME = new HashMap<>();

  static {
    read(PLAIN, 0);
    read(VECTOR, SIMD);
    read(SHARED, ATOMIC);
  }

  /** The instruction of this name. */
  static Opcode of(String name) {
    Opcode opcode = BY_NAME.get(name);
    if (opcode == null) {
      throw new IllegalArgumentException("no instruction " + name + " in Assam's table");
    }
    return opcode;
  }

  /** The instruction with what follows its opcode. */
  RawInstruction with(byte... immediates) {
    byte[] bytes = java.util.Arrays.copyOf(prefixed, prefixed.length + immediates.length);
    System.arraycopy(immediates, 0, bytes, prefixed.length, immediates.length);
    return new RawInstruction(operands, result, bytes);
  }

  /** The instruction on memory: how it is aligned, as a power of two, and its displacement. */
  RawInstruction at(int alignment, int offsetBytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(alignment);
    writeUnsigned(out, offsetBytes);
    return with(out.toByteArray());
  }

  private static void read(String table, int prefix) {
    for (String line : table.split("\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      String[] words = line.split(" ", -1);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int code = Integer.parseInt(words[1], 16);
      if (prefix == 0) {
        out.write(code);
      } else {
        out.write(prefix);
        writeUnsigned(out, code);
      }
      int operands = words[2].equals("_") ? 0 : words[2].length();
      Opcode opcode = new Opcode(operands, type(words[3]), out.toByteArray());
      if (BY_NAME.put(words[0], opcode) != null) {
        throw new IllegalStateException(words[0] + " is twice in the table");
      }
    }
  }

  private static WasmType type(String letter) {
    return switch (letter) {
      case "v" -> ValueTypes.V128;
      case "i" -> WasmType.INT32;
      case "l" -> WasmType.INT64;
      case "f" -> WasmType.FLOAT32;
      case "d" -> WasmType.FLOAT64;
      default -> null;
    };
  }

  private static void writeUnsigned(ByteArrayOutputStream out, int value) {
    int left = value;
    while (left >>> 7 != 0) {
      out.write(left | CONTINUES);
      left >>>= 7;
    }
    out.write(left);
  }
}
