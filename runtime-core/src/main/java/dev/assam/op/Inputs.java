package dev.assam.op;

import dev.assam.error.AssamException;
import dev.assam.error.InputException;
import dev.assam.error.ShapeException;
import dev.assam.error.TimeoutException;
import dev.assam.error.TypeException;
import dev.assam.error.UnsupportedException;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.OptionalDatum;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.List;
import java.util.Set;

/**
 * What an operator sees of its node: input types and, where known, values; how many outputs are
 * used; the graph around it; and the words for its errors. During inference, asking for what is not
 * known yet ends the inference of the node; during execution everything is known.
 */
public final class Inputs {
  private final Op op;
  private final String node;
  private final ValueType[] types;
  private final Datum[] values;
  private final long[][] sizes;
  private final boolean[] present;
  private final boolean[] wanted;
  private final Context context;

  /**
   * @param types type of each input, null where absent or not known
   * @param values value of each input, null where absent or not known
   * @param present whether each input is connected at all
   * @param wanted for each output of the node, whether anybody takes it
   */
  public Inputs(
      Op op,
      String node,
      ValueType[] types,
      Datum[] values,
      boolean[] present,
      boolean[] wanted,
      Context context) {
    this(op, node, types, values, new long[present.length][], present, wanted, context);
  }

  /**
   * As the other constructor.
   *
   * @param sizes for each input what is known of its elements if not all are, or null
   */
  public Inputs(
      Op op,
      String node,
      ValueType[] types,
      Datum[] values,
      long[][] sizes,
      boolean[] present,
      boolean[] wanted,
      Context context) {
    this.op = op;
    this.node = node;
    this.types = types;
    this.values = values;
    this.sizes = sizes;
    this.present = present;
    this.wanted = wanted;
    this.context = context;
  }

  /** What an operator inside this one sees: the first {@code count} inputs. */
  public Inputs first(Op inner, int count) {
    boolean[] some = new boolean[count];
    for (int i = 0; i < count; i++) {
      some[i] = has(i);
    }
    return new Inputs(inner, node, types, values, sizes, some, wanted, context);
  }

  /** What an operator inside this one sees: the same but for input 0. */
  public Inputs with(Op inner, ValueType type, Datum value) {
    ValueType[] otherTypes = types.clone();
    Datum[] otherValues = values.clone();
    otherTypes[0] = type;
    otherValues[0] = value;
    return new Inputs(inner, node, otherTypes, otherValues, sizes, present, wanted, context);
  }

  /** What an operator inside this one sees: these tensors, null where one is absent. */
  public Inputs of(Op inner, Tensor... tensors) {
    ValueType[] innerTypes = new ValueType[tensors.length];
    boolean[] some = new boolean[tensors.length];
    for (int i = 0; i < tensors.length; i++) {
      innerTypes[i] = tensors[i] == null ? null : tensors[i].type();
      some[i] = tensors[i] != null;
    }
    return new Inputs(inner, node, innerTypes, tensors, some, wanted, context);
  }

  /** Number of inputs, absent ones between present ones counted. */
  public int size() {
    return present.length;
  }

  /** Whether input {@code i} is connected. */
  public boolean has(int i) {
    return i < present.length && present[i];
  }

  /** Number of the node's outputs, unused ones between used ones counted. */
  public int outputs() {
    return wanted.length;
  }

  /** Whether anybody takes output {@code i}. */
  public boolean wants(int i) {
    return i < wanted.length && wanted[i];
  }

  /** Type of input {@code i}; its shape need not be static. */
  public ValueType type(int i) {
    if (!has(i)) {
      throw shapeError("input " + i + " is missing");
    }
    if (types[i] == null) {
      throw NotYetKnown.INSTANCE;
    }
    return types[i];
  }

  /** Tensor type of input {@code i}; its shape need not be static. */
  public TensorType tensorType(int i) {
    if (type(i) instanceof TensorType tensor) {
      return tensor;
    }
    throw typeError("input " + i + " is a " + types[i] + " (allowed: a tensor)");
  }

