package dev.assam.teavm.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.atomic.AtomicInteger;
import org.teavm.backend.wasm.render.WasmBinaryVersion;

/**
 * Teaches TeaVM's module writer the type v128, which its enum of number types lacks: a number type
 * without a number is written as v128's byte. One method of one class is patched, before anybody
 * has loaded it.
 */
final class ModuleWriter {
  private static final String RENDER = "org.teavm.backend.wasm.render.";
  private static final String MODEL = "org.teavm.backend.wasm.model.";
  private static final String METHOD = "writeType";
  private static final int V128 = 0x7B;

  private static final ClassDesc WRITER = ClassDesc.of(RENDER + "WasmBinaryWriter");
  private static final ClassDesc TYPE = ClassDesc.of(MODEL + "WasmType");
  private static final ClassDesc NUMBER = ClassDesc.of(MODEL + "WasmType$Number");
  private static final ClassDesc NUMBER_KIND = ClassDesc.of(MODEL + "WasmNumType");
  private static final MethodTypeDesc WRITE_TYPE =
      MethodTypeDesc.of(ConstantDescs.CD_void, TYPE, ClassDesc.of(MODEL + "WasmModule"));
  private static final MethodTypeDesc WRITE_BYTE =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

  private static boolean taught;

  private ModuleWriter() {}

  /**
   * Patches TeaVM in this JVM, once.
   *
   * @throws BuildFailure if TeaVM is not the one that the patch was made for
   */
  static synchronized void teachVectors() {
    if (taught) {
      return;
    }
    ClassLoader teaVm = WasmBinaryVersion.class.getClassLoader();
    String file = RENDER.replace('.', '/') + "WasmBinaryWriter.class";
    try (InputStream in = teaVm.getResourceAsStream(file)) {
      byte[] patched = patch(in.readAllBytes(), teaVm);
      MethodHandles.privateLookupIn(WasmBinaryVersion.class, MethodHandles.lookup())
          .defineClass(patched);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalAccessException | LinkageError e) {
      throw new BuildFailure("TeaVM's module writer could not be taught v128: " + e, e);
    }
    taught = true;
  }

  static byte[] patch(byte[] original, ClassLoader teaVm) {
    ClassFile classFile =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(teaVm)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
    AtomicInteger count = new AtomicInteger();
    byte[] patched =
        classFile.transformClass(
            classFile.parse(original),
            ClassTransform.transformingMethodBodies(
                method ->
                    method.methodName().equalsString(METHOD)
                        && method.methodTypeSymbol().equals(WRITE_TYPE),
                new Patch(count)));
    if (count.get() != 1) {
      throw new BuildFailure(
          "TeaVM's WasmBinaryWriter has "
              + count
              + " methods writeType(WasmType, WasmModule) where 0.16.0 has one: see what v128"
              + " needs there now");
    }
    return patched;
  }

  /** Puts {@code if (type is a number without a number) { writeByte(0x7B); return; }} in front. */
  private record Patch(AtomicInteger count) implements CodeTransform {
    @Override
    public void atStart(CodeBuilder code) {
      count.incrementAndGet();
      Label next = code.newLabel();
      code.aload(1)
          .instanceOf(NUMBER)
          .ifeq(next)
          .aload(1)
          .checkcast(NUMBER)
          .getfield(NUMBER, "number", NUMBER_KIND)
          .ifnonnull(next)
          .aload(0)
          .bipush(V128)
          .invokevirtual(WRITER, "writeByte", WRITE_BYTE)
          .return_()
          .labelBinding(next);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      code.with(element);
    }
  }
}
