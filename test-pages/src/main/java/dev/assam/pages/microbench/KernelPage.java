package dev.assam.pages.microbench;

import dev.assam.graph.Graph;
import dev.assam.memory.MemoryScope;
import dev.assam.nativerun.bench.BenchShape;
import dev.assam.simd.KernelLoop;
import dev.assam.simd.Workers;
import dev.assam.simd.kernel.Lanes;
import dev.assam.simd.kernel.Peak;
import dev.assam.simd.kernel.Stream;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.wasm.memory.LinearMemory;
import java.util.ArrayList;
import java.util.List;
import org.teavm.interop.Export;

/** One kernel at a time, in the page. The page's script keeps the time. */
public final class KernelPage {
  private static final List<Integer> SIZES = new ArrayList<>();

  /** Floats: more than caches hold. */
  private static final int STREAM = 32 << 20;

  private static BenchShape shape;
  private static Graph graph;
  private static KernelLoop loop;
  private static Tensor stream;

  private KernelPage() {}

  public static void main(String[] args) {}

  /** To be called first; see {@link LinearMemory#init}. */
  @Export(name = "init")
  public static void init(int baseBytes, int pagesNow, int pagesLimit) {
    LinearMemory.init(baseBytes, pagesNow, pagesLimit);
  }

  /** The next size of the shape that is to be opened. */
  @Export(name = "size")
  public static void size(int size) {
    SIZES.add(size);
  }

  /** Makes the kernel of a shape, a convolution if {@code isConv} is not 0. */
  @Export(name = "open")
  @SuppressWarnings("try")
  public static void open(int isConv) {
    try (MemoryScope scope = MemoryScope.open()) {
      shape = new BenchShape(isConv != 0, SIZES);
      graph = shape.graph();
      SIZES.clear();
      loop = new KernelLoop(graph, BenchShape.inputs(graph), Workers.ONE);
    }
  }

  @Export(name = "run")
  public static void run(int times) {
    for (int i = 0; i < times; i++) {
      loop.run();
    }
  }

  /** How many elements of the result are compared. */
  @Export(name = "samples")
  public static int samples() {
    return shape.samples();
  }

  /** One of these elements. */
  @Export(name = "sample")
  public static float sample(int i) {
    return (float) loop.output(shape.place(i, true));
  }

  @Export(name = "close")
  public static void close() {
    loop.close();
    graph.constants().values().forEach(weights -> weights.release());
  }

  /** Floating-point operations in one round of {@link #peak}. */
  @Export(name = "peakOperations")
  public static int peakOperations() {
    return Peak.OPERATIONS * Lanes.F32;
  }

  @Export(name = "peak")
  public static float peak(int rounds) {
    return Peak.run(rounds, 1e-3f, 1e-3f);
  }

  /** Gives {@link #stream} its memory; how many bytes it reads. */
  @Export(name = "streamBytes")
  public static int streamBytes() {
    if (stream == null) {
      stream = Tensor.allocate(DType.FLOAT32, Shape.of(STREAM));
      stream.retain();
      // Pages that nobody wrote to are all one page of zeros, which a cache holds.
      for (int i = 0; i < STREAM; i += 256) {
        stream.floats().set(i, 1);
      }
    }
    return STREAM * 4;
  }

  @Export(name = "stream")
  public static float stream() {
    return Stream.sum(stream.floats(), STREAM);
  }
}