  /** Element type of input {@code i}. */
  public DType dtype(int i) {
    DType dtype = tensorType(i).dtype();
    if (dtype == null) {
      throw NotYetKnown.INSTANCE;
    }
    return dtype;
  }

  /** Element type of input {@code i}, one of these. */
  public DType dtype(int i, Set<DType> allowed) {
    DType dtype = dtype(i);
    if (!allowed.contains(dtype)) {
      throw typeError("input " + i + " is " + types[i] + " (allowed: " + allowed + ")");
    }
    return dtype;
  }

  /** Element type that inputs {@code i} and {@code j} share, one of these. */
  public DType sameDType(int i, int j, Set<DType> allowed) {
    DType dtype = dtype(i, allowed);
    if (dtype(j) != dtype) {
      throw typeError(
          "inputs "
              + i
              + " and "
              + j
              + " are "
              + types[i]
              + " and "
              + types[j]
              + " (allowed: one element type)");
    }
    return dtype;
  }

  /** Static shape of input {@code i}. */
  public Shape shape(int i) {
    Shape shape = tensorType(i).shape();
    if (!shape.isStatic()) {
      throw NotYetKnown.INSTANCE;
    }
    return shape;
  }

  /** Static shape of input {@code i} with exactly this rank. */
  public Shape shape(int i, int rank) {
    Shape shape = shape(i);
    if (shape.rank() != rank) {
      throw shapeError("input " + i + " has shape " + shape + " (allowed: rank " + rank + ")");
    }
    return shape;
  }

  /** Shape of input {@code i} of known rank; dimensions may be unknown. */
  public Shape ranked(int i) {
    Shape shape = tensorType(i).shape();
    if (!shape.hasRank()) {
      throw NotYetKnown.INSTANCE;
    }
    return shape;
  }

  /** Shape of input {@code i} with exactly this rank; dimensions may be unknown. */
  public Shape ranked(int i, int rank) {
    Shape shape = ranked(i);
    if (shape.rank() != rank) {
      throw shapeError("input " + i + " has shape " + shape + " (allowed: rank " + rank + ")");
    }
    return shape;
  }

  /** Whether the value of input {@code i} is known. */
  public boolean isKnown(int i) {
    return has(i) && values[i] != null;
  }

  /** Value of input {@code i}. */
  public Datum datum(int i) {
    type(i);
    if (values[i] == null) {
      throw NotYetKnown.INSTANCE;
    }
    return values[i];
  }

  /** Value of input {@code i}, a tensor. */
  public Tensor tensor(int i) {
    if (datum(i) instanceof Tensor tensor) {
      return tensor;
    }
    throw typeError("input " + i + " is a " + types[i] + " (allowed: a tensor)");
  }

  /** Value of input {@code i}, a sequence. */
  public SequenceDatum sequence(int i) {
    if (datum(i) instanceof SequenceDatum sequence) {
      return sequence;
    }
    throw typeError("input " + i + " is a " + types[i] + " (allowed: a sequence)");
  }

  /** Value of input {@code i}, an optional. */
  public OptionalDatum optional(int i) {
    if (datum(i) instanceof OptionalDatum optional) {
      return optional;
    }
    throw typeError("input " + i + " is a " + types[i] + " (allowed: an optional)");
  }

  /** Values of input {@code i}, a tensor of integers of rank 0 or 1. */
  public long[] longs(int i) {
    dtype(i, dev.assam.tensor.DTypes.INTEGERS);
    Tensor tensor = tensor(i);
    if (tensor.shape().rank() > 1) {
      throw shapeError("input " + i + " is " + tensor + " (allowed: rank 0 or 1)");
    }
    return tensor.toLongs();
  }

  /**
   * Elements of input {@code i}, a vector or scalar of integers, as {@link Sizes}: unknown ones are
   * marked. Null if not even their number is known, or the input is something else.
   */
  public long[] sizes(int i) {
    if (!has(i)) {
      return null;
    }
    if (values[i] instanceof Tensor tensor) {
      return Sizes.of(tensor);
    }
    if (sizes[i] != null) {
      return sizes[i];
    }
    TensorType type = tensorType(i);
    Shape shape = type.shape();
    if (!shape.hasRank() || shape.rank() > 1 || !shape.isStatic() || shape.elements() > 64) {
      return null;
    }
    long[] unknown = new long[shape.size()];
    java.util.Arrays.fill(unknown, Sizes.UNKNOWN);
    return unknown;
  }

