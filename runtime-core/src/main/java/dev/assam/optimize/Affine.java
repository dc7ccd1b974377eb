package dev.assam.optimize;

import dev.assam.graph.Node;
import dev.assam.graph.Value;
import dev.assam.op.elementwise.Binary;
import dev.assam.op.elementwise.Elementwise;
import dev.assam.op.nn.BatchNormalization;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * y = scale · x + shift with constants per channel, or one for all channels.
 *
 * @param rank of the constant beside x; −1 if it fits any x
 * @param channelAxis where in the constant's shape the channels are
 */
record Affine(Value input, double[] scale, double[] shift, int rank, int channelAxis) {
  /** What a node computes if it is such, of float32 or float64; else null. */
  static Affine of(Node node, Facts facts) {
    if (node.op() instanceof BatchNormalization norm) {
      return of(norm, node, facts);
    }
    if (!(node.op() instanceof Elementwise op)) {
      return null;
    }
    boolean add = op.type() == Binary.ADD;
    boolean sub = op.type() == Binary.SUB;
    boolean mul = op.type() == Binary.MUL;
    boolean div = op.type() == Binary.DIV;
    if (!add && !sub && !mul && !div) {
      return null;
    }
    Tensor left = facts.constant(node.inputs().get(0));
    Tensor right = facts.constant(node.inputs().get(1));
    Tensor c = right == null ? left : right;
    if (c == null || left != null && right != null || !isWide(c.dtype())) {
      return null;
    }
    int axis = -1;
    Shape shape = c.shape();
    for (int d = 0; d < shape.rank(); d++) {
      if (shape.dim(d) != 1) {
        if (axis >= 0) {
          return null;
        }
        axis = d;
      }
    }
    double[] scale = new double[c.size()];
    double[] shift = new double[c.size()];
    for (int i = 0; i < scale.length; i++) {
      double value = c.getDouble(i);
      boolean first = right == null;
      if (div && (first || value == 0)) {
        return null;
      }
      scale[i] = add ? 1 : sub ? (first ? -1 : 1) : mul ? value : 1 / value;
      shift[i] = add ? value : sub ? (first ? value : -value) : 0;
    }
    return new Affine(node.inputs().get(right == null ? 1 : 0), scale, shift, shape.rank(), axis);
  }

  private static Affine of(BatchNormalization norm, Node node, Facts facts) {
    Tensor[] parameters = new Tensor[5];
    for (int i = 1; i < 5; i++) {
      parameters[i] = facts.constant(node.inputs().get(i));
      if (parameters[i] == null) {
        return null;
      }
    }
    for (int i = 1; i < node.outputs().size(); i++) {
      if (node.outputs().get(i) != null) {
        return null;
      }
    }
    if (norm.training() || !norm.spatial() || !isWide(facts.dtype(node.inputs().get(0)))) {
      return null;
    }
    int channels = parameters[1].size();
    double[] scale = new double[channels];
    double[] shift = new double[channels];
    for (int c = 0; c < channels; c++) {
      scale[c] =
          parameters[1].getDouble(c) / Math.sqrt(parameters[4].getDouble(c) + norm.epsilon());
      shift[c] = parameters[2].getDouble(c) - parameters[3].getDouble(c) * scale[c];
    }
    return new Affine(node.inputs().get(0), scale, shift, -1, 0);
  }

  private static boolean isWide(DType dtype) {
    return dtype == DType.FLOAT32 || dtype == DType.FLOAT64;
  }

  /** Whether the constants are those of x [N, channels, spatial…] of this rank. */
  boolean suits(int channels, int xRank) {
    if (rank < 0) {
      return scale.length == channels;
    }
    boolean one = scale.length == 1;
    return rank <= xRank && (one || scale.length == channels && rank - channelAxis == xRank - 1);
  }

  /** Whether nothing is multiplied. */
  boolean onlyShifts() {
    for (double factor : scale) {
      if (factor != 1) {
        return false;
      }
    }
    return true;
  }

  /** The factors, to be compared. */
  List<Double> scales() {
    List<Double> scales = new ArrayList<>();
    for (double factor : scale) {
      scales.add(factor);
    }
    return scales;
  }

  double scale(int channel) {
    return scale[scale.length == 1 ? 0 : channel];
  }

  double shift(int channel) {
    return shift[shift.length == 1 ? 0 : channel];
  }
}
