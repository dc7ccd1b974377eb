package dev.assam.simd;

import static dev.assam.simd.KernelCheck.noise;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.Expr;
import dev.assam.op.Op;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.fused.WithEpilogue;
import dev.assam.op.linear.MatMul;
import dev.assam.op.nn.Conv;
import dev.assam.op.nn.WindowAttributes;
import dev.assam.simd.kernel.Lanes;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * Speed of products and convolutions at shapes of real models on one thread, in GFLOP/s and percent
 * of what a loop of multiply-adds in registers reaches in the same run: the best of many, by the
 * thread's own time, since other processes may be busy. Run main with the module
 * jdk.incubator.vector.
 */
final class ShapeBenchmark {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 12;
  private static final int REPEATS = 8;

  /** Where results go, so that they have to be computed. */
  @SuppressWarnings("UnusedVariable")
  private static volatile float sink;

  private final String name;
  private final double flops;
  private final List<Task> tasks = new ArrayList<>();
  private long best = Long.MAX_VALUE;

  private ShapeBenchmark(String name, double flops, Op op, int[] out, Tensor... inputs) {
    this.name = name;
    this.flops = flops;
    Packs packs = new Packs();
    List<Value> values = new ArrayList<>();
    TensorType[] types = new TensorType[inputs.length];
    Tensor[] constants = new Tensor[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      values.add(new Value("x" + i, null));
      types[i] = inputs[i].type();
      if (i > 0) {
        constants[i] = inputs[i];
        packs.offer(values.get(i), inputs[i], false);
      }
    }
    Tensor result = Tensor.allocate(DType.FLOAT32, Shape.of(out));
    Op whole = op;
    if (op instanceof Conv) {
      Expr relu = Expr.max(Expr.in(0), Expr.c(0));
      whole = new WithEpilogue(new ChannelsLast(op), inputs.length, relu);
    }
    Node node = new Node(name, whole, values, List.of(new Value("y", null)));
    TensorType[] outputs = {result.type()};
    KernelRequest request = new KernelRequest(node, types, constants, outputs, packs);
    Kernel kernel = SimdKernels.choose(request).kernel();
    kernel.addTasks(FixedPlaces.of(kernel, inputs, List.of(result), 1, 0), tasks);
  }

  private static ShapeBenchmark matMul(int m, int n, int k) {
    return new ShapeBenchmark(
        "matmul " + m + "x" + n + "x" + k,
        2.0 * m * n * k,
        new MatMul(),
        new int[] {m, n},
        noise(1, m, k),
        noise(2, k, n));
  }

  private static ShapeBenchmark conv(int size, int c, int m, int kernel, int stride, int group) {
    int pad = kernel / 2;
    int out = (size + 2 * pad - kernel) / stride + 1;
    WindowAttributes window =
        new WindowAttributes(
            "NOTSET", null, List.of(stride, stride), null, List.of(pad, pad, pad, pad), false);
    return new ShapeBenchmark(
        "conv "
            + size
            + "x"
            + size
            + " "
            + c
            + ">"
            + m
            + " "
            + kernel
            + "x"
            + kernel
            + "/"
            + stride
            + (group == 1 ? "" : " groups " + group),
        2.0 * out * out * m * ((double) c / group) * kernel * kernel,
        new Conv(window, group),
        new int[] {1, out, out, m},
        noise(1, 1, size, size, c),
        noise(2, m, c / group, kernel, kernel),
        noise(3, m));
  }

  private void run() {
    for (int i = 0; i < REPEATS; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      for (Task task : tasks) {
        task.run(0, task.units(), 0);
      }
      best = Math.min(best, THREADS.getCurrentThreadCpuTime() - start);
    }
  }

  private static double peak() {
    double best = 0;
    for (int i = 0; i < 20; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      sink = multiplyAdds(100_000);
      double flops = 2.0 * 8 * Lanes.F32 * 100_000;
      best = Math.max(best, flops / (THREADS.getCurrentThreadCpuTime() - start));
    }
    return best;
  }

  private static float multiplyAdds(int n) {
    FloatVector a = FloatVector.broadcast(Lanes.F, 1e-9f);
    FloatVector b = FloatVector.broadcast(Lanes.F, 0.5f);
    FloatVector c0 = a;
    FloatVector c1 = a;
    FloatVector c2 = a;
    FloatVector c3 = a;
    FloatVector c4 = a;
    FloatVector c5 = a;
    FloatVector c6 = a;
    FloatVector c7 = a;
    for (int i = 0; i < n; i++) {
      c0 = a.fma(b, c0);
      c1 = a.fma(b, c1);
      c2 = a.fma(b, c2);
      c3 = a.fma(b, c3);
      c4 = a.fma(b, c4);
      c5 = a.fma(b, c5);
      c6 = a.fma(b, c6);
      c7 = a.fma(b, c7);
    }
    return c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6).add(c7).lane(0);
  }

  public static void main(String[] args) {
    List<ShapeBenchmark> all =
        List.of(
            matMul(512, 512, 512),
            matMul(128, 1536, 384),
            matMul(128, 384, 1536),
            matMul(1, 1000, 2048),
            conv(224, 3, 64, 7, 2, 1),
            conv(56, 64, 64, 3, 1, 1),
            conv(56, 64, 256, 1, 1, 1),
            conv(56, 256, 64, 1, 1, 1),
            conv(28, 128, 128, 3, 1, 1),
            conv(28, 512, 128, 1, 1, 1),
            conv(14, 256, 256, 3, 1, 1),
            conv(14, 1024, 256, 1, 1, 1),
            conv(7, 512, 512, 3, 1, 1),
            conv(7, 2048, 512, 1, 1, 1),
            conv(55, 16, 64, 1, 1, 1),
            conv(55, 64, 16, 1, 1, 1),
            conv(224, 32, 3, 9, 1, 1),
            conv(56, 128, 128, 3, 1, 128),
            conv(20, 480, 480, 5, 1, 480));
    double peak = peak();
    for (int i = 0; i < ROUNDS; i++) {
      all.forEach(ShapeBenchmark::run);
    }
    peak = Math.max(peak, peak());
    System.out.println(Lanes.F32 + " lanes, registers only: " + Math.round(peak) + " GFLOP/s");
    for (ShapeBenchmark shape : all) {
      double speed = shape.flops / shape.best;
      System.out.println(
          shape.name
              + ": "
              + shape.best / 1000
              + " us, "
              + Math.round(speed)
              + " GFLOP/s, "
              + Math.round(100 * speed / peak)
              + " %");
    }
  }
}
