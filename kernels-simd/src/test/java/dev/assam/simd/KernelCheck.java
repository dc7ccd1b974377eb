package dev.assam.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.KernelTable;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.memory.Floats;
import dev.assam.memory.Ints;
import dev.assam.memory.Shorts;
import dev.assam.memory.Storage;
import dev.assam.op.Context;
import dev.assam.op.Deadline;
import dev.assam.op.Expr;
import dev.assam.op.ExprEvaluator;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.fused.WithEpilogue;
import dev.assam.op.move.Transpose;
import dev.assam.reference.Interpreter;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Compares a kernel with its operator's definition, with one thread and with several that take the
 * units in another order, and looks whether it wrote beside its output.
 */
final class KernelCheck {
  private static final int GUARD = 64;
  private static final float GUARD_VALUE = 12345;
  private static final short SHORT_GUARD = 12345;

  private static final Context CONTEXT = new Interpreter(1, Deadline.NONE);

  private final Op op;
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<Boolean> constants = new ArrayList<>();
  private boolean channelsLast;
  private Expr epilogue;
  private int opInputs = -1;
  private int outputs = 8;
  private double tolerance = 1e-5;
  private KernelFactory<KernelRequest, Kernel> factory;

  KernelCheck(Op op) {
    this.op = op;
  }

