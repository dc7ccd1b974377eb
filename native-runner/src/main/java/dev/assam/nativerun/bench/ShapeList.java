package dev.assam.nativerun.bench;

import dev.assam.ModelFile;
import dev.assam.graph.Graph;
import dev.assam.graph.Layout;
import dev.assam.graph.Node;
import dev.assam.graph.TypeInference;
import dev.assam.graph.Value;
import dev.assam.onnx.Model;
import dev.assam.op.Deadline;
import dev.assam.op.Op;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.fused.WithEpilogue;
import dev.assam.op.linear.Gemm;
import dev.assam.op.linear.MatMul;
import dev.assam.op.nn.Conv;
import dev.assam.optimize.Optimized;
import dev.assam.optimize.Pipeline;
import dev.assam.tensor.Shape;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The distinct shapes of a model, each with how often it occurs: a text file, a line for each shape
 * and its count at the end.
 */
public record ShapeList(String name, Map<BenchShape, Integer> counts) {
  /** Those that come with the program. */
  public static final List<String> NAMES =
      List.of("gemm", "light_resnet50", "light_squeezenet", "ppocr-det", "minilm");

  /**
   * The list of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ShapeList load(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException("no shapes of " + name + " (there are: " + NAMES + ")");
    }
    Map<BenchShape, Integer> counts = new LinkedHashMap<>();
    try (InputStream in = ShapeList.class.getResourceAsStream("shapes/" + name + ".txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
        String[] words = line.split(" ", -1);
        List<Integer> numbers = Arrays.stream(words).skip(1).map(Integer::valueOf).toList();
        int last = numbers.size() - 1;
        counts.put(
            new BenchShape(words[0].equals("conv"), numbers.subList(0, last)), numbers.get(last));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ShapeList(name, counts);
  }

  /**
   * The shapes of a model after it was optimised for the SIMD backend.
   *
   * @param dims of its inputs, by name; others must be static
   */
  public static ShapeList of(Path file, Map<String, int[]> dims) throws IOException {
    Model model = ModelFile.read(file);
    Map<Value, ValueType> types = new HashMap<>();
    for (Value input : model.graph().inputs()) {
      if (dims.containsKey(input.name())) {
        TensorType declared = (TensorType) input.declared();
        types.put(input, new TensorType(declared.dtype(), Shape.of(dims.get(input.name()))));
      }
    }
    Pipeline pipeline = new Pipeline(Layout.CHANNELS_LAST, Set.of());
    Optimized optimized = pipeline.run(model.graph(), types, Deadline.NONE);
    Map<BenchShape, Integer> counts = new LinkedHashMap<>();
    Map<Value, ValueType> all = TypeInference.infer(optimized.graph(), types);
    for (Node node : optimized.graph().nodes()) {
      BenchShape shape = shape(node, optimized.graph(), all);
      if (shape != null) {
        counts.merge(shape, 1, Integer::sum);
      }
    }
    optimized.release();
    model.release();
    return new ShapeList(file.getFileName().toString(), counts);
  }

  private static BenchShape shape(Node node, Graph graph, Map<Value, ValueType> types) {
    Op op = node.op() instanceof WithEpilogue with ? with.op() : node.op();
    boolean last = op instanceof ChannelsLast;
    op = op instanceof ChannelsLast wrapped ? wrapped.op() : op;
    if (node.inputs().size() < 2 || !graph.constants().containsKey(node.inputs().get(1))) {
      return null;
    }
    Shape x = ((TensorType) types.get(node.inputs().get(0))).shape();
    Shape w = graph.constants().get(node.inputs().get(1)).shape();
    return switch (op) {
      case MatMul _ when w.rank() == 2 && x.isStatic() ->
          new BenchShape(false, List.of(x.size() / w.dim(0), w.dim(1), w.dim(0)));
      case Gemm gemm when x.isStatic() ->
          new BenchShape(
              false, List.of(x.dim(0), w.dim(gemm.transB() ? 0 : 1), w.dim(gemm.transB() ? 1 : 0)));
      case Conv conv when last && x.rank() == 4 && x.isStatic() -> conv(conv, x, w);
      default -> null;
    };
  }

  private static BenchShape conv(Conv conv, Shape x, Shape w) {
    List<Integer> strides = orElse(conv.window().strides(), List.of(1, 1));
    List<Integer> pads = orElse(conv.window().pads(), List.of(0, 0, 0, 0));
    List<Integer> sizes = new ArrayList<>();
    sizes.addAll(List.of(x.dim(0), x.dim(3), x.dim(1), x.dim(2)));
    sizes.addAll(List.of(w.dim(0), w.dim(2), w.dim(3)));
    sizes.addAll(List.of(strides.get(0), strides.get(1), pads.get(0), pads.get(1), conv.group()));
    return new BenchShape(true, sizes);
  }

  private static List<Integer> orElse(List<Integer> list, List<Integer> other) {
    return list == null ? other : list;
  }

  /** The lines of the file. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    counts.forEach((shape, count) -> text.append(shape).append(' ').append(count).append('\n'));
    return text.toString();
  }
}
