package dev.assam.webgpu.kernel;

import static dev.assam.webgpu.kernel.Steps.in;
import static dev.assam.webgpu.kernel.Steps.out;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.move.GatherElements;
import dev.assam.op.move.GatherND;
import dev.assam.op.move.OneHot;
import dev.assam.op.move.ReverseSequence;
import dev.assam.op.move.ScatterElements;
import dev.assam.op.move.ScatterND;
import dev.assam.op.move.Scattering;
import dev.assam.op.move.TensorScatter;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgpu.WebGpuKernel;
import dev.assam.webgpu.WgslExpr;
import java.util.List;

/** Moves to and from where indices say; an index out of range fails the run. */
final class IndexKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  private static final String RANGE = "an index is out of range for ";

  @Override
  public String name() {
    return "index";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (request.epilogue() != null || request.channelsLast() || !request.hasOneOutput()) {
      return null;
    }
    return switch (request.op()) {
      case GatherElements gather when isIndex(request, 1) -> {
        Shape x = request.shape(0);
        Tuples tuples = elements(x, request.shape(1), request.axis(gather.axis()));
        yield tuples == null ? null : gather(request, x, tuples);
      }
      case GatherND gather when isIndex(request, 1) -> {
        Shape x = request.shape(0);
        yield gather(request, x, slices(x, request.shape(1), gather.batchDims()));
      }
      case ScatterElements scatter when isIndex(request, 1) -> {
        Shape x = request.shape(0);
        Tuples tuples = elements(x, request.shape(1), request.axis(scatter.axis()));
        yield tuples == null ? null : scatter(request, x, tuples, scatter.reduction());
      }
      case ScatterND scatter when isIndex(request, 1) -> {
        Shape x = request.shape(0);
        yield scatter(request, x, slices(x, request.shape(1), 0), scatter.reduction());
      }
      case OneHot oneHot -> oneHot(request, oneHot);
      case ReverseSequence reverse when isIndex(request, 1) -> reverse(request, reverse);
      case TensorScatter scatter -> tensorScatter(request, scatter);
      default -> null;
    };
  }

  static boolean isIndex(NodeRequest request, int i) {
    DType dtype = request.in(i).dtype();
    return dtype == DType.INT64 || dtype == DType.INT32;
  }

  /**
   * How indices name offsets of X.
   *
   * @param text leaves the offset in {@code at} for the slice {@code s} of the indices
   * @param run elements at each offset
   * @param slices number of offsets
   */
  private record Tuples(String text, String params, int[] words, int run, int slices) {}

  /** A check of {@code k}, an index into a dimension. */
  private static String check(String dim) {
    return "  if (k < -"
        + dim
        + " || k >= "
        + dim
        + ") { status[0] = p.mark; return; }\n  k = select(k, k + "
        + dim
        + ", k < 0);\n";
  }

  /** An index for each element, into one axis; null for too many dimensions. */
  private static Tuples elements(Shape x, Shape indices, int axis) {
    int[] strides = x.strides();
    int along = strides[axis];
    strides[axis] = 0;
    Broadcast walk = Broadcast.of(indices.toArray(), new int[][] {strides});
    int rank = walk.dims().length;
    if (rank > PointwiseShader.MOST_DIMS) {
      return null;
    }
    int[] words = new int[2 + 2 * rank];
    words[0] = x.dim(axis);
    words[1] = along;
    System.arraycopy(walk.dims(), 0, words, 2, rank);
    System.arraycopy(walk.strides()[0], 0, words, 2 + rank, rank);
    String text =
        "  var at = 0u;\n  var rest = s;\n"
            + TextShader.walk(rank, "rest", "d", "at", "x")
            + "  var k = indices[s];\n"
            + check("p.dim")
            + "  at += u32(k) * p.along;\n";
    String params =
        "dim:i32 along "
            + TextShader.numbered("d", rank, "")
            + " "
            + TextShader.numbered("x", rank, "");
    return new Tuples(text, params, words, 1, indices.size());
  }

  /** A tuple of indices for each slice. */
  private static Tuples slices(Shape x, Shape indices, int batchDims) {
    int depth = indices.dim(indices.rank() - 1);
    int slices = (int) indices.product(0, indices.rank() - 1);
    int run = (int) x.product(batchDims + depth, x.rank());
    int batches = (int) x.product(0, batchDims);
    int[] words = new int[2 + 2 * depth];
    words[0] = slices / batches;
    words[1] = x.size() / batches;
    StringBuilder text = new StringBuilder("  var at = s / p.batch * p.step;\n");
    for (int d = 0; d < depth; d++) {
      words[2 + d] = x.dim(batchDims + d);
      words[2 + depth + d] = x.strides()[batchDims + d];
      text.append("  {\n  var k = indices[s * ").append(depth).append("u + ").append(d);
      text.append("u];\n").append(check("p.d" + d));
      text.append("  at += u32(k) * p.x").append(d).append(";\n  }\n");
    }
    String params =
        "batch step "
            + TextShader.numbered("d", depth, ":i32")
            + " "
            + TextShader.numbered("x", depth, "");
    return new Tuples(text.toString(), params, words, run, slices);
  }

  private static int[] words(Tuples tuples) {
    int[] words = new int[tuples.words().length + 1];
    words[0] = tuples.run();
    System.arraycopy(tuples.words(), 0, words, 1, tuples.words().length);
    return words;
  }

  private static WebGpuKernel gather(NodeRequest request, Shape x, Tuples tuples) {
    TextShader shader =
        new TextShader(
            "gatherMany",
            "x:u32 indices:i32 y:u32 status:u32",
            "run " + tuples.params() + " mark",
            "",
            "  let s = i / p.run;\n" + tuples.text() + "  y[i] = x[at + i % p.run];\n");
    return new Steps()
        .addMarking(
            RANGE + x,
            shader,
            request.out(0).shape().size(),
            List.of(in(0), in(1), out(0)),
            words(tuples));
  }

  /** The last of several updates of an element wins; sums come together in any order. */
  private static WebGpuKernel scatter(
      NodeRequest request, Shape x, Tuples tuples, Scattering reduction) {
    DType dtype = request.in(0).dtype();
    boolean exact =
        dtype == DType.FLOAT32
            || dtype == DType.INT32
            || dtype == DType.UINT32
            || reduction == Scattering.MAX
            || reduction == Scattering.MIN;
    if (reduction != Scattering.NONE && !exact || request.shape(2).elements() == 0) {
      return null;
    }
    Steps steps = new Steps();
    int size = x.size();
    String params = "run " + tuples.params() + " mark";
    if (reduction == Scattering.NONE) {
      int places = size / tuples.run();
      Steps.Bind last = steps.scratch(places);
      steps.add(new FillShader(), places, List.of(last), 0);
      steps.addMarking(
          RANGE + x,
          new TextShader(
              "scatterLast",
              "last:atomic<u32> indices:i32 status:u32",
              params,
              "",
              "  let s = i;\n" + tuples.text() + "  atomicMax(&last[at / p.run], s + 1u);\n"),
          tuples.slices(),
          List.of(last, in(1)),
          words(tuples));
      return steps.add(
          new TextShader(
              "scatterTake",
              "last:u32 x:u32 updates:u32 y:u32",
              "run",
              "",
              """
                let s = last[i / p.run];
                if (s == 0u) { y[i] = x[i]; } else { y[i] = updates[(s - 1u) * p.run + i % p.run]; }
              """),
          size,
          List.of(last, in(0), in(2), out(0)),
          tuples.run());
    }
    steps.add(new CopyShader(), size, List.of(in(0), out(0)));
    String type = WgslExpr.stored(dtype);
    return steps
        .withoutHalves()
        .addMarking(
            RANGE + x,
            new TextShader(
                "scatter" + reduction,
                "y:atomic<u32> indices:i32 updates:" + type + " status:u32",
                params,
                join(reduction, type),
                "  let s = i / p.run;\n"
                    + tuples.text()
                    + """
                      at += i % p.run;
                      var old = atomicLoad(&y[at]);
                      loop {
                        let new_one = bitcast<u32>(join(bitcast<T>(old), updates[i]));
                        let now = atomicCompareExchangeWeak(&y[at], old, new_one);
                        if (now.exchanged) { break; }
                        old = now.old_value;
                      }
                    """
                        .replace("<T>", "<" + type + ">")),
            request.shape(2).size(),
            List.of(out(0), in(1), in(2)),
            words(tuples));
  }

  private static String join(Scattering reduction, String type) {
    String head = "fn join(a: " + type + ", b: " + type + ") -> " + type + " {\n";
    String nan =
        type.equals("f32")
            ? """
              if ((bitcast<u32>(a) & 0x7fffffffu) > 0x7f800000u) { return a; }
              if ((bitcast<u32>(b) & 0x7fffffffu) > 0x7f800000u) { return b; }
            """
            : "";
    return switch (reduction) {
      case ADD -> head + "  return a + b;\n}\n";
      case MUL -> head + "  return a * b;\n}\n";
      case MAX -> head + nan + "  return max(a, b);\n}\n";
      default -> head + nan + "  return min(a, b);\n}\n";
    };
  }

  private static WebGpuKernel oneHot(NodeRequest request, OneHot oneHot) {
    DType dtype = request.in(0).dtype();
    if (dtype == DType.UINT32 || dtype == DType.BOOL) {
      return null;
    }
    Shape y = request.out(0).shape();
    int axis = oneHot.axis() < 0 ? oneHot.axis() + y.rank() : oneHot.axis();
    String type = WgslExpr.stored(dtype);
    TextShader shader =
        new TextShader(
            "oneHot",
            "indices:" + type + " values:u32 y:u32",
            "inner depth:i32",
            "",
            """
              let rest = i / p.inner;
              let d = i32(rest % u32(p.depth));
              let k = i32(indices[rest / u32(p.depth) * p.inner + i % p.inner]);
              let hot = (k >= 0 && k == d) || (k < 0 && k >= -p.depth && k + p.depth == d);
              y[i] = values[select(0u, 1u, hot)];
            """);
    return new Steps()
        .add(
            shader,
            y.size(),
            List.of(in(0), in(2), out(0)),
            (int) y.product(axis + 1, y.rank()),
            y.dim(axis));
  }

  private static WebGpuKernel reverse(NodeRequest request, ReverseSequence reverse) {
    Shape x = request.shape(0);
    boolean timeFirst = reverse.timeAxis() == 0;
    int columns = x.dim(1);
    int inner = (int) x.product(2, x.rank());
    TextShader shader =
        new TextShader(
            "reverseSequence",
            "x:u32 lengths:i32 y:u32 status:u32",
            "columns inner steps:i32 time_stride batch_stride mark",
            "",
            "  let k = i % p.inner;\n"
                + "  let row = i / p.inner / p.columns;\n"
                + "  let column = i / p.inner % p.columns;\n"
                + (timeFirst
                    ? "  let step = i32(row);\n  let batch = column;\n"
                    : "  let step = i32(column);\n  let batch = row;\n")
                + """
                  let length = lengths[batch];
                  if (length < 0 || length > p.steps) { status[0] = p.mark; return; }
                  let from_step = u32(select(step, length - 1 - step, step < length));
                  y[i] = x[(from_step * p.time_stride + batch * p.batch_stride) * p.inner + k];
                """);
    int steps = x.dim(reverse.timeAxis());
    return new Steps()
        .addMarking(
            "a length is not in 0.." + steps,
            shader,
            x.size(),
            List.of(in(0), in(1), out(0)),
            columns,
            inner,
            steps,
            timeFirst ? columns : 1,
            timeFirst ? 1 : columns);
  }

  private static WebGpuKernel tensorScatter(NodeRequest request, TensorScatter scatter) {
    Shape x = request.shape(0);
    int axis = request.axis(scatter.axis());
    boolean starts = request.has(2);
    if (starts && !isIndex(request, 2)) {
      return null;
    }
    int length = x.dim(axis);
    int steps = request.shape(1).dim(axis);
    TextShader shader =
        new TextShader(
            "tensorScatter",
            "x:u32 updates:u32 " + (starts ? "starts:i32 " : "") + "y:u32 status:u32",
            "inner length steps rows last:i32 mark",
            "",
            "  let line = i / p.inner / p.length;\n"
                + "  let at = i / p.inner % p.length;\n"
                + "  let start = "
                + (starts ? "starts[line / p.rows]" : "0")
                + ";\n"
                + """
                  if (start < 0 || start > p.last) { status[0] = p.mark; return; }
                  let begin = u32(start);
                  let step = select(at + p.length - begin, at - begin, at >= begin);
                  if (step >= p.steps) { y[i] = x[i]; return; }
                  y[i] = updates[(line * p.steps + step) * p.inner + i % p.inner];
                """);
    List<Steps.Bind> binds =
        starts ? List.of(in(0), in(1), in(2), out(0)) : List.of(in(0), in(1), out(0));
    return new Steps()
        .addMarking(
            "a write index is out of range for axis " + axis + " of " + x,
            shader,
            x.size(),
            binds,
            (int) x.product(axis + 1, x.rank()),
            length,
            steps,
            (int) x.product(1, axis),
            length - (scatter.circular() ? 1 : steps));
  }
}
