package dev.assam.teavm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.teavm.diagnostics.Diagnostics;
import org.teavm.model.BasicBlock;
import org.teavm.model.CallLocation;
import org.teavm.model.FieldReference;
import org.teavm.model.Incoming;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.Phi;
import org.teavm.model.Program;
import org.teavm.model.TextLocation;
import org.teavm.model.ValueType;
import org.teavm.model.Variable;
import org.teavm.model.instructions.AssignInstruction;
import org.teavm.model.instructions.CastInstruction;
import org.teavm.model.instructions.EmptyInstruction;
import org.teavm.model.instructions.GetFieldInstruction;
import org.teavm.model.instructions.IntegerConstantInstruction;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.util.UsageExtractor;

/**
 * Turns one method's calls of the Vector API into calls of {@link VectorMethods}. Operators and
 * species, which are only words of the source, go; how many lanes there are becomes a constant.
 */
final class VectorCalls {
  private static final String LANES = "dev.assam.simd.kernel.Lanes";

  private static final Map<String, Integer> COUNTS =
      Map.of("F32", 4, "I32", 4, "I16", 8, "I8", 16, "DOTS_I16", 1, "LONG_METHODS", 1);

  /** Methods with an argument that is part of the instruction. */
  private static final Set<String> WITH_CONSTANT =
      Set.of("lane", "withLane", "convert", "convertShape");

  private final VectorMethods methods;
  private final MethodHolder method;
  private final Diagnostics diagnostics;
  private Program program;
  private Definitions definitions;

  /** Variables that hold words of the source: operators, conversions, species. */
  private final Map<Integer, FieldReference> words = new HashMap<>();

  /** Calls that have been reported, whose arguments nobody needs to hear about. */
  private final Set<Instruction> refused = new HashSet<>();

  VectorCalls(VectorMethods methods, MethodHolder method, Diagnostics diagnostics) {
    this.methods = methods;
    this.method = method;
    this.diagnostics = diagnostics;
  }

  /** Puts constants in the place of the lanes' numbers, in any method; whether there were any. */
  static boolean fixLanes(Program program) {
    boolean found = false;
    for (BasicBlock block : program.getBasicBlocks()) {
      for (Instruction instruction : block) {
        if (instruction instanceof GetFieldInstruction get
            && get.getField().getClassName().equals(LANES)) {
          String name = get.getField().getFieldName();
          Integer value =
              name.equals("FUSED")
                  ? Integer.valueOf(AssamPlugin.relaxed() ? 1 : 0)
                  : COUNTS.get(name);
          if (value != null) {
            become(get, get.getReceiver(), value);
            found = true;
          }
        }
      }
    }
    return found;
  }

  /** Rewrites a method; its uses of vectors have been checked. */
  void apply(Program all) {
    program = all;
    definitions = new Definitions(program);
    collectWords();
    for (BasicBlock block : program.getBasicBlocks()) {
      List<Instruction> instructions = new ArrayList<>();
      block.forEach(instructions::add);
      for (Instruction instruction : instructions) {
        switch (instruction) {
          case InvokeInstruction call when isOfVectors(call) -> rewrite(call);
          case CastInstruction cast when isVectorCast(cast) -> rewrite(cast);
          default -> {}
        }
      }
    }
    dropWords();
  }

  private static boolean isOfVectors(InvokeInstruction call) {
    String owner = call.getMethod().getClassName();
    return ValueTypes.isVector(owner) || owner.equals(ValueTypes.SPECIES);
  }

  private boolean isVectorCast(CastInstruction cast) {
    String target = ValueTypes.valueClass(cast.getTargetType());
    return target != null && ValueTypes.isVector(target);
  }

