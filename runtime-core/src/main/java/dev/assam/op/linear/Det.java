package dev.assam.op.linear;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.DTypes;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** Y[…] = det X[…,m,m], by elimination with the largest pivot of each column. */
public record Det() implements Op {
  public static final OpType<Det> TYPE = OpType.<Det>named("Det").since(11, a -> new Det());

  @Override
  public OpType<Det> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    DType dtype = in.dtype(0, DTypes.FLOATS);
    Shape x = in.shape(0);
    if (x.rank() < 2 || x.dim(x.rank() - 1) != x.dim(x.rank() - 2)) {
      throw in.shapeError("input has shape " + x + " (allowed: square matrices)");
    }
    return List.of(new TensorType(dtype, x.slice(0, x.rank() - 2)));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    int rank = x.shape().rank();
    int m = x.shape().dim(rank - 1);
    Tensor y = Tensor.allocate(x.dtype(), x.shape().slice(0, rank - 2));
    double[][] matrix = new double[y.size() == 0 ? 0 : m][m];
    for (int i = 0; i < y.size(); i++) {
      in.checkTime();
      for (int r = 0; r < m; r++) {
        for (int c = 0; c < m; c++) {
          matrix[r][c] = x.getDouble((i * m + r) * m + c);
        }
      }
      y.setDouble(i, determinant(matrix));
    }
    return List.of(y);
  }

  private static double determinant(double[][] matrix) {
    int m = matrix.length;
    double det = 1;
    for (int k = 0; k < m; k++) {
      int pivot = k;
      for (int r = k + 1; r < m; r++) {
        if (Math.abs(matrix[r][k]) > Math.abs(matrix[pivot][k])) {
          pivot = r;
        }
      }
      double[] row = matrix[pivot];
      matrix[pivot] = matrix[k];
      matrix[k] = row;
      det *= pivot == k ? row[k] : -row[k];
      if (row[k] == 0) {
        return det;
      }
      for (int r = k + 1; r < m; r++) {
        double factor = matrix[r][k] / row[k];
        for (int c = k + 1; c < m; c++) {
          matrix[r][c] -= factor * row[c];
        }
      }
    }
    return det;
  }
}
