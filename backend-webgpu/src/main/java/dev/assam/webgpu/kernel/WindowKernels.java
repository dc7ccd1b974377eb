package dev.assam.webgpu.kernel;

import static dev.assam.webgpu.kernel.Steps.in;
import static dev.assam.webgpu.kernel.Steps.out;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.nn.Col2Im;
import dev.assam.op.nn.Conv;
import dev.assam.op.nn.DeformConv;
import dev.assam.op.nn.LpPool;
import dev.assam.op.nn.MaxPool;
import dev.assam.op.nn.MaxUnpool;
import dev.assam.op.nn.Window;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgpu.WebGpuKernel;
import dev.assam.webgpu.WgslExpr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Windows that are neither convolved nor pooled in the common ways. */
final class WindowKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  /** Words of the columns of a DeformConv. */
  private static final long MOST_COLUMNS = 1 << 26;

  @Override
  public String name() {
    return "window";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (request.epilogue() != null || !request.has(0) || request.shape(0).rank() > 5) {
      return null;
    }
    boolean real = request.in(0).dtype() == DType.FLOAT32;
    return switch (request.op()) {
      case LpPool pool when real -> lpPool(request, pool);
      case MaxPool pool -> maxPool(request, pool);
      case MaxUnpool unpool
          when real
              && IndexKernels.isIndex(request, 1)
              && (!request.has(2) || request.isConstant(2)) ->
          unpool(request, unpool);
      case Col2Im fold when request.isConstant(1) && request.isConstant(2) -> col2Im(request, fold);
      case DeformConv conv when request.allOf(DType.FLOAT32) && request.shape(0).rank() == 4 ->
          deform(request, conv);
      default -> null;
    };
  }

  private static int[] words(Geometry geometry, Integer... first) {
    List<Integer> params = new ArrayList<>(Arrays.asList(first));
    geometry.addTo(params, 3);
    int[] words = new int[params.size()];
    for (int i = 0; i < words.length; i++) {
      words[i] = params.get(i);
    }
    return words;
  }

  /** Where the window of output position {@code rest}, which is divided by, begins. */
  private static final String BEGIN =
      """
        let from_x = rest % p.out_x * p.stride_x - p.pad_x;
        rest /= p.out_x;
        let from_y = rest % p.out_y * p.stride_y - p.pad_y;
        rest /= p.out_y;
        let from_z = rest % p.out_z * p.stride_z - p.pad_z;
        rest /= p.out_z;
      """;

  /** Loops over those elements of the window that are in the input; three ends are missing. */
  private static final String LOOPS =
      """
        for (var kz = 0; kz < p.kernel_z; kz++) {
        let z = from_z + kz * p.dilation_z;
        if (z < 0 || z >= p.in_z) { continue; }
        for (var ky = 0; ky < p.kernel_y; ky++) {
        let y_at = from_y + ky * p.dilation_y;
        if (y_at < 0 || y_at >= p.in_y) { continue; }
        for (var kx = 0; kx < p.kernel_x; kx++) {
        let x_at = from_x + kx * p.dilation_x;
        if (x_at < 0 || x_at >= p.in_x) { continue; }
      """;

  private static WebGpuKernel lpPool(NodeRequest request, LpPool pool) {
    Shape x = request.shape(0);
    Window window = Window.pool(request.seen(), pool.window(), request.seen().shape(0));
    int channels = request.channelsLast() ? x.dim(x.rank() - 1) : 1;
    String power =
        pool.p() == 1 ? "v" : pool.p() == 2 ? "v * v" : "select(0.0f, pow(v, p.p), v > 0.0f)";
    String root =
        pool.p() == 1
            ? "sum"
            : pool.p() == 2 ? "sqrt(sum)" : "select(0.0f, pow(sum, 1.0f / p.p), sum > 0.0f)";
    TextShader shader =
        new TextShader(
            "lpPool",
            "x:f32 y:f32",
            "channels:i32 p:f32 " + Geometry.names(3),
            "",
            "  let c = i32(i) % p.channels;\n  var rest = i32(i) / p.channels;\n"
                + BEGIN
                + "  var sum = 0.0f;\n"
                + LOOPS
                + "  let v = abs(x[(((rest * p.in_z + z) * p.in_y + y_at) * p.in_x + x_at)"
                + " * p.channels + c]);\n  sum += "
                + power
                + ";\n  }}}\n  y[i] = "
                + root
                + ";\n");
    return new Steps()
        .add(
            shader,
            request.out(0).shape().size(),
            List.of(in(0), out(0)),
            words(Geometry.of(window), channels, Float.floatToRawIntBits(pool.p())));
  }

  /** Maxima of small integers, or with their indices, with channels first or last. */
  private static WebGpuKernel maxPool(NodeRequest request, MaxPool pool) {
    Shape x = request.shape(0);
    DType dtype = request.in(0).dtype();
    boolean real = dtype == DType.FLOAT32;
    if (request.channelsLast() && request.wants(1)) {
      return null;
    }
    int channels = request.channelsLast() ? x.dim(x.rank() - 1) : 1;
    Window window = Window.pool(request.seen(), pool.window(), request.seen().shape(0));
    String type = WgslExpr.stored(dtype);
    StringBuilder types = new StringBuilder("x:" + type);
    List<Steps.Bind> binds = new ArrayList<>(List.of(in(0)));
    StringBuilder body =
        new StringBuilder("  let c = i32(i) % p.channels;\n  var rest = i32(i) / p.channels;\n");
    body.append(BEGIN).append("  var most = p.low;\n  var place = 0;\n  var taps = 0;\n");
    body.append(LOOPS);
    body.append("  let at = (z * p.in_y + y_at) * p.in_x + x_at;\n");
    body.append(
        "  let v = x[(rest * p.in_z * p.in_y * p.in_x + at) * p.channels + c];\n"
            + "  let spot = "
            + (pool.storageOrder() == 0 ? "at" : "(x_at * p.in_y + y_at) * p.in_z + z")
            + ";\n  if (taps == 0 || v > most"
            + (real ? " || (bitcast<u32>(v) & 0x7fffffffu) > 0x7f800000u" : "")
            + ") {\n    if (taps > 0 || v > most || v != v) { most = v; }\n    place = spot;\n  }\n"
            + "  taps++;\n  }}}\n");
    int place = request.wants(0) ? 0 : 1;
    if (request.wants(0)) {
      types.append(" y:").append(type);
      binds.add(out(0));
      body.append("  y[i] = most;\n");
    }
    if (request.wants(1)) {
      types.append(" places:i32");
      binds.add(out(1));
      body.append("  places[i] = rest * p.in_z * p.in_y * p.in_x + place;\n");
    }
    int low =
        real ? Float.floatToRawIntBits(Float.NEGATIVE_INFINITY) : dtype == DType.INT8 ? -128 : 0;
    return new Steps()
        .add(
            new TextShader(
                "maxPoolPlaces",
                types.toString(),
                "channels:i32 low:" + type + " " + Geometry.names(3),
                "",
                body.toString()),
            request.out(place).shape().size(),
            binds,
            words(Geometry.of(window), channels, low));
  }

  /** The last of several elements of a place wins. */
  private static WebGpuKernel unpool(NodeRequest request, MaxUnpool unpool) {
    Shape pooled = unpool.pooledShape(request.seen());
    Shape y = request.out(0).shape();
    int rank = y.rank();
    int size = pooled.size();
    Steps steps = new Steps();
    Steps.Bind last = steps.scratch(size);
    steps.add(new FillShader(), size, List.of(last), 0);
    steps.addMarking(
        "an index is not in 0.." + (size - 1),
        new TextShader(
            "unpoolLast",
            "last:atomic<u32> indices:i32 status:u32",
            "size:i32 mark",
            "",
            """
              let at = indices[i];
              if (at < 0 || at >= p.size) { status[0] = p.mark; return; }
              atomicMax(&last[at], i + 1u);
            """),
        request.shape(0).size(),
        List.of(last, in(1)),
        size);
    StringBuilder body = new StringBuilder("  var rest = i;\n  var at = 0u;\n  var c = 0u;\n");
    int[] params = new int[3 * rank];
    for (int d = rank - 1; d >= 0; d--) {
      params[d] = y.dim(d);
      params[rank + d] = pooled.dim(d);
      params[2 * rank + d] = pooled.strides()[d];
      body.append("  c = ").append(d == 0 ? "rest" : "rest % p.d" + d).append(";\n");
      body.append("  if (c >= p.e").append(d).append(") { y[i] = 0.0f; return; }\n");
      body.append("  at += c * p.s").append(d).append(";\n");
      body.append(d == 0 ? "" : "  rest /= p.d" + d + ";\n");
    }
    body.append("  let s = last[at];\n");
    body.append("  if (s == 0u) { y[i] = 0.0f; } else { y[i] = x[s - 1u]; }\n");
    return steps.add(
        new TextShader(
            "unpoolTake",
            "last:u32 x:f32 y:f32",
            TextShader.numbered("d", rank, "")
                + " "
                + TextShader.numbered("e", rank, "")
                + " "
                + TextShader.numbered("s", rank, ""),
            "",
            body.toString()),
        y.size(),
        List.of(last, in(0), out(0)),
        params);
  }

  private static WebGpuKernel col2Im(NodeRequest request, Col2Im fold) {
    DType dtype = request.in(0).dtype();
    Window window = fold.geometry(request.seen());
    if (dtype != DType.FLOAT32 && dtype != DType.INT32 && dtype != DType.UINT32
        || window.rank() > 3) {
      return null;
    }
    String type = WgslExpr.stored(dtype);
    StringBuilder body = new StringBuilder("  var rest = i32(i);\n");
    for (String axis : new String[] {"x", "y", "z"}) {
      body.append(
          "  let from_A = rest % p.in_A + p.pad_A;\n  rest /= p.in_A;\n".replace("A", axis));
    }
    body.append("  var sum = ").append(type).append("(0);\n");
    for (String axis : new String[] {"z", "y", "x"}) {
      body.append(
          """
            for (var kA = 0; kA < p.kernel_A; kA++) {
            let tA = from_A - kA * p.dilation_A;
            let qA = tA / p.stride_A;
            if (tA < 0 || tA != qA * p.stride_A || qA >= p.out_A) { continue; }
          """
              .replace("A", axis));
    }
    body.append(
        """
          let tap = (kz * p.kernel_y + ky) * p.kernel_x + kx;
          let row = rest * p.kernel_z * p.kernel_y * p.kernel_x + tap;
          sum += x[((row * p.out_z + qz) * p.out_y + qy) * p.out_x + qx];
          }}}
          y[i] = sum;
        """);
    return new Steps()
        .add(
            new TextShader(
                "col2Im", "x:" + type + " y:" + type, Geometry.names(3), "", body.toString()),
            request.out(0).shape().size(),
            List.of(in(0), out(0)),
            words(Geometry.of(window)));
  }

  /** What each output position sees, in scratch, then the products with the weights. */
  private static WebGpuKernel deform(NodeRequest request, DeformConv conv) {
    Shape x = request.shape(0);
    Shape w = request.shape(1);
    Shape y = request.out(0).shape();
    Geometry geometry = Geometry.of(new Conv(conv.window(), conv.group()).geometry(request.seen()));
    int taps = geometry.taps();
    int positions = geometry.positions();
    long columns = (long) x.dim(0) * x.dim(1) * taps * positions;
    if (columns > MOST_COLUMNS) {
      return null;
    }
    boolean masked = request.has(4);
    Steps steps = new Steps();
    Steps.Bind seen = steps.scratch((int) columns);
    String sample =
        """
        fn sample(base: i32, y: f32, x: f32) -> f32 {
          let low_y = floor(y);
          let low_x = floor(x);
          if (!(low_y >= -1.0f && low_y < f32(p.in_y) && low_x >= -1.0f && low_x < f32(p.in_x))) {
            return 0.0f;
          }
          let fy = y - low_y;
          let fx = x - low_x;
          let at = base + i32(low_y) * p.in_x + i32(low_x);
          let up = low_y >= 0.0f;
          let down = low_y + 1.0f < f32(p.in_y);
          let left = low_x >= 0.0f;
          let right = low_x + 1.0f < f32(p.in_x);
          var sum = 0.0f;
          if (up && left) { sum += (1.0f - fy) * (1.0f - fx) * values[at]; }
          if (up && right) { sum += (1.0f - fy) * fx * values[at + 1]; }
          if (down && left) { sum += fy * (1.0f - fx) * values[at + p.in_x]; }
          if (down && right) { sum += fy * fx * values[at + p.in_x + 1]; }
          return sum;
        }
        """;
    List<Steps.Bind> binds = new ArrayList<>(List.of(in(0), in(2)));
    if (masked) {
      binds.add(in(4));
    }
    binds.add(seen);
    steps.add(
        new TextShader(
            "deform",
            "values:f32 offsets:f32 " + (masked ? "mask:f32 " : "") + "seen:f32",
            "channels:i32 groups:i32 " + Geometry.names(3),
            sample,
            """
              let positions = p.out_y * p.out_x;
              let q = i32(i) % positions;
              let taps = p.kernel_y * p.kernel_x;
              let k = i32(i) / positions % taps;
              let plane = i32(i) / positions / taps;
              let c = plane % p.channels;
              let at = (plane / p.channels * p.groups + c / (p.channels / p.groups)) * taps + k;
              let y = f32(q / p.out_x * p.stride_y - p.pad_y + k / p.kernel_x * p.dilation_y)
                  + offsets[2 * at * positions + q];
              let x = f32(q % p.out_x * p.stride_x - p.pad_x + k % p.kernel_x * p.dilation_x)
                  + offsets[(2 * at + 1) * positions + q];
              seen[i] = MASKsample(plane * p.in_y * p.in_x, y, x);
            """
                .replace("MASK", masked ? "mask[at * positions + q] * " : "")),
        (int) columns,
        binds,
        words(geometry, x.dim(1), conv.offsetGroup()));
    boolean biased = request.has(3);
    int rows = w.dim(1) * taps;
    return steps.add(
        new TextShader(
            "deformProduct",
            "seen:f32 weights:f32 " + (biased ? "bias:f32 " : "") + "y:f32",
            "positions maps maps_of rows groups",
            "",
            """
              let q = i % p.positions;
              let m = i / p.positions % p.maps;
              let n = i / p.positions / p.maps;
              let base = (n * p.groups + m / p.maps_of) * p.rows;
              var sum = 0.0f;
              for (var k = 0u; k < p.rows; k++) {
                sum += weights[m * p.rows + k] * seen[(base + k) * p.positions + q];
              }
              y[i] = sumBIAS;
            """
                .replace("BIAS", biased ? " + bias[m]" : "")),
        y.size(),
        biased ? List.of(seen, in(1), in(3), out(0)) : List.of(seen, in(1), out(0)),
        positions,
        w.dim(0),
        w.dim(0) / conv.group(),
        rows,
        conv.group());
  }
}
