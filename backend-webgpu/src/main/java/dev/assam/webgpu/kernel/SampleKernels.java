package dev.assam.webgpu.kernel;

import static dev.assam.webgpu.kernel.Steps.in;
import static dev.assam.webgpu.kernel.Steps.out;

import dev.assam.backend.KernelFactory;
import dev.assam.backend.NodeRequest;
import dev.assam.op.vision.AffineGrid;
import dev.assam.op.vision.GridSample;
import dev.assam.op.vision.MaxRoiPool;
import dev.assam.op.vision.RoiAlign;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.webgpu.WebGpuKernel;
import java.util.List;

/** Pictures sampled at points, which are data. */
final class SampleKernels implements KernelFactory<NodeRequest, WebGpuKernel> {
  @Override
  public String name() {
    return "sample";
  }

  @Override
  public WebGpuKernel create(NodeRequest request) {
    if (request.epilogue() != null
        || request.channelsLast()
        || !request.has(0)
        || request.in(0).dtype() != DType.FLOAT32) {
      return null;
    }
    return switch (request.op()) {
      case AffineGrid grid -> affine(request, grid.alignCorners());
      case GridSample sample
          when request.in(1).dtype() == DType.FLOAT32 && request.shape(0).rank() <= 5 ->
          grid(request, sample);
      case RoiAlign align when IndexKernels.isIndex(request, 2) -> align(request, align);
      case MaxRoiPool pool -> roiPool(request, pool);
      default -> null;
    };
  }

  private static WebGpuKernel affine(NodeRequest request, boolean corners) {
    Shape y = request.out(0).shape();
    int rank = y.rank() - 2;
    StringBuilder body = new StringBuilder("  let r = i % " + rank + "u;\n  var rest = i / ");
    body.append(rank).append("u;\n");
    StringBuilder terms = new StringBuilder();
    for (int d = rank - 1; d >= 0; d--) {
      body.append("  let c").append(d).append(" = coordinate(rest % p.d").append(d);
      body.append(", p.d").append(d).append(");\n  rest /= p.d").append(d).append(";\n");
      terms.append("  sum += theta[row + ").append(rank - 1 - d).append("u] * c").append(d);
      terms.append(";\n");
    }
    body.append("  let row = (rest * ").append(rank).append("u + r) * ").append(rank + 1);
    body.append("u;\n  var sum = theta[row + ").append(rank).append("u];\n").append(terms);
    body.append("  y[i] = sum;\n");
    String coordinate =
        corners
            ? """
            fn coordinate(i: u32, length: u32) -> f32 {
              if (length == 1u) { return -1.0f; }
              return 2.0f * f32(i) / f32(length - 1u) - 1.0f;
            }
            """
            : """
            fn coordinate(i: u32, length: u32) -> f32 {
              return (2.0f * f32(i) + 1.0f) / f32(length) - 1.0f;
            }
            """;
    return new Steps()
        .add(
            new TextShader(
                "affineGrid",
                "theta:f32 y:f32",
                TextShader.numbered("d", rank, ""),
                coordinate,
                body.toString()),
            y.size(),
            List.of(in(0), out(0)),
            y.slice(1, rank + 1).toArray());
  }

