package dev.assam.teavm;

import static dev.assam.teavm.ValueTypes.valueClass;

import java.util.List;
import org.teavm.diagnostics.Diagnostics;
import org.teavm.model.BasicBlock;
import org.teavm.model.CallLocation;
import org.teavm.model.Incoming;
import org.teavm.model.Instruction;
import org.teavm.model.InvokeDynamicInstruction;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.Phi;
import org.teavm.model.Program;
import org.teavm.model.RuntimeConstant;
import org.teavm.model.TextLocation;
import org.teavm.model.ValueType;
import org.teavm.model.Variable;
import org.teavm.model.instructions.AssignInstruction;
import org.teavm.model.instructions.CastInstruction;
import org.teavm.model.instructions.ConstructArrayInstruction;
import org.teavm.model.instructions.ConstructInstruction;
import org.teavm.model.instructions.ExitInstruction;
import org.teavm.model.instructions.GetFieldInstruction;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.instructions.PutFieldInstruction;
import org.teavm.model.util.UsageExtractor;

/**
 * Reports, with method and line, every use of a value class as an object in one method: such a
 * value may only be a local, parameter, result or field of exactly its own type.
 */
final class ValueUses {
  private final MethodHolder method;
  private final Diagnostics diagnostics;
  private String[] valueClass;

  ValueUses(MethodHolder method, Diagnostics diagnostics) {
    this.method = method;
    this.diagnostics = diagnostics;
  }

  /** Whether a signature has a value class in it. */
  static boolean mentions(MethodDescriptor descriptor) {
    for (ValueType type : descriptor.getSignature()) {
      if (valueClass(type) != null) {
        return true;
      }
    }
    return false;
  }

