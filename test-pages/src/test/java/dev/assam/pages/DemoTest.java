package dev.assam.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.pages.demo.DemoCommand;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demonstration pages read their sample and compare their sentences, in both builds. */
class DemoTest {
  @ParameterizedTest
  @ValueSource(strings = {"wasm", "js"})
  void pagesDoWhatTheySay(String world, @TempDir Path screenshots) {
    assertEquals(
        0,
        DemoCommand.run(
            new String[] {"--check", "--world", world, "--screenshots", screenshots.toString()}));
  }
}
