package dev.assam.webgpu.kernel;

import static dev.assam.webgpu.kernel.Steps.in;
import static dev.assam.webgpu.kernel.Steps.out;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.Lines;
import dev.assam.backend.NodeRequest;
import dev.assam.backend.Normalization;
import dev.assam.op.nn.BatchNormalization;
import dev.assam.op.nn.MeanVarianceNormalization;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgpu.WebGpuKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * Normalisations by mean and variance of lines of any form: those of parts of the lines, in
 * scratch; then those of the lines, from these; then every element.
 */
final class MomentKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  /** Elements that one invocation looks at. */
  private static final int PART = 128;

  /** Dimensions of the lines, and within a line. */
  private static final int DIMS = 2;

  @Override
  public String name() {
    return "moments";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (request.epilogue() != null
        || !request.allOf(DType.FLOAT32)
        || !request.has(0)
        || !request.wants(0)) {
      return null;
    }
    Shape x = request.shape(0);
    boolean last = request.channelsLast();
    return switch (request.op()) {
      case MeanVarianceNormalization norm when !last -> {
        boolean[] folded = new boolean[x.rank()];
        for (int axis : norm.axes()) {
          folded[request.axis(axis)] = true;
        }
        // The reference adds 1e-9 to the root, which is less than float32 tells.
        yield normalise(request, lines(x, folded), 1e-18f, 0, 0, false);
      }
      case BatchNormalization norm when norm.spatial() && x.rank() > 1 && !last ->
          request.hasOneOutput() && !norm.training() ? affine(request, norm) : null;
      default -> {
        Normalization norm = Normalization.of(request);
        if (norm == null || !norm.centered()) {
          yield null;
        }
        Lines of = norm.lines();
        Shape split = Shape.of(of.outer(), of.length(), of.inner());
        Walks lines = lines(split, new boolean[] {false, true, false});
        yield normalise(request, lines, norm.epsilon(), norm.each(), norm.scales(), norm.shifted());
      }
    };
  }

  /** Lines of X: their dimensions with strides, and those within a line. */
  private record Walks(Broadcast kept, Broadcast folded, int count, int length) {
    boolean fit() {
      return kept.dims().length <= DIMS && folded.dims().length <= DIMS;
    }

    /** Whether neighbours in memory belong to different lines. */
    boolean across() {
      int n = kept.dims().length;
      return n > 0 && kept.strides()[0][n - 1] == 1 && kept.dims()[n - 1] > 1;
    }

    /** Of the inner dimension: its size, stride, and the outer one's stride. */
    private static void addTo(List<Integer> words, Broadcast walk) {
      int rank = walk.dims().length;
      words.add(rank == 0 ? 1 : walk.dims()[rank - 1]);
      words.add(rank == 0 ? 0 : walk.strides()[0][rank - 1]);
      words.add(rank < 2 ? 0 : walk.strides()[0][0]);
    }

    List<Integer> words() {
      List<Integer> words = new ArrayList<>(List.of(count, length));
      addTo(words, kept);
      addTo(words, folded);
      return words;
    }
  }

  private static Walks lines(Shape x, boolean[] folded) {
    Broadcast kept = Broadcast.part(x, folded, false);
    Broadcast gone = Broadcast.part(x, folded, true);
    return new Walks(kept, gone, Shape.of(kept.dims()).size(), Shape.of(gone.dims()).size());
  }

  private static final String PARAMS = "lines length kd ks ko fd fs fo";

  private static final String PLACES =
      """
      fn line(l: u32) -> u32 { return l % p.kd * p.ks + l / p.kd * p.ko; }
      fn place(k: u32) -> u32 { return k % p.fd * p.fs + k / p.fd * p.fo; }
      """;

  private static int[] words(Walks lines, int... more) {
    List<Integer> words = lines.words();
    for (int word : more) {
      words.add(word);
    }
    int[] array = new int[words.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = words.get(i);
    }
    return array;
  }

  /**
   * Adds what leaves mean and 1 / √(variance + epsilon) of each line in scratch, which is returned.
   */
  private static Steps.Bind moments(Steps steps, Walks lines, float epsilon) {
    int parts = (lines.length() + PART - 1) / PART;
    Steps.Bind ofParts = steps.scratch(Math.multiplyExact(2 * lines.count(), parts));
    Steps.Bind ofLines = steps.scratch(2 * lines.count());
    String split =
        lines.across()
            ? "  let own = i % p.lines;\n  let begin = i / p.lines * p.part;\n"
            : "  let own = i / p.parts;\n  let begin = i % p.parts * p.part;\n";
    steps.add(
        new TextShader(
            "momentParts",
            "x:f32 m:vec2<f32>",
            PARAMS + " parts part",
            PLACES,
            split
                + """
                  let end = min(begin + p.part, p.length);
                  let base = line(own);
                  // From the first element on, so that the mean of equal ones is exact.
                  let first = x[base + place(begin)];
                  var sum = 0.0f;
                  for (var k = begin; k < end; k++) { sum += x[base + place(k)] - first; }
                  let mean = first + sum / f32(end - begin);
                  var squares = 0.0f;
                  for (var k = begin; k < end; k++) {
                    let d = x[base + place(k)] - mean;
                    squares += d * d;
                  }
                  m[own * p.parts + begin / p.part] = vec2<f32>(mean, squares);
                """),
        Math.multiplyExact(lines.count(), parts),
        List.of(in(0), ofParts),
        words(lines, parts, PART));
    steps.add(
        new TextShader(
            "moments",
            "m:vec2<f32> s:vec2<f32>",
            PARAMS + " parts part epsilon:f32",
            "",
            """
              let first = m[i * p.parts].x;
              var sum = 0.0f;
              for (var j = 0u; j < p.parts; j++) {
                let weight = f32(min(p.part, p.length - j * p.part));
                sum += (m[i * p.parts + j].x - first) * weight;
              }
              let mean = first + sum / f32(p.length);
              var squares = 0.0f;
              for (var j = 0u; j < p.parts; j++) {
                let part = m[i * p.parts + j];
                let d = part.x - mean;
                squares += part.y + d * d * f32(min(p.part, p.length - j * p.part));
              }
              s[i] = vec2<f32>(mean, 1.0f / sqrt(squares / f32(p.length) + p.epsilon));
            """),
        lines.count(),
        List.of(ofParts, ofLines),
        words(lines, parts, PART, Float.floatToRawIntBits(epsilon)));
    return ofLines;
  }

  /**
   * Y = (X − mean) / √(variance + epsilon), scaled and shifted by inputs 1 and 2 if there are.
   *
   * @param each elements one after the other that share a scale
   * @param scales how many there are, 0 for none
   */
  private static WebGpuKernel normalise(
      NodeRequest request, Walks lines, float epsilon, int each, int scales, boolean shifted) {
    if (!lines.fit()) {
      return null;
    }
    Steps steps = new Steps();
    Steps.Bind moments = moments(steps, lines, epsilon);
    List<Steps.Bind> binds = new ArrayList<>(List.of(in(0), moments));
    String value = "(x[at] - s[own].x) * s[own].y";
    if (scales > 0) {
      binds.add(in(1));
      value += " * scale[c]";
    }
    if (shifted) {
      binds.add(in(2));
      value += " + shift[c]";
    }
    binds.add(out(0));
    String split =
        lines.across()
            ? "  let own = i % p.lines;\n  let k = i / p.lines;\n"
            : "  let own = i / p.length;\n  let k = i % p.length;\n";
    steps.add(
        new TextShader(
            "normalise",
            "x:f32 s:vec2<f32> "
                + (scales == 0 ? "" : "scale:f32 ")
                + (shifted ? "shift:f32 " : "")
                + "y:f32",
            PARAMS + (scales == 0 ? "" : " each scales"),
            PLACES,
            split
                + "  let at = line(own) + place(k);\n"
                + (scales == 0 ? "" : "  let c = at / p.each % p.scales;\n")
                + "  y[at] = "
                + value
                + ";\n"),
        Math.multiplyExact(lines.count(), lines.length()),
        binds,
        scales == 0 ? words(lines) : words(lines, each, scales));
    for (int o = 1; o < 3; o++) {
      if (request.wants(o)) {
        steps.add(
            new TextShader(
                "moment",
                "s:vec2<f32> y:f32",
                "",
                "",
                "  y[i] = s[i]." + "xy".charAt(o - 1) + ";\n"),
            lines.count(),
            List.of(moments, out(o)));
      }
    }
    return steps;
  }

  /** With mean and variance given, those of each channel. */
  private static WebGpuKernel affine(NodeRequest request, BatchNormalization norm) {
    Shape x = request.shape(0);
    TextShader shader =
        new TextShader(
            "batchNorm",
            "x:f32 scale:f32 shift:f32 mean:f32 variance:f32 y:f32",
            "inner channels epsilon:f32",
            "",
            """
              let c = i / p.inner % p.channels;
              y[i] = (x[i] - mean[c]) / sqrt(variance[c] + p.epsilon) * scale[c] + shift[c];
            """);
    return new Steps()
        .add(
            shader,
            x.size(),
            List.of(in(0), in(1), in(2), in(3), in(4), out(0)),
            (int) x.product(2, x.rank()),
            x.dim(1),
            Float.floatToRawIntBits(norm.epsilon()));
  }
}