  /** Whether a program makes or touches values; parameters aside. */
  static boolean mentions(Program program) {
    for (BasicBlock block : program.getBasicBlocks()) {
      for (Instruction instruction : block) {
        boolean mentions =
            switch (instruction) {
              case InvokeInstruction call ->
                  valueClass(call.getMethod().getClassName()) != null
                      || mentions(call.getMethod().getDescriptor());
              case GetFieldInstruction get -> valueClass(get.getFieldType()) != null;
              case PutFieldInstruction put -> valueClass(put.getFieldType()) != null;
              case ConstructInstruction construct -> valueClass(construct.getType()) != null;
              case ConstructArrayInstruction array -> valueClass(array.getItemType()) != null;
              case InvokeDynamicInstruction dynamic -> mentions(dynamic);
              default -> false;
            };
        if (mentions) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean mentions(InvokeDynamicInstruction dynamic) {
    if (mentions(dynamic.getMethod())) {
      return true;
    }
    for (RuntimeConstant argument : dynamic.getBootstrapArguments()) {
      if (argument.getKind() == RuntimeConstant.METHOD) {
        for (ValueType type : argument.getMethodType()) {
          if (valueClass(type) != null) {
            return true;
          }
        }
      }
    }
    return false;
  }

  void check(Program program) {
    infer(program);
    for (BasicBlock block : program.getBasicBlocks()) {
      for (Phi phi : block.getPhis()) {
        for (Incoming incoming : phi.getIncomings()) {
          expect(incoming.getValue(), of(phi.getReceiver()), near(incoming.getSource(), program));
        }
      }
      for (Instruction instruction : block) {
        check(instruction);
      }
    }
  }

  /** Finds which variables hold values, and of which class; passes until nothing changes. */
  private void infer(Program program) {
    valueClass = new String[program.variableCount()];
    ValueType[] parameters = method.getParameterTypes();
    for (int i = 0; i < parameters.length; i++) {
      valueClass[i + 1] = valueClass(parameters[i]);
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (BasicBlock block : program.getBasicBlocks()) {
        for (Phi phi : block.getPhis()) {
          for (Incoming incoming : phi.getIncomings()) {
            changed |= set(phi.getReceiver(), of(incoming.getValue()));
          }
        }
        for (Instruction instruction : block) {
          changed |=
              switch (instruction) {
                case InvokeInstruction call ->
                    set(call.getReceiver(), valueClass(call.getMethod().getReturnType()));
                case GetFieldInstruction get ->
                    set(get.getReceiver(), valueClass(get.getFieldType()));
                case CastInstruction cast when isVector(cast.getTargetType()) ->
                    set(cast.getReceiver(), valueClass(cast.getTargetType()));
                case AssignInstruction assign ->
                    set(assign.getReceiver(), of(assign.getAssignee()));
                default -> false;
              };
        }
      }
    }
  }

  private boolean set(Variable variable, String name) {
    if (variable == null || name == null || valueClass[variable.getIndex()] != null) {
      return false;
    }
    valueClass[variable.getIndex()] = name;
    return true;
  }

  private void check(Instruction instruction) {
    TextLocation at = instruction.getLocation();
    switch (instruction) {
      case InvokeInstruction call -> {
        if (call.getInstance() != null) {
          expect(call.getInstance(), valueClass(call.getMethod().getClassName()), at);
        }
        expect(call.getArguments(), call.getMethod().getDescriptor(), at);
      }
      case InvokeDynamicInstruction dynamic -> {
        expect(dynamic.getArguments(), dynamic.getMethod(), at);
        checkLambda(dynamic);
      }
      case PutFieldInstruction put -> {
        expect(put.getValue(), valueClass(put.getFieldType()), at);
        if (put.getInstance() == null && isVector(put.getFieldType())) {
          report(valueClass(put.getFieldType()), at);
        }
      }
      case ExitInstruction exit -> {
        if (exit.getValueToReturn() != null) {
          expect(exit.getValueToReturn(), valueClass(method.getResultType()), at);
        }
      }
      case AssignInstruction assign -> expect(assign.getAssignee(), of(assign.getReceiver()), at);
      case CastInstruction cast when isVector(cast.getTargetType()) -> {
        String actual = of(cast.getValue());
        if (actual == null || !ValueTypes.isVector(actual)) {
          report(valueClass(cast.getTargetType()), at);
        }
      }
      case GetFieldInstruction get when get.getInstance() == null && isVector(get.getFieldType()) ->
          report(valueClass(get.getFieldType()), at);
      case ConstructInstruction construct -> {
        if (valueClass(construct.getType()) != null) {
          report(construct.getType(), at);
        }
      }
      case ConstructArrayInstruction array -> {
        if (valueClass(array.getItemType()) != null) {
          report(valueClass(array.getItemType()), at);
        }
      }
      default -> {
        UsageExtractor uses = new UsageExtractor();
        instruction.acceptVisitor(uses);
        for (Variable variable : uses.getUsedVariables()) {
          expect(variable, null, at);
        }
      }
    }
  }

  private static boolean isVector(ValueType type) {
    String name = valueClass(type);
    return name != null && ValueTypes.isVector(name);
  }

  /** A lambda's own parameters must not be value classes where its interface has type variables. */
  private void checkLambda(InvokeDynamicInstruction dynamic) {
    List<RuntimeConstant> arguments = dynamic.getBootstrapArguments();
    if (arguments.size() < 3
        || arguments.get(0).getKind() != RuntimeConstant.METHOD
        || arguments.get(2).getKind() != RuntimeConstant.METHOD) {
      return;
    }
    ValueType[] erased = arguments.get(0).getMethodType();
    ValueType[] actual = arguments.get(2).getMethodType();
    for (int i = 0; i < erased.length && i < actual.length; i++) {
      String name = valueClass(actual[i]);
      if (name != null && valueClass(erased[i]) == null) {
        report(name, dynamic.getLocation());
      }
    }
  }

  private void expect(
      List<? extends Variable> variables, MethodDescriptor descriptor, TextLocation at) {
    for (int i = 0; i < variables.size(); i++) {
      expect(variables.get(i), valueClass(descriptor.parameterType(i)), at);
    }
  }

  private void expect(Variable variable, String wanted, TextLocation at) {
    String actual = of(variable);
    if (wanted == null ? actual != null : actual == null || !ValueTypes.accepts(wanted, actual)) {
      report(wanted == null ? actual : wanted, at);
    }
  }

  /** The last line of a block that has one, or the first of the method. */
  private static TextLocation near(BasicBlock block, Program program) {
    TextLocation last = null;
    for (Instruction instruction : block) {
      last = instruction.getLocation() == null ? last : instruction.getLocation();
    }
    for (BasicBlock other : program.getBasicBlocks()) {
      for (Instruction instruction : other) {
        last = last == null ? instruction.getLocation() : last;
      }
    }
    return last;
  }

  private void report(String name, TextLocation at) {
    diagnostics.error(
        new CallLocation(method.getReference(), at),
        "{{c0}} is a number in WebAssembly, not an object: it may only be a local, parameter, "
            + (ValueTypes.isVector(name) ? "result or instance field" : "result or field")
            + " of its own type, never null, and nothing else takes its place",
        name);
  }

  private String of(Variable variable) {
    return valueClass[variable.getIndex()];
  }
}
