package dev.assam.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NarrowTest {
  @Test
  void everyBitPatternSurvivesTheRoundTrip() {
    for (DType type :
        List.of(
            DType.FLOAT16,
            DType.BFLOAT16,
            DType.FLOAT8E4M3FN,
            DType.FLOAT8E4M3FNUZ,
            DType.FLOAT8E5M2,
            DType.FLOAT8E5M2FNUZ,
            DType.FLOAT8E8M0,
            DType.FLOAT4E2M1)) {
      for (int bits = 0; bits < 1 << type.bits(); bits++) {
        double value = Narrow.decode(type, bits);
        int back = Narrow.encode(type, value, false);
        if (Double.isNaN(value)) {
          assertTrue(Double.isNaN(Narrow.decode(type, back)), type + " " + bits);
        } else {
          assertEquals(bits, back, type + " " + value);
        }
      }
    }
  }

  @Test
  void float16AgreesWithTheJdk() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      assertEquals(Float.float16ToFloat((short) bits), (float) Narrow.decode(DType.FLOAT16, bits));
    }
    Random random = new Random(1);
    for (int i = 0; i < 1_000_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (!Float.isNaN(value)) {
        assertEquals(
            Float.floatToFloat16(value),
            (short) Narrow.encode(DType.FLOAT16, value, false),
            "" + value);
      }
    }
  }

  @Test
  void bfloat16RoundsToNearestEven() {
    Random random = new Random(2);
    for (int i = 0; i < 1_000_000; i++) {
      int raw = random.nextInt();
      float value = Float.intBitsToFloat(raw);
      if (!Float.isNaN(value)) {
        int expected = (raw + 0x7FFF + ((raw >>> 16) & 1)) >>> 16;
        assertEquals(expected, Narrow.encode(DType.BFLOAT16, value, false) & 0xFFFF, "" + value);
      }
    }
  }

  @Test
  void overflowSaturatesOnlyWhereAsked() {
    assertEquals(448, Narrow.decode(DType.FLOAT8E4M3FN, 0x7E));
    assertEquals(0x7E, Narrow.encode(DType.FLOAT8E4M3FN, 1e9, true));
    assertEquals(0x7F, Narrow.encode(DType.FLOAT8E4M3FN, 1e9, false));
    assertEquals(0x7C, Narrow.encode(DType.FLOAT8E5M2, 1e9, false));
    assertEquals(0x80, Narrow.encode(DType.FLOAT8E4M3FNUZ, Double.NaN, true));
    assertEquals(6, Narrow.decode(DType.FLOAT4E2M1, 7));
    assertEquals(7, Narrow.encode(DType.FLOAT4E2M1, 100, false));
  }
}
