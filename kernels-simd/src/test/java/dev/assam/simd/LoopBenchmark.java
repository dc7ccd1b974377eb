package dev.assam.simd;

import static dev.assam.simd.KernelRun.random;
import static dev.assam.simd.OpMaker.op;

import dev.assam.backend.KernelTable;
import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Prints nanoseconds by element of kernels that are not products: a main class, no test. */
final class LoopBenchmark {
  private static final int ROUNDS = 40;
  private static final int ELEMENTS = 1 << 21;

  private LoopBenchmark() {}

  /** Runs everything once after the other; the second listing is the warm one. */
  public static void main(String[] args) {
    for (int round = 0; round < 2; round++) {
      for (String name :
          List.of(
              "Relu",
              "Sigmoid",
              "Tanh",
              "Exp",
              "Erf",
              "Log",
              "Gelu",
              "HardSwish",
              "LeakyRelu",
              "Elu",
              "Mish",
              "Sin")) {
        time(name, op(name), random(1, 1 << 20));
      }
      time("add", op("Add"), random(1, 1 << 20), random(2, 1 << 20));
      time("add rows of 64", op("Add"), random(1, 16384, 64), random(2, 64));
      time("softmax rows of 128", op("Softmax"), random(1, 1536, 128));
      time("softmax columns", op("Softmax", "axis", 1), random(1, 1, 1000, 169));
      Op layer = op("LayerNormalization");
      time("layer norm", layer, random(1, 128, 384), random(2, 384), random(3, 384));
      Op instance = new ChannelsLast(op("InstanceNormalization"));
      time("instance norm", instance, random(1, 1, 224, 224, 32), random(2, 32), random(3, 32));
      Op pool = op("MaxPool", "kernel_shape", List.of(3L, 3L), "strides", List.of(2L, 2L));
      time("max pool last", new ChannelsLast(pool), random(1, 1, 111, 111, 64));
      time("max pool first", pool, random(1, 1, 64, 111, 111));
      Op toLast = op("Transpose", "perm", List.of(0L, 2L, 3L, 1L));
      time("transpose to last", toLast, random(1, 1, 64, 56, 56));
      Op pad = op("Pad", "mode", "reflect");
      Tensor pads = Tensor.ofLongs(0, 0, 1, 1, 0, 0, 1, 1);
      time("pad last", new ChannelsLast(pad), random(1, 1, 224, 224, 32), pads);
      time("pad first", pad, random(1, 1, 32, 224, 224), pads);
      System.out.println();
    }
  }

  private static void time(String name, Op op, Tensor... inputs) {
    List<Task> tasks = tasks(op, inputs);
    int size = inputs[0].size();
    int repeats = Math.max(1, ELEMENTS / size);
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < repeats; i++) {
        for (Task task : tasks) {
          task.run(0, task.units(), 0);
        }
      }
      best = Math.min(best, (double) (System.nanoTime() - start) / repeats / size);
    }
    System.out.printf("%-24s %.3f ns%n", name, best);
  }

  private static List<Task> tasks(Op op, Tensor... inputs) {
    int n = inputs.length;
    TensorType[] types = new TensorType[n];
    List<Value> values = new ArrayList<>();
    boolean[] present = new boolean[n];
    Arrays.fill(present, true);
    Tensor[] known = inputs.clone();
    known[0] = null;
    Packs packs = new Packs();
    for (int i = 0; i < n; i++) {
      types[i] = inputs[i].type();
      values.add(new Value("x" + i, null));
      packs.offer(values.get(i), inputs[i], false);
    }
    Inputs in = new Inputs(op, "timed", types, inputs, present, new boolean[] {true}, null);
    TensorType out = (TensorType) op.infer(in).get(0);
    Node node = new Node("timed", op, values, List.of(new Value("y", null)));
    KernelRequest request = new KernelRequest(node, types, known, new TensorType[] {out}, packs);
    KernelTable.Choice<Kernel> choice = SimdKernels.choose(request);
    Tensor y = Tensor.allocate(out);
    List<Task> tasks = new ArrayList<>();
    choice.kernel().addTasks(FixedPlaces.of(choice.kernel(), inputs, List.of(y), 1, 0), tasks);
    return tasks;
  }
}
