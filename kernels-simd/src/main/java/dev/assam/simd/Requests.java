package dev.assam.simd;

import dev.assam.op.Inputs;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;

/** What factories ask of their requests. */
final class Requests {
  private Requests() {}

  /** Whether the first input and the only output wanted are float32 and nothing follows. */
  static boolean isPlainFloat(KernelRequest request) {
    return isPlain(request)
        && request.in(0).dtype() == DType.FLOAT32
        && request.out(0).dtype() == DType.FLOAT32;
  }

  /** Whether only the first output is wanted and no epilogue. */
  static boolean isPlain(KernelRequest request) {
    boolean plain = request.epilogue() == null && request.has(0) && request.out(0) != null;
    for (int i = 1; i < request.outputs(); i++) {
      plain &= request.out(i) == null;
    }
    return plain;
  }

  /** Whether all but the first of the operator's inputs are constants or absent. */
  static boolean hasConstantParameters(KernelRequest request) {
    for (int i = 1; i < request.opInputs(); i++) {
      if (request.has(i) && !request.isConstant(i)) {
        return false;
      }
    }
    return true;
  }

  /** What the operator sees of its inputs: channels first, and the constants' values. */
  static Inputs inputs(KernelRequest request) {
    int n = request.opInputs();
    ValueType[] types = new ValueType[n];
    Tensor[] values = new Tensor[n];
    boolean[] present = new boolean[n];
    for (int i = 0; i < n; i++) {
      present[i] = request.has(i);
      types[i] = present[i] ? request.in(i) : null;
      values[i] = request.constant(i);
    }
    if (request.channelsLast()) {
      types[0] = new TensorType(request.in(0).dtype(), ChannelsLast.toFirst(request.shape(0)));
      values[0] = null;
    }
    boolean[] wanted = new boolean[request.outputs()];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = request.out(i) != null;
    }
    return new Inputs(request.op(), request.node().name(), types, values, present, wanted, null);
  }

  /** An axis counted from the front. */
  static int axis(int axis, Shape shape) {
    return axis < 0 ? axis + shape.rank() : axis;
  }
}
