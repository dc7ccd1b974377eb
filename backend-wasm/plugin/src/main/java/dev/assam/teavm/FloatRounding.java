package dev.assam.teavm;

import java.util.ArrayList;
import java.util.List;
import org.teavm.backend.javascript.TeaVMJavaScriptHost;
import org.teavm.backend.javascript.rendering.Precedence;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.ValueType;
import org.teavm.model.Variable;
import org.teavm.model.instructions.BinaryInstruction;
import org.teavm.model.instructions.CastNumberInstruction;
import org.teavm.model.instructions.FloatConstantInstruction;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.instructions.NumericOperandType;

/**
 * Makes {@code float} a float in the JavaScript build, where TeaVM computes with doubles and rounds
 * only what goes into an array: each result of type float in Assam's own code is rounded by {@code
 * Math.fround}, which engines turn into 32-bit arithmetic.
 */
final class FloatRounding implements ClassHolderTransformer {
  private static final String OURS = "dev.assam.";
  private static final MethodReference FROUND =
      new MethodReference("dev.assam.teavm.Fround", "round", ValueType.FLOAT, ValueType.FLOAT);

  /** Writes calls of the rounding method as calls of JavaScript's. */
  static void addTo(TeaVMJavaScriptHost host) {
    host.add(
        FROUND,
        (context, method) -> {
          context.getWriter().append("Math.fround(");
          context.writeExpr(context.getArgument(0), Precedence.min());
          context.getWriter().append(")");
        });
  }

  @Override
  public void transformClass(ClassHolder cls, ClassHolderTransformerContext context) {
    if (!cls.getName().startsWith(OURS)) {
      return;
    }
    for (MethodHolder method : cls.getMethods()) {
      if (method.getProgram() != null) {
        round(method.getProgram());
      }
    }
  }

  private static void round(Program program) {
    for (BasicBlock block : program.getBasicBlocks()) {
      List<Instruction> instructions = new ArrayList<>();
      block.forEach(instructions::add);
      for (Instruction instruction : instructions) {
        round(program, instruction);
      }
    }
  }

  private static void round(Program program, Instruction instruction) {
    switch (instruction) {
      case BinaryInstruction binary when isInexact(binary) -> {
        Variable raw = program.createVariable();
        insert(binary, raw, binary.getReceiver());
        binary.setReceiver(raw);
      }
      case CastNumberInstruction cast when cast.getTargetType() == NumericOperandType.FLOAT -> {
        Variable raw = program.createVariable();
        insert(cast, raw, cast.getReceiver());
        cast.setReceiver(raw);
      }
      case FloatConstantInstruction constant when !isShort(constant.getConstant()) -> {
        Variable raw = program.createVariable();
        insert(constant, raw, constant.getReceiver());
        constant.setReceiver(raw);
      }
      default -> {}
    }
  }

  private static void insert(Instruction after, Variable raw, Variable rounded) {
    InvokeInstruction call = new InvokeInstruction();
    call.setType(InvocationType.SPECIAL);
    call.setMethod(FROUND);
    call.setArguments(raw);
    call.setReceiver(rounded);
    call.setLocation(after.getLocation());
    after.insertNext(call);
  }

  private static boolean isInexact(BinaryInstruction binary) {
    return binary.getOperandType() == NumericOperandType.FLOAT
        && switch (binary.getOperation()) {
          case ADD, SUBTRACT, MULTIPLY, DIVIDE -> true;
          default -> false;
        };
  }

  /** Whether a constant's decimal form means the same as a float and as a double. */
  private static boolean isShort(float value) {
    return Double.compare(Double.parseDouble(Float.toString(value)), value) == 0;
  }
}
