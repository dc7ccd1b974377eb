package dev.assam.simd;

import dev.assam.backend.NodeRequest;
import dev.assam.graph.Node;
import dev.assam.memory.Storage;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;

/** A node that needs a SIMD kernel, and what its constants are packed into. */
public final class KernelRequest extends NodeRequest {
  private final Packs packs;

  /** Constants of float16 as float32, as far as asked for; null if float16 is told as it is. */
  private final Tensor[] widened;

  KernelRequest(
      Node node, TensorType[] inputs, Tensor[] constants, TensorType[] outputs, Packs packs) {
    super(node, inputs, constants, outputs);
    this.packs = packs;
    this.widened = null;
  }

  private KernelRequest(KernelRequest request) {
    super(request);
    this.packs = request.packs;
    this.widened = request.widened;
  }

  private KernelRequest(KernelRequest request, TensorType[] inputs, TensorType[] outputs) {
    super(request, inputs, outputs);
    this.packs = request.packs;
    this.widened = new Tensor[inputs.length];
  }

  @Override
  public KernelRequest withoutEpilogue() {
    return new KernelRequest(this);
  }

  /** Whether any value of the node is float16. */
  boolean hasHalves() {
    boolean found = false;
    for (int i = 0; i < inputs(); i++) {
      found |= has(i) && in(i).dtype() == DType.FLOAT16;
    }
    for (int i = 0; i < outputs(); i++) {
      found |= wants(i) && out(i).dtype() == DType.FLOAT16;
    }
    return found;
  }

  /** The same with float32 in place of float16, for a {@link HalfKernel}. */
  KernelRequest widened() {
    TensorType[] inputs = new TensorType[inputs()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = wide(in(i));
    }
    TensorType[] outputs = new TensorType[outputs()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = wide(out(i));
    }
    return new KernelRequest(this, inputs, outputs);
  }

  private static TensorType wide(TensorType type) {
    return type != null && type.dtype() == DType.FLOAT16
        ? new TensorType(DType.FLOAT32, type.shape())
        : type;
  }

  @Override
  public Tensor constant(int i) {
    Tensor constant = super.constant(i);
    if (widened == null || constant == null || constant.dtype() != DType.FLOAT16) {
      return constant;
    }
    if (widened[i] == null) {
      widened[i] = HalfKernel.widened(constant);
    }
    return widened[i];
  }

  /**
   * A constant input rearranged, once for all nodes and bindings of the session.
   *
   * @param layout names the arrangement; the same name means the same contents
   */
  public Storage packed(int i, String layout, Packs.Packer packer) {
    if (widened == null) {
      return packs.get(input(i), layout, node(), packer);
    }
    Packs.Packer wide =
        tensor ->
            packer.pack(tensor.dtype() == DType.FLOAT16 ? HalfKernel.widened(tensor) : tensor);
    return packs.get(input(i), layout, node(), wide);
  }

  /** Whether a constant input can only be had as it was packed before. */
  public boolean isReleased(int i) {
    return super.constant(i).storage().isFreed();
  }

  /** Whether a constant input was rearranged so for another binding. */
  public boolean isPacked(int i, String layout) {
    return packs.has(input(i), layout);
  }
}
