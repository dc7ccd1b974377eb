package dev.assam.webgpu.kernel;

import static dev.assam.webgpu.kernel.Steps.in;
import static dev.assam.webgpu.kernel.Steps.out;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.move.TopK;
import dev.assam.op.nn.Hardmax;
import dev.assam.op.nn.LRN;
import dev.assam.op.nn.LpNormalization;
import dev.assam.op.reduce.ArgExtreme;
import dev.assam.op.reduce.Cumulative;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgpu.WebGpuKernel;
import dev.assam.webgpu.WgslExpr;
import java.util.ArrayList;
import java.util.List;

/** What looks along a line for each line or element. */
final class ScanKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  /** Elements of a line that one invocation sums up. */
  private static final int LONGEST = 1 << 16;

  /** Comparisons that ranking all elements of all lines may take. */
  private static final long MOST_COMPARISONS = 1L << 30;

  /** Elements of a line among which one invocation looks for the largest. */
  private static final int PART = 256;

  private static final String IS_NAN =
      "fn is_nan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }\n";

  @Override
  public String name() {
    return "scan";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (request.epilogue() != null || !request.has(0) || request.shape(0).rank() == 0) {
      return null;
    }
    DType dtype = request.in(0).dtype();
    boolean real = dtype == DType.FLOAT32;
    Shape x = request.shape(0);
    if (request.op() instanceof LRN lrn && real && x.rank() > 1) {
      return lrn(x, request.channelsLast() ? x.rank() - 1 : 1, lrn);
    }
    if (request.channelsLast()) {
      return null;
    }
    return switch (request.op()) {
      case ArgExtreme arg -> argument(x, request.axis(arg.axis()), arg, WgslExpr.stored(dtype));
      case Cumulative sum when real || dtype == DType.INT32 || dtype == DType.UINT32 ->
          cumulative(request, sum, WgslExpr.stored(dtype));
      case TopK top -> top(request, request.axis(top.axis()), top);
      case Hardmax max when real -> hardmax(x, request.axis(max.axis()), max.flattened());
      case LpNormalization norm when real -> norm(x, request.axis(norm.axis()), norm.p());
      default -> null;
    };
  }

  private static int inner(Shape x, int axis) {
    return (int) x.product(axis + 1, x.rank());
  }

  /** The best of parts of long lines first, then the best of these. */
  private static WebGpuKernel argument(Shape x, int axis, ArgExtreme arg, String type) {
    int length = x.dim(axis);
    int inner = inner(x, axis);
    int lines = x.size() / length;
    String functions =
        (type.equals("f32") ? IS_NAN : "")
            + "fn better(v: T, best: T) -> bool {\n".replace("T", type)
            + (type.equals("f32")
                ? "  if (is_nan(best)) { return "
                    + (arg.selectLast() ? "is_nan(v)" : "false")
                    + "; }\n  if (is_nan(v)) { return true; }\n"
                : "")
            + "  return v "
            + (arg.max() ? ">" : "<")
            + (arg.selectLast() ? "=" : "")
            + " best;\n}\n";
    String search =
        """
          let base = LINE / p.inner * p.length * p.inner + LINE % p.inner;
          var place = FIRST;
          var best = x[base + place * p.inner];
          for (var k = FROM; k < TO; k++) {
            let at = CANDIDATE;
            let v = x[base + at * p.inner];
            if (better(v, best)) {
              best = v;
              place = at;
            }
          }
        """;
    String name = arg.max() ? "argMax" : "argMin";
    if (length <= 2 * PART) {
      String body =
          search
              .replace("LINE", "i")
              .replace("FIRST", "0u")
              .replace("FROM", "1u")
              .replace("TO", "p.length")
              .replace("CANDIDATE", "k");
      TextShader shader =
          new TextShader(
              name, "x:" + type + " y:u32", "length inner", functions, body + "  y[i] = place;\n");
      return new Steps().add(shader, lines, List.of(in(0), out(0)), length, inner);
    }
    Steps steps = new Steps();
    int parts = (length + PART - 1) / PART;
    Steps.Bind candidates = steps.scratch(Math.multiplyExact(lines, parts));
    String ofPart =
        "  let line = i / p.parts;\n  let from_k = i % p.parts * "
            + PART
            + "u;\n"
            + search
                .replace("LINE", "line")
                .replace("FIRST", "from_k")
                .replace("FROM", "from_k + 1u")
                .replace("TO", "min(from_k + " + PART + "u, p.length)")
                .replace("CANDIDATE", "k")
            + "  y[i] = place;\n";
    String ofAll =
        search
                .replace("LINE", "i")
                .replace("FIRST", "s[i * p.parts]")
                .replace("FROM", "1u")
                .replace("TO", "p.parts")
                .replace("CANDIDATE", "s[i * p.parts + k]")
            + "  y[i] = place;\n";
    String params = "length inner parts";
    steps.add(
        new TextShader(name + "Part", "x:" + type + " y:u32", params, functions, ofPart),
        lines * parts,
        List.of(in(0), candidates),
        length,
        inner,
        parts);
    return steps.add(
        new TextShader(name + "All", "x:" + type + " s:u32 y:u32", params, functions, ofAll),
        lines,
        List.of(in(0), candidates, out(0)),
        length,
        inner,
        parts);
  }

  /** The axis may be known only to the GPU: then of as many lines as there are at most. */
  private static WebGpuKernel cumulative(NodeRequest request, Cumulative sum, String type) {
    Shape x = request.shape(0);
    boolean known = request.isConstant(1);
    if (!known && (!IndexKernels.isIndex(request, 1) || x.rank() > PointwiseShader.MOST_DIMS)) {
      return null;
    }
    int least = x.size();
    int most = 1;
    for (int d = 0; d < x.rank(); d++) {
      least = Math.min(least, x.dim(d));
      most = Math.max(most, x.dim(d));
    }
    if (known) {
      least = x.dim(request.axis((int) request.constant(1).getLong(0)));
      most = least;
    }
    if (most > LONGEST) {
      return null;
    }
    String one = type.equals("f32") ? sum.product() ? "1.0f" : "0.0f" : sum.product() ? "1" : "0";
    String step = "    total " + (sum.product() ? "*" : "+") + "= x[at];\n";
    String body =
        "  let base = i / inner * length * inner + i % inner;\n  var total = T(ONE);\n"
                .replace("T(ONE)", type + "(" + one + ")")
            + "  for (var k = 0u; k < length; k++) {\n    let at = base + "
            + (sum.reverse() ? "(length - 1u - k)" : "k")
            + " * inner;\n"
            + (sum.exclusive() ? "    let before = total;\n" : "")
            + step
            + (sum.exclusive() ? "    y[at] = before;\n" : "    y[at] = total;\n")
            + "  }\n";
    String name = sum.product() ? "cumProd" : "cumSum";
    int lines = x.size() / least;
    if (known) {
      int axis = request.axis((int) request.constant(1).getLong(0));
      String head = "  let length = p.length;\n  let inner = p.inner;\n";
      return new Steps()
          .add(
              new TextShader(name, "x:" + type + " y:" + type, "length inner", "", head + body),
              lines,
              List.of(in(0), out(0)),
              least,
              inner(x, axis));
    }
    int rank = x.rank();
    int[] words = new int[rank + 1];
    words[0] = x.size();
    System.arraycopy(x.toArray(), 0, words, 1, rank);
    StringBuilder head = new StringBuilder("  var axis = axes[0];\n  let rank = " + rank + ";\n");
    head.append("  if (axis < -rank || axis >= rank) { status[0] = p.mark; return; }\n");
    head.append("  axis = select(axis, axis + rank, axis < 0);\n");
    head.append("  var length = 1u;\n  var inner = 1u;\n");
    for (int d = 0; d < rank; d++) {
      head.append("  if (axis == ").append(d).append(") { length = p.d").append(d);
      head.append("; }\n  if (axis < ").append(d).append(") { inner *= p.d").append(d);
      head.append("; }\n");
    }
    head.append("  if (i >= p.size / length) { return; }\n");
    return new Steps()
        .addMarking(
            "axis is out of range for " + x,
            new TextShader(
                name + "Along",
                "x:" + type + " axes:i32 y:" + type + " status:u32",
                "size " + TextShader.numbered("d", rank, "") + " mark",
                "",
                head + body),
            lines,
            List.of(in(0), in(1), out(0)),
            words);
  }

  /** For each element how many of its line come before it: that is its place, if it has one. */
  private static WebGpuKernel top(NodeRequest request, int axis, TopK top) {
    Shape x = request.shape(0);
    int place = request.wants(0) ? 0 : 1;
    int k = request.out(place).shape().dim(axis);
    int length = x.dim(axis);
    if ((long) x.size() * length > MOST_COMPARISONS) {
      return null;
    }
    String type = WgslExpr.stored(request.in(0).dtype());
    String key =
        "fn key(x: "
            + type
            + ") -> u32 {\n"
            + switch (type) {
              case "f32" ->
                  """
                    let b = bitcast<u32>(x);
                    let size = b & 0x7fffffffu;
                    if (size > 0x7f800000u) { return 0xffffffffu; }
                    if (size == 0u) { return 0x80000000u; }
                    return select(b | 0x80000000u, ~b, b != size);
                  """;
              case "i32" -> "  return bitcast<u32>(x) ^ 0x80000000u;\n";
              default -> "  return x;\n";
            }
            + "}\n";
    String order = top.largest() ? ">" : "<";
    StringBuilder types = new StringBuilder("x:" + type);
    List<Steps.Bind> binds = new ArrayList<>(List.of(in(0)));
    StringBuilder body =
        new StringBuilder(
            """
              let at = i / p.inner % p.length;
              let line = i / p.inner / p.length;
              let base = line * p.length * p.inner + i % p.inner;
              let own = key(x[i]);
              var rank = 0u;
              for (var k = 0u; k < p.length; k++) {
                let other = key(x[base + k * p.inner]);
                if (other ORDER own || (other == own && k < at)) { rank++; }
              }
              if (rank >= p.k) { return; }
              let to = (line * p.k + rank) * p.inner + i % p.inner;
            """
                .replace("ORDER", order));
    if (request.wants(0)) {
      types.append(" values:").append(type);
      binds.add(out(0));
      body.append("  values[to] = x[i];\n");
    }
    if (request.wants(1)) {
      types.append(" indices:u32");
      binds.add(out(1));
      body.append("  indices[to] = at;\n");
    }
    TextShader shader =
        new TextShader("topK", types.toString(), "length inner k", key, body.toString());
    return new Steps().add(shader, x.size(), binds, length, inner(x, axis), k);
  }

  private static WebGpuKernel hardmax(Shape x, int axis, boolean flattened) {
    int end = flattened ? x.rank() : axis + 1;
    int length = (int) x.product(axis, end);
    int inner = (int) x.product(end, x.rank());
    TextShader shader =
        new TextShader(
            "hardmax",
            "x:f32 y:f32",
            "length inner",
            "",
            """
              let base = i / p.inner * p.length * p.inner + i % p.inner;
              var place = 0u;
              for (var k = 1u; k < p.length; k++) {
                if (x[base + k * p.inner] > x[base + place * p.inner]) { place = k; }
              }
              for (var k = 0u; k < p.length; k++) {
                y[base + k * p.inner] = select(0.0f, 1.0f, k == place);
              }
            """);
    return new Steps().add(shader, x.size() / length, List.of(in(0), out(0)), length, inner);
  }

  private static WebGpuKernel norm(Shape x, int axis, int p) {
    TextShader shader =
        new TextShader(
            "l" + p + "Norm",
            "x:f32 y:f32",
            "length inner",
            "",
            """
              let base = i / p.inner * p.length * p.inner + i % p.inner;
              var norm = 0.0f;
              for (var k = 0u; k < p.length; k++) {
                let v = x[base + k * p.inner];
                norm += POWER;
              }
              norm = ROOT;
              for (var k = 0u; k < p.length; k++) {
                let at = base + k * p.inner;
                if (norm == 0.0f) { y[at] = 0.0f; } else { y[at] = x[at] / norm; }
              }
            """
                .replace("POWER", p == 1 ? "abs(v)" : "v * v")
                .replace("ROOT", p == 1 ? "norm" : "sqrt(norm)"));
    int length = x.dim(axis);
    return new Steps()
        .add(shader, x.size() / length, List.of(in(0), out(0)), length, inner(x, axis));
  }

  private static WebGpuKernel lrn(Shape x, int axis, LRN lrn) {
    TextShader shader =
        new TextShader(
            "lrn",
            "x:f32 y:f32",
            "channels:i32 inner:i32 before:i32 after:i32 alpha:f32 beta:f32 bias:f32",
            "",
            """
              let c = i32(i) / p.inner % p.channels;
              var sum = 0.0f;
              for (var k = max(-c, -p.before); k <= min(p.channels - 1 - c, p.after); k++) {
                let v = x[i32(i) + k * p.inner];
                sum += v * v;
              }
              y[i] = x[i] / pow(p.bias + p.alpha * sum, p.beta);
            """);
    int size = Math.min(lrn.size(), 2 * x.dim(axis) + 1);
    return new Steps()
        .add(
            shader,
            x.size(),
            List.of(in(0), out(0)),
            x.dim(axis),
            inner(x, axis),
            (size - 1) / 2,
            size / 2,
            Float.floatToRawIntBits(lrn.alpha() / lrn.size()),
            Float.floatToRawIntBits(lrn.beta()),
            Float.floatToRawIntBits(lrn.bias()));
  }
}
