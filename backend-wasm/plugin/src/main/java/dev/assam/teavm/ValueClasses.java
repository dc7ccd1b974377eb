package dev.assam.teavm;

import org.teavm.diagnostics.Diagnostics;
import org.teavm.model.AccessLevel;
import org.teavm.model.BasicBlock;
import org.teavm.model.CallLocation;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.ElementModifier;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
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
  private final MemoryIntrinsics memories;
  private final VectorMethods vectors;

  ValueClasses(Intrinsics table, MemoryIntrinsics memories, VectorMethods vectors) {
    this.table = table;
    this.memories = memories;
    this.vectors = vectors;
  }

  @Override
  public void transformClass(ClassHolder cls, ClassHolderTransformerContext context) {
    String name = cls.getName();
    if (name.equals(VectorMethods.INSTRUCTIONS)) {
      memories.displaced().forEach(method -> declare(cls, method));
      vectors.all().forEach(method -> declare(cls, method));
      return;
    }
    boolean isMemory = TypedMemory.of(name) != null;
    if (isMemory || name.equals(SimdIntrinsics.SIMD)) {
      for (MethodHolder method : cls.getMethods()) {
        if (table.contains(method.getReference())) {
          method.setProgram(null);
          method.getModifiers().add(ElementModifier.NATIVE);
        }
      }
    }
    if (!isMemory) {
      LaneConstants.fix(cls);
      for (MethodHolder method : cls.getMethods()) {
        if (method.getProgram() != null) {
          transform(method, method.getProgram(), context.getDiagnostics());
        }
      }
    }
  }

  private void transform(MethodHolder method, Program program, Diagnostics diagnostics) {
    VectorCalls.fixLanes(program);
    if (ValueUses.mentions(method.getDescriptor()) || ValueUses.mentions(program)) {
      makeCallsDirect(method, program, diagnostics);
      new ValueUses(method, diagnostics).check(program);
      new VectorCalls(vectors, method, diagnostics).apply(program);
      new Displacements(memories, program).apply();
    }
  }

  private static void declare(ClassHolder cls, MethodReference reference) {
    MethodHolder method = new MethodHolder(reference.getDescriptor());
    method.setLevel(AccessLevel.PUBLIC);
    method.getModifiers().add(ElementModifier.STATIC);
    method.getModifiers().add(ElementModifier.NATIVE);
    cls.addMethod(method);
  }

  private void makeCallsDirect(MethodHolder method, Program program, Diagnostics diagnostics) {
    for (BasicBlock block : program.getBasicBlocks()) {
      for (Instruction instruction : block) {
        if (!(instruction instanceof InvokeInstruction call)
            || TypedMemory.of(call.getMethod().getClassName()) == null) {
          continue;
        }
        call.setType(InvocationType.SPECIAL);
        if (!table.contains(call.getMethod())) {
          diagnostics.error(
              new CallLocation(method.getReference(), call.getLocation()),
              "{{m0}} has no WebAssembly instructions",
              call.getMethod());
        }
      }
    }
  }
}
