package dev.assam.onnx;

import dev.assam.graph.Graph;
import dev.assam.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A model as read: its graph, and what the file says about itself. It owns its weights.
 *
 * @param opsets the version of each operator set that the model imports; "" is ai.onnx
 * @param unsupported for each kind of node that Assam cannot run, why
 * @param weights every tensor in the file
 */
public record Model(
    Graph graph,
    long irVersion,
    String producer,
    Map<String, Integer> opsets,
    Map<String, String> metadata,
    List<String> unsupported,
    List<Tensor> weights) {
  /** Gives the weights' memory back, but for what was given back already. */
  public void release() {
    for (Tensor weight : weights) {
      if (!weight.storage().isFreed()) {
        weight.release();
      }
    }
  }
}
