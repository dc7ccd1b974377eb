package dev.assam.webgpu.kernel;

import static dev.assam.webgpu.kernel.Steps.in;
import static dev.assam.webgpu.kernel.Steps.out;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.quantize.DequantizeLinear;
import dev.assam.op.quantize.DynamicQuantizeLinear;
import dev.assam.op.quantize.QuantizeLinear;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgpu.WebGpuKernel;
import dev.assam.webgpu.WgslExpr;
import java.util.List;

/** Between float32 and integers of 8 and 16 bits, each in a word of its own. */
final class QuantizeKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  /** Elements among which one invocation looks for the extremes. */
  private static final int PART = 256;

  /** round(x / scale) + zero, kept within bounds; division is not exact everywhere. */
  private static final String QUANTISE =
      """
      fn quantise(x: f32, scale: f32, zero: f32, low: f32, high: f32) -> i32 {
        var q = x / scale;
        if (abs(q) < 1e6f) { q += fma(-q, scale, x) / scale; }
        if ((bitcast<u32>(q) & 0x7fffffffu) > 0x7f800000u) { q = 0.0f; }
        return i32(clamp(round(q) + zero, low, high));
      }
      """;

  @Override
  public String name() {
    return "quantize";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (request.epilogue() != null || request.channelsLast() || !request.has(0)) {
      return null;
    }
    return switch (request.op()) {
      case QuantizeLinear quantize
          when request.in(1).dtype() == DType.FLOAT32
              && (quantize.precision() == null || quantize.precision() == DType.FLOAT32)
              && isNarrow(request.out(0).dtype()) ->
          quantize(request, quantize.axis(), quantize.blockSize());
      case DequantizeLinear quantize
          when request.in(1).dtype() == DType.FLOAT32
              && request.out(0).dtype() == DType.FLOAT32
              && (isNarrow(request.in(0).dtype()) || request.in(0).dtype() == DType.INT32) ->
          dequantize(request, quantize.axis(), quantize.blockSize());
      case DynamicQuantizeLinear _ when request.in(0).dtype() == DType.FLOAT32 -> dynamic(request);
      default -> null;
    };
  }

  private static boolean isNarrow(DType dtype) {
    return switch (dtype) {
      case INT8, UINT8, INT16, UINT16 -> true;
      default -> false;
    };
  }

  private static final String SCALE =
      """
        let along = i / p.inner % p.length;
        let s = (i / p.inner / p.length * p.blocks + along / p.block) * p.run + i % p.inner * p.each;
      """;

  /** Parameters of the place of an element's scale. */
  private static int[] scales(Shape x, Shape scale, int axis, int block, int... more) {
    int[] words = new int[6 + more.length];
    System.arraycopy(more, 0, words, 6, more.length);
    words[0] = 1;
    words[1] = 1;
    words[3] = 1;
    if (block == 0 && scale.elements() == 1 && scale.rank() <= 1) {
      return words;
    }
    int along = axis < 0 ? axis + x.rank() : axis;
    words[0] = (int) x.product(along + 1, x.rank());
    words[1] = x.dim(along);
    words[2] = block == 0 ? 0 : (x.dim(along) + block - 1) / block;
    words[3] = Math.max(1, block);
    words[4] = block == 0 ? 1 : words[0];
    words[5] = block == 0 ? 0 : 1;
    return words;
  }

  private static final String PLACE = "inner length blocks block run each";

  private static WebGpuKernel quantize(NodeRequest request, int axis, int block) {
    DType to = request.out(0).dtype();
    boolean zero = request.has(2);
    String from = WgslExpr.stored(request.in(0).dtype());
    String type = WgslExpr.stored(to);
    TextShader shader =
        new TextShader(
            "quantize",
            "x:" + from + " scale:f32 " + (zero ? "zero:" + type + " " : "") + "y:" + type,
            PLACE + " low:f32 high:f32",
            QUANTISE,
            SCALE
                + "  y[i] = "
                + type
                + "(quantise(f32(x[i]), scale[s], "
                + (zero ? "f32(zero[s])" : "0.0f")
                + ", p.low, p.high));\n");
    int bits = to.bits();
    float low = to.isUnsigned() ? 0 : -(1 << (bits - 1));
    float high = (1 << (to.isUnsigned() ? bits : bits - 1)) - 1;
    return new Steps()
        .withoutHalves()
        .add(
            shader,
            request.shape(0).size(),
            zero ? List.of(in(0), in(1), in(2), out(0)) : List.of(in(0), in(1), out(0)),
            scales(
                request.shape(0),
                request.shape(1),
                axis,
                block,
                Float.floatToRawIntBits(low),
                Float.floatToRawIntBits(high)));
  }

  private static WebGpuKernel dequantize(NodeRequest request, int axis, int block) {
    boolean zero = request.has(2);
    String type = WgslExpr.stored(request.in(0).dtype());
    TextShader shader =
        new TextShader(
            "dequantize",
            "x:" + type + " scale:f32 " + (zero ? "zero:" + type + " " : "") + "y:f32",
            PLACE,
            "",
            SCALE
                + "  y[i] = "
                + (zero ? "(f32(x[i]) - f32(zero[s]))" : "f32(x[i])")
                + " * scale[s];\n");
    return new Steps()
        .add(
            shader,
            request.shape(0).size(),
            zero ? List.of(in(0), in(1), in(2), out(0)) : List.of(in(0), in(1), out(0)),
            scales(request.shape(0), request.shape(1), axis, block));
  }

  /** Extremes of parts, then of all with scale and zero point, then the elements. */
  private static WebGpuKernel dynamic(NodeRequest request) {
    int size = request.shape(0).size();
    int parts = (size + PART - 1) / PART;
    Steps steps = new Steps().withoutHalves();
    Steps.Bind extremes = steps.scratch(2 * parts);
    Steps.Bind scale = steps.scratch(2);
    steps.add(
        new TextShader(
            "extremes",
            "x:f32 m:vec2<f32>",
            "size",
            "",
            """
              var low = 0.0f;
              var high = 0.0f;
              for (var k = i * PARTu; k < min(p.size, (i + 1u) * PARTu); k++) {
                low = min(low, x[k]);
                high = max(high, x[k]);
              }
              m[i] = vec2<f32>(low, high);
            """
                .replace("PART", "" + PART)),
        parts,
        List.of(in(0), extremes),
        size);
    steps.add(
        new TextShader(
            "dynamicScale",
            "m:vec2<f32> s:vec2<f32>",
            "parts",
            QUANTISE,
            """
              var all = vec2<f32>();
              for (var k = 0u; k < p.parts; k++) {
                all = vec2<f32>(min(all.x, m[k].x), max(all.y, m[k].y));
              }
              let scale = (all.y - all.x) / 255.0f;
              if (scale == 0.0f) { s[0] = vec2<f32>(); return; }
              s[0] = vec2<f32>(scale, f32(quantise(-all.x, scale, 0.0f, 0.0f, 255.0f)));
            """),
        1,
        List.of(extremes, scale),
        parts);
    if (request.wants(0)) {
      steps.add(
          new TextShader(
              "quantizeDynamic",
              "x:f32 s:vec2<f32> y:u32",
              "",
              QUANTISE,
              """
                if (s[0].x == 0.0f) { y[i] = 0u; return; }
                y[i] = u32(quantise(x[i], s[0].x, s[0].y, 0.0f, 255.0f));
              """),
          size,
          List.of(in(0), scale, out(0)));
    }
    String[] takes = {"y:f32", "s[0].x", "y:u32", "u32(s[0].y)"};
    for (int o = 1; o < 3; o++) {
      if (request.wants(o)) {
        steps.add(
            new TextShader(
                "dynamicTake",
                "s:vec2<f32> " + takes[2 * o - 2],
                "",
                "",
                "  y[i] = " + takes[2 * o - 1] + ";\n"),
            1,
            List.of(scale, out(o)));
      }
    }
    return steps;
  }
}
