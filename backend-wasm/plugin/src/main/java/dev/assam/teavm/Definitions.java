package dev.assam.teavm;

import org.teavm.model.BasicBlock;
import org.teavm.model.Instruction;
import org.teavm.model.Program;
import org.teavm.model.Variable;
import org.teavm.model.instructions.AssignInstruction;
import org.teavm.model.instructions.BinaryInstruction;
import org.teavm.model.instructions.IntegerConstantInstruction;
import org.teavm.model.instructions.NumericOperandType;
import org.teavm.model.util.DefinitionExtractor;

/** Which instruction gives each variable of a method its value. */
final class Definitions {
  private final Instruction[] byVariable;

  Definitions(Program program) {
    byVariable = new Instruction[program.variableCount()];
    boolean[] several = new boolean[program.variableCount()];
    DefinitionExtractor extractor = new DefinitionExtractor();
    for (BasicBlock block : program.getBasicBlocks()) {
      for (Instruction instruction : block) {
        instruction.acceptVisitor(extractor);
        for (Variable variable : extractor.getDefinedVariables()) {
          int index = variable.getIndex();
          several[index] |= byVariable[index] != null;
          byVariable[index] = several[index] ? null : instruction;
        }
      }
    }
  }

  /** The only instruction that sets a variable, through copies; null for parameters and phis. */
  Instruction of(Variable variable) {
    int index = variable.getIndex();
    Instruction instruction = index < byVariable.length ? byVariable[index] : null;
    return instruction instanceof AssignInstruction copy ? of(copy.getAssignee()) : instruction;
  }

  /** The value of an int that is known at compile time, or null. */
  Integer constant(Variable variable) {
    return switch (of(variable)) {
      case IntegerConstantInstruction constant -> constant.getConstant();
      case BinaryInstruction binary when binary.getOperandType() == NumericOperandType.INT -> {
        Integer a = constant(binary.getFirstOperand());
        Integer b = a == null ? null : constant(binary.getSecondOperand());
        yield b == null ? null : fold(binary, a, b);
      }
      case null, default -> null;
    };
  }

  private static Integer fold(BinaryInstruction binary, int a, int b) {
    return switch (binary.getOperation()) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> b == 0 ? null : Integer.valueOf(a / b);
      case AND -> a & b;
      case SHIFT_LEFT -> a << b;
      case SHIFT_RIGHT -> a >> b;
      case SHIFT_RIGHT_UNSIGNED -> a >>> b;
      default -> null;
    };
  }
}
