package dev.assam.simd;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.memory.Storage;
import dev.assam.op.Expr;
import dev.assam.op.Op;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.fused.WithEpilogue;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.Arrays;

/**
 * A node that needs a kernel, with the static types of its values: its operator stripped of layout
 * and epilogue, which are told apart.
 */
public final class KernelRequest {
  private final Node node;
  private final Op op;
  private final boolean channelsLast;
  private final Expr epilogue;
  private final int opInputs;
  private final TensorType[] inputs;
  private final Tensor[] constants;
  private final TensorType[] outputs;
  private final Packs packs;

  /** Whether float16 is told as float32. */
  private boolean isWidened;

  KernelRequest(
      Node node,
      Op op,
      boolean channelsLast,
      Expr epilogue,
      int opInputs,
      TensorType[] inputs,
      Tensor[] constants,
      TensorType[] outputs,
      Packs packs) {
    this.node = node;
    this.op = op;
    this.channelsLast = channelsLast;
    this.epilogue = epilogue;
    this.opInputs = opInputs;
    this.inputs = inputs;
    this.constants = constants;
    this.outputs = outputs;
    this.packs = packs;
  }

  /** A request for a node, told apart. */
  static KernelRequest of(
      Node node, TensorType[] inputs, Tensor[] constants, TensorType[] outputs, Packs packs) {
    Op op = node.op();
    Expr epilogue = null;
    int opInputs = inputs.length;
    if (op instanceof WithEpilogue with) {
      op = with.op();
      epilogue = with.epilogue();
      opInputs = with.inputs();
    }
    boolean channelsLast = op instanceof ChannelsLast;
    if (op instanceof ChannelsLast last) {
      op = last.op();
    }
    return new KernelRequest(
        node, op, channelsLast, epilogue, opInputs, inputs, constants, outputs, packs);
  }

  /** The same without the epilogue, whose inputs are absent then. */
  KernelRequest withoutEpilogue() {
    KernelRequest without =
        new KernelRequest(
            node,
            op,
            channelsLast,
            null,
            opInputs,
            Arrays.copyOf(inputs, opInputs),
            Arrays.copyOf(constants, opInputs),
            outputs,
            packs);
    without.isWidened = isWidened;
    return without;
  }

  /** Whether any value of the node is float16. */
  boolean hasHalves() {
    boolean found = false;
    for (TensorType type : inputs) {
      found |= type != null && type.dtype() == DType.FLOAT16;
    }
    for (TensorType type : outputs) {
      found |= type != null && type.dtype() == DType.FLOAT16;
    }
    return found;
  }

  /** The same with float32 in place of float16, for a {@link HalfKernel}. */
  KernelRequest widened() {
    KernelRequest wide =
        new KernelRequest(
            node,
            op,
            channelsLast,
            epilogue,
            opInputs,
            wide(inputs),
            constants.clone(),
            wide(outputs),
            packs);
    wide.isWidened = true;
    return wide;
  }

  private static TensorType[] wide(TensorType[] types) {
    TensorType[] wide = types.clone();
    for (int i = 0; i < wide.length; i++) {
      if (wide[i] != null && wide[i].dtype() == DType.FLOAT16) {
        wide[i] = new TensorType(DType.FLOAT32, wide[i].shape());
      }
    }
    return wide;
  }

  public Node node() {
    return node;
  }

  /** The operator itself. */
  public Op op() {
    return op;
  }

  /** Whether the operator's first input and first output are (N, spatial…, C). */
  public boolean channelsLast() {
    return channelsLast;
  }

  /**
   * What is still to be done with each element of the operator's output, which is x0; x1 and so on
   * are the inputs from {@link #opInputs} on. Null if nothing is.
   */
  public Expr epilogue() {
    return epilogue;
  }

  /** Number of inputs that are the operator's own; those of the epilogue follow. */
  public int opInputs() {
    return opInputs;
  }

  /** Number of inputs, those of the epilogue and absent ones counted. */
  public int inputs() {
    return inputs.length;
  }

  public boolean has(int i) {
    return i < inputs.length && inputs[i] != null;
  }

  public TensorType in(int i) {
    return inputs[i];
  }

  public Shape shape(int i) {
    return inputs[i].shape();
  }

  public TensorType out(int i) {
    return outputs[i];
  }

  public int outputs() {
    return outputs.length;
  }

  /** Whether the node's present inputs and wanted outputs are all of this type. */
  public boolean allOf(DType dtype) {
    for (TensorType type : inputs) {
      if (type != null && type.dtype() != dtype) {
        return false;
      }
    }
    for (TensorType type : outputs) {
      if (type != null && type.dtype() != dtype) {
        return false;
      }
    }
    return true;
  }

  /** The value of an input that is a constant, or null. */
  public Tensor constant(int i) {
    if (i >= constants.length || constants[i] == null) {
      return null;
    }
    if (isWidened && constants[i].dtype() == DType.FLOAT16) {
      constants[i] = HalfKernel.widened(constants[i]);
    }
    return constants[i];
  }

  public boolean isConstant(int i) {
    return i < constants.length && constants[i] != null;
  }

  /**
   * A constant input rearranged, once for all nodes and bindings of the session.
   *
   * @param layout names the arrangement; the same name means the same contents
   */
  public Storage packed(int i, String layout, Packs.Packer packer) {
    Value value = node.inputs().get(i);
    if (isWidened) {
      Packs.Packer wide =
          tensor ->
              packer.pack(tensor.dtype() == DType.FLOAT16 ? HalfKernel.widened(tensor) : tensor);
      return packs.get(value, layout, node, wide);
    }
    return packs.get(value, layout, node, packer);
  }

  /** Whether a constant input can only be had as it was packed before. */
  public boolean isReleased(int i) {
    return constants[i].storage().isFreed();
  }

  /** Whether a constant input was rearranged so for another binding. */
  public boolean isPacked(int i, String layout) {
    return packs.has(node.inputs().get(i), layout);
  }
}
