package dev.assam.pages.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import dev.assam.pages.Chromium;
import dev.assam.pages.Project;
import dev.assam.pages.StaticServer;
import dev.assam.teavm.build.ModuleBuild;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares every vector instruction in the page with what the method does on the JVM. */
class SimdTest {
  /**
   * Cases that WebAssembly does not promise to compute as Java does: Java rounds once, plain SIMD
   * twice, relaxed SIMD as the machine likes.
   */
  private static final Set<String> FUSED =
      Set.of(
          "floats fma", "floats fmaScalar", "floats madd", "floats nmadd", "floats lanewise FMA");

  private static final int SIZE = SimdData.COUNT;

  @TempDir static Path folder;

  private static IntBuffer expected;

  @BeforeAll
  static void runOnTheJvm() throws IOException, InterruptedException {
    Path file = folder.resolve("jvm.bin");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:MaxVectorSize=16",
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                SimdJvm.class.getName(),
                file.toString())
            .inheritIO()
            .start();
    assertEquals(0, process.waitFor());
    expected = ByteBuffer.wrap(Files.readAllBytes(file)).asIntBuffer();
  }

  @ParameterizedTest
  @ValueSource(strings = {"relaxed", "plain"})
  void computesWhatTheJvmDoes(String variant) throws IOException {
    String file = "simd-" + variant + ".wasm";
    ModuleBuild.build(SimdPage.class.getName(), folder.resolve(file));
    Files.writeString(folder.resolve("index.html"), "<!doctype html><title>SIMD</title>");
    String[] names = SimdCases.names();
    List<String> wrong = new ArrayList<>();
    try (StaticServer server =
            new StaticServer(0).mount("/", folder).mount("/assam/", Project.web());
        Chromium chromium = new Chromium()) {
      Page page = chromium.newPage();
      page.navigate(server.url() + "/index.html");
      @SuppressWarnings("unchecked")
      List<Object> results =
          (List<Object>) page.evaluate(RUN, List.of("/" + file, names.length, SIZE));
      for (int c = 0; c < names.length; c++) {
        compare(names[c], c, variant, Base64.getDecoder().decode((String) results.get(c)), wrong);
      }
      List<Object> atomics = results.subList(names.length, results.size());
      assertEquals(List.of(37590, "RuntimeError"), atomics);
    }
    assertEquals(List.of(), wrong, variant);
  }

  private static final String RUN =
      """
      async ([file, cases, size]) => {
        const { importsOf } = await import('/assam/assam-wasm.js');
        const module = await WebAssembly.compileStreaming(fetch(file));
        const memory = new WebAssembly.Memory({ initial: 256, maximum: 65536 });
        const context = { exports: null };
        const imports = importsOf(module, memory, 65536, 131072, context);
        const { exports } = await WebAssembly.instantiate(module, imports);
        context.exports = exports;
        exports.fill();
        const results = [];
        for (let c = 0; c < cases; c++) {
          const bytes = new Uint8Array(memory.buffer, exports.run(c), 4 * size);
          let text = '';
          for (const byte of bytes) {
            text += String.fromCharCode(byte);
          }
          results.push(btoa(text));
        }
        results.push(exports.atomics());
        try {
          exports.await();
        } catch (error) {
          results.push(error.constructor.name);
        }
        return results;
      }
      """;

  private static void compare(
      String name, int c, String variant, byte[] bytes, List<String> wrong) {
    IntBuffer actual = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    boolean floats = name.startsWith("floats ") || name.contains("float");
    int twice = FUSED.contains(name) ? roundedTwice(name) : -1;
    for (int i = 0; i < SIZE; i++) {
      int want = expected.get(c * SIZE + i);
      int got = actual.get(i);
      boolean once = same(want, got, floats);
      boolean again = twice >= 0 && same(expected.get(twice * SIZE + i), got, true);
      boolean fine = twice < 0 ? once : variant.equals("plain") ? again : once || again;
      if (!fine) {
        wrong.add(
            name
                + "["
                + i
                + "]: "
                + Integer.toHexString(got)
                + ", not "
                + Integer.toHexString(want));
        return;
      }
    }
  }

  /** The case that does the same in two steps. */
  private static int roundedTwice(String name) {
    String steps =
        switch (name) {
          case "floats fmaScalar" -> "floats mulAddScalar";
          case "floats nmadd" -> "floats subMul";
          default -> "floats mulAdd";
        };
    return List.of(SimdCases.names()).indexOf(steps);
  }

  /** Whether bits are the same; of NaNs neither world promises which. */
  private static boolean same(int a, int b, boolean floats) {
    return a == b
        || (floats && Float.isNaN(Float.intBitsToFloat(a)) && Float.isNaN(Float.intBitsToFloat(b)));
  }
}
