package dev.assam.teavm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.teavm.fixtures.LaneFields;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.Instruction;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.Program;
import org.teavm.model.ReferenceCache;
import org.teavm.model.ValueType;
import org.teavm.model.instructions.ExitInstruction;
import org.teavm.model.instructions.GetFieldInstruction;
import org.teavm.parsing.ClasspathClassHolderSource;

class LaneConstantsTest {
  private static final int FLOATS = 4;
  private static final int SHORTS = 8;

  private final ClassHolder cls =
      new ClasspathClassHolderSource(new ReferenceCache()).get(LaneFields.class.getName());

  private Program program(String method) {
    return cls.getMethod(new MethodDescriptor(method, ValueType.INTEGER)).getProgram();
  }

  private static List<Instruction> instructions(Program program) {
    List<Instruction> list = new ArrayList<>();
    for (BasicBlock block : program.getBasicBlocks()) {
      block.forEach(list::add);
    }
    return list;
  }

  @Test
  void fieldsThatFollowFromTheLanesAreConstants() {
    LaneConstants.fix(cls);
    Program tile = program("tile");
    ExitInstruction exit = (ExitInstruction) instructions(tile).getLast();
    Integer value = new Definitions(tile).constant(exit.getValueToReturn());
    assertEquals(6 * FLOATS + SHORTS - FLOATS, value);
    long reads =
        instructions(program("late")).stream()
            .filter(GetFieldInstruction.class::isInstance)
            .count();
    assertEquals(1, reads);
  }
}
