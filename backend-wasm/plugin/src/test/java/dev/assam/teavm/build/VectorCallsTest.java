package dev.assam.teavm.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorCallsTest {
  private static final String FIXTURES = "dev.assam.teavm.fixtures.";

  @TempDir Path output;

  private Compilation compilation() {
    return new Compilation(Compilation.parse(System.getProperty("java.class.path")), output);
  }

  @Test
  void namesMethodAndLineOfEachMisuse() throws IOException {
    BuildFailure failure =
        assertThrows(
            BuildFailure.class,
            () -> compilation().run(World.WASM_RELAXED, FIXTURES + "VectorMisuses"));
    assertEquals(refusedLines(), reportedLines(failure.getMessage()), failure.getMessage());
    for (String part :
        List.of(
            "FloatVector.lanewise[EXP]() is not in the plugin's table",
            "the operator must be a constant of VectorOperators",
            "needs a number that is known at compile time",
            "the only species are those of Lanes",
            "may only be a local, parameter, result or instance field")) {
      assertTrue(failure.getMessage().contains(part), part + " in " + failure.getMessage());
    }
  }

  private static SortedSet<Integer> refusedLines() throws IOException {
    Path file = Path.of("src/test/java/dev/assam/teavm/fixtures/VectorMisuses.java");
    List<String> lines = Files.readAllLines(file);
    SortedSet<Integer> refused = new TreeSet<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).endsWith("// refused")) {
        refused.add(i + 1);
      }
    }
    return refused;
  }

  private static SortedSet<Integer> reportedLines(String message) {
    SortedSet<Integer> lines = new TreeSet<>();
    Matcher matcher = Pattern.compile("\\(VectorMisuses.java:(\\d+)\\)").matcher(message);
    while (matcher.find()) {
      lines.add(Integer.valueOf(matcher.group(1)));
    }
    return lines;
  }

  @Test
  void putsConstantsOfIndicesIntoInstructions() throws IOException {
    compilation().run(World.WASM_RELAXED, FIXTURES + "Addresses");
    String module =
        HexFormat.of().formatHex(Files.readAllBytes(output.resolve(World.WASM_RELAXED.fileName)));
    assertContains(module, "fd0002" + "20", "v128.load offset 32");
    assertContains(module, "fd0002" + "30", "v128.load offset 48");
    assertContains(module, "fd0b02" + "20", "v128.store offset 32");
    assertContains(module, "fd0b02" + "10", "v128.store offset 16");
    assertContains(module, "fd0902" + "24", "v128.load32_splat offset 36");
    assertContains(module, "2903" + "18", "i64.load offset 24");
    assertContains(module, "3703" + "a802", "i64.store offset 296");
    assertContains(module, "2c00" + "e907", "i32.load8_s offset 1001");
    assertContains(module, "3a00" + "e807", "i32.store8 offset 1000");
    assertFalse(module.contains("3802" + "807d"), "f32.store offset 16000");
  }

  private static void assertContains(String module, String bytes, String instruction) {
    assertTrue(module.contains(bytes), instruction);
  }

  @Test
  void usesRelaxedInstructionsOnlyWhereTheyAreAllowed() throws IOException {
    String madd = "fd8502";
    for (World world : List.of(World.WASM_RELAXED, World.WASM_PLAIN)) {
      compilation().run(world, FIXTURES + "Fused");
      byte[] module = Files.readAllBytes(output.resolve(world.fileName));
      assertEquals(
          world == World.WASM_RELAXED,
          HexFormat.of().formatHex(module).contains(madd),
          world.label);
    }
  }
}
