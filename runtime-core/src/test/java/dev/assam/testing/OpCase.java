package dev.assam.testing;

import dev.assam.tensor.Datum;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A model of one operator (or of a few that only make sense together) and inputs for it, made from
 * a seed that is the case's name.
 */
public final class OpCase {
  /** In which form the inputs of the model are declared. */
  public enum Form {
    /** Everything is an input of known shape. */
    INPUTS,
    /** What usually is one is an initialiser. */
    CONSTANTS,
    /** As CONSTANTS, and the inputs' dimensions are unknown until the model runs. */
    SYMBOLIC,
    /** Everything is an initialiser, so that the whole model may be computed when it opens. */
    FOLDED
  }

  private final String name;
  private final String op;
  private final String domain;
  private final int opset;
  private final Map<String, Arg> arguments;
  private final List<String> outputs;
  private final Consumer<OnnxGraph> body;
  private final double rtol;
  private final double atol;

  OpCase(
      String name,
      String op,
      String domain,
      int opset,
      Map<String, Arg> arguments,
      List<String> outputs,
      Consumer<OnnxGraph> body,
      double rtol,
      double atol) {
    this.name = name;
    this.op = op;
    this.domain = domain;
    this.opset = opset;
    this.arguments = arguments;
    this.outputs = outputs;
    this.body = body;
    this.rtol = rtol;
    this.atol = atol;
  }

  /** What is special about it, unique among all cases. */
  public String name() {
    return name;
  }

  /** The operator that the case is for. */
  public String op() {
    return op;
  }

  /** The operator's domain, "" for ONNX's own. */
  public String domain() {
    return domain;
  }

  /** The version of the operator's domain. */
  public int opset() {
    return opset;
  }

  /** Relative tolerance of float results; negative where the type's usual one holds. */
  public double rtol() {
    return rtol;
  }

  /** Absolute tolerance of float results; negative where the type's usual one holds. */
  public double atol() {
    return atol;
  }

  /** Every value by name, whichever form declares them; equal for equal names of cases. */
  public Map<String, Datum> values() {
    Random random = new Random(name.hashCode());
    Map<String, Datum> values = new LinkedHashMap<>();
    arguments.forEach((key, arg) -> values.put(key, arg.make(random)));
    return values;
  }

  /** What is to be fed to the model in this form. */
  public Map<String, Datum> inputs(Form form) {
    Map<String, Datum> inputs = values();
    inputs.keySet().removeIf(key -> isConstant(arguments.get(key), form));
    return inputs;
  }

  /** Whether this form differs from the others. */
  public boolean has(Form form) {
    return switch (form) {
      case INPUTS -> true;
      case CONSTANTS ->
          arguments.values().stream().anyMatch(a -> a.mayBeConstant() && !a.mustBeConstant());
      case SYMBOLIC ->
          arguments.values().stream().anyMatch(a -> !a.mayBeConstant())
              && values().values().stream().noneMatch(v -> v instanceof SequenceDatum);
      case FOLDED -> values().values().stream().allMatch(v -> v instanceof Tensor);
    };
  }

  /** The model in ONNX's wire format. */
  public byte[] model(Form form) {
    OnnxGraph graph = new OnnxGraph("case");
    values()
        .forEach((key, value) -> {
          if (isConstant(arguments.get(key), form)) {
            graph.initializer(key, (Tensor) value);
          } else {
            graph.input(key, declared(value.type(), form));
          }
        });
    body.accept(graph);
    outputs.forEach(output -> graph.output(output, null));
    OnnxModel model = new OnnxModel(graph).ir(opset < 21 ? 8 : 10);
    if (domain.isEmpty()) {
      model.opset(opset);
    } else {
      model.opset(18).opset(domain, opset);
    }
    return model.toBytes();
  }

  private static boolean isConstant(Arg arg, Form form) {
    return switch (form) {
      case INPUTS -> arg.mustBeConstant();
      case CONSTANTS, SYMBOLIC -> arg.mayBeConstant();
      case FOLDED -> true;
    };
  }

  private static ValueType declared(ValueType type, Form form) {
    if (form == Form.SYMBOLIC && type instanceof TensorType tensor) {
      int[] dims = tensor.shape().toArray();
      java.util.Arrays.fill(dims, -1);
      return new TensorType(tensor.dtype(), Shape.of(dims));
    }
    return type;
  }

  @Override
  public String toString() {
    return name;
  }
}
