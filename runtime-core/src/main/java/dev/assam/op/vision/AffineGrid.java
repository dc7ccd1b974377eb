package dev.assam.op.vision;

import dev.assam.op.Inputs;
import dev.assam.op.Odometer;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * grid[n,p] = theta[n] · (p, 1), the points p of an image of the given size in coordinates from −1
 * to 1, the last dimension's first; theta [N, r, r + 1], size [r + 2] with values N, C and the
 * image, grid [N, image…, r] for r 2 or 3, made for GridSample.
 */
public record AffineGrid(boolean alignCorners) implements Op {
  public static final OpType<AffineGrid> TYPE =
      OpType.<AffineGrid>named("AffineGrid")
          .inputs(2)
          .since(20, a -> new AffineGrid(a.getBoolean("align_corners", false)));

  @Override
  public OpType<AffineGrid> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, DTypes.FLOATS);
    return List.of(new TensorType(in.dtype(0), outputShape(in)));
  }

  private static Shape outputShape(Inputs in) {
    Shape theta = in.shape(0, 3);
    long[] size = in.longs(1);
    int rank = size.length - 2;
    if ((rank != 2 && rank != 3)
        || theta.dim(0) != size[0]
        || theta.dim(1) != rank
        || theta.dim(2) != rank + 1) {
      throw in.shapeError(
          "theta is "
              + theta
              + " and size has "
              + size.length
              + " values (allowed: [N,2,3] and N,C,H,W, or [N,3,4] and N,C,D,H,W)");
    }
    int[] dims = new int[rank + 2];
    dims[0] = theta.dim(0);
    for (int d = 0; d < rank; d++) {
      dims[d + 1] = in.dimension(size[d + 2]);
    }
    dims[rank + 1] = rank;
    return Shape.of(dims);
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor theta = in.tensor(0);
    Tensor grid = Tensor.allocate(theta.dtype(), outputShape(in));
    int rank = theta.shape().dim(1);
    Shape points = grid.shape().slice(0, rank + 1);
    Odometer at = new Odometer(points);
    for (int i = 0; i < grid.size(); i += rank, at.next()) {
      for (int r = 0; r < rank; r++) {
        int row = (at.index(0) * rank + r) * (rank + 1);
        double sum = theta.getDouble(row + rank);
        for (int d = 0; d < rank; d++) {
          double coordinate = coordinate(at.index(d + 1), points.dim(d + 1));
          sum += theta.getDouble(row + rank - 1 - d) * coordinate;
        }
        grid.setDouble(i + r, sum);
      }
    }
    return List.of(grid);
  }

  private double coordinate(int i, int length) {
    if (!alignCorners) {
      return (2.0 * i + 1) / length - 1;
    }
    return length == 1 ? -1 : 2.0 * i / (length - 1) - 1;
  }
}
