package dev.assam.optimize;

import dev.assam.graph.Graph;
import dev.assam.tensor.Tensor;
import java.util.List;

/**
 * An optimised graph and what became of it. It owns the constants that passes computed.
 *
 * @param tensors those constants
 * @param changes what each pass did, in order
 */
public record Optimized(Graph graph, List<Tensor> tensors, List<Change> changes) {
  /**
   * What one pass did.
   *
   * @param before number of nodes, those in bodies counted
   * @param failure why the pass was given up and the graph left as it was; null if it was not
   */
  public record Change(String pass, int before, int after, String failure) {
    @Override
    public String toString() {
      return pass
          + ": "
          + before
          + " → "
          + after
          + (failure == null ? "" : ", gave up: " + failure);
    }
  }

  public Optimized {
    tensors = List.copyOf(tensors);
    changes = List.copyOf(changes);
  }

  /** Gives the computed constants' memory back, but for what a backend gave back already. */
  public void release() {
    for (Tensor tensor : tensors) {
      if (!tensor.storage().isFreed()) {
        tensor.release();
      }
    }
  }
}
