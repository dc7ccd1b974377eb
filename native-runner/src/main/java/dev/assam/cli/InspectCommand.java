package dev.assam.cli;

import dev.assam.ModelFile;
import dev.assam.error.AssamException;
import dev.assam.graph.Graph;
import dev.assam.graph.GraphPrinter;
import dev.assam.graph.Layout;
import dev.assam.graph.Node;
import dev.assam.graph.TypeInference;
import dev.assam.graph.Value;
import dev.assam.onnx.Model;
import dev.assam.onnx.UnsupportedOp;
import dev.assam.op.Deadline;
import dev.assam.optimize.Optimized;
import dev.assam.optimize.Pass;
import dev.assam.optimize.Pipeline;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a model is made of, whether or not Assam can run all of it. */
@Command(
    name = "inspect",
    description = "Shows a model's inputs, outputs, operators and graph.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path file;

  @Option(names = "--no-graph", description = "Leave the graph itself out.")
  private boolean noGraph;

  @Option(names = "--optimised", description = "Print the graph as it is optimised when opened.")
  private boolean optimised;

  @Option(names = "--explain", description = "Print what each pass of the optimiser changes.")
  private boolean explain;

  @Option(
      names = "--without-pass",
      split = ",",
      paramLabel = "PASS",
      description = "Leave passes of the optimiser out.")
  private Set<String> withoutPasses = Set.of();

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      description = "What the graph is optimised for: channels-first (the default), channels-last.")
  private String layout = "channels-first";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Model model = ModelFile.read(file);
    try {
      print(model, spec.commandLine().getOut());
    } finally {
      model.release();
    }
    return 0;
  }

  private void print(Model model, PrintWriter out) {
    Graph graph = model.graph();
    out.println("model       " + file);
    out.println("IR version  " + model.irVersion());
    out.println("producer    " + (model.producer().isEmpty() ? "not said" : model.producer()));
    new TreeMap<>(model.opsets())
        .forEach((domain, version) ->
            out.println("opset       " + (domain.isEmpty() ? "ai.onnx" : domain) + " " + version));
    new TreeMap<>(model.metadata())
        .forEach((key, value) -> out.println("metadata    " + key + " = " + value));
    int defaults = 0;
    for (Value input : graph.inputs()) {
      if (graph.constants().containsKey(input)) {
        defaults++;
      } else {
        out.println("input       " + input.name() + ": " + input.declared());
      }
    }
    if (defaults > 0) {
      out.println("            and " + defaults + " inputs that have a default");
    }
    for (Value output : graph.outputs()) {
      String type = output.declared() == null ? "" : ": " + output.declared();
      out.println("output      " + output.name() + type);
    }
    long elements = 0;
    long bytes = 0;
    for (Tensor weight : model.weights()) {
      elements += weight.size();
      bytes += ((long) weight.size() * weight.dtype().bits() + 7) / 8;
    }
    out.println(String.format(Locale.ROOT, "parameters  %,d in %,d bytes", elements, bytes));
    printOperators(model, out);
    if ((optimised || explain) && model.unsupported().isEmpty()) {
      printOptimised(graph, out);
    } else if (!noGraph) {
      out.println();
      out.print(GraphPrinter.print(graph, types(model)));
    }
    out.flush();
  }

  private void printOptimised(Graph graph, PrintWriter out) {
    Map<Value, ValueType> types = new HashMap<>();
    for (Value input : graph.inputs()) {
      if (!graph.constants().containsKey(input)) {
        types.put(input, input.declared());
      }
    }
    Pipeline pipeline = new Pipeline(layout(), withoutPasses);
    if (explain) {
      List<Pass> passes = new ArrayList<>();
      pipeline.passes().forEach(pass -> passes.add(new ExplainedPass(pass, out)));
      pipeline = new Pipeline(passes);
    }
    Optimized result = pipeline.run(graph, types, Deadline.NONE);
    try {
      int before = Pipeline.count(graph);
      out.println("optimised   " + before + " → " + Pipeline.count(result.graph()) + " nodes");
      for (Optimized.Change change : result.changes()) {
        if (change.failure() != null) {
          out.println("  " + change);
        }
      }
      if (optimised && !noGraph) {
        out.println();
        out.print(GraphPrinter.print(result.graph(), TypeInference.infer(result.graph(), types)));
      }
    } finally {
      result.release();
    }
  }

  private Layout layout() {
    return switch (layout) {
      case "channels-first" -> Layout.CHANNELS_FIRST;
      case "channels-last" -> Layout.CHANNELS_LAST;
      default ->
          throw new ParameterException(
              spec.commandLine(),
              "--layout " + layout + " (allowed: channels-first, channels-last)");
    };
  }

  private static void printOperators(Model model, PrintWriter out) {
    Map<String, Integer> counts = new TreeMap<>();
    Set<String> unsupported = new HashSet<>();
    int nodes = count(model.graph(), counts, unsupported);
    out.println("nodes       " + nodes);
    counts.forEach((name, count) -> {
      String mark = unsupported.contains(name) ? " (unsupported)" : "";
      out.println(String.format(Locale.ROOT, "  %5d  %s%s", count, name, mark));
    });
    if (model.unsupported().isEmpty()) {
      out.println("Assam can run every node.");
    } else {
      out.println("Assam cannot run this model:");
      model.unsupported().forEach(reason -> out.println("  " + reason));
    }
  }

  /** Counts the nodes by operator, those of bodies too. */
  private static int count(Graph graph, Map<String, Integer> counts, Set<String> unsupported) {
    int nodes = 0;
    for (Node node : graph.nodes()) {
      String name = node.op().type().toString();
      counts.merge(name, 1, Integer::sum);
      if (node.op() instanceof UnsupportedOp) {
        unsupported.add(name);
      }
      nodes++;
      for (Graph body : Graph.bodies(node)) {
        nodes += count(body, counts, unsupported);
      }
    }
    return nodes;
  }

  /** The types of all values as far as they follow; the declared ones where a node refuses. */
  private Map<Value, ValueType> types(Model model) {
    if (!model.unsupported().isEmpty()) {
      return Map.of();
    }
    try {
      return TypeInference.infer(model.graph(), Map.of());
    } catch (AssamException e) {
      spec.commandLine().getErr().println("assam: " + e.getMessage());
      return Map.of();
    }
  }
}
