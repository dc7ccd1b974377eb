package dev.assam.simd;

import dev.assam.backend.KernelTable;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.op.Context;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.Subgraph;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Runs an operator by its kernel, unit by unit in any order on two threads' memory, and compares
 * with its definition: within tolerance, and nothing written beside the outputs.
 */
final class KernelRun {
  private static final int GUARD = 64;
  private static final int THREADS = 2;

  private final Op op;
  private final Tensor[] inputs;
  private final Set<Integer> constants = new HashSet<>();
  private double rtol = 1e-5;
  private double atol = 1e-6;
  private int overwritten = -1;

  KernelRun(Op op, Tensor... inputs) {
    this.op = op;
    this.inputs = inputs;
  }

  /** These inputs are known when the kernel is made. */
  KernelRun constants(int... indices) {
    for (int i : indices) {
      constants.add(i);
    }
    return this;
  }

  KernelRun tolerance(double relative, double absolute) {
    rtol = relative;
    atol = absolute;
    return this;
  }

  /** The output lies where this input lies, if the kernel allows that. */
  KernelRun overwriting(int i) {
    overwritten = i;
    return this;
  }

  /** Random floats from −3 to 3. */
  static Tensor random(int seed, int... dims) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(dims));
    Random random = new Random(seed);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats().set(i, random.nextFloat() * 6 - 3);
    }
    return tensor;
  }

  private Inputs opInputs(Tensor[] values, int outputs) {
    ValueType[] types = new ValueType[inputs.length];
    boolean[] present = new boolean[inputs.length];
    boolean[] wanted = new boolean[outputs];
    Arrays.fill(wanted, true);
    for (int i = 0; i < inputs.length; i++) {
      present[i] = inputs[i] != null;
      types[i] = present[i] ? inputs[i].type() : null;
    }
    return new Inputs(op, "test", types, values, present, wanted, new NoBodies());
  }

  /** Compares, and says which kernel it was. */
  String check() {
    return check(1);
  }

  /** Compares that many outputs. */
  String check(int outputs) {
    Inputs in = opInputs(inputs, outputs);
    List<? extends ValueType> types = op.infer(in);
    List<? extends Datum> expected = op.reference(in);
    List<Value> inputValues = new ArrayList<>();
    TensorType[] inputTypes = new TensorType[inputs.length];
    Tensor[] known = new Tensor[inputs.length];
    Packs packs = new Packs();
    for (int i = 0; i < inputs.length; i++) {
      Value value = inputs[i] == null ? null : new Value("x" + i, null);
      inputValues.add(value);
      inputTypes[i] = inputs[i] == null ? null : inputs[i].type();
      known[i] = constants.contains(i) ? inputs[i] : null;
      if (known[i] != null) {
        packs.offer(value, known[i], false);
      }
    }
    List<Value> outputValues = new ArrayList<>();
    TensorType[] outputTypes = new TensorType[outputs];
    for (int i = 0; i < outputs; i++) {
      outputValues.add(new Value("y" + i, null));
      outputTypes[i] = (TensorType) types.get(i);
    }
    Node node = new Node("test", op, inputValues, outputValues);
    KernelTable.Choice<Kernel> choice =
        SimdKernels.choose(new KernelRequest(node, inputTypes, known, outputTypes, packs));
    if (choice == null) {
      throw new AssertionError(describe() + ": no kernel");
    }
    Kernel kernel = choice.kernel();
    List<Tensor> guarded = new ArrayList<>();
    Tensor[] places = inputs.clone();
    List<Tensor> results = new ArrayList<>();
    for (TensorType type : outputTypes) {
      results.add(guard(type, guarded));
    }
    if (overwritten >= 0) {
      if (!kernel.canOverwrite(overwritten)) {
        throw new AssertionError(describe() + ": does not overwrite input " + overwritten);
      }
      Tensor out = results.get(0);
      Storage.copy(inputs[overwritten].storage(), 0, out.storage(), 0, out.size());
      places[overwritten] =
          Tensor.over(
              inputTypes[overwritten].dtype(), inputTypes[overwritten].shape(), out.storage());
    }
    FixedPlaces memory =
        new FixedPlaces(
            places,
            results,
            guard(DType.FLOAT32, kernel.scratchFloats(THREADS), guarded),
            guard(DType.INT16, kernel.scratchShorts(THREADS), guarded),
            guard(DType.INT32, kernel.scratchInts(THREADS), guarded),
            THREADS);
    List<Task> tasks = new ArrayList<>();
    kernel.addTasks(memory, tasks);
    for (Task task : tasks) {
      run(FieldsTape.copy(task));
    }
    for (Tensor block : guarded) {
      checkGuards(block);
    }
    for (int i = 0; i < outputs; i++) {
      compare(i, (Tensor) expected.get(i), results.get(i));
    }
    return choice.name();
  }

  private static void run(Task task) {
    int units = task.units();
    int middle = units / 2;
    task.run(middle, units, 1);
    for (int i = 0; i < middle; i++) {
      task.run(i, i + 1, i % THREADS);
    }
  }

  private static Tensor guard(TensorType type, List<Tensor> guarded) {
    int size = type.shape().size();
    Kind kind = type.dtype().kind();
    Storage block = Storage.allocate(kind, size + 2 * GUARD);
    Tensor all = Tensor.over(type.dtype(), Shape.of(size + 2 * GUARD), block);
    for (int i = 0; i < all.size(); i++) {
      all.setBits(i, 0x55);
    }
    guarded.add(all);
    return Tensor.over(type.dtype(), type.shape(), block.slice(GUARD, size));
  }

  private static Storage guard(DType dtype, int size, List<Tensor> guarded) {
    return guard(new TensorType(dtype, Shape.of(size)), guarded).storage();
  }

  private void checkGuards(Tensor block) {
    for (int i = 0; i < GUARD; i++) {
      if (block.bits(i) != 0x55 || block.bits(block.size() - 1 - i) != 0x55) {
        throw new AssertionError(describe() + ": wrote beside a tensor of " + block.type());
      }
    }
  }

  private void compare(int output, Tensor expected, Tensor result) {
    for (int i = 0; i < expected.size(); i++) {
      double e = expected.getDouble(i);
      double r = result.getDouble(i);
      boolean same =
          Double.isNaN(e)
              ? Double.isNaN(r)
              : Double.isInfinite(e) ? e == r : Math.abs(e - r) <= atol + rtol * Math.abs(e);
      if (!same) {
        throw new AssertionError(
            describe() + ": output " + output + " element " + i + " is " + r + ", expected " + e);
      }
    }
  }

  private String describe() {
    StringBuilder text = new StringBuilder(op.toString());
    for (Tensor input : inputs) {
      text.append(' ').append(input == null ? "-" : input.type().toString());
    }
    return text.toString();
  }

  private static final class NoBodies implements Context {
    @Override
    public List<ValueType> infer(Subgraph body, List<? extends ValueType> arguments) {
      throw new AssertionError("no body");
    }

    @Override
    public List<Datum> run(Subgraph body, List<? extends Datum> arguments) {
      throw new AssertionError("no body");
    }

    @Override
    public long nextSeed() {
      return 1;
    }
  }
}
