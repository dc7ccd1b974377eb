package dev.assam.nativerun.bench;

import dev.assam.graph.Graph;
import dev.assam.simd.KernelLoop;
import dev.assam.simd.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Convolutions of one kind each, out of a list of shapes, the weights packed before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConvBenchmark {
  /** First layer, 1×1, 3×3, 3×3 with stride 2, depthwise 3×3 and 5×5. */
  @Param({
    "1 3 224 224 64 7 7 2 2 3 3 1",
    "1 256 14 14 1024 1 1 1 1 0 0 1",
    "1 128 28 28 128 3 3 1 1 1 1 1",
    "1 128 56 56 128 3 3 2 2 1 1 1",
    "1 128 56 56 128 3 3 1 1 1 1 128",
    "1 128 56 56 128 5 5 1 1 2 2 128"
  })
  private String shape;

  private KernelLoop loop;

  @Setup
  public void open() {
    List<Integer> sizes = Arrays.stream(shape.split(" ", -1)).map(Integer::valueOf).toList();
    Graph graph = new BenchShape(true, sizes).graph();
    loop = new KernelLoop(graph, BenchShape.inputs(graph), Workers.ONE);
  }

  @TearDown
  public void close() {
    loop.close();
  }

  @Benchmark
  public void conv() {
    loop.run();
  }
}
