package dev.assam.op.nn;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.op.Precision;
import dev.assam.op.linear.Products;
import dev.assam.op.linear.Products.Matrix;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * Conv whose every sampling point is moved by an offset, interpolated linearly, 0 outside X, and
 * weighted by a mask: X [N, C, spatial…], W [M, C/group, kernel…], offset [N, offsetGroup · kernel
 * elements · spatial rank, out…], B [M], mask [N, offsetGroup · kernel elements, out…], Y [N, M,
 * out…].
 */
public record DeformConv(WindowAttributes window, int group, int offsetGroup) implements Op {
  public static final OpType<DeformConv> TYPE =
      OpType.<DeformConv>named("DeformConv")
          .inputs(3, 5)
          .since(
              19,
              a ->
                  new DeformConv(
                      new WindowAttributes(
                          "NOTSET",
                          a.getInts("kernel_shape"),
                          a.getInts("strides"),
                          a.getInts("dilations"),
                          a.getInts("pads"),
                          false),
                      a.getInt("group", 1),
                      a.getInt("offset_group", 1)));

  /** Interpolation visits 2^rank corners. */
  private static final int MAX_RANK = 8;

  @Override
  public OpType<DeformConv> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    for (int i = 1; i < 5; i++) {
      if (in.has(i) || i < 3) {
        in.sameDType(0, i, DTypes.FLOATS);
      }
    }
    Window geometry = geometry(in);
    if (geometry.rank() > MAX_RANK) {
      throw in.unsupported("the spatial rank is " + geometry.rank() + " (up to " + MAX_RANK + ")");
    }
    Shape x = in.shape(0);
    if (offsetGroup < 1 || x.dim(1) % offsetGroup != 0) {
      throw in.shapeError("offset_group is " + offsetGroup + " (allowed: a divisor of C) for " + x);
    }
    long points = (long) offsetGroup * geometry.kernelSize();
    checkShape(in, 2, geometry.outputShape(x.dim(0), in.dimension(points * geometry.rank())));
    Shape y = geometry.outputShape(x.dim(0), in.shape(1).dim(0));
    if (in.has(3)) {
      checkShape(in, 3, y.slice(1, 2));
    }
    if (in.has(4)) {
      checkShape(in, 4, geometry.outputShape(x.dim(0), in.dimension(points)));
    }
    return List.of(new TensorType(in.dtype(0), y));
  }

  private Window geometry(Inputs in) {
    return new Conv(window, group).geometry(in);
  }

  private static void checkShape(Inputs in, int i, Shape expected) {
    if (!in.shape(i).equals(expected)) {
      throw in.shapeError(
          "input " + i + " has shape " + in.shape(i) + " (allowed: " + expected + ")");
    }
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = Products.widen(in.tensor(0));
    Tensor w = Products.widen(in.tensor(1));
    Tensor offset = in.tensor(2);
    Tensor mask = in.has(4) ? in.tensor(4) : null;
    Window geometry = geometry(in);
    int batch = x.shape().dim(0);
    Tensor y = Tensor.allocate(x.dtype(), geometry.outputShape(batch, w.shape().dim(0)));
    if (y.size() > 0 && w.size() > 0) {
      int positions = geometry.outputSize();
      int channels = w.shape().dim(1);
      int maps = w.shape().dim(0) / group;
      int rows = channels * geometry.kernelSize();
      Tensor columns = Tensor.allocate(x.dtype(), Shape.of(group, rows, positions));
      for (int n = 0; n < batch; n++) {
        sample(in, geometry, n, x, offset, mask, columns);
        for (int g = 0; g < group; g++) {
          Products.multiply(
              in,
              Matrix.rows(w, g * maps * rows, rows),
              Matrix.rows(columns, g * rows * positions, positions),
              Matrix.rows(y, (n * group + g) * maps * positions, positions),
              maps,
              positions,
              rows);
        }
      }
    }
    if (in.has(3)) {
      Conv.addBias(y, in.tensor(3));
    }
    return List.of(Precision.narrow(y, in.dtype(0)));
  }

  /** The values of sample {@code n} that each output position sees, [C · kernel elements, out…]. */
  private void sample(
      Inputs in, Window geometry, int n, Tensor x, Tensor offset, Tensor mask, Tensor columns) {
    int rank = geometry.rank();
    int kernel = geometry.kernelSize();
    int positions = geometry.outputSize();
    int plane = geometry.inputSize();
    int channels = x.shape().dim(1);
    double[] point = new double[rank];
    for (int og = 0; og < offsetGroup; og++) {
      for (int k = 0; k < kernel; k++) {
        for (int p = 0; p < positions; p++) {
          in.checkTime();
          int index = (n * offsetGroup + og) * kernel + k;
          for (int d = rank - 1, kRest = k, pRest = p; d >= 0; d--) {
            point[d] =
                (double) (pRest % geometry.output(d)) * geometry.stride(d)
                    - geometry.padBegin(d)
                    + (double) (kRest % geometry.kernel(d)) * geometry.dilation(d)
                    + offset.getDouble((index * rank + d) * positions + p);
            pRest /= geometry.output(d);
            kRest /= geometry.kernel(d);
          }
          double weight = mask == null ? 1 : mask.getDouble(index * positions + p);
          for (int c = og * (channels / offsetGroup);
              c < (og + 1) * (channels / offsetGroup);
              c++) {
            double value = interpolate(geometry, x, (n * channels + c) * plane, point);
            columns.setDouble((c * kernel + k) * positions + p, weight * value);
          }
        }
      }
    }
  }

  /** The plane at {@code at} of X at a point between its elements: the sum over 2^rank corners. */
  private static double interpolate(Window geometry, Tensor x, int at, double[] point) {
    double sum = 0;
    for (int corner = 0; corner < 1 << point.length; corner++) {
      double weight = 1;
      long offset = 0;
      boolean inside = true;
      for (int d = 0; d < point.length; d++) {
        double low = Math.floor(point[d]);
        int up = corner >> d & 1;
        long coordinate = (long) low + up;
        weight *= up == 1 ? point[d] - low : 1 - (point[d] - low);
        inside = inside && coordinate >= 0 && coordinate < geometry.input(d);
        offset = offset * geometry.input(d) + coordinate;
      }
      if (inside) {
        sum += weight * x.getDouble(at + (int) offset);
      }
    }
    return sum;
  }
}
