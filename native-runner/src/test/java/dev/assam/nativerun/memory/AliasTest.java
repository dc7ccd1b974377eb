package dev.assam.nativerun.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.simd.SimdBackend;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.Difference;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxNode;
import dev.assam.testing.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Values that lie inside others: cut, joined and overwritten in any order. */
final class AliasTest {
  private static final SessionOptions SIMD = SessionOptions.DEFAULT.withBackend(new SimdBackend());

  private static Tensor noise(Random random, int rows) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(rows, 5));
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats().set(i, random.nextFloat() - 0.5f);
    }
    return tensor;
  }

  /** A graph of values [rows, 5]; every third of them is an output. */
  private static final class Writer {
    private final Random random;
    final OnnxGraph graph = new OnnxGraph("g");
    private final List<Integer> rows = new ArrayList<>();
    private final List<Integer> outputs = new ArrayList<>();
    private int constants;

    Writer(Random random) {
      this.random = random;
      graph.input("x0", DType.FLOAT32, 4, 5);
      rows.add(4);
      for (int i = 0; i < 14; i++) {
        add();
      }
      for (int i : outputs) {
        graph.output("x" + i, null);
      }
      graph.output("x" + (rows.size() - 1), null);
    }

    private int made(int count) {
      rows.add(count);
      int number = rows.size() - 1;
      if (random.nextInt(6) == 0 && outputs.size() < 4) {
        outputs.add(number);
      }
      return number;
    }

    private String constant(long... values) {
      String name = "c" + constants++;
      graph.initializer(name, Tensor.ofLongs(values));
      return name;
    }

    private void add() {
      int from = random.nextInt(rows.size());
      int other = random.nextInt(rows.size());
      int height = rows.get(from);
      String x = "x" + from;
      switch (random.nextInt(6)) {
        case 0 -> graph.node(new OnnxNode("Sigmoid").in(x).out("x" + made(height)));
        case 1 -> {
          if (rows.get(other) + height <= 40) {
            graph.node(
                new OnnxNode("Concat")
                    .in(x, "x" + other)
                    .out("x" + made(height + rows.get(other)))
                    .attr("axis", 0));
          }
        }
        case 2 -> {
          if (height > 1) {
            int cut = 1 + random.nextInt(height - 1);
            String sizes = constant(cut, height - cut);
            graph.node(
                new OnnxNode("Split")
                    .in(x, sizes)
                    .out("x" + made(cut), "x" + made(height - cut))
                    .attr("axis", 0));
          }
        }
        case 3 -> {
          int start = random.nextInt(height);
          int end = start + 1 + random.nextInt(height - start);
          graph.node(
              new OnnxNode("Slice")
                  .in(x, constant(start), constant(end))
                  .out("x" + made(end - start)));
        }
        case 4 -> {
          if (rows.get(other) == height) {
            graph.node(new OnnxNode("Add").in(x, "x" + other).out("x" + made(height)));
          }
        }
        default ->
            graph.node(new OnnxNode("Softmax").in(x).out("x" + made(height)).attr("axis", -1));
      }
    }
  }

  @Test
  void randomGraphsComputeTheSame() {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      OnnxGraph graph = new Writer(random).graph;
      try (Session raw = Sessions.open(graph, SessionOptions.DEFAULT.withOptimise(false));
          Session simd = Sessions.open(graph, SIMD.withOptimise(seed % 2 == 0));
          Tensor x = noise(random, 4)) {
        for (int run = 0; run < 2; run++) {
          try (Result expected = raw.run(Map.of("x0", x));
              Result result = simd.run(Map.of("x0", x))) {
            for (String name : expected.outputs().keySet()) {
              String told = "seed " + seed + ", output " + name;
              assertNull(
                  Difference.between(expected.get(name), result.get(name), 1e-5, 1e-6), told);
            }
          }
        }
      }
    }
  }

  /** Nodes without inputs cut nothing. */
  @Test
  void constantsAsNodes() {
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x", DType.FLOAT32, 4, 5)
            .node(new OnnxNode("Constant").out("c").floats("value_floats", 1, 2, 3, 4, 5))
            .node(new OnnxNode("Add").in("x", "c").out("y"))
            .output("y", null);
    try (Session session = Sessions.open(graph, SIMD.withOptimise(false));
        Tensor x = Tensor.allocate(DType.FLOAT32, Shape.of(4, 5));
        Result result = session.run(Map.of("x", x))) {
      assertEquals(5, result.tensor("y").floats().get(19));
    }
  }

  /** Parts of a tensor are neither copied nor given room of their own. */
  @Test
  void partsNeedNoRoom() {
    OnnxGraph graph =
        new OnnxGraph("g")
            .input("x", DType.FLOAT32, 64, 16)
            .initializer("half", Tensor.ofLongs(32, 32))
            .node(new OnnxNode("Split").in("x", "half").out("a", "b").attr("axis", 0))
            .node(new OnnxNode("Sigmoid").in("a").out("c"))
            .node(new OnnxNode("Softmax").in("b").out("d").attr("axis", -1))
            .node(new OnnxNode("Concat").in("d", "c").out("y").attr("axis", 0))
            .output("y", null);
    try (Session session = Sessions.open(graph, SIMD)) {
      long tensor = 64 * 16 * 4;
      long planned = session.memory().activations();
      assertTrue(planned < 2 * tensor + 16 * 1024, "planned are " + planned);
      assertEquals(session.memory().atLeast(), planned, planned * 0.1);
    }
  }
}
