package dev.assam.webgl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Formulas in GLSL. */
class GlslExprTest {
  /** ANGLE reads 3.4028235E38 as infinity and what is below the normal numbers as 0. */
  @Test
  void numbersAtTheEndsOfFloat32AreWrittenAsBits() {
    assertEquals("0.0", GlslExpr.real(0));
    assertEquals("-0.0", GlslExpr.real(-0.0));
    assertEquals("-1.5", GlslExpr.real(-1.5));
    assertEquals("1.0E20", GlslExpr.real(1e20));
    assertEquals("uintBitsToFloat(0xff7fffffu)", GlslExpr.real(-Float.MAX_VALUE));
    assertEquals("uintBitsToFloat(0x800000u)", GlslExpr.real(Float.MIN_NORMAL));
    assertEquals("uintBitsToFloat(0x7f800000u)", GlslExpr.real(Double.POSITIVE_INFINITY));
    assertEquals("uintBitsToFloat(0xff800000u)", GlslExpr.real(Double.NEGATIVE_INFINITY));
    assertEquals("uintBitsToFloat(0x7fc00000u)", GlslExpr.real(Double.NaN));
  }
}
