package dev.assam.teavm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ElementModifier;
import org.teavm.model.FieldHolder;
import org.teavm.model.Instruction;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.Program;
import org.teavm.model.ValueType;
import org.teavm.model.instructions.GetFieldInstruction;
import org.teavm.model.instructions.PutFieldInstruction;

/**
 * A class's own final fields that follow from how many lanes there are, such as {@code VL =
 * Lanes.F32}: to javac they are no constants, so each use would read a global variable, and no
 * displacement could be made of one.
 */
final class LaneConstants {
  private static final MethodDescriptor INITIALIZER =
      new MethodDescriptor("<clinit>", ValueType.VOID);

  private final ClassHolder cls;
  private final Map<String, Integer> values = new HashMap<>();

  private LaneConstants(ClassHolder cls) {
    this.cls = cls;
  }

  /** Puts constants in the place of such fields in the class's methods. */
  static void fix(ClassHolder cls) {
    MethodHolder initializer = cls.getMethod(INITIALIZER);
    if (initializer == null || initializer.getProgram() == null) {
      return;
    }
    LaneConstants constants = new LaneConstants(cls);
    constants.collect(initializer.getProgram());
    if (!constants.values.isEmpty()) {
      for (MethodHolder method : cls.getMethods()) {
        if (method.getProgram() != null) {
          constants.replace(method.getProgram());
        }
      }
    }
  }

  private void collect(Program program) {
    if (!VectorCalls.fixLanes(program)) {
      return;
    }
    Set<String> several = new HashSet<>();
    for (BasicBlock block : program.getBasicBlocks()) {
      for (Instruction instruction : instructions(block)) {
        replace(instruction);
        if (instruction instanceof PutFieldInstruction put
            && put.getInstance() == null
            && isOwnFinalInt(put.getField().getClassName(), put.getField().getFieldName())) {
          String name = put.getField().getFieldName();
          Integer value = new Definitions(program).constant(put.getValue());
          if (values.containsKey(name) || value == null) {
            several.add(name);
          } else {
            values.put(name, value);
          }
        }
      }
    }
    values.keySet().removeAll(several);
  }

  private void replace(Program program) {
    for (BasicBlock block : program.getBasicBlocks()) {
      instructions(block).forEach(this::replace);
    }
  }

  private void replace(Instruction instruction) {
    if (instruction instanceof GetFieldInstruction get
        && get.getInstance() == null
        && get.getField().getClassName().equals(cls.getName())
        && values.containsKey(get.getField().getFieldName())) {
      VectorCalls.become(get, get.getReceiver(), values.get(get.getField().getFieldName()));
    }
  }

  private boolean isOwnFinalInt(String className, String fieldName) {
    FieldHolder field = className.equals(cls.getName()) ? cls.getField(fieldName) : null;
    return field != null
        && field.getType() == ValueType.INTEGER
        && field.getModifiers().contains(ElementModifier.FINAL);
  }

  private static List<Instruction> instructions(BasicBlock block) {
    List<Instruction> list = new ArrayList<>();
    block.forEach(list::add);
    return list;
  }
}
