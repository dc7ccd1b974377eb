package dev.assam.teavm;

import java.util.ArrayList;
import java.util.List;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.ValueType;
import org.teavm.model.instructions.CastNumberInstruction;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.instructions.NumericOperandType;

/**
 * Makes {@code (int) x} and {@code (long) x} of floats in Assam's own code what they are in Java:
 * the nearest integer that there is, 0 for NaN. TeaVM's JavaScript wraps around, and throws where a
 * long cannot hold infinity or NaN.
 */
final class CastSaturation implements ClassHolderTransformer {
  private static final String OURS = "dev.assam.";
  private static final String CASTS = "dev.assam.teavm.Casts";
  private static final MethodReference TO_INT =
      new MethodReference(CASTS, "toInt", ValueType.DOUBLE, ValueType.INTEGER);
  private static final MethodReference TO_LONG =
      new MethodReference(CASTS, "toLong", ValueType.DOUBLE, ValueType.LONG);

  @Override
  public void transformClass(ClassHolder cls, ClassHolderTransformerContext context) {
    if (!cls.getName().startsWith(OURS) || cls.getName().equals(CASTS)) {
      return;
    }
    for (MethodHolder method : cls.getMethods()) {
      if (method.getProgram() != null) {
        for (BasicBlock block : method.getProgram().getBasicBlocks()) {
          saturate(block);
        }
      }
    }
  }

  private static void saturate(BasicBlock block) {
    List<Instruction> instructions = new ArrayList<>();
    block.forEach(instructions::add);
    for (Instruction instruction : instructions) {
      if (instruction instanceof CastNumberInstruction cast
          && isReal(cast.getSourceType())
          && !isReal(cast.getTargetType())) {
        boolean wide = cast.getTargetType() == NumericOperandType.LONG;
        InvokeInstruction call = new InvokeInstruction();
        call.setType(InvocationType.SPECIAL);
        call.setMethod(wide ? TO_LONG : TO_INT);
        call.setArguments(cast.getValue());
        call.setReceiver(cast.getReceiver());
        call.setLocation(cast.getLocation());
        cast.replace(call);
      }
    }
  }

  private static boolean isReal(NumericOperandType type) {
    return type == NumericOperandType.FLOAT || type == NumericOperandType.DOUBLE;
  }
}
