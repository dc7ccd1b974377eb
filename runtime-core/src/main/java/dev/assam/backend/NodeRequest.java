package dev.assam.backend;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Expr;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.fused.WithEpilogue;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.Arrays;

/**
 * A node that needs a kernel, with the static types of its values: its operator stripped of layout
 * and epilogue, which are told apart.
 */
public class NodeRequest {
  private final Node node;
  private final Op op;
  private final boolean channelsLast;
  private final Expr epilogue;
  private final int opInputs;
  private final TensorType[] inputs;
  private final Tensor[] constants;
  private final TensorType[] outputs;

  /**
   * A request for a node, told apart.
   *
   * @param inputs type of each input, null where it is absent
   * @param constants value of each input that is a constant
   * @param outputs type of each output, null where nobody takes it
   */
  public NodeRequest(Node node, TensorType[] inputs, Tensor[] constants, TensorType[] outputs) {
    Op op = node.op();
    Expr epilogue = null;
    int opInputs = inputs.length;
    if (op instanceof WithEpilogue with) {
      op = with.op();
      epilogue = with.epilogue();
      opInputs = with.inputs();
    }
    this.channelsLast = op instanceof ChannelsLast;
    this.op = op instanceof ChannelsLast last ? last.op() : op;
    this.node = node;
    this.epilogue = epilogue;
    this.opInputs = opInputs;
    this.inputs = inputs;
    this.constants = constants;
    this.outputs = outputs;
  }

  /** The same as another without its epilogue, whose inputs are absent then. */
  protected NodeRequest(NodeRequest request) {
    this.node = request.node;
    this.op = request.op;
    this.channelsLast = request.channelsLast;
    this.epilogue = null;
    this.opInputs = request.opInputs;
    this.inputs = Arrays.copyOf(request.inputs, opInputs);
    this.constants = Arrays.copyOf(request.constants, opInputs);
    this.outputs = request.outputs;
  }

  /** The same as another with its values told in other types. */
  protected NodeRequest(NodeRequest request, TensorType[] inputs, TensorType[] outputs) {
    this.node = request.node;
    this.op = request.op;
    this.channelsLast = request.channelsLast;
    this.epilogue = request.epilogue;
    this.opInputs = request.opInputs;
    this.inputs = inputs;
    this.constants = request.constants;
    this.outputs = outputs;
  }

  /** The same without the epilogue, whose inputs are absent then. */
  public NodeRequest withoutEpilogue() {
    return new NodeRequest(this);
  }

  public Node node() {
    return node;
  }

  /** The value at input {@code i}. */
  public Value input(int i) {
    return node.inputs().get(i);
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

  /** Whether somebody takes output {@code i}. */
  public boolean wants(int i) {
    return i < outputs.length && outputs[i] != null;
  }

  /** Whether somebody takes the first output and nobody any other. */
  public boolean hasOneOutput() {
    for (int i = 1; i < outputs.length; i++) {
      if (outputs[i] != null) {
        return false;
      }
    }
    return outputs[0] != null;
  }

  /** Whether the operator has its first input, its first output only is wanted, and no epilogue. */
  public boolean isPlain() {
    return epilogue == null && has(0) && hasOneOutput();
  }

  /** Whether it is plain, from float32 to float32. */
  public boolean isPlainFloat() {
    return isPlain() && inputs[0].dtype() == DType.FLOAT32 && outputs[0].dtype() == DType.FLOAT32;
  }

  /** Whether the node's present inputs and wanted outputs are all of this type. */
  public boolean allOf(DType dtype) {
    return allOf(inputs, dtype) && allOf(outputs, dtype);
  }

  private static boolean allOf(TensorType[] types, DType dtype) {
    for (TensorType type : types) {
      if (type != null && type.dtype() != dtype) {
        return false;
      }
    }
    return true;
  }

  /** The value of an input that is a constant, or null. */
  public Tensor constant(int i) {
    return i < constants.length ? constants[i] : null;
  }

  public boolean isConstant(int i) {
    return i < constants.length && constants[i] != null;
  }

  /** Whether all but the first of the operator's inputs are constants or absent. */
  public boolean hasConstantParameters() {
    for (int i = 1; i < opInputs; i++) {
      if (has(i) && !isConstant(i)) {
        return false;
      }
    }
    return true;
  }

  /** What the operator sees of its inputs: channels first, and the constants' values. */
  public Inputs seen() {
    ValueType[] types = new ValueType[opInputs];
    Tensor[] values = new Tensor[opInputs];
    boolean[] present = new boolean[opInputs];
    for (int i = 0; i < opInputs; i++) {
      present[i] = has(i);
      types[i] = inputs[i];
      values[i] = constant(i);
    }
    if (channelsLast) {
      types[0] = new TensorType(inputs[0].dtype(), ChannelsLast.toFirst(shape(0)));
      values[0] = null;
    }
    boolean[] wanted = new boolean[outputs.length];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = outputs[i] != null;
    }
    return new Inputs(op, node.name(), types, values, present, wanted, null);
  }

  /** An axis of input 0 counted from the front. */
  public int axis(int axis) {
    return axis < 0 ? axis + shape(0).rank() : axis;
  }
}
