package dev.assam.teavm;

import org.teavm.extension.spi.substitution.SubstitutionPolicy;
import org.teavm.extension.spi.substitution.SubstitutionSink;

/**
 * Puts the browser's halves of {@code dev.assam.memory} in the place of the JVM's: in the
 * WebAssembly build those of {@code dev.assam.wasm.memory}, in the JavaScript build, where arrays
 * serve as they are, the few of {@code dev.assam.wasm.js}.
 */
public final class WorldPolicy implements SubstitutionPolicy {
  /** System property that says which build is running: {@code wasm} or {@code js}. */
  public static final String WORLD = "dev.assam.world";

  @Override
  public void contribute(SubstitutionSink sink) {
    if (System.getProperty(WORLD, "wasm").equals("js")) {
      replace(sink, "dev.assam.memory.ByteView", "dev.assam.wasm.js");
    } else {
      replace(sink, "dev.assam.memory.Block", "dev.assam.wasm.memory");
    }
  }

  private static void replace(SubstitutionSink sink, String className, String byPackage) {
    sink.selectClasses(className::equals).replacePackage("dev.assam.memory", byPackage);
  }
}