  /** Value of input {@code i}, a tensor of one integer or bool. */
  public long scalar(int i) {
    Tensor tensor = tensor(i);
    if (tensor.size() != 1 || tensor.dtype() == DType.STRING) {
      throw shapeError("input " + i + " is " + tensor + " (allowed: one number)");
    }
    return tensor.getLong(0);
  }

  /**
   * An axis counted from the end if negative, as one in 0 to rank − 1.
   *
   * @throws ShapeException if it is out of range
   */
  public int axis(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw shapeError(
          "axis "
              + axis
              + " out of range for rank "
              + rank
              + " (allowed "
              + -rank
              + ".."
              + (rank - 1)
              + ")");
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** A dimension as an int; negative or too large ones are errors. */
  public int dimension(long dim) {
    if (dim < 0 || dim > Integer.MAX_VALUE) {
      throw shapeError("dimension " + dim + " (allowed 0.." + Integer.MAX_VALUE + ")");
    }
    return (int) dim;
  }

  /** Shape that inputs {@code i} and {@code j} broadcast to. */
  public Shape broadcast(Shape a, Shape b) {
    Shape shape = Shape.broadcast(a, b);
    if (shape == null) {
      throw shapeError("shapes " + a + " and " + b + " do not broadcast");
    }
    return shape;
  }

  /** Types of a subgraph's results; see {@link Context#infer}. */
  public List<ValueType> infer(Subgraph body, List<? extends ValueType> arguments) {
    checkArguments(body, arguments.size());
    return context.infer(body, arguments);
  }

  /** Results of a subgraph; see {@link Context#run}. */
  public List<Datum> run(Subgraph body, List<? extends Datum> arguments) {
    checkTime();
    checkArguments(body, arguments.size());
    return context.run(body, arguments);
  }

  private void checkArguments(Subgraph body, int given) {
    if (given < body.requiredInputCount() || given > body.inputCount()) {
      throw shapeError(
          "its body has "
              + body.inputCount()
              + " inputs (allowed: "
              + given
              + ", what it is given)");
    }
  }

  public long nextSeed() {
    return context.nextSeed();
  }

  /**
   * Ends an operator that takes too long; for the outer loops of what may take very long.
   *
   * @throws TimeoutException if the time that the session's options allow is over
   */
  public void checkTime() {
    if (context.deadline().isOver()) {
      throw timeout(op, node, context.deadline());
    }
  }

  /** A TimeoutException that names a node. */
  public static AssamException timeout(Op op, String node, Deadline deadline) {
    return new TimeoutException(describe(op, node) + ": " + deadline + " is over");
  }

  /** A ShapeException that names this node. */
  public AssamException shapeError(String what) {
    return new ShapeException(describe(op, node) + ": " + what);
  }

  /** A TypeException that names this node. */
  public AssamException typeError(String what) {
    return new TypeException(describe(op, node) + ": " + what);
  }

  /** An InputException that names this node: for data that no shape or type tells wrong. */
  public AssamException inputError(String what) {
    return new InputException(describe(op, node) + ": " + what);
  }

  /** An UnsupportedException that names this node. */
  public AssamException unsupported(String what) {
    return new UnsupportedException(describe(op, node) + ": " + what);
  }

  /** As in {@code Softmax(axis=3) at "attn/softmax"}. */
  public static String describe(Op op, String node) {
    // Bodies would print themselves, and those inside them.
    String text = op.subgraphs().isEmpty() ? op.toString() : op.type().name();
    int open = text.indexOf('[');
    if (open >= 0) {
      String components = text.substring(open + 1, text.length() - 1);
      text = op.type().name() + (components.isEmpty() ? "" : "(" + components + ")");
    }
    if (text.length() > 200) {
      text = text.substring(0, 200) + "…";
    }
    return text + " at \"" + node + "\"";
  }
}
