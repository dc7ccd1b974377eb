package dev.assam.op.shape;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.List;

/**
 * The value in the attribute that is given; lists become tensors of rank 1, or of rank 0 when
 * {@code scalar}.
 */
public record Constant(
    Tensor value, List<Float> floats, List<Long> ints, List<String> strings, boolean scalar)
    implements Op {
  public static final OpType<Constant> TYPE =
      OpType.<Constant>named("Constant").inputs(0).since(1, Constant::of);

  private static Constant of(Attributes a) {
    Tensor value = a.getTensor("value");
    if (value == null) {
      value = a.getTensor("sparse_value");
    }
    boolean scalar = a.has("value_float") || a.has("value_int") || a.has("value_string");
    List<Float> floats =
        a.has("value_float") ? List.of(a.getFloat("value_float")) : a.getFloats("value_floats");
    List<Long> ints =
        a.has("value_int") ? List.of(a.getLong("value_int", 0)) : a.getLongs("value_ints");
    List<String> strings =
        a.has("value_string")
            ? List.of(a.getString("value_string"))
            : a.getStrings("value_strings");
    int given = 0;
    for (Object form : new Object[] {value, floats, ints, strings}) {
      given += form == null ? 0 : 1;
    }
    if (given != 1) {
      throw a.error("value", "given " + given + " times, in all its forms (allowed: once)");
    }
    return new Constant(value, floats, ints, strings, scalar);
  }

  @Override
  public OpType<Constant> type() {
    return TYPE;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    if (value != null) {
      return List.of(value.type());
    }
    if (floats != null) {
      return List.of(new TensorType(DType.FLOAT32, shape(floats)));
    }
    return List.of(
        ints != null
            ? new TensorType(DType.INT64, shape(ints))
            : new TensorType(DType.STRING, shape(strings)));
  }

  private Shape shape(List<?> elements) {
    return scalar ? Shape.SCALAR : Shape.of(elements.size());
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    if (value != null) {
      return List.of(value);
    }
    Tensor y = Tensor.allocate(infer(in).get(0));
    for (int i = 0; i < y.size(); i++) {
      if (floats != null) {
        y.floats().set(i, floats.get(i));
      } else if (ints != null) {
        y.longs().set(i, ints.get(i));
      } else {
        y.strings()[i] = strings.get(i);
      }
    }
    return List.of(y);
  }
}
