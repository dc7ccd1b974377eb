package dev.assam.op.ml;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** (X − offset) · scale as float32; offset and scale have one number, or one for each column. */
public record Scaler(List<Float> offset, List<Float> scale) implements Op {
  public static final OpType<Scaler> TYPE =
      OpType.<Scaler>named("Scaler")
          .domain(Ml.DOMAIN)
          .since(1, a -> new Scaler(list(a, "offset", 0), list(a, "scale", 1)));

  private static List<Float> list(Attributes a, String name, float otherwise) {
    List<Float> list = a.getFloats(name);
    return list == null || list.isEmpty() ? List.of(otherwise) : list;
  }

  @Override
  public OpType<Scaler> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    in.dtype(0, Ml.INPUTS);
    Shape shape = in.shape(0);
    int columns = shape.rank() == 0 ? 1 : shape.dim(shape.rank() - 1);
    for (List<Float> list : List.of(offset, scale)) {
      if (list.size() != 1 && list.size() != columns) {
        throw in.shapeError(list.size() + " offsets or scales for " + columns + " columns");
      }
    }
    return List.of(new TensorType(DType.FLOAT32, shape));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(infer(in).get(0));
    for (int i = 0; i < y.size(); i++) {
      y.setDouble(
          i, (x.getDouble(i) - offset.get(i % offset.size())) * scale.get(i % scale.size()));
    }
    return List.of(y);
  }
}