  private static WebGpuKernel grid(NodeRequest request, GridSample sample) {
    Shape x = request.shape(0);
    Shape y = request.out(0).shape();
    int rank = x.rank() - 2;
    int taps = sample.mode().equals("nearest") ? 1 : sample.mode().equals("linear") ? 2 : 4;
    String functions = index(sample) + (taps == 4 ? KEYS : "");
    StringBuilder body = new StringBuilder();
    body.append("  let q = i % p.positions;\n  let plane = i / p.positions;\n");
    body.append("  let point = (plane / p.channels * p.positions + q) * ").append(rank);
    body.append("u;\n");
    int[] words = new int[2 + rank];
    words[0] = (int) y.product(2, y.rank());
    words[1] = x.dim(1);
    for (int d = 0; d < rank; d++) {
      words[2 + d] = x.dim(2 + d);
      String name = "" + d;
      body.append(
          """
            let grid_D = grid[point + Ru];
            let length_D = f32(p.dD);
            let at_D = POSITION;
            let low_D = FLOOR;
            let part_D = at_D - low_D;
          """
              .replace("Ru", (rank - 1 - d) + "u")
              .replace(
                  "POSITION",
                  sample.alignCorners()
                      ? "(grid_D + 1.0f) / 2.0f * (length_D - 1.0f)"
                      : "((grid_D + 1.0f) * length_D - 1.0f) / 2.0f")
              .replace("FLOOR", taps == 1 ? "round(at_D)" : "floor(at_D)")
              .replace("_D", "_" + name)
              .replace("dD", "d" + name));
    }
    body.append("  var sum = 0.0f;\n");
    StringBuilder place = new StringBuilder("plane");
    StringBuilder weight = new StringBuilder();
    for (int d = 0; d < rank; d++) {
      body.append(
          """
            for (var k_D = 0; k_D < TAPS; k_D++) {
            let n_D = index(low_D + f32(k_DSHIFT), p.dD);
            if (n_D < 0) { continue; }
          """
              .replace("TAPS", "" + taps)
              .replace("SHIFT", taps == 4 ? " - 1" : "")
              .replace("_D", "_" + d)
              .replace("dD", "d" + d));
      place.insert(0, "(").append(" * u32(p.d").append(d).append(") + u32(n_").append(d);
      place.append("))");
      if (taps > 1) {
        weight
            .append(
                taps == 2
                    ? "select(1.0f - part_D, part_D, k_D == 1)"
                    : "keys(abs(part_D + 1.0f - f32(k_D)))")
            .append(" * ");
        int at = weight.indexOf("_D");
        while (at >= 0) {
          weight.replace(at, at + 2, "_" + d);
          at = weight.indexOf("_D");
        }
      }
    }
    body.append("  sum += ").append(weight).append("x[").append(place).append("];\n  ");
    body.append("}".repeat(rank)).append("\n  y[i] = sum;\n");
    return new Steps()
        .add(
            new TextShader(
                "gridSample" + rank,
                "x:f32 grid:f32 y:f32",
                "positions channels " + TextShader.numbered("d", rank, ":i32"),
                functions,
                body.toString()),
            y.size(),
            List.of(in(0), in(1), out(0)),
            words);
  }

  /** Keys' cubic convolution with a = −0.75. */
  private static final String KEYS =
      """
      fn keys(d: f32) -> f32 {
        let near = (1.25f * d - 2.25f) * d * d + 1.0f;
        return select(((-0.75f * d + 3.75f) * d - 6.0f) * d + 3.0f, near, d <= 1.0f);
      }
      """;

  /** The element at a whole position, −1 for a zero outside. */
  private static String index(GridSample sample) {
    String head =
        """
        fn index(x: f32, length: i32) -> i32 {
          if (x >= 0.0f && x < f32(length)) { return i32(x); }
        """;
    if (sample.padding().equals("zeros")) {
      return head + "  return -1;\n}\n";
    }
    if (sample.padding().equals("border")) {
      return head + "  return select(length - 1, 0, x < 0.0f);\n}\n";
    }
    return head
        + """
          let low = LOW;
          let high = f32(length)HIGH;
          let range = high - low;
          if (range == 0.0f) { return clamp(i32(low), 0, length - 1); }
          let beyond = select(x - high, low - x, x < low);
          let turns = floor(beyond / range);
          let rest = beyond - turns * range;
          let odd = turns - 2.0f * floor(turns / 2.0f) != 0.0f;
          let from_low = (x < low) != odd;
          return clamp(i32(select(high - rest, low + rest, from_low)), 0, length - 1);
        }
        """
            .replace("LOW", sample.alignCorners() ? "0.0f" : "-0.5f")
            .replace("HIGH", sample.alignCorners() ? " - 1.0f" : " - 0.5f");
  }

