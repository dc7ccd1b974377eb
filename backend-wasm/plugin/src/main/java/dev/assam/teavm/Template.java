package dev.assam.teavm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.teavm.ast.Expr;
import org.teavm.ast.InvocationExpr;
import org.teavm.backend.wasm.intrinsics.WasmGCInlineIntrinsic;
import org.teavm.backend.wasm.intrinsics.WasmGCInlineIntrinsicContext;
import org.teavm.backend.wasm.model.WasmLocal;
import org.teavm.backend.wasm.model.WasmType;
import org.teavm.backend.wasm.model.instruction.WasmInstructionBuilder;
import org.teavm.model.ValueType;

/**
 * What is written in place of a static method's call, in postfix order: a number is an argument,
 * {@code dup} a second copy of what was computed last, {@code >x} takes it away under a name,
 * {@code <x} brings it back, {@code zero} is a vector of zeros, and anything else an instruction,
 * with its immediate bytes, if any, behind a colon.
 */
final class Template implements WasmGCInlineIntrinsic {
  private static final int VECTOR_BYTES = 16;

  private final String[] words;

  /** How many arguments come in order and once each, so that they need no local variable. */
  private final boolean inOrder;

  private Template(String text) {
    words = text.split(" ", -1);
    int next = 0;
    boolean ordered = true;
    for (String word : words) {
      if (isArgument(word)) {
        ordered &= Integer.parseInt(word) == next++;
      }
    }
    inOrder = ordered;
  }

  static Template of(String text) {
    return new Template(text);
  }

  @Override
  public void apply(
      InvocationExpr call, WasmGCInlineIntrinsicContext context, WasmInstructionBuilder code) {
    List<WasmLocal> locals = new ArrayList<>();
    List<WasmLocal> held = new ArrayList<>();
    List<Expr> arguments = call.getArguments();
    if (!inOrder) {
      ValueType[] types = call.getMethod().getParameterTypes();
      for (int i = 0; i < types.length; i++) {
        WasmLocal local = context.tempVars().acquire(ValueTypes.wasmType(types[i]));
        context.generate(code, arguments.get(i));
        code.setLocal(local);
        locals.add(local);
      }
      held.addAll(locals);
    }
    Map<String, WasmLocal> named = new HashMap<>();
    WasmType last = null;
    for (String word : words) {
      if (isArgument(word)) {
        int index = Integer.parseInt(word);
        if (inOrder) {
          context.generate(code, arguments.get(index));
        } else {
          code.getLocal(locals.get(index));
        }
        last = ValueTypes.wasmType(call.getMethod().parameterType(index));
      } else if (word.equals("dup")) {
        WasmLocal local = context.tempVars().acquire(last);
        code.teeLocal(local).getLocal(local);
        held.add(local);
      } else if (word.startsWith(">")) {
        WasmLocal local = context.tempVars().acquire(last);
        code.setLocal(local);
        named.put(word.substring(1), local);
        held.add(local);
      } else if (word.startsWith("<")) {
        WasmLocal local = named.get(word.substring(1));
        code.getLocal(local);
        last = local.getType();
      } else {
        last = write(word, code);
      }
    }
    held.forEach(context.tempVars()::release);
  }

  private static WasmType write(String word, WasmInstructionBuilder code) {
    if (word.equals("zero")) {
      code.add(Opcode.of("v128.const").with(new byte[VECTOR_BYTES]));
      return ValueTypes.V128;
    }
    int colon = word.indexOf(':');
    Opcode opcode = Opcode.of(colon < 0 ? word : word.substring(0, colon));
    byte[] immediates = {};
    if (colon >= 0) {
      String[] numbers = word.substring(colon + 1).split(",", -1);
      immediates = new byte[numbers.length];
      for (int i = 0; i < numbers.length; i++) {
        immediates[i] = Byte.parseByte(numbers[i]);
      }
    }
    code.add(opcode.with(immediates));
    return opcode.result();
  }

  private static boolean isArgument(String word) {
    return Character.isDigit(word.charAt(0));
  }
}
