package dev.assam.nativerun.bench;

import dev.assam.graph.Graph;
import dev.assam.simd.KernelLoop;
import dev.assam.simd.Workers;
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

/** The product of two square matrices, the second packed before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GemmBenchmark {
  @Param({"128", "512", "1024"})
  private int size;

  private KernelLoop loop;

  @Setup
  public void open() {
    Graph graph = new BenchShape(false, List.of(size, size, size)).graph();
    loop = new KernelLoop(graph, BenchShape.inputs(graph), Workers.ONE);
  }

  @TearDown
  public void close() {
    loop.close();
  }

  @Benchmark
  public void gemm() {
    loop.run();
  }
}
