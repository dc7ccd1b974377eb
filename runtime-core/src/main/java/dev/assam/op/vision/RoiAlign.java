package dev.assam.op.vision;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y[r,c,h,w] = mean or maximum of X[batch_indices[r], c], interpolated linearly, over a grid of
 * points in cell (h, w) of region r; X [N, C, H, W], rois [R, 4] with values x1, y1, x2, y2,
 * batch_indices [R], Y [R, C, outputHeight, outputWidth].
 *
 * @param samplingRatio points along each side of a cell; 0 for one per element of X
 * @param halfPixel whether regions are shifted by half an element, as from opset 16 on by default
 */
public record RoiAlign(
    String mode,
    int outputHeight,
    int outputWidth,
    int samplingRatio,
    float spatialScale,
    boolean halfPixel)
    implements Op {
  public static final OpType<RoiAlign> TYPE =
      OpType.<RoiAlign>named("RoiAlign")
          .inputs(3)
          .since(
              16,
              a ->
                  make(
                      a,
                      a.getChoice(
                              "coordinate_transformation_mode", "half_pixel", "output_half_pixel")
                          .equals("half_pixel")))
          .since(10, a -> make(a, false));

  /** The largest sampling_ratio, and elements of X along a side of a cell, that are believed. */
  private static final int MAX_RATIO = 1024;

  private static final int MAX_CELL = 1 << 30;

  private static RoiAlign make(Attributes a, boolean halfPixel) {
    return new RoiAlign(
        a.getChoice("mode", "avg", "max"),
        a.getInt("output_height", 1),
        a.getInt("output_width", 1),
        a.getInt("sampling_ratio", 0),
        a.getFloat("spatial_scale", 1),
        halfPixel);
  }

  @Override
  public OpType<RoiAlign> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.sameDType(0, 1, DTypes.FLOATS);
    in.dtype(2, DTypes.INDICES);
    Shape x = in.shape(0, 4);
    Shape rois = in.shape(1, 2);
    if (rois.dim(1) != 4 || in.shape(2, 1).dim(0) != rois.dim(0)) {
      throw in.shapeError(
          "rois is " + rois + " and batch_indices " + in.shape(2) + " (allowed: [R,4] and [R])");
    }
    if (outputHeight < 1 || outputWidth < 1 || samplingRatio < 0 || samplingRatio > MAX_RATIO) {
      throw in.shapeError(
          "allowed: output_height and output_width 1 or more, sampling_ratio 0.." + MAX_RATIO);
    }
    Shape y = Shape.of(rois.dim(0), x.dim(1), outputHeight, outputWidth);
    if (x.elements() == 0 && y.elements() > 0) {
      throw in.shapeError("X is " + x + " (allowed: at least one element)");
    }
    return List.of(new TensorType(in.dtype(0), y));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor rois = in.tensor(1);
    Shape shape = Shape.of(rois.shape().dim(0), x.shape().dim(1), outputHeight, outputWidth);
    Tensor y = Tensor.allocate(x.dtype(), shape);
    for (int r = 0; r < shape.dim(0) && y.size() > 0; r++) {
      long batch = in.tensor(2).getLong(r);
      if (batch < 0 || batch >= x.shape().dim(0)) {
        throw in.shapeError(
            "batch index " + batch + " (allowed: 0.." + (x.shape().dim(0) - 1) + ")");
      }
      double offset = halfPixel ? 0.5 : 0;
      double left = rois.getDouble(4 * r) * spatialScale - offset;
      double top = rois.getDouble(4 * r + 1) * spatialScale - offset;
      double width = rois.getDouble(4 * r + 2) * spatialScale - offset - left;
      double height = rois.getDouble(4 * r + 3) * spatialScale - offset - top;
      if (!halfPixel) {
        width = Math.max(width, 1);
        height = Math.max(height, 1);
      }
      double cellWidth = width / outputWidth;
      double cellHeight = height / outputHeight;
      int columns = samplingRatio > 0 ? samplingRatio : samples(in, cellWidth);
      int rows = samplingRatio > 0 ? samplingRatio : samples(in, cellHeight);
      for (int cell = 0; cell < outputHeight * outputWidth; cell++) {
        in.checkTime();
        int row = cell / outputWidth;
        int column = cell % outputWidth;
        for (int c = 0; c < shape.dim(1); c++) {
          int plane = (int) batch * shape.dim(1) + c;
          double value =
              pool(
                  x,
                  plane,
                  top + row * cellHeight,
                  cellHeight,
                  rows,
                  left + column * cellWidth,
                  cellWidth,
                  columns);
          y.setDouble((r * shape.dim(1) + c) * outputHeight * outputWidth + cell, value);
        }
      }
    }
    return List.of(y);
  }

  private static int samples(Inputs in, double cell) {
    double samples = Math.ceil(cell);
    if (samples > MAX_CELL) {
      throw in.shapeError(
          "a region's cell of " + cell + " elements (allowed: up to " + MAX_CELL + ")");
    }
    return (int) samples;
  }

  private double pool(
      Tensor x,
      int plane,
      double top,
      double height,
      int rows,
      double left,
      double width,
      int columns) {
    int h = x.shape().dim(2);
    int w = x.shape().dim(3);
    boolean max = mode.equals("max");
    int rowFrom = first(top, height, rows);
    int rowTo = end(top, height, rows, h);
    int columnFrom = first(left, width, columns);
    int columnTo = end(left, width, columns, w);
    // Points outside X count as 0.
    boolean inside = rowTo - rowFrom == rows && columnTo - columnFrom == columns;
    double result = max && inside && rows > 0 && columns > 0 ? Double.NEGATIVE_INFINITY : 0;
    for (int i = rowFrom; i < rowTo; i++) {
      double py = top + (i + 0.5) * height / rows;
      for (int j = columnFrom; j < columnTo; j++) {
        double px = left + (j + 0.5) * width / columns;
        double cy = Math.min(Math.max(py, 0), h - 1);
        double cx = Math.min(Math.max(px, 0), w - 1);
        int y0 = (int) cy;
        int x0 = (int) cx;
        int y1 = Math.min(y0 + 1, h - 1);
        int x1 = Math.min(x0 + 1, w - 1);
        double fy = cy - y0;
        double fx = cx - x0;
        double v00 = (1 - fy) * (1 - fx) * x.getDouble((plane * h + y0) * w + x0);
        double v01 = (1 - fy) * fx * x.getDouble((plane * h + y0) * w + x1);
        double v10 = fy * (1 - fx) * x.getDouble((plane * h + y1) * w + x0);
        double v11 = fy * fx * x.getDouble((plane * h + y1) * w + x1);
        // The specification's maximum is that of the weighted corners, not of their sums.
        result =
            max
                ? Math.max(result, Math.max(Math.max(v00, v01), Math.max(v10, v11)))
                : result + v00 + v01 + v10 + v11;
      }
    }
    return max ? result : result / Math.max(1, (double) rows * columns);
  }

  /** The first of a cell's points along a dimension that is at −1 or later. */
  private static int first(double start, double size, int points) {
    int first = size > 0 ? (int) Math.max(0, (-1 - start) * points / size - 1) : 0;
    while (first < points && start + (first + 0.5) * size / points < -1) {
      first++;
    }
    return first;
  }

  /** The end of a cell's points along a dimension that are at {@code length} or before. */
  private static int end(double start, double size, int points, int length) {
    int end =
        size > 0
            ? (int) Math.max(0, Math.min(points, (length - start) * points / size + 2))
            : points;
    while (end > 0 && start + (end - 0.5) * size / points > length) {
      end--;
    }
    return end;
  }
}
