package dev.assam.webgpu.kernel;

import static dev.assam.webgpu.kernel.Steps.in;
import static dev.assam.webgpu.kernel.Steps.out;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.fused.ChannelsLast;
import dev.assam.op.move.Pad;
import dev.assam.op.vision.CenterCropPad;
import dev.assam.op.vision.Interpolation;
import dev.assam.op.vision.Resize;
import dev.assam.op.vision.Upsample;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgpu.WebGpuKernel;
import java.util.ArrayList;
import java.util.List;

/** Padding, cutting and resizing, whose positions along each axis are known beforehand. */
final class GridKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  private static final int MOST_DIMS = 8;

  @Override
  public String name() {
    return "grid";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (request.epilogue() != null
        || !request.hasOneOutput()
        || !request.has(0)
        || request.shape(0).rank() == 0
        || request.shape(0).rank() > MOST_DIMS) {
      return null;
    }
    return switch (request.op()) {
      case Pad pad when request.isConstant(1) || pad.pads() != null -> pad(request, pad);
      case CenterCropPad _ when !request.channelsLast() -> crop(request);
      case Resize resize when request.hasConstantParameters() && !resize.interpolation().crops() ->
          resize(request, resize.interpolation(), resize.taps(request.seen()));
      case Upsample upsample when request.hasConstantParameters() ->
          resize(request, upsample.interpolation(), upsample.taps(request.seen()));
      default -> null;
    };
  }

  private static WebGpuKernel pad(NodeRequest request, Pad pad) {
    if (request.opInputs() > 3 && request.has(3) && !request.isConstant(3)) {
      return null;
    }
    Shape y = request.out(0).shape();
    boolean last = request.channelsLast();
    int[][] sources = pad.sources(request.seen(), last ? ChannelsLast.toFirst(y) : y);
    int[] order = ChannelsLast.order(y.rank(), true);
    int[][] tables = new int[sources.length][];
    for (int d = 0; d < tables.length; d++) {
      tables[d] = sources[last ? order[d] : d];
    }
    boolean given = pad.pads() == null && request.opInputs() > 2 && request.has(2);
    if (given && pad.mode() == Pad.Mode.CONSTANT) {
      return grid(request.shape(0), y, tables, 0, true);
    }
    return grid(request.shape(0), y, tables, Float.floatToRawIntBits(pad.value()), false);
  }

  /** As CenterCropPad's reference: an odd element more is at the end. */
  private static WebGpuKernel crop(NodeRequest request) {
    Shape x = request.shape(0);
    Shape y = request.out(0).shape();
    int[][] tables = new int[x.rank()][];
    for (int d = 0; d < tables.length; d++) {
      int difference = x.dim(d) - y.dim(d);
      int shift = difference > 0 ? difference / 2 : -(-difference / 2);
      tables[d] = new int[y.dim(d)];
      for (int i = 0; i < tables[d].length; i++) {
        int from = i + shift;
        tables[d][i] = from >= 0 && from < x.dim(d) ? from : -1;
      }
    }
    return grid(x, y, tables, 0, false);
  }

  /**
   * Each element of Y from a position of X that tables tell, one for each axis.
   *
   * @param value bits of what comes where a table says −1
   * @param given whether that is input 2 instead
   */
  private static WebGpuKernel grid(Shape x, Shape y, int[][] tables, int value, boolean given) {
    int rank = y.rank();
    int length = 0;
    for (int[] table : tables) {
      length += table.length;
    }
    int[] joined = new int[length];
    int[] params = new int[1 + 2 * rank];
    params[0] = value;
    StringBuilder text = new StringBuilder("  var rest = i;\n  var at = 0;\n  var from_k = 0;\n");
    int begin = length;
    for (int d = rank - 1; d >= 0; d--) {
      begin -= tables[d].length;
      params[1 + d] = y.dim(d);
      params[1 + rank + d] = begin;
      for (int i = 0; i < tables[d].length; i++) {
        int from = tables[d][i];
        joined[begin + i] = from < 0 ? -1 : from * x.strides()[d];
      }
      String index = d == 0 ? "rest" : "rest % p.d" + d;
      text.append("  from_k = t[p.t").append(d).append(" + ").append(index).append("];\n");
      text.append("  if (from_k < 0) { y[i] = ");
      text.append(given ? "value[0]" : "p.value").append("; return; }\n  at += from_k;\n");
      text.append(d == 0 ? "" : "  rest /= p.d" + d + ";\n");
    }
    text.append("  y[i] = x[at];\n");
    String dims = TextShader.numbered("d", rank, "") + " " + TextShader.numbered("t", rank, "");
    TextShader shader =
        new TextShader(
            "grid",
            "x:u32 t:i32 " + (given ? "value:u32 " : "") + "y:u32",
            "value " + dims,
            "",
            text.toString());
    Steps.Bind table = Steps.table(joined);
    return new Steps()
        .add(
            shader,
            y.size(),
            given ? List.of(in(0), table, in(2), out(0)) : List.of(in(0), table, out(0)),
            params);
  }

  private static WebGpuKernel resize(
      NodeRequest request, Interpolation interpolation, List<Interpolation.Taps> taps) {
    Shape x = request.shape(0);
    int[] order = ChannelsLast.order(x.rank(), true);
    List<Interpolation.Taps> ordered = new ArrayList<>();
    boolean any = false;
    for (int d = 0; d < x.rank(); d++) {
      ordered.add(taps.get(request.channelsLast() ? order[d] : d));
      any |= ordered.get(d) != null;
    }
    if (interpolation.mode().equals("nearest")) {
      int[][] tables = new int[x.rank()][];
      for (int d = 0; d < tables.length; d++) {
        int[] indices = ordered.get(d) == null ? null : ordered.get(d).indices();
        tables[d] = new int[indices == null ? x.dim(d) : indices.length];
        for (int i = 0; i < tables[d].length; i++) {
          tables[d][i] = indices == null ? i : indices[i];
        }
      }
      return grid(x, request.out(0).shape(), tables, 0, false);
    }
    return any && request.in(0).dtype() == DType.FLOAT32 ? resample(request, ordered) : null;
  }

  /** Weighted sums along some axes, one after the other. */
  private static WebGpuKernel resample(NodeRequest request, List<Interpolation.Taps> taps) {
    Shape x = request.shape(0);
    Shape y = request.out(0).shape();
    int last = 0;
    for (int d = 0; d < x.rank(); d++) {
      last = taps.get(d) == null ? last : d;
    }
    Steps steps = new Steps();
    Steps.Bind from = in(0);
    for (int d = 0; d <= last; d++) {
      Interpolation.Taps axis = taps.get(d);
      if (axis == null) {
        continue;
      }
      int outputs = axis.indices().length / axis.count();
      int inner = (int) x.product(d + 1, x.rank());
      long elements = y.product(0, d) * outputs * inner;
      if (elements > Integer.MAX_VALUE / 4) {
        return null;
      }
      Steps.Bind to = d == last ? out(0) : steps.scratch((int) elements);
      int unit = inner % 4 == 0 ? 4 : 1;
      String type = unit == 4 ? "vec4<f32>" : "f32";
      TextShader shader =
          new TextShader(
              "resample" + (unit == 4 ? "4" : ""),
              "x:" + type + " t:u32 y:" + type,
              "outputs length inner taps",
              "",
              """
                let tap = i / p.inner % p.outputs * p.taps;
                let base = i / p.inner / p.outputs * p.length * p.inner + i % p.inner;
                var sum = TYPE(0.0f);
                for (var k = tap; k < tap + p.taps; k++) {
                  sum += bitcast<f32>(t[p.outputs * p.taps + k]) * x[base + t[k] * p.inner];
                }
                y[i] = sum;
              """
                  .replace("TYPE", type));
      steps.add(
          shader,
          (int) (elements / unit),
          List.of(from, Steps.table(joined(axis)), to),
          outputs,
          x.dim(d),
          inner / unit,
          axis.count());
      from = to;
    }
    return steps;
  }

  private static int[] joined(Interpolation.Taps taps) {
    int count = taps.indices().length;
    int[] words = new int[2 * count];
    for (int i = 0; i < count; i++) {
      words[i] = taps.indices()[i];
      words[count + i] = Float.floatToRawIntBits((float) taps.weights()[i]);
    }
    return words;
  }
}
