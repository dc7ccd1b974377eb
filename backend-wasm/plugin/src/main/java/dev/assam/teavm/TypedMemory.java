package dev.assam.teavm;

import java.util.Map;
import org.teavm.backend.wasm.model.instruction.WasmInstructionBuilder;
import org.teavm.backend.wasm.model.instruction.WasmInt32Subtype;
import org.teavm.backend.wasm.model.instruction.WasmInt64Subtype;

/** The typed memories of {@code dev.assam.memory} and the instructions that reach one element. */
enum TypedMemory {
  BYTES("Bytes", 1) {
    @Override
    void load(WasmInstructionBuilder code, int offsetBytes) {
      code.loadI32(1, offsetBytes, WasmInt32Subtype.INT8);
    }

    @Override
    void store(WasmInstructionBuilder code, int offsetBytes) {
      code.storeI32(1, offsetBytes, WasmInt32Subtype.INT8);
    }
  },
  SHORTS("Shorts", 2) {
    @Override
    void load(WasmInstructionBuilder code, int offsetBytes) {
      code.loadI32(2, offsetBytes, WasmInt32Subtype.INT16);
    }

    @Override
    void store(WasmInstructionBuilder code, int offsetBytes) {
      code.storeI32(2, offsetBytes, WasmInt32Subtype.INT16);
    }
  },
  INTS("Ints", 4) {
    @Override
    void load(WasmInstructionBuilder code, int offsetBytes) {
      code.loadI32(4, offsetBytes, WasmInt32Subtype.INT32);
    }

    @Override
    void store(WasmInstructionBuilder code, int offsetBytes) {
      code.storeI32(4, offsetBytes, WasmInt32Subtype.INT32);
    }
  },
  LONGS("Longs", 8) {
    @Override
    void load(WasmInstructionBuilder code, int offsetBytes) {
      code.loadI64(8, offsetBytes, WasmInt64Subtype.INT64);
    }

    @Override
    void store(WasmInstructionBuilder code, int offsetBytes) {
      code.storeI64(8, offsetBytes, WasmInt64Subtype.INT64);
    }
  },
  FLOATS("Floats", 4) {
    @Override
    void load(WasmInstructionBuilder code, int offsetBytes) {
      code.loadF32(4, offsetBytes);
    }

    @Override
    void store(WasmInstructionBuilder code, int offsetBytes) {
      code.storeF32(4, offsetBytes);
    }
  },
  DOUBLES("Doubles", 8) {
    @Override
    void load(WasmInstructionBuilder code, int offsetBytes) {
      code.loadF64(8, offsetBytes);
    }

    @Override
    void store(WasmInstructionBuilder code, int offsetBytes) {
      code.storeF64(8, offsetBytes);
    }
  };

  private static final String PACKAGE = "dev.assam.memory.";

  private static final Map<String, TypedMemory> BY_CLASS =
      Map.of(
          BYTES.className, BYTES,
          SHORTS.className, SHORTS,
          INTS.className, INTS,
          LONGS.className, LONGS,
          FLOATS.className, FLOATS,
          DOUBLES.className, DOUBLES);

  private final String className;
  private final int elementBytes;

  TypedMemory(String simpleName, int elementBytes) {
    this.className = PACKAGE + simpleName;
    this.elementBytes = elementBytes;
  }

  /** The typed memory of this class name, or null. */
  static TypedMemory of(String className) {
    return BY_CLASS.get(className);
  }

  String className() {
    return className;
  }

  int elementBytes() {
    return elementBytes;
  }

  /** Address on the stack → element. */
  abstract void load(WasmInstructionBuilder code, int offsetBytes);

  /** Address and element on the stack → nothing. */
  abstract void store(WasmInstructionBuilder code, int offsetBytes);
}
