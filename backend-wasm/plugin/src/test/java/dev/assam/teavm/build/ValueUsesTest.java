package dev.assam.teavm.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueUsesTest {
  private static final String FIXTURES = "dev.assam.teavm.fixtures.";

  @TempDir Path output;

  private Compilation compilation() {
    return new Compilation(Compilation.parse(System.getProperty("java.class.path")), output);
  }

  @Test
  void namesMethodAndLineOfEachUseAsAnObject() throws IOException {
    BuildFailure failure =
        assertThrows(
            BuildFailure.class,
            () -> compilation().run(World.WASM_RELAXED, FIXTURES + "ObjectUses"));
    assertEquals(refusedLines("ObjectUses"), reportedLines(failure.getMessage()));
    assertTrue(failure.getMessage().contains("ObjectUses.main("), failure.getMessage());
    assertTrue(
        failure.getMessage().contains("dev.assam.memory.Floats is a number in WebAssembly"),
        failure.getMessage());
  }

  @Test
  void allowsWhatNumbersCanDo() throws IOException {
    SortedSet<String> methods =
        compilation().run(World.WASM_RELAXED, FIXTURES + "ValueUsesAllowed");
    assertTrue(Files.size(output.resolve(World.WASM_RELAXED.fileName)) > 1000);
    assertTrue(methods.stream().anyMatch(name -> name.contains("ValueUsesAllowed.swap")));
  }

  private static SortedSet<Integer> refusedLines(String fixture) throws IOException {
    List<String> lines =
        Files.readAllLines(Path.of("src/test/java/dev/assam/teavm/fixtures/" + fixture + ".java"));
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
    Matcher matcher =
        Pattern.compile("nothing else takes its place\n +at [^(\\n]*\\(ObjectUses.java:(\\d+)\\)")
            .matcher(message);
    while (matcher.find()) {
      lines.add(Integer.valueOf(matcher.group(1)));
    }
    return lines;
  }
}