  private void collectWords() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (BasicBlock block : program.getBasicBlocks()) {
        for (Instruction instruction : block) {
          if (instruction instanceof GetFieldInstruction get && isWord(get.getFieldType())) {
            changed |= words.putIfAbsent(get.getReceiver().getIndex(), get.getField()) == null;
          } else if (instruction instanceof AssignInstruction copy
              && words.containsKey(copy.getAssignee().getIndex())) {
            FieldReference word = words.get(copy.getAssignee().getIndex());
            changed |= words.putIfAbsent(copy.getReceiver().getIndex(), word) == null;
          } else if (instruction instanceof CastInstruction cast
              && isWord(cast.getTargetType())
              && words.containsKey(cast.getValue().getIndex())) {
            FieldReference word = words.get(cast.getValue().getIndex());
            changed |= words.putIfAbsent(cast.getReceiver().getIndex(), word) == null;
          }
        }
      }
    }
  }

  private static boolean isWord(ValueType type) {
    return type instanceof ValueType.Object object
        && (object.getClassName().equals(ValueTypes.SPECIES)
            || object.getClassName().startsWith(ValueTypes.OPERATORS + "$"));
  }

  private void rewrite(CastInstruction cast) {
    String from = vectorClassOf(cast.getValue());
    String to = ValueTypes.valueClass(cast.getTargetType());
    String key = simple(from) + ".cast[" + simple(to) + "]()";
    InvokeInstruction call = new InvokeInstruction();
    call.setType(InvocationType.SPECIAL);
    call.setMethod(methods.method(key));
    call.setArguments(cast.getValue());
    call.setReceiver(cast.getReceiver());
    call.setLocation(cast.getLocation());
    if (call.getMethod() == null) {
      AssignInstruction copy = new AssignInstruction();
      copy.setAssignee(cast.getValue());
      copy.setReceiver(cast.getReceiver());
      copy.setLocation(cast.getLocation());
      cast.replace(copy);
    } else {
      cast.replace(call);
    }
  }

  /** The class that a vector's definition gives it. */
  private String vectorClassOf(Variable variable) {
    String name =
        switch (definitions.of(variable)) {
          case InvokeInstruction call -> ValueTypes.valueClass(call.getMethod().getReturnType());
          case GetFieldInstruction get -> ValueTypes.valueClass(get.getFieldType());
          case CastInstruction cast -> ValueTypes.valueClass(cast.getTargetType());
          case null, default -> null;
        };
    return name == null ? ValueTypes.VECTOR : name;
  }

  private void rewrite(InvokeInstruction call) {
    String name = call.getMethod().getName();
    String owner = simple(call.getMethod().getClassName());
    if (name.equals("length") && call.getInstance() != null && laneCount(call) > 0) {
      become(call, call.getReceiver(), laneCount(call));
      return;
    }
    List<Variable> arguments = new ArrayList<>();
    if (call.getInstance() != null) {
      arguments.add(call.getInstance());
    }
    StringBuilder inName = new StringBuilder();
    StringBuilder kinds = new StringBuilder();
    if (owner.equals("VectorSpecies")) {
      FieldReference species = words.get(call.getInstance().getIndex());
      arguments.clear();
      inName.append(species == null ? "unknown" : species.getFieldName());
    }
    if (owner.equals("VectorMask") && (name.equals("toLong") || name.equals("trueCount"))) {
      inName.append(lanesOf(call.getInstance()));
    }
    for (int i = 0; i < call.getArguments().size(); i++) {
      Variable argument = call.getArguments().get(i);
      ValueType type = call.getMethod().parameterType(i);
      if (isWord(type)) {
        String problem = addWord(argument, type, inName);
        if (problem != null) {
          refuse(call, "{{m0}}: " + problem);
          return;
        }
      } else if (type == ValueType.INTEGER && isConstant(name, i, call)) {
        Integer constant = definitions.constant(argument);
        if (constant == null) {
          refuse(call, "{{m0}} needs a number that is known at compile time");
          return;
        }
        inName.append(inName.isEmpty() ? "" : ",").append(constant);
      } else {
        arguments.add(argument);
        kinds.append(kind(type));
      }
    }
    String key =
        owner
            + (call.getInstance() == null ? "::" : ".")
            + name
            + (inName.isEmpty() ? "" : "[" + inName + "]")
            + "("
            + kinds
            + ")";
    MethodReference instructions = methods.method(key);
    if (instructions == null) {
      refuse(
          call,
          "{{m0}} has no WebAssembly instructions (" + key + " is not in the plugin's table)");
      return;
    }
    call.setInstance(null);
    call.setType(InvocationType.SPECIAL);
    call.setMethod(instructions);
    call.setArguments(arguments.toArray(new Variable[0]));
  }

  private static boolean isConstant(String name, int argument, InvokeInstruction call) {
    return WITH_CONSTANT.contains(name)
        && argument == (name.equals("withLane") ? 0 : call.getArguments().size() - 1);
  }

  /** Adds an operator to an instruction's name; answers what is wrong with it, or null. */
  private String addWord(Variable argument, ValueType type, StringBuilder inName) {
    FieldReference word = words.get(argument.getIndex());
    if (((ValueType.Object) type).getClassName().equals(ValueTypes.SPECIES)) {
      return word != null && word.getClassName().equals(LANES)
          ? null
          : "the only species are those of Lanes";
    }
    if (word == null) {
      return "the operator must be a constant of VectorOperators";
    }
    inName.append(word.getFieldName());
    return null;
  }

  private static char kind(ValueType type) {
    if (type instanceof ValueType.Object object) {
      String name = object.getClassName();
      return name.equals(ValueTypes.MASK) ? 'm' : ValueTypes.isVector(name) ? 'v' : '?';
    }
    return type == ValueType.LONG ? 'l' : type instanceof ValueType.Primitive ? 'e' : '?';
  }

  private int laneCount(InvokeInstruction call) {
    if (call.getMethod().getClassName().equals(ValueTypes.SPECIES)) {
      FieldReference word = words.get(call.getInstance().getIndex());
      return word != null && word.getClassName().equals(LANES)
          ? VectorMethods.SPECIES.getOrDefault(word.getFieldName(), 0)
          : 0;
    }
    return switch (simple(call.getMethod().getClassName())) {
      case "FloatVector", "IntVector" -> 4;
      case "ShortVector" -> 8;
      case "ByteVector" -> 16;
      default -> 0;
    };
  }

  /** The class whose lanes a mask has, as far as this method shows it. */
  private String lanesOf(Variable mask) {
    if (definitions.of(mask) instanceof InvokeInstruction call) {
      MethodReference made = call.getMethod();
      if (made.getClassName().equals(ValueTypes.MASK) && call.getInstance() != null) {
        return lanesOf(call.getInstance());
      }
      if (made.getClassName().equals(VectorMethods.INSTRUCTIONS)) {
        String owner = made.getName().substring(0, made.getName().indexOf('_'));
        return owner.equals("VectorMask") ? lanesOf(call.getArguments().get(0)) : owner;
      }
      return simple(made.getClassName());
    }
    return "lanes that this method does not show";
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  /** Removes what reads operators and species, and reports what else they are used for. */
  private void dropWords() {
    for (BasicBlock block : program.getBasicBlocks()) {
      for (Phi phi : block.getPhis()) {
        for (Incoming incoming : phi.getIncomings()) {
          if (words.containsKey(incoming.getValue().getIndex())) {
            reportWord(incoming.getValue(), null);
          }
        }
      }
      List<Instruction> instructions = new ArrayList<>();
      block.forEach(instructions::add);
      for (Instruction instruction : instructions) {
        boolean drop =
            switch (instruction) {
              case GetFieldInstruction get -> words.containsKey(get.getReceiver().getIndex());
              case AssignInstruction copy -> words.containsKey(copy.getReceiver().getIndex());
              case CastInstruction cast -> words.containsKey(cast.getReceiver().getIndex());
              default -> false;
            };
        if (drop) {
          EmptyInstruction empty = new EmptyInstruction();
          empty.setLocation(instruction.getLocation());
          instruction.replace(empty);
          continue;
        }
        if (refused.contains(instruction)) {
          continue;
        }
        UsageExtractor uses = new UsageExtractor();
        instruction.acceptVisitor(uses);
        for (Variable variable : uses.getUsedVariables()) {
          if (words.containsKey(variable.getIndex())) {
            reportWord(variable, instruction.getLocation());
          }
        }
      }
    }
  }

  private void reportWord(Variable variable, TextLocation at) {
    report(
        at,
        "{{f0}} is no object in WebAssembly: it may only be an argument of a vector's method",
        words.get(variable.getIndex()));
  }

  private void refuse(InvokeInstruction call, String message) {
    refused.add(call);
    report(call.getLocation(), message, call.getMethod());
  }

  private void report(TextLocation at, String message, Object about) {
    diagnostics.error(new CallLocation(method.getReference(), at), message, about);
  }

  static void become(Instruction old, Variable receiver, int value) {
    IntegerConstantInstruction constant = new IntegerConstantInstruction();
    constant.setConstant(value);
    constant.setReceiver(receiver);
    constant.setLocation(old.getLocation());
    old.replace(constant);
  }
}