  /** Float32 noise. */
  static Tensor noise(int seed, int... dims) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(dims));
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats().set(i, random.nextFloat() * 2 - 1);
    }
    return tensor;
  }

  /** An input that the kernel sees at run time only. */
  KernelCheck input(Tensor tensor) {
    inputs.add(tensor);
    constants.add(false);
    return this;
  }

  KernelCheck constant(Tensor tensor) {
    inputs.add(tensor);
    constants.add(true);
    return this;
  }

  KernelCheck absent() {
    inputs.add(null);
    constants.add(false);
    return this;
  }

  /** Input 0 and output 0 have channels last, for the kernel; given is input 0 as ONNX has it. */
  KernelCheck channelsLast() {
    channelsLast = true;
    return this;
  }

  /** The inputs that follow are this epilogue's, in the kernel's layout. */
  KernelCheck epilogue(Expr expr) {
    epilogue = expr;
    opInputs = inputs.size();
    return this;
  }

  /** How many outputs are wanted. */
  KernelCheck outputs(int count) {
    outputs = count;
    return this;
  }

  /** Allowed difference: absolute, and relative to the expected value. */
  KernelCheck tolerance(double value) {
    tolerance = value;
    return this;
  }

  /** The kernel is this factory's and not the table's. */
  KernelCheck by(KernelFactory<KernelRequest, Kernel> maker) {
    factory = maker;
    return this;
  }

  /** Runs the kernel that the table chooses and checks its name and results. */
  void check(String kernel) {
    int own = opInputs < 0 ? inputs.size() : opInputs;
    List<Tensor> expected = reference(own);
    Tensor[] given = inputs.toArray(new Tensor[0]);
    if (channelsLast) {
      given[0] = channelsLast(given[0]);
    }
    List<Value> values = new ArrayList<>();
    TensorType[] types = new TensorType[given.length];
    Tensor[] known = new Tensor[given.length];
    Packs packs = new Packs();
    for (int i = 0; i < given.length; i++) {
      values.add(given[i] == null ? null : new Value("x" + i, null));
      types[i] = given[i] == null ? null : given[i].type();
      known[i] = constants.get(i) ? given[i] : null;
      if (constants.get(i)) {
        packs.offer(values.get(i), given[i], false);
      }
    }
    TensorType[] outputs = new TensorType[expected.size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = expected.get(i).type();
    }
    Op whole = channelsLast ? new ChannelsLast(op) : op;
    if (epilogue != null) {
      whole = new WithEpilogue(whole, own, epilogue);
    }
    Node node = new Node("test", whole, values, List.of(new Value("y", null)));
    for (int threads : new int[] {1, 3}) {
      KernelRequest request = new KernelRequest(node, types, known, outputs, packs);
      KernelTable.Choice<Kernel> choice =
          factory == null
              ? SimdKernels.choose(request)
              : new KernelTable<>(List.of(factory)).choose(request);
      assertNotNull(choice, this::toString);
      assertEquals(kernel, choice.name());
      run(choice.kernel(), given, expected, threads);
    }
  }

  private void run(Kernel kernel, Tensor[] given, List<Tensor> expected, int threads) {
    List<Tensor> results = new ArrayList<>();
    List<Storage> rooms = new ArrayList<>();
    for (Tensor tensor : expected) {
      Storage room = Storage.allocate(tensor.storage().kind(), tensor.size() + 2 * GUARD);
      Tensor all = Tensor.over(tensor.dtype(), Shape.of(room.length()), room);
      for (int i = 0; i < all.size(); i++) {
        all.setDouble(i, GUARD_VALUE);
      }
      rooms.add(room);
      results.add(Tensor.over(tensor.dtype(), tensor.shape(), room.slice(GUARD, tensor.size())));
    }
    FixedPlaces places = FixedPlaces.of(kernel, given, results, threads, GUARD);
    Floats floats = places.scratch();
    for (int i = 0; i < places.floats().length(); i++) {
      floats.set(i, Float.NaN);
    }
    Shorts shorts = places.scratchShorts();
    for (int i = 0; i < places.shortInts().length(); i++) {
      shorts.set(i, SHORT_GUARD);
    }
    Ints ints = places.scratchInts();
    for (int i = 0; i < places.wholeInts().length(); i++) {
      ints.set(i, SHORT_GUARD);
    }
    List<Task> tasks = new ArrayList<>();
    kernel.addTasks(places, tasks);
    tasks.replaceAll(FieldsTape::copy);
    // The second time finds what the first one left.
    for (int round = 0; round < 2; round++) {
      for (Task task : tasks) {
        if (threads == 1) {
          task.run(0, task.units(), 0);
          continue;
        }
        for (int unit = task.units() - 1; unit >= 0; unit--) {
          task.run(unit, unit + 1, unit % threads);
        }
      }
    }
    for (int i = 1; i <= GUARD; i++) {
      assertEquals(
          Float.NaN, floats.get(places.floats().length() - i), "behind the scratch memory");
      assertEquals(
          SHORT_GUARD,
          shorts.get(places.shortInts().length() - i),
          "behind the scratch memory of shorts");
      assertEquals(
          SHORT_GUARD,
          ints.get(places.wholeInts().length() - i),
          "behind the scratch memory of ints");
    }
    for (int o = 0; o < results.size(); o++) {
      compare(results.get(o), expected.get(o), rooms.get(o), threads);
    }
  }

  private void compare(Tensor result, Tensor expected, Storage room, int threads) {
    Tensor all = Tensor.over(result.dtype(), Shape.of(room.length()), room);
    Tensor guard = Tensor.allocate(result.dtype(), Shape.of(1));
    guard.setDouble(0, GUARD_VALUE);
    for (int i = 0; i < GUARD; i++) {
      assertEquals(guard.bits(0), all.bits(i), () -> "before the output of " + this);
      assertEquals(
          guard.bits(0), all.bits(all.size() - 1 - i), () -> "behind the output of " + this);
    }
    for (int i = 0; i < result.size(); i++) {
      double want = expected.getDouble(i);
      int at = i;
      assertEquals(
          want,
          result.getDouble(i),
          Double.isFinite(want) ? tolerance * (1 + Math.abs(want)) : 0,
          () -> "element " + at + " of " + expected + " with " + threads + " threads of " + this);
    }
  }

  private List<Tensor> reference(int own) {
    List<Tensor> results = new ArrayList<>();
    for (Object result : op.reference(see(op, inputs.subList(0, own)))) {
      if (results.size() < outputs) {
        results.add((Tensor) result);
      }
    }
    if (channelsLast) {
      results.set(0, channelsLast(results.get(0)));
    }
    if (epilogue != null) {
      Tensor[] arguments = new Tensor[1 + inputs.size() - own];
      arguments[0] = results.get(0);
      for (int i = own; i < inputs.size(); i++) {
        arguments[1 + i - own] = inputs.get(i);
      }
      results.set(
          0,
          ExprEvaluator.evaluate(epilogue, arguments[0].dtype(), arguments[0].shape(), arguments));
    }
    return results;
  }

  private static Inputs see(Op op, List<Tensor> tensors) {
    ValueType[] types = new ValueType[tensors.size()];
    boolean[] present = new boolean[tensors.size()];
    for (int i = 0; i < types.length; i++) {
      present[i] = tensors.get(i) != null;
      types[i] = present[i] ? tensors.get(i).type() : null;
    }
    boolean[] wanted = new boolean[8];
    Arrays.fill(wanted, true);
    return new Inputs(op, "test", types, tensors.toArray(new Tensor[0]), present, wanted, CONTEXT);
  }

  /** [N, C, spatial…] with channels last. */
  private static Tensor channelsLast(Tensor tensor) {
    List<Integer> order = new ArrayList<>(List.of(0));
    for (int i = 2; i < tensor.shape().rank(); i++) {
      order.add(i);
    }
    order.add(1);
    Op transpose = new Transpose(order);
    return (Tensor) transpose.reference(see(transpose, List.of(tensor))).get(0);
  }

  @Override
  public String toString() {
    return op + " of " + inputs + (epilogue == null ? "" : " then " + epilogue);
  }
}
