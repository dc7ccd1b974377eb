package dev.assam.teavm;

import java.util.ArrayList;
import java.util.List;
import org.teavm.model.BasicBlock;
import org.teavm.model.Instruction;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.Variable;
import org.teavm.model.instructions.BinaryInstruction;
import org.teavm.model.instructions.BinaryOperation;
import org.teavm.model.instructions.IntegerConstantInstruction;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.instructions.NumericOperandType;

/**
 * Splits the indices of memory accesses into a variable part and a constant, before TeaVM joins
 * equal indices of several accesses in one variable, in which the constant could not be seen.
 */
final class Displacements {
  private final MemoryIntrinsics memories;
  private final Program program;
  private final Definitions definitions;

  Displacements(MemoryIntrinsics memories, Program program) {
    this.memories = memories;
    this.program = program;
    this.definitions = new Definitions(program);
  }

  void apply() {
    for (BasicBlock block : program.getBasicBlocks()) {
      List<Instruction> instructions = new ArrayList<>();
      block.forEach(instructions::add);
      for (Instruction instruction : instructions) {
        if (instruction instanceof InvokeInstruction call
            && TypedMemory.of(call.getMethod().getClassName()) != null
            && !call.getArguments().isEmpty()) {
          split(call);
        }
      }
    }
  }

  private void split(InvokeInstruction call) {
    Variable index = call.getArguments().getFirst();
    int constant = 0;
    while (definitions.of(index) instanceof BinaryInstruction sum
        && sum.getOperandType() == NumericOperandType.INT
        && (sum.getOperation() == BinaryOperation.ADD
            || sum.getOperation() == BinaryOperation.SUBTRACT)) {
      Integer added = definitions.constant(sum.getSecondOperand());
      Variable rest = sum.getFirstOperand();
      if (added == null && sum.getOperation() == BinaryOperation.ADD) {
        added = definitions.constant(sum.getFirstOperand());
        rest = sum.getSecondOperand();
      }
      if (added == null) {
        break;
      }
      constant += sum.getOperation() == BinaryOperation.ADD ? added : -added;
      index = rest;
    }
    MethodReference displaced = memories.displaced(call.getMethod(), constant);
    if (constant == 0 || displaced == null || definitions.constant(index) != null) {
      return;
    }
    IntegerConstantInstruction displacement = new IntegerConstantInstruction();
    displacement.setConstant(constant);
    displacement.setReceiver(program.createVariable());
    displacement.setLocation(call.getLocation());
    call.insertPrevious(displacement);
    List<Variable> arguments = new ArrayList<>();
    arguments.add(call.getInstance());
    arguments.add(index);
    arguments.add(displacement.getReceiver());
    arguments.addAll(call.getArguments().subList(1, call.getArguments().size()));
    call.setInstance(null);
    call.setType(InvocationType.SPECIAL);
    call.setMethod(displaced);
    call.setArguments(arguments.toArray(new Variable[0]));
  }
}
