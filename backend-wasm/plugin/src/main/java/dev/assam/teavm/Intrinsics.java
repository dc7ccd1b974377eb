package dev.assam.teavm;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.teavm.ast.InvocationExpr;
import org.teavm.backend.wasm.intrinsics.WasmGCInlineIntrinsic;
import org.teavm.backend.wasm.intrinsics.WasmGCInlineIntrinsicContext;
import org.teavm.backend.wasm.model.instruction.WasmInstructionBuilder;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodReference;

/**
 * Methods that become instructions instead of calls: one table from class and method, by name or,
 * where a name is not enough, by descriptor, to what is written in their place.
 */
final class Intrinsics implements WasmGCInlineIntrinsic {
  private final Map<String, Map<String, WasmGCInlineIntrinsic>> table = new LinkedHashMap<>();
  private final Map<String, Set<String>> names = new LinkedHashMap<>();

  /** All methods of this name. */
  void add(String className, String method, WasmGCInlineIntrinsic instructions) {
    put(className, method, method, instructions);
  }

  void add(String className, MethodDescriptor method, WasmGCInlineIntrinsic instructions) {
    put(className, method.getName(), method.toString(), instructions);
  }

  private void put(String className, String name, String key, WasmGCInlineIntrinsic instructions) {
    names.computeIfAbsent(className, c -> new LinkedHashSet<>()).add(name);
    table.computeIfAbsent(className, c -> new LinkedHashMap<>()).put(key, instructions);
  }

  Set<String> classes() {
    return table.keySet();
  }

  /** The names of a class's methods that have instructions. */
  Set<String> names(String className) {
    return names.getOrDefault(className, Set.of());
  }

  boolean contains(MethodReference method) {
    return find(method) != null;
  }

  private WasmGCInlineIntrinsic find(MethodReference method) {
    Map<String, WasmGCInlineIntrinsic> methods =
        table.getOrDefault(method.getClassName(), Map.of());
    WasmGCInlineIntrinsic byName = methods.get(method.getName());
    return byName != null ? byName : methods.get(method.getDescriptor().toString());
  }

  @Override
  public void apply(
      InvocationExpr call, WasmGCInlineIntrinsicContext context, WasmInstructionBuilder code) {
    WasmGCInlineIntrinsic instructions = find(call.getMethod());
    if (instructions == null) {
      throw new IllegalArgumentException(call.getMethod() + " has no instructions");
    }
    instructions.apply(call, context, code);
  }
}
