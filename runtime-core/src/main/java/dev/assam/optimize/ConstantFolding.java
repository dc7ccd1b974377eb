package dev.assam.optimize;

import dev.assam.error.AssamException;
import dev.assam.error.TimeoutException;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.memory.MemoryScope;
import dev.assam.op.quantize.DequantizeLinear;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.List;

/**
 * Computes what depends on constants only, by the operators' definitions, unless it is large and
 * larger than what it is computed from. Weights that are kept quantised stay so.
 */
final class ConstantFolding extends NodePass {
  private static final long LARGE_BYTES = 16 << 20;

  ConstantFolding() {
    super("fold-constants");
  }

  @Override
  protected void visit(Node node, GraphEdit edit) {
    if (!node.op().type().pure()
        || !node.op().subgraphs().isEmpty()
        || node.op() instanceof DequantizeLinear) {
      return;
    }
    boolean known = true;
    for (Value output : node.outputs()) {
      known &= output == null || edit.facts().constant(output) != null;
    }
    if (known) {
      for (Value output : node.outputs()) {
        if (output != null) {
          edit.fold(output, edit.facts().constant(output));
        }
      }
    } else if (isWorthIt(node, edit.facts())) {
      compute(node, edit);
    }
  }

  private static boolean isWorthIt(Node node, Facts facts) {
    long inputs = 0;
    for (Value input : node.inputs()) {
      if (input != null) {
        Tensor tensor = facts.constant(input);
        if (tensor == null) {
          return false;
        }
        inputs += bytes(tensor.type());
      }
    }
    long outputs = 0;
    for (Value output : node.outputs()) {
      if (output != null) {
        ValueType type = facts.type(output);
        if (!(type instanceof TensorType tensor) || !facts.isStatic(output)) {
          return false;
        }
        outputs += bytes(tensor);
      }
    }
    return outputs <= Math.max(LARGE_BYTES, inputs);
  }

  private static long bytes(TensorType type) {
    return type.shape().elements() * type.dtype().kind().bytes();
  }

  @SuppressWarnings("try")
  private static void compute(Node node, GraphEdit edit) {
    List<? extends Datum> results;
    try (MemoryScope scope = MemoryScope.open()) {
      results = node.op().reference(edit.facts().inputs(node));
      results.forEach(Datum::retain);
    } catch (TimeoutException e) {
      throw e;
    } catch (AssamException e) {
      // What cannot be computed fails, if at all, when the model runs.
      return;
    }
    results.forEach(Datum::handOver);
    for (int i = 0; i < node.outputs().size() && i < results.size(); i++) {
      if (node.outputs().get(i) != null && results.get(i) instanceof Tensor tensor) {
        edit.fold(node.outputs().get(i), tensor);
      }
    }
  }
}
