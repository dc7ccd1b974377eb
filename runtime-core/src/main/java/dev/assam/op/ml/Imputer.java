package dev.assam.op.ml;

import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/** X with every element that equals {@code replaced} (NaN equals NaN) given its column's value. */
public record Imputer(List<Float> floats, List<Long> ints, float replacedFloat, long replacedInt)
    implements Op {
  public static final OpType<Imputer> TYPE =
      OpType.<Imputer>named("Imputer")
          .domain(Ml.DOMAIN)
          .since(
              1,
              a ->
                  new Imputer(
                      a.getFloats("imputed_value_floats"),
                      a.getLongs("imputed_value_int64s"),
                      a.getFloat("replaced_value_float", 0),
                      a.getLong("replaced_value_int64", 0)));

  @Override
  public OpType<Imputer> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    boolean isFloat = in.dtype(0, Ml.INPUTS).isFloat();
    int count = isFloat ? size(floats) : size(ints);
    if (count == 0 || count != 1 && count != Ml.matrix(in).dim(1)) {
      throw in.shapeError(count + " values to put in for columns of " + in.tensorType(0));
    }
    return List.of(in.tensorType(0));
  }

  private static int size(List<?> list) {
    return list == null ? 0 : list.size();
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Tensor y = Tensor.allocate(x.type());
    boolean isFloat = x.dtype().isFloat();
    for (int i = 0; i < y.size(); i++) {
      if (isFloat) {
        double value = x.getDouble(i);
        boolean replaced =
            value == replacedFloat || Double.isNaN(value) && Float.isNaN(replacedFloat);
        y.setDouble(i, replaced ? floats.get(i % floats.size()) : value);
      } else {
        long value = x.getLong(i);
        y.setLong(i, value == replacedInt ? ints.get(i % ints.size()) : value);
      }
    }
    return List.of(y);
  }
}
