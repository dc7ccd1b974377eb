package dev.assam.testing;

import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A graph of cheap operators over small float32 tensors, another one for each seed: chains and
 * forks, shapes known and unknown, constants and arithmetic with shapes, bodies. No function in it
 * jumps where a rounding could make the difference.
 */
public final class RandomGraph {
  private record Made(String name, int... dims) {}

  private final Random random;
  private final OnnxGraph graph = new OnnxGraph("random");
  private final List<Made> made = new ArrayList<>();
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private int names;

  /** Draws a graph; {@code open} are the chances of an input's dimension to be unknown. */
  public RandomGraph(long seed, double open) {
    random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    int count = 1 + random.nextInt(3);
    int[] picture = {1 + random.nextInt(2), 1 + random.nextInt(6), size(), size()};
    for (int i = 0; i < count; i++) {
      int[] dims = random.nextInt(3) > 0 ? picture.clone() : dims(1 + random.nextInt(4));
      input("x" + i, open, dims);
    }
    int nodes = 3 + random.nextInt(18);
    for (int i = 0; i < nodes; i++) {
      node();
    }
    for (int i = made.size() - 1; i >= 0; i -= 1 + random.nextInt(4)) {
      graph.output(made.get(i).name(), null);
    }
  }

  /** The model file. */
  public byte[] toBytes() {
    return new OnnxModel(graph).ir(10).opset(17).toBytes();
  }

  /** Values for the inputs; they belong to the caller's memory scope. */
  public Map<String, Tensor> inputs() {
    return inputs;
  }

  private int size() {
    return 1 + random.nextInt(6);
  }

