package dev.assam.teavm;

import java.lang.reflect.Field;
import java.util.List;
import org.teavm.backend.wasm.model.WasmType;
import org.teavm.backend.wasm.model.instruction.WasmInstruction;
import org.teavm.backend.wasm.model.instruction.WasmInstructionVisitor;
import org.teavm.backend.wasm.model.instruction.WasmTypeInference;
import org.teavm.backend.wasm.render.WasmBinaryWriter;

/** An instruction that TeaVM has no class for, as the bytes it is written with. */
final class RawInstruction extends WasmInstruction {
  private static final Field WRITER = writerField();

  private final int operands;
  private final WasmType result;
  private final byte[] bytes;

  /** Takes so many operands from the stack and leaves a result, or none if that is null. */
  RawInstruction(int operands, WasmType result, byte[] bytes) {
    this.operands = operands;
    this.result = result;
    this.bytes = bytes;
  }

  @Override
  public void acceptVisitor(WasmInstructionVisitor visitor) {
    if (visitor instanceof WasmTypeInference inference) {
      List<WasmType> stack = inference.typeStack;
      int left = Math.max(0, stack.size() - operands);
      stack.subList(left, stack.size()).clear();
      if (result != null) {
        stack.add(result);
      }
    } else if (WRITER.getDeclaringClass().isInstance(visitor)) {
      try {
        ((WasmBinaryWriter) WRITER.get(visitor)).writeBytes(bytes);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** TeaVM's visitor that writes a function's body, and in it what it writes to. */
  private static Field writerField() {
    try {
      Class<?> visitor = Class.forName("org.teavm.backend.wasm.render.WasmBinaryRenderingVisitor");
      Field writer = visitor.getDeclaredField("writer");
      writer.setAccessible(true);
      return writer;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("TeaVM writes functions in another way than 0.16.0", e);
    }
  }
}
