package dev.assam.teavm;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.teavm.ast.BinaryExpr;
import org.teavm.ast.BinaryOperation;
import org.teavm.ast.ConstantExpr;
import org.teavm.ast.Expr;
import org.teavm.ast.InvocationExpr;
import org.teavm.backend.wasm.intrinsics.WasmGCInlineIntrinsicContext;
import org.teavm.backend.wasm.model.instruction.WasmInstructionBuilder;
import org.teavm.backend.wasm.model.instruction.WasmIntBinaryOperation;
import org.teavm.backend.wasm.model.instruction.WasmIntType;
import org.teavm.model.MethodReference;
import org.teavm.model.ValueType;

/** The methods of the typed memories, and the bare machine below them. */
final class MemoryIntrinsics {
  /** Where backend-wasm declares the operations on linear memory as a whole. */
  static final String MACHINE = "dev.assam.wasm.memory.Machine";

  private static final String ATOMICS = "dev.assam.wasm.memory.Atomics";

  /**
   * The largest displacement in bytes. An index that is negative before its constant is added must
   * not reach below address 0, where it would wrap around; no memory begins so low.
   */
  private static final int MAX_DISPLACEMENT = 1024;

  private static final int MAX_CONSTANT_INDEX = 1 << 24;

  private final Map<MethodReference, MethodReference> displaced = new HashMap<>();

  MemoryIntrinsics(Intrinsics table) {
    for (TypedMemory memory : TypedMemory.values()) {
      for (TypedMemory.Access access : memory.accesses()) {
        addAccess(table, memory, access);
      }
      // A typed memory is its address, so both directions are no instruction at all.
      table.add(MACHINE, memory.name().toLowerCase(Locale.ROOT), MemoryIntrinsics::same);
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
    addAtomic(table, "load", "i32.atomic.load");
    addAtomic(table, "store", "i32.atomic.store");
    addAtomic(table, "add", "i32.atomic.rmw.add");
    addAtomic(table, "cas", "i32.atomic.rmw.cmpxchg");
    addAtomic(table, "wait32", "memory.atomic.wait32");
    addAtomic(table, "notify", "memory.atomic.notify");
  }

  /**
   * The method that does the same with an index that is split into a variable part and a constant,
   * for which the instruction has room; null if the constant is not for that or the method none of
   * a memory.
   */
  MethodReference displaced(MethodReference method, int constant) {
    TypedMemory memory = TypedMemory.of(method.getClassName());
    return memory == null || constant < 0 || constant > MAX_DISPLACEMENT / memory.elementBytes()
        ? null
        : displaced.get(method);
  }

  Iterable<MethodReference> displaced() {
    return displaced.values();
  }

  private void addAccess(Intrinsics table, TypedMemory memory, TypedMemory.Access access) {
    ValueType self = ValueType.object(memory.className());
    ValueType at = ValueType.INTEGER;
    ValueType[] plain =
        access.writes()
            ? new ValueType[] {at, access.type(), ValueType.VOID}
            : new ValueType[] {at, access.type()};
    ValueType[] split =
        access.writes()
            ? new ValueType[] {self, at, at, access.type(), ValueType.VOID}
            : new ValueType[] {self, at, at, access.type()};
    String name = memory.simpleName() + "_" + access.method();
    displaced.put(
        new MethodReference(memory.className(), access.method(), plain),
        new MethodReference(VectorMethods.INSTRUCTIONS, name, split));

    table.add(
        memory.className(),
        access.method(),
        (call, context, code) -> {
          List<Expr> arguments = call.getArguments();
          context.generate(code, arguments.get(0));
          int offset = index(memory, arguments.get(1), context, code);
          write(memory, access, offset, arguments, context, code);
        });
    table.add(
        VectorMethods.INSTRUCTIONS,
        name,
        (call, context, code) -> {
          List<Expr> arguments = call.getArguments();
          context.generate(code, arguments.get(0));
          scaled(memory, arguments.get(1), context, code);
          Integer constant = constant(arguments.get(2));
          if (constant == null) {
            // Where exceptions are caught TeaVM keeps even constants in variables.
            scaled(memory, arguments.get(2), context, code);
          }
          int offset = constant == null ? 0 : constant * memory.elementBytes();
          write(memory, access, offset, arguments, context, code);
        });
  }

  private static void write(
      TypedMemory memory,
      TypedMemory.Access access,
      int offset,
      List<Expr> arguments,
      WasmGCInlineIntrinsicContext context,
      WasmInstructionBuilder code) {
    if (access.writes()) {
      context.generate(code, arguments.getLast());
    }
    code.add(access.instructions().getFirst().at(memory.shift(), offset));
    for (Opcode more : access.instructions().subList(1, access.instructions().size())) {
      code.add(more.with());
    }
  }

  /** Adds an element's place to the address on the stack but for the offset that it returns. */
  private static int index(
      TypedMemory memory,
      Expr index,
      WasmGCInlineIntrinsicContext context,
      WasmInstructionBuilder code) {
    Integer constant = constant(index);
    if (constant != null && constant >= 0 && constant < MAX_CONSTANT_INDEX) {
      return constant * memory.elementBytes();
    }
    if (index instanceof BinaryExpr sum && sum.getOperation() == BinaryOperation.ADD) {
      Integer added = constant(sum.getSecondOperand());
      if (added != null && added >= 0 && added <= MAX_DISPLACEMENT / memory.elementBytes()) {
        scaled(memory, sum.getFirstOperand(), context, code);
        return added * memory.elementBytes();
      }
    }
    scaled(memory, index, context, code);
    return 0;
  }

  private static void scaled(
      TypedMemory memory,
      Expr index,
      WasmGCInlineIntrinsicContext context,
      WasmInstructionBuilder code) {
    context.generate(code, index);
    if (memory.shift() > 0) {
      code.i32Const(memory.shift()).intBinary(WasmIntType.INT32, WasmIntBinaryOperation.SHL);
    }
    code.intBinary(WasmIntType.INT32, WasmIntBinaryOperation.ADD);
  }

  private static Integer constant(Expr expr) {
    return expr instanceof ConstantExpr constant && constant.getValue() instanceof Integer value
        ? value
        : null;
  }

  private static void addAtomic(Intrinsics table, String method, String instruction) {
    table.add(
        ATOMICS,
        method,
        (call, context, code) -> {
          generateAll(call, context, code);
          code.add(Opcode.of(instruction).at(2, 0));
        });
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