  /** Each cell from those of its points that are in the picture or beside it. */
  private static WebGpuKernel align(NodeRequest request, RoiAlign align) {
    Shape x = request.shape(0);
    boolean max = align.mode().equals("max");
    String points = align.samplingRatio() > 0 ? "p.ratio" : "ceil(size)";
    String range =
        """
        fn range(start: f32, size: f32, points: i32, length: f32) -> vec2<i32> {
          var first = 0;
          var end = points;
          let n = f32(points);
          if (size > 0.0f) {
            first = clamp(i32((-1.0f - start) * n / size - 1.0f), 0, points);
            end = clamp(i32((length - start) * n / size + 2.0f), 0, points);
          }
          for (; first < points; first++) {
            if (start + (f32(first) + 0.5f) * size / n >= -1.0f) { break; }
          }
          for (; end > 0; end--) {
            if (start + (f32(end) - 0.5f) * size / n <= length) { break; }
          }
          return vec2<i32>(first, end);
        }
        fn count(size: f32) -> i32 {
          if (!(size > -1e9f && size < 1073741824.0f)) { return -1; }
          return max(0, i32(POINTS));
        }
        """
            .replace("POINTS", points);
    String body =
        """
          let column = i % p.columns;
          let row = i / p.columns % p.rows;
          let c = i / p.columns / p.rows % p.channels;
          let r = i / p.columns / p.rows / p.channels;
          let batch = batches[r];
          if (batch < 0 || batch >= p.batches) { status[0] = p.mark; return; }
          let plane = u32(batch) * p.channels + c;
          let left = rois[4u * r] * p.scale - p.offset;
          let top = rois[4u * r + 1u] * p.scale - p.offset;
          var width = rois[4u * r + 2u] * p.scale - p.offset - left;
          var height = rois[4u * r + 3u] * p.scale - p.offset - top;
          if (p.offset == 0.0f) {
            width = max(width, 1.0f);
            height = max(height, 1.0f);
          }
          let size_x = width / f32(p.columns);
          let size_y = height / f32(p.rows);
          let points_x = count(size_x);
          let points_y = count(size_y);
          if (points_x < 0 || points_y < 0) { status[0] = p.mark; return; }
          let from_x = left + f32(column) * size_x;
          let from_y = top + f32(row) * size_y;
          let range_x = range(from_x, size_x, points_x, f32(p.w));
          let range_y = range(from_y, size_y, points_y, f32(p.h));
          var result = 0.0f;
          START
          for (var a = range_y.x; a < range_y.y; a++) {
            let cy = clamp(from_y + (f32(a) + 0.5f) * size_y / f32(points_y), 0.0f, f32(p.h - 1u));
            let y0 = min(u32(cy), p.h - 1u);
            let y1 = min(y0 + 1u, p.h - 1u);
            let fy = cy - f32(y0);
            for (var b = range_x.x; b < range_x.y; b++) {
              let cx = clamp(from_x + (f32(b) + 0.5f) * size_x / f32(points_x), 0.0f, f32(p.w - 1u));
              let x0 = min(u32(cx), p.w - 1u);
              let x1 = min(x0 + 1u, p.w - 1u);
              let fx = cx - f32(x0);
              let v00 = (1.0f - fy) * (1.0f - fx) * x[(plane * p.h + y0) * p.w + x0];
              let v01 = (1.0f - fy) * fx * x[(plane * p.h + y0) * p.w + x1];
              let v10 = fy * (1.0f - fx) * x[(plane * p.h + y1) * p.w + x0];
              let v11 = fy * fx * x[(plane * p.h + y1) * p.w + x1];
              STEP
            }
          }
          y[i] = END;
        """
            .replace(
                "START",
                max
                    ? "if (points_x > 0 && points_y > 0 && range_x.y - range_x.x == points_x"
                        + " && range_y.y - range_y.x == points_y) { result = p.low; }"
                    : "")
            .replace(
                "STEP",
                max
                    ? "result = max(result, max(max(v00, v01), max(v10, v11)));"
                    : "result += v00 + v01 + v10 + v11;")
            .replace("END", max ? "result" : "result / max(1.0f, f32(points_x) * f32(points_y))");
    return new Steps()
        .addMarking(
            "a batch index is not in 0.." + (x.dim(0) - 1) + ", or a region is too large",
            new TextShader(
                "roiAlign",
                "x:f32 rois:f32 batches:i32 y:f32 status:u32",
                "columns rows channels batches:i32 h w scale:f32 offset:f32 ratio:f32 low:f32 mark",
                range,
                body),
            request.out(0).shape().size(),
            List.of(in(0), in(1), in(2), out(0)),
            align.outputWidth(),
            align.outputHeight(),
            x.dim(1),
            x.dim(0),
            x.dim(2),
            x.dim(3),
            Float.floatToRawIntBits(align.spatialScale()),
            Float.floatToRawIntBits(align.halfPixel() ? 0.5f : 0),
            Float.floatToRawIntBits(align.samplingRatio()),
            Float.floatToRawIntBits(Float.NEGATIVE_INFINITY));
  }

