package dev.assam.teavm;

import org.teavm.model.BasicBlock;
import org.teavm.model.CallLocation;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.ElementModifier;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.Program;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;

/**
 * Prepares classes whose values are not objects in WebAssembly. Their own methods lose the bodies
 * meant for the JVM; calls of them become non-virtual, for there will never be an instance; and
 * uses as an object are reported by {@link ValueUses}.
 */
final class ValueClasses implements ClassHolderTransformer {
  private final Intrinsics table;

  ValueClasses(Intrinsics table) {
    this.table = table;
  }

  @Override
  public void transformClass(ClassHolder cls, ClassHolderTransformerContext context) {
    if (TypedMemory.of(cls.getName()) != null) {
      for (MethodHolder method : cls.getMethods()) {
        if (table.methods(cls.getName()).contains(method.getName())) {
          method.setProgram(null);
          method.getModifiers().add(ElementModifier.NATIVE);
        }
      }
      return;
    }
    for (MethodHolder method : cls.getMethods()) {
      Program program = method.getProgram();
      if (program != null && mentionsValues(method, program)) {
        makeCallsDirect(method, program, context);
        new ValueUses(method, context.getDiagnostics()).check(program);
      }
    }
  }

  private static boolean mentionsValues(MethodHolder method, Program program) {
    return ValueUses.mentions(method.getDescriptor()) || ValueUses.mentions(program);
  }

  private void makeCallsDirect(
      MethodHolder method, Program program, ClassHolderTransformerContext context) {
    for (BasicBlock block : program.getBasicBlocks()) {
      for (Instruction instruction : block) {
        if (!(instruction instanceof InvokeInstruction call)
            || TypedMemory.of(call.getMethod().getClassName()) == null) {
          continue;
        }
        call.setType(InvocationType.SPECIAL);
        if (!table.contains(call.getMethod())) {
          context
              .getDiagnostics()
              .error(
                  new CallLocation(method.getReference(), call.getLocation()),
                  "{{m0}} has no WebAssembly instructions",
                  call.getMethod());
        }
      }
    }
  }
}