  private int[] dims(int rank) {
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = size();
    }
    return dims;
  }

  private void input(String name, double open, int... dims) {
    int[] declared = dims.clone();
    for (int i = 0; i < dims.length; i++) {
      declared[i] = random.nextDouble() < open ? -1 : dims[i];
    }
    graph.input(name, DType.FLOAT32, declared);
    inputs.put(name, values(dims));
    made.add(new Made(name, dims));
  }

  private Tensor values(int... dims) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(dims));
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setDouble(i, random.nextGaussian());
    }
    return tensor;
  }

  private String constant(Tensor tensor) {
    String name = "c" + names++;
    if (random.nextInt(4) == 0) {
      graph.node(new OnnxNode("Constant").out(name).attr("value", tensor));
    } else {
      graph.initializer(name, tensor);
    }
    return name;
  }

  private Made pick() {
    int back = Math.min(made.size(), 1 + random.nextInt(random.nextInt(3) == 0 ? 8 : 2));
    return made.get(made.size() - back);
  }

  /** The latest of rank 4, or null. */
  private Made picture() {
    for (int i = made.size() - 1; i >= 0; i--) {
      if (made.get(i).dims().length == 4) {
        return made.get(i);
      }
    }
    return null;
  }

  private void add(OnnxNode node, int... dims) {
    String name = "v" + names++;
    graph.node(node.out(name).name(name));
    long elements = Shape.of(dims).elements();
    if (elements > 0 && elements < 4000) {
      made.add(new Made(name, dims));
    }
  }

  private void node() {
    Made x = pick();
    switch (random.nextInt(24)) {
      case 0, 1, 2, 3 -> unary(x);
      case 4, 5, 6, 7 -> withConstant(x);
      case 8, 9 -> withOther(x);
      case 10, 11 -> transpose(x);
      case 12, 13 -> reshape(x);
      case 14 -> reduce(x);
      case 15 -> concat(x);
      case 16 -> product(x);
      case 17 -> cut(x);
      case 18 -> branch(x);
      default -> onPicture();
    }
  }

  private void unary(Made x) {
    String[] plain = {
      "Relu",
      "Sigmoid",
      "Tanh",
      "Neg",
      "Abs",
      "Identity",
      "Softplus",
      "Erf",
      "HardSwish",
      "Softsign",
      "LeakyRelu",
      "Elu",
      "Dropout",
      "HardSigmoid"
    };
    if (random.nextInt(8) == 0) {
      int axis = random.nextInt(x.dims().length);
      add(new OnnxNode("Softmax").in(x.name()).attr("axis", axis), x.dims());
    } else {
      add(new OnnxNode(plain[random.nextInt(plain.length)]).in(x.name()), x.dims());
    }
  }

  private void withConstant(Made x) {
    int rank = x.dims().length;
    int[] dims = random.nextBoolean() ? new int[random.nextInt(rank + 1)] : x.dims().clone();
    for (int i = 0; i < dims.length; i++) {
      int own = x.dims()[rank - dims.length + i];
      dims[i] = random.nextInt(3) == 0 ? own : 1;
    }
    Tensor tensor = values(dims);
    String op = new String[] {"Add", "Sub", "Mul", "Div", "Max", "Min", "Pow"}[random.nextInt(7)];
    if (op.equals("Pow")) {
      tensor = Tensor.of(Shape.SCALAR, 1 + random.nextInt(3));
    } else if (random.nextInt(8) == 0) {
      tensor = Tensor.of(Shape.SCALAR, op.equals("Mul") || op.equals("Div") ? 1 : 0.5f);
    }
    for (int i = 0; op.equals("Div") && i < tensor.size(); i++) {
      tensor.setDouble(i, tensor.getDouble(i) < 0 ? -1.5 : 0.75);
    }
    boolean first = random.nextInt(3) == 0 && !op.equals("Div") && !op.equals("Pow");
    String c = constant(tensor);
    add(new OnnxNode(op).in(first ? c : x.name(), first ? x.name() : c), x.dims());
  }

  private void withOther(Made x) {
    Made y = pick();
    Shape shape = Shape.broadcast(Shape.of(x.dims()), Shape.of(y.dims()));
    String op = new String[] {"Add", "Sub", "Mul", "Max", "Sum", "Where"}[random.nextInt(6)];
    if (shape == null || shape.elements() > 4000) {
      return;
    }
    if (op.equals("Where")) {
      String less = "v" + names++;
      String limit = constant(Tensor.of(Shape.SCALAR, 0.37f));
      graph.node(new OnnxNode("Less").in(x.name(), limit).out(less));
      add(new OnnxNode("Where").in(less, x.name(), y.name()), shape.toArray());
    } else {
      add(new OnnxNode(op).in(x.name(), y.name()), shape.toArray());
    }
  }

  private void transpose(Made x) {
    int rank = x.dims().length;
    long[] perm = new long[rank];
    int[] dims = new int[rank];
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      left.add(i);
    }
    boolean layout = rank == 4 && random.nextBoolean();
    int[][] moves = {{0, 2, 3, 1}, {0, 3, 1, 2}};
    int[] move = moves[random.nextInt(2)];
    for (int i = 0; i < rank; i++) {
      perm[i] = layout ? move[i] : left.remove(random.nextInt(left.size()));
      dims[i] = x.dims()[(int) perm[i]];
    }
    add(new OnnxNode("Transpose").in(x.name()).ints("perm", perm), dims);
  }

  private void reshape(Made x) {
    int rank = x.dims().length;
    int elements = Shape.of(x.dims()).size();
    switch (random.nextInt(5)) {
      case 0 -> {
        int axis = random.nextInt(rank + 1);
        int rows = (int) Shape.of(x.dims()).product(0, axis);
        add(new OnnxNode("Flatten").in(x.name()).attr("axis", axis), rows, elements / rows);
      }
      case 1 -> {
        int axis = random.nextInt(rank + 1);
        String axes = constant(Tensor.ofLongs(axis));
        int[] dims = Shape.of(x.dims()).insert(axis, 1).toArray();
        if (rank < 5) {
          add(new OnnxNode("Unsqueeze").in(x.name(), axes), dims);
        }
      }
      case 2 -> {
        String shape = constant(Tensor.ofLongs(x.dims()[0], -1));
        add(new OnnxNode("Reshape").in(x.name(), shape), x.dims()[0], elements / x.dims()[0]);
      }
      case 3 -> {
        // As exporters write it: the first dimension, whatever it is, and the rest.
        String shape = "v" + names++;
        String first = "v" + names++;
        String both = "v" + names++;
        graph.node(new OnnxNode("Shape").in(x.name()).out(shape));
        String zero = constant(Tensor.ofLongs(0));
        graph.node(new OnnxNode("Gather").in(shape, zero).out(first).attr("axis", 0));
        String rest = constant(Tensor.ofLongs(1, -1));
        graph.node(new OnnxNode("Concat").in(first, rest).out(both).attr("axis", 0));
        add(new OnnxNode("Reshape").in(x.name(), both), x.dims()[0], 1, elements / x.dims()[0]);
      }
      default -> {
        int axis = random.nextInt(rank);
        if (x.dims()[axis] == 1 && rank > 1) {
          String axes = constant(Tensor.ofLongs(axis));
          int[] dims = Shape.of(x.dims()).without(axis).toArray();
          add(new OnnxNode("Squeeze").in(x.name(), axes), dims);
        }
      }
    }
  }

  private void reduce(Made x) {
    String op = new String[] {"ReduceMean", "ReduceMax", "ReduceMin"}[random.nextInt(3)];
    boolean keep = random.nextBoolean();
    int[] dims = x.dims().clone();
    List<Long> axes = new ArrayList<>();
    Shape shape = Shape.of(dims);
    for (int i = dims.length - 1; i >= 0; i--) {
      if (random.nextInt(2) == 0) {
        axes.add((long) i);
        shape = keep ? shape.with(i, 1) : shape.without(i);
      }
    }
    if (!axes.isEmpty() && shape.rank() > 0) {
      long[] list = axes.stream().mapToLong(Long::longValue).toArray();
      OnnxNode node = new OnnxNode(op).in(x.name()).ints("axes", list);
      add(node.attr("keepdims", keep ? 1 : 0), shape.toArray());
    }
  }

  private void concat(Made x) {
    int axis = random.nextInt(x.dims().length);
    List<String> parts = new ArrayList<>();
    int sum = 0;
    for (int i = 0; i < 3; i++) {
      Made y = i == 0 ? x : pick();
      if (Shape.of(y.dims()).equals(Shape.of(x.dims()))) {
        parts.add(y.name());
        sum += y.dims()[axis];
      }
    }
    int[] dims = x.dims().clone();
    dims[axis] = sum;
    add(new OnnxNode("Concat").in(parts).attr("axis", axis), dims);
  }

  private void product(Made x) {
    int rank = x.dims().length;
    int k = x.dims()[rank - 1];
    int n = size();
    if (rank == 2 && random.nextBoolean()) {
      boolean transposed = random.nextBoolean();
      String w = constant(transposed ? values(n, k) : values(k, n));
      String c = constant(values(random.nextBoolean() ? new int[] {n} : new int[] {1, n}));
      OnnxNode gemm = new OnnxNode("Gemm").in(x.name(), w, c).attr("transB", transposed ? 1 : 0);
      add(gemm.attr("alpha", 0.5).attr("beta", 2.0), x.dims()[0], n);
    } else if (rank >= 2) {
      int[] dims = x.dims().clone();
      dims[rank - 1] = n;
      add(new OnnxNode("MatMul").in(x.name(), constant(values(k, n))), dims);
    }
  }

  private void cut(Made x) {
    int axis = random.nextInt(x.dims().length);
    int from = random.nextInt(x.dims()[axis]);
    int[] dims = x.dims().clone();
    if (random.nextBoolean()) {
      dims[axis] -= from;
      String[] bounds = {
        constant(Tensor.ofLongs(from)),
        constant(Tensor.ofLongs(Long.MAX_VALUE)),
        constant(Tensor.ofLongs(axis))
      };
      add(new OnnxNode("Slice").in(x.name(), bounds[0], bounds[1], bounds[2]), dims);
    } else {
      int after = random.nextInt(2);
      long[] pads = new long[2 * dims.length];
      pads[axis] = random.nextInt(2);
      pads[dims.length + axis] = after;
      dims[axis] += (int) pads[axis] + after;
      add(new OnnxNode("Pad").in(x.name(), constant(Tensor.ofLongs(pads))), dims);
    }
  }

  /** An If that captures a value; the branch is known, or depends on data. */
  private void branch(Made x) {
    String condition;
    if (random.nextBoolean()) {
      condition = constant(Tensor.ofBooleans(Shape.SCALAR, random.nextBoolean()));
    } else {
      condition = "v" + names++;
      String max = "v" + names++;
      graph.node(new OnnxNode("ReduceMax").in(x.name()).out(max).attr("keepdims", 0));
      String limit = constant(Tensor.of(Shape.SCALAR, 0.37f));
      graph.node(new OnnxNode("Less").in(max, limit).out(condition));
    }
    OnnxGraph[] branches = new OnnxGraph[2];
    for (int i = 0; i < 2; i++) {
      String y = "v" + names++;
      String z = "v" + names++;
      branches[i] =
          new OnnxGraph("branch" + i)
              .node(new OnnxNode(i == 0 ? "Tanh" : "Relu").in(x.name()).out(y))
              .node(new OnnxNode("Neg").in(y).out(z))
              .output(z, null);
    }
    OnnxNode node = new OnnxNode("If").in(condition);
    add(node.attr("then_branch", branches[0]).attr("else_branch", branches[1]), x.dims());
  }

  private void onPicture() {
    Made x = picture();
    if (x == null) {
      return;
    }
    int[] d = x.dims().clone();
    switch (random.nextInt(9)) {
      case 0, 1, 2 -> convolution(x);
      case 7 -> attention(x);
      case 3 -> {
        String[] parameters = new String[4];
        for (int i = 0; i < 4; i++) {
          Tensor values = values(d[1]);
          for (int c = 0; i == 3 && c < values.size(); c++) {
            values.setDouble(c, 0.5 + Math.abs(values.getDouble(c)));
          }
          parameters[i] = constant(values);
        }
        add(
            new OnnxNode("BatchNormalization")
                .in(x.name(), parameters[0], parameters[1], parameters[2], parameters[3]),
            d);
      }
      case 4 -> add(new OnnxNode("GlobalAveragePool").in(x.name()), d[0], d[1], 1, 1);
      case 5 -> {
        String op = random.nextBoolean() ? "MaxPool" : "AveragePool";
        OnnxNode pool = new OnnxNode(op).in(x.name()).ints("kernel_shape", 3, 3);
        pool.ints("pads", 1, 1, 1, 1).ints("strides", 2, 2);
        add(pool, d[0], d[1], (d[2] + 1) / 2, (d[3] + 1) / 2);
      }
      case 6 -> resize(x);
      default -> {
        String scale = constant(values(d[1]));
        String shift = constant(values(d[1]));
        OnnxNode node = new OnnxNode("InstanceNormalization").in(x.name(), scale, shift);
        add(node.attr("epsilon", 0.1), d);
      }
    }
  }

  private void resize(Made x) {
    int[] d = x.dims();
    int rows = d[2] * (1 + random.nextInt(2));
    int columns = d[3] * (1 + random.nextInt(2));
    OnnxNode node;
    if (random.nextBoolean()) {
      float[] by = {1, 1, rows / (float) d[2], columns / (float) d[3]};
      node = new OnnxNode("Resize").in(x.name(), "", constant(Tensor.of(Shape.of(4), by)));
    } else {
      rows = size();
      String to = constant(Tensor.ofLongs(d[0], d[1], rows, columns));
      // Not the nearest: a rounding might choose another one.
      node = new OnnxNode("Resize").in(x.name(), "", "", to).attr("mode", "linear");
    }
    add(node, d[0], d[1], rows, columns);
  }

  /** As in a decoder: keys and values behind those of the past, which others may need, too. */
  private void attention(Made x) {
    int[] d = x.dims();
    int past = size();
    String keys = "v" + names++;
    String products = "v" + names++;
    String turned = "v" + names++;
    String weights = "v" + names++;
    String k = constant(values(d[0], d[1], past, d[3]));
    graph.node(new OnnxNode("Concat").in(k, x.name()).out(keys).attr("axis", 2));
    String v = constant(values(d[0], d[1], past, d[3]));
    add(new OnnxNode("Concat").in(v, x.name()).attr("axis", 2), d[0], d[1], past + d[2], d[3]);
    String joined = "v" + (names - 1);
    graph.node(new OnnxNode("Transpose").in(keys).out(turned).ints("perm", 0, 1, 3, 2));
    graph.node(new OnnxNode("MatMul").in(x.name(), turned).out(products));
    graph.node(new OnnxNode("Softmax").in(products).out(weights).attr("axis", -1));
    add(new OnnxNode("MatMul").in(weights, joined), d);
  }

  private void convolution(Made x) {
    int[] d = x.dims();
    int kernel = random.nextBoolean() ? 1 : 3;
    int group = random.nextInt(3) == 0 ? d[1] : 1;
    int maps = group * (1 + random.nextInt(3));
    String w = constant(values(maps, d[1] / group, kernel, kernel));
    List<String> inputs = new ArrayList<>(List.of(x.name(), w));
    if (random.nextBoolean()) {
      inputs.add(constant(values(maps)));
    }
    int pad = kernel / 2;
    int stride = 1 + random.nextInt(2);
    OnnxNode conv = new OnnxNode("Conv").in(inputs).attr("group", group);
    conv.ints("pads", pad, pad, pad, pad).ints("strides", stride, stride);
    add(conv, d[0], maps, (d[2] - 1) / stride + 1, (d[3] - 1) / stride + 1);
  }
}