  private static WebGpuKernel roiPool(NodeRequest request, MaxRoiPool pool) {
    Shape x = request.shape(0);
    String body =
        """
          let column = f32(i % p.columns);
          let row = f32(i / p.columns % p.rows);
          let c = i / p.columns / p.rows % p.channels;
          let r = 5u * (i / p.columns / p.rows / p.channels);
          let batch = rois[r];
          if (!(batch >= 0.0f && batch < f32(p.batches))) { status[0] = p.mark; return; }
          let plane = i32(u32(batch) * p.channels + c);
          let left = floor(rois[r + 1u] * p.scale + 0.5f);
          let top = floor(rois[r + 2u] * p.scale + 0.5f);
          let right = floor(rois[r + 3u] * p.scale + 0.5f);
          let bottom = floor(rois[r + 4u] * p.scale + 0.5f);
          let width = max(right - left + 1.0f, 1.0f) / f32(p.columns);
          let height = max(bottom - top + 1.0f, 1.0f) / f32(p.rows);
          let h = f32(p.h);
          let w_end = f32(p.w);
          let y0 = i32(clamp(top + floor(row * height), 0.0f, h));
          let y1 = i32(clamp(top + ceil((row + 1.0f) * height), 0.0f, h));
          let x0 = i32(clamp(left + floor(column * width), 0.0f, w_end));
          let x1 = i32(clamp(left + ceil((column + 1.0f) * width), 0.0f, w_end));
          if (y0 >= y1 || x0 >= x1) { y[i] = 0.0f; return; }
          var most = x[(plane * p.h + y0) * p.w + x0];
          for (var a = y0; a < y1; a++) {
            for (var b = x0; b < x1; b++) {
              most = max(most, x[(plane * p.h + a) * p.w + b]);
            }
          }
          y[i] = most;
        """;
    return new Steps()
        .addMarking(
            "a batch index is not in 0.." + (x.dim(0) - 1),
            new TextShader(
                "maxRoiPool",
                "x:f32 rois:f32 y:f32 status:u32",
                "columns rows channels batches h:i32 w:i32 scale:f32 mark",
                "",
                body),
            request.out(0).shape().size(),
            List.of(in(0), in(1), out(0)),
            pool.pooledShape().get(1),
            pool.pooledShape().get(0),
            x.dim(1),
            x.dim(0),
            x.dim(2),
            x.dim(3),
            Float.floatToRawIntBits(pool.spatialScale()));
  }
}
