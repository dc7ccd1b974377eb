package dev.assam.teavm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.teavm.ast.InvocationExpr;
import org.teavm.backend.wasm.intrinsics.WasmGCInlineIntrinsic;
import org.teavm.backend.wasm.intrinsics.WasmGCInlineIntrinsicContext;
import org.teavm.backend.wasm.model.instruction.WasmInstructionBuilder;
import org.teavm.model.MethodReference;

/**
 * Methods that become instructions instead of calls: one table from class and method name to what
 * is written in their place. A class in the table has no other methods in the page.
 */
final class Intrinsics implements WasmGCInlineIntrinsic {
  private final Map<String, Map<String, WasmGCInlineIntrinsic>> table = new LinkedHashMap<>();

  void add(String className, String method, WasmGCInlineIntrinsic instructions) {
    table.computeIfAbsent(className, name -> new LinkedHashMap<>()).put(method, instructions);
  }

  Set<String> classes() {
    return table.keySet();
  }

  /** The methods of a class that have instructions; empty for a class that is not in the table. */
  Set<String> methods(String className) {
    return table.getOrDefault(className, Map.of()).keySet();
  }

  boolean contains(MethodReference method) {
    return methods(method.getClassName()).contains(method.getName());
  }

  @Override
  public void apply(
      InvocationExpr call, WasmGCInlineIntrinsicContext context, WasmInstructionBuilder code) {
    MethodReference method = call.getMethod();
    WasmGCInlineIntrinsic instructions =
        table.getOrDefault(method.getClassName(), Map.of()).get(method.getName());
    if (instructions == null) {
      throw new IllegalArgumentException(method + " has no instructions");
    }
    instructions.apply(call, context, code);
  }
}
