package dev.assam.cli;

import dev.assam.ModelFile;
import dev.assam.backend.Compiler;
import dev.assam.backend.Executable;
import dev.assam.backend.MemoryUse;
import dev.assam.graph.Graph;
import dev.assam.graph.Layout;
import dev.assam.graph.Value;
import dev.assam.memory.MemoryScope;
import dev.assam.onnx.Model;
import dev.assam.op.Deadline;
import dev.assam.optimize.Optimized;
import dev.assam.optimize.Pipeline;
import dev.assam.plan.ExecutionPlan;
import dev.assam.simd.SimdBackend;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Prints a table of how many nodes models have before and after they are optimised, how long that
 * takes, and how much memory the SIMD backend plans for what they compute.
 */
@Command(
    name = "count",
    description =
        "Counts models' nodes as they are, optimised when opened, and for known sizes; times that;"
            + " and tells the memory planned for activations beside the most that lives at a time.",
    mixinStandardHelpOptions = true)
final class CountCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL[@SIZES]",
      description =
          "ONNX files, each with sizes for its inputs' unknown dimensions, as in x@1,128.")
  private List<String> models;

  @Option(
      names = "--fix",
      paramLabel = "NAME=VALUE",
      description = "What integer inputs of one element are, where a model has them.")
  private Map<String, Long> fixed = Map.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "| model | nodes | optimised when opened | with sizes known | in ms"
            + " | activations, KiB | at least | ratio |");
    out.println("|---|---|---|---|---|---|---|---|");
    for (String text : models) {
      int at = text.lastIndexOf('@');
      Path file = Path.of(at < 0 ? text : text.substring(0, at));
      Model model = ModelFile.read(file);
      try {
        out.println(row(file, model.graph(), sizes(at < 0 ? "" : text.substring(at + 1))));
      } finally {
        model.release();
      }
    }
    out.flush();
    return 0;
  }

  private List<Integer> sizes(String text) {
    List<Integer> sizes = new ArrayList<>();
    try {
      for (String size : text.isEmpty() ? new String[0] : text.split(",", -1)) {
        sizes.add(Integer.valueOf(size));
      }
    } catch (NumberFormatException e) {
      throw new ParameterException(spec.commandLine(), "sizes \"" + text + "\"", e);
    }
    return sizes;
  }

  private String row(Path file, Graph graph, List<Integer> sizes) {
    List<Value> inputs = new ArrayList<>();
    Map<Value, Tensor> constants = new LinkedHashMap<>(graph.constants());
    Map<Value, ValueType> declared = new HashMap<>();
    Map<Value, ValueType> known = new HashMap<>();
    for (Value input : graph.inputs()) {
      if (constants.containsKey(input)) {
        continue;
      }
      if (fixed.containsKey(input.name()) && input.declared() instanceof TensorType type) {
        Shape one = type.shape().hasRank() ? type.shape() : Shape.SCALAR;
        constants.put(input, Tensor.ofLongs(type.dtype(), one, fixed.get(input.name())));
        continue;
      }
      inputs.add(input);
      declared.put(input, input.declared());
      known.put(input, sized(input.declared(), sizes));
    }
    Graph given = new Graph(graph.name(), inputs, graph.outputs(), graph.nodes(), constants);
    Pipeline pipeline = new Pipeline(Layout.CHANNELS_LAST, Set.of());
    // The processor's, so that it does not hang on what else the machine does.
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long start = clock.getCurrentThreadCpuTime();
    Optimized opened = pipeline.run(given, declared, Deadline.NONE);
    Optimized bound = pipeline.run(opened.graph(), known, Deadline.NONE);
    long millis = (clock.getCurrentThreadCpuTime() - start) / 1_000_000;
    String row =
        "| "
            + file.getFileName()
            + " | "
            + Pipeline.count(graph)
            + " | "
            + Pipeline.count(opened.graph())
            + " | "
            + Pipeline.count(bound.graph())
            + " | "
            + millis
            + " | "
            + memory(bound.graph(), known)
            + " |";
    bound.release();
    opened.release();
    return row;
  }

  /** What is planned for activations, at least needed, and their ratio, as cells of a row. */
  @SuppressWarnings("try")
  private static String memory(Graph graph, Map<Value, ValueType> types) {
    try (MemoryScope scope = MemoryScope.open();
        Compiler compiler = new SimdBackend().compiler(0);
        Executable executable =
            compiler.compile(ExecutionPlan.of(graph), types, Set.of(), Deadline.NONE)) {
      MemoryUse use = executable.memory();
      double ratio = use.activations() / (double) Math.max(1, use.atLeast());
      return String.format(
          Locale.ROOT,
          "%d | %d | %.3f",
          use.activations() >> 10,
          use.atLeast() >> 10,
          use.atLeast() == 0 ? 1 : ratio);
    }
  }

  /** A type with its unknown dimensions replaced in turn, as far as there are sizes. */
  private static ValueType sized(ValueType type, List<Integer> sizes) {
    if (!(type instanceof TensorType tensor) || !tensor.shape().hasRank()) {
      return type;
    }
    int[] dims = tensor.shape().toArray();
    int next = 0;
    for (int i = 0; i < dims.length; i++) {
      dims[i] = dims[i] < 0 && next < sizes.size() ? sizes.get(next++) : dims[i];
    }
    return new TensorType(tensor.dtype(), Shape.of(dims));
  }
}
