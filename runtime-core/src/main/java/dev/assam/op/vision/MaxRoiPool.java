package dev.assam.op.vision;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Y[r,c,h,w] = max of X[batch, c] over cell (h, w) of region r, 0 for an empty cell; X [N, C, H,
 * W], rois [R, 5] with values batch, x1, y1, x2, y2, Y [R, C, pooledShape].
 */
public record MaxRoiPool(List<Integer> pooledShape, float spatialScale) implements Op {
  public static final OpType<MaxRoiPool> TYPE =
      OpType.<MaxRoiPool>named("MaxRoiPool")
          .inputs(2)
          .since(
              1,
              a -> {
                a.require("pooled_shape");
                return new MaxRoiPool(a.getInts("pooled_shape"), a.getFloat("spatial_scale", 1));
              });

  @Override
  public OpType<MaxRoiPool> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.sameDType(0, 1, DTypes.FLOATS);
    return List.of(new TensorType(in.dtype(0), outputShape(in)));
  }

  private Shape outputShape(Inputs in) {
    Shape x = in.shape(0, 4);
    Shape rois = in.shape(1, 2);
    if (rois.dim(1) != 5
        || pooledShape.size() != 2
        || pooledShape.get(0) < 1
        || pooledShape.get(1) < 1) {
      throw in.shapeError("rois is " + rois + " (allowed: [R,5], with two positive pooled_shape)");
    }
    return Shape.of(rois.dim(0), x.dim(1), pooledShape.get(0), pooledShape.get(1));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor rois = in.tensor(1);
    Tensor y = Tensor.allocate(x.dtype(), outputShape(in));
    int channels = x.shape().dim(1);
    int rows = pooledShape.get(0);
    int columns = pooledShape.get(1);
    for (int r = 0; r < rois.shape().dim(0) && y.size() > 0; r++) {
      double batch = rois.getDouble(5 * r);
      if (!(batch >= 0 && batch < x.shape().dim(0))) {
        throw in.shapeError(
            "batch index " + batch + " (allowed: 0.." + (x.shape().dim(0) - 1) + ")");
      }
      int plane = ((int) batch) * channels;
      double left = round(rois.getDouble(5 * r + 1));
      double top = round(rois.getDouble(5 * r + 2));
      double width = Math.max(round(rois.getDouble(5 * r + 3)) - left + 1, 1) / columns;
      double height = Math.max(round(rois.getDouble(5 * r + 4)) - top + 1, 1) / rows;
      for (int c = 0; c < channels; c++) {
        for (int cell = 0; cell < rows * columns; cell++) {
          in.checkTime();
          int row = cell / columns;
          int column = cell % columns;
          double value =
              max(
                  x,
                  plane + c,
                  top + Math.floor(row * height),
                  top + Math.ceil((row + 1) * height),
                  left + Math.floor(column * width),
                  left + Math.ceil((column + 1) * width));
          y.setDouble((r * channels + c) * rows * columns + cell, value);
        }
      }
    }
    return List.of(y);
  }

  private double round(double x) {
    return Math.floor(x * spatialScale + 0.5);
  }

  private static double max(
      Tensor x, int plane, double top, double bottom, double left, double right) {
    int height = x.shape().dim(2);
    int width = x.shape().dim(3);
    int y1 = (int) Math.min(bottom, height);
    int x1 = (int) Math.min(right, width);
    double max = Double.NEGATIVE_INFINITY;
    for (int i = (int) Math.max(top, 0); i < y1; i++) {
      for (int j = (int) Math.max(left, 0); j < x1; j++) {
        max = Math.max(max, x.getDouble((plane * height + i) * width + j));
      }
    }
    return max == Double.NEGATIVE_INFINITY ? 0 : max;
  }
}
