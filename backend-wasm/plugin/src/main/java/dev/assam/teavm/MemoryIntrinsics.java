package dev.assam.teavm;

import org.teavm.ast.ConstantExpr;
import org.teavm.ast.Expr;
import org.teavm.ast.InvocationExpr;
import org.teavm.backend.wasm.intrinsics.WasmGCInlineIntrinsicContext;
import org.teavm.backend.wasm.model.instruction.WasmInstructionBuilder;
import org.teavm.backend.wasm.model.instruction.WasmIntBinaryOperation;
import org.teavm.backend.wasm.model.instruction.WasmIntType;

/** {@code get} and {@code set} of the typed memories, and the bare machine below them. */
final class MemoryIntrinsics {
  /** Where backend-wasm declares the operations on linear memory as a whole. */
  static final String MACHINE = "dev.assam.wasm.memory.Machine";

  private MemoryIntrinsics() {}

  static void addTo(Intrinsics table) {
    for (TypedMemory memory : TypedMemory.values()) {
      table.add(
          memory.className(),
          "get",
          (call, context, code) -> memory.load(code, address(memory, call, context, code)));
      table.add(
          memory.className(),
          "set",
          (call, context, code) -> {
            int offset = address(memory, call, context, code);
            context.generate(code, call.getArguments().get(2));
            memory.store(code, offset);
          });
      // A typed memory is its address, so both directions are no instruction at all.
      table.add(MACHINE, memory.name().toLowerCase(java.util.Locale.ROOT), MemoryIntrinsics::same);
    }
    table.add(MACHINE, "address", MemoryIntrinsics::same);
    table.add(
        MACHINE,
        "grow",
        (call, context, code) -> {
          context.generate(code, call.getArguments().get(0));
          code.memoryGrow();
        });
    table.add(
        MACHINE,
        "fill",
        (call, context, code) -> {
          generateAll(call, context, code);
          code.fill();
        });
    table.add(
        MACHINE,
        "copy",
        (call, context, code) -> {
          generateAll(call, context, code);
          code.copy();
        });
  }

  /** Puts the address of element {@code call.i} on the stack but for the offset it returns. */
  private static int address(
      TypedMemory memory,
      InvocationExpr call,
      WasmGCInlineIntrinsicContext context,
      WasmInstructionBuilder code) {
    context.generate(code, call.getArguments().get(0));
    Expr index = call.getArguments().get(1);
    if (index instanceof ConstantExpr constant
        && constant.getValue() instanceof Integer i
        && i >= 0
        && i < (1 << 24)) {
      return i * memory.elementBytes();
    }
    context.generate(code, index);
    if (memory.elementBytes() > 1) {
      code.i32Const(Integer.numberOfTrailingZeros(memory.elementBytes()))
          .intBinary(WasmIntType.INT32, WasmIntBinaryOperation.SHL);
    }
    code.intBinary(WasmIntType.INT32, WasmIntBinaryOperation.ADD);
    return 0;
  }

  private static void same(
      InvocationExpr call, WasmGCInlineIntrinsicContext context, WasmInstructionBuilder code) {
    context.generate(code, call.getArguments().get(0));
  }

  private static void generateAll(
      InvocationExpr call, WasmGCInlineIntrinsicContext context, WasmInstructionBuilder code) {
    for (Expr argument : call.getArguments()) {
      context.generate(code, argument);
    }
  }
}
