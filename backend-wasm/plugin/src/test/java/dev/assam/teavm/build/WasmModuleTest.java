package dev.assam.teavm.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class WasmModuleTest {
  private static final String HEADER = "0061736d01000000";
  private static final String TYPES = "010401600000";
  // "e"."f": function of type 0; "e"."m": memory; "e"."g": global i32
  private static final String FUNCTION = "0165016600" + "00";
  private static final String GLOBAL = "0165016703" + "7f00";
  private static final String MEMORY = "0165016d02";
  private static final String CUSTOM = "0003016101";

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @Test
  void letsTheMemoryGrowToFourGibibytes() {
    // limits with a maximum: minimum 2, maximum 32768 → 65536
    String before = "021803" + FUNCTION + MEMORY + "0102808002" + GLOBAL;
    String after = "021803" + FUNCTION + MEMORY + "0102808004" + GLOBAL;
    assertArrayEquals(
        hex(HEADER + TYPES + after + CUSTOM),
        WasmModule.withFullMemory(hex(HEADER + TYPES + before + CUSTOM), false));
  }

  @Test
  void keepsSharedMemoryShared() {
    String before = "020b01" + MEMORY + "0302808001";
    String after = "020b01" + MEMORY + "0302808004";
    assertArrayEquals(hex(HEADER + after), WasmModule.withFullMemory(hex(HEADER + before), false));
  }

  @Test
  void givesAMaximumWhereThereWasNone() {
    String before = "020801" + MEMORY + "0002";
    String after = "020b01" + MEMORY + "0102808004";
    assertArrayEquals(hex(HEADER + after), WasmModule.withFullMemory(hex(HEADER + before), false));
  }

  @Test
  void makesMemoryShared() {
    String before = "020b01" + MEMORY + "0102808002";
    String after = "020b01" + MEMORY + "0302808004";
    assertArrayEquals(hex(HEADER + after), WasmModule.withFullMemory(hex(HEADER + before), true));
  }

  @Test
  void refusesAModuleThatImportsNothing() {
    assertThrows(BuildFailure.class, () -> WasmModule.withFullMemory(hex(HEADER + TYPES), false));
  }
}
