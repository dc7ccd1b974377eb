package dev.assam.nativerun.bench;

import dev.assam.graph.Graph;
import dev.assam.graph.Layout;
import dev.assam.graph.Value;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.onnx.ExternalData;
import dev.assam.onnx.Model;
import dev.assam.onnx.OnnxReader;
import dev.assam.op.Deadline;
import dev.assam.optimize.Optimized;
import dev.assam.optimize.Pipeline;
import dev.assam.simd.KernelLoop;
import dev.assam.simd.Workers;
import dev.assam.tensor.Shape;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model's kernels, node by node, on inputs that are zeros, for measuring. Compiled for the page,
 * too.
 */
public final class ModelLoop {
  private final KernelLoop loop;

  /**
   * @param file the ONNX file
   * @param dims of the inputs, in the model's order
   */
  @SuppressWarnings("try")
  public ModelLoop(Storage file, List<int[]> dims) {
    try (MemoryScope scope = MemoryScope.open()) {
      Model model = OnnxReader.read(file, ExternalData.NONE);
      Map<Value, ValueType> types = new HashMap<>();
      int next = 0;
      for (Value input : model.graph().inputs()) {
        if (!model.graph().constants().containsKey(input)) {
          TensorType declared = (TensorType) input.declared();
          types.put(input, new TensorType(declared.dtype(), Shape.of(dims.get(next++))));
        }
      }
      Optimized optimized =
          new Pipeline(Layout.CHANNELS_LAST, Set.of()).run(model.graph(), types, Deadline.NONE);
      Graph graph = optimized.graph();
      loop = new KernelLoop(graph, types, Workers.ONE);
    }
  }

  public int nodes() {
    return loop.nodes();
  }

  /** Does a node's tasks. */
  public void run(int node) {
    loop.run(node);
  }

  /** The operator of a node and what serves it, with a blank between. */
  public String name(int node) {
    return loop.operator(node) + " " + loop.kernel(node).replace(' ', '-');
  }
}
