package dev.assam.optimize;

import dev.assam.error.AssamException;
import dev.assam.graph.Node;
import dev.assam.memory.MemoryScope;
import dev.assam.op.quantize.DequantizeLinear;
import dev.assam.tensor.Tensor;
import java.util.List;

/**
 * Computes quantised weights that no operator for quantised ones has taken, unless they become very
 * large.
 */
final class DequantizedConstants extends NodePass {
  private static final long LARGEST = 16 << 20;

  DequantizedConstants() {
    super("dequantise-constants");
  }

  @Override
  protected boolean concerns(Node node) {
    return node.op() instanceof DequantizeLinear;
  }

  @Override
  @SuppressWarnings("try")
  protected void visit(Node node, GraphEdit edit) {
    if (!concerns(node)) {
      return;
    }
    for (int i = 0; i < node.inputs().size(); i++) {
      Tensor tensor = edit.facts().constant(node.inputs().get(i));
      if (node.inputs().get(i) != null && (tensor == null || tensor.size() > LARGEST)) {
        return;
      }
    }
    List<Tensor> results;
    try (MemoryScope scope = MemoryScope.open()) {
      results = ((DequantizeLinear) node.op()).reference(edit.facts().inputs(node));
      results.forEach(Tensor::retain);
    } catch (AssamException e) {
      return;
    }
    results.forEach(Tensor::handOver);
    edit.fold(node.outputs().get(0), results.get(0));
  }
}
