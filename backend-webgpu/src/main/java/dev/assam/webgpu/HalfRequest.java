package dev.assam.webgpu;

import dev.assam.backend.NodeRequest;
import dev.assam.op.Expr;
import dev.assam.op.Op;
import dev.assam.op.fused.Fused;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** A node with float16 told as one with float32, for a {@link HalfKernel}. */
final class HalfRequest extends NodeRequest {
  /** Elements of constants that a kernel may want to look at when it is chosen. */
  private static final int MOST = 4096;

  private final NodeRequest request;

  private HalfRequest(NodeRequest request, TensorType[] inputs, TensorType[] outputs) {
    super(request, inputs, outputs);
    this.request = request;
  }

  private HalfRequest(HalfRequest request) {
    super(request);
    this.request = request.request;
  }

  /** Whether any value of a node is float16. */
  static boolean isHalf(NodeRequest request) {
    boolean found = false;
    for (int i = 0; i < request.inputs(); i++) {
      found |= isHalf(request.in(i));
    }
    for (int i = 0; i < request.outputs(); i++) {
      found |= isHalf(request.out(i));
    }
    return found;
  }

  static boolean isHalf(TensorType type) {
    return type != null && type.dtype() == DType.FLOAT16;
  }

  static HalfRequest of(NodeRequest request) {
    TensorType[] inputs = new TensorType[request.inputs()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = wide(request.in(i));
    }
    TensorType[] outputs = new TensorType[request.outputs()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = wide(request.out(i));
    }
    return new HalfRequest(request, inputs, outputs);
  }

  private static TensorType wide(TensorType type) {
    return isHalf(type) ? new TensorType(DType.FLOAT32, type.shape()) : type;
  }

  /** A formula that computes in float32 what would be float16. */
  private static Expr wide(Expr expr) {
    return switch (expr) {
      case Expr.Cast cast ->
          new Expr.Cast(
              cast.to() == DType.FLOAT16 ? DType.FLOAT32 : cast.to(), wide(cast.argument()));
      case Expr.Call call -> {
        List<Expr> arguments = new ArrayList<>();
        for (Expr argument : call.arguments()) {
          arguments.add(wide(argument));
        }
        yield new Expr.Call(call.fn(), List.copyOf(arguments));
      }
      default -> expr;
    };
  }

  @Override
  public Op op() {
    return super.op() instanceof Fused fused
        ? new Fused(
            wide(fused.expr()), fused.dtype() == DType.FLOAT16 ? DType.FLOAT32 : fused.dtype())
        : super.op();
  }

  @Override
  public Expr epilogue() {
    return super.epilogue() == null ? null : wide(super.epilogue());
  }

  @Override
  public NodeRequest withoutEpilogue() {
    return new HalfRequest(this);
  }

  /** Large constants as they are: kernels look at them only when they pack them. */
  @Override
  public Tensor constant(int i) {
    Tensor constant = super.constant(i);
    return constant != null && constant.dtype() == DType.FLOAT16 && constant.size() <= MOST
        ? HalfKernel.widened(constant)
        : constant;
  }

  @Override
  public boolean isConstant(int i) {
    return super.constant(i) != null;
  }
}
