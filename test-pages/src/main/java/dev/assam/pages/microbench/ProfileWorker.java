package dev.assam.pages.microbench;

import dev.assam.memory.Storage;
import dev.assam.nativerun.bench.ModelLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A process that times each node of a model on the JVM and prints a line for each. */
public final class ProfileWorker {
  static final String ANSWER = "node ";

  private ProfileWorker() {}

  /**
   * @param args the file, how long to warm up in milliseconds, how many rounds count, and for each
   *     input its sizes with {@code x} between
   */
  public static void main(String[] args) throws IOException {
    List<int[]> dims = new ArrayList<>();
    for (String input : List.of(args).subList(3, args.length)) {
      dims.add(Arrays.stream(input.split("x", -1)).mapToInt(Integer::parseInt).toArray());
    }
    ModelLoop loop = new ModelLoop(Storage.ofBytes(Files.readAllBytes(Path.of(args[0]))), dims);
    long start = System.nanoTime();
    while (System.nanoTime() - start < Integer.parseInt(args[1]) * 1_000_000L) {
      round(loop, new long[loop.nodes()]);
    }
    int rounds = Integer.parseInt(args[2]);
    long[] sums = new long[loop.nodes()];
    for (int i = 0; i < rounds; i++) {
      round(loop, sums);
    }
    for (int node = 0; node < loop.nodes(); node++) {
      System.out.println(ANSWER + sums[node] / 1e6 / rounds + " " + loop.name(node));
    }
  }

  private static void round(ModelLoop loop, long[] sums) {
    long before = System.nanoTime();
    for (int node = 0; node < sums.length; node++) {
      loop.run(node);
      long after = System.nanoTime();
      sums[node] += after - before;
      before = after;
    }
  }
}
