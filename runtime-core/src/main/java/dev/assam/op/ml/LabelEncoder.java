package dev.assam.op.ml;

import dev.assam.op.Attributes;
import dev.assam.op.Inputs;
import dev.assam.op.Op;
import dev.assam.op.OpType;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Each element of X that is a key becomes the key's value, others the default. */
public record LabelEncoder(Column keys, Column values, Column otherwise, boolean old)
    implements Op {
  /** A list of one type; numbers as their bits. */
  record Column(DType dtype, List<Object> elements) {
    static Column strings(List<String> list) {
      return new Column(DType.STRING, List.copyOf(list));
    }

    static Column longs(List<Long> list) {
      return new Column(DType.INT64, List.copyOf(list));
    }

    static Column floats(List<Float> list) {
      List<Object> elements = new ArrayList<>();
      for (float value : list) {
        elements.add(normal(value));
      }
      return new Column(DType.FLOAT32, elements);
    }

    static Column of(Tensor tensor) {
      List<Object> elements = new ArrayList<>();
      for (int i = 0; i < tensor.size(); i++) {
        elements.add(element(tensor, i));
      }
      return new Column(tensor.dtype(), elements);
    }

    /** A String, Double or Long; a Double equals another when both are NaN or the same number. */
    static Object element(Tensor tensor, int i) {
      if (tensor.dtype() == DType.STRING) {
        return tensor.strings()[i];
      }
      return tensor.dtype().isFloat() ? normal(tensor.getDouble(i)) : (Object) tensor.getLong(i);
    }

    /** Without the sign of zero, which equality of Double looks at. */
    private static Object normal(double value) {
      return value + 0.0;
    }

    void put(Tensor tensor, int i, int k) {
      switch (elements.get(k)) {
        case String text -> tensor.strings()[i] = text;
        case Double number -> tensor.setDouble(i, number);
        case Long number -> tensor.setLong(i, number);
        default -> throw new IllegalStateException();
      }
    }
  }

  public static final OpType<LabelEncoder> TYPE =
      OpType.<LabelEncoder>named("LabelEncoder")
          .domain(Ml.DOMAIN)
          .since(2, LabelEncoder::of)
          .since(1, LabelEncoder::ofClasses);

  private static LabelEncoder ofClasses(Attributes a) {
    a.require("classes_strings");
    List<Object> numbers = new ArrayList<>();
    List<String> strings = a.getStrings("classes_strings");
    for (long i = 0; i < strings.size(); i++) {
      numbers.add(i);
    }
    Column otherwise =
        new Column(
            null,
            List.of(a.getLong("default_int64", -1), a.getString("default_string", "_Unused")));
    return new LabelEncoder(
        Column.strings(strings), new Column(DType.INT64, numbers), otherwise, true);
  }

  private static LabelEncoder of(Attributes a) {
    Column keys = column(a, "keys");
    Column values = column(a, "values");
    if (keys.elements.size() != values.elements.size()) {
      throw a.error("keys_*", keys.elements.size() + " for " + values.elements.size() + " values");
    }
    long defaultLong = a.getLong("default_int64", -1);
    float defaultFloat = a.getFloat("default_float", -0f);
    String defaultString = a.getString("default_string", "_Unused");
    Tensor defaultTensor = a.getTensor("default_tensor");
    Object otherwise = defaultString;
    if (defaultTensor != null) {
      if (defaultTensor.size() != 1 || defaultTensor.dtype() != values.dtype) {
        throw a.error("default_tensor", defaultTensor + " for values of " + values.dtype);
      }
      otherwise = Column.element(defaultTensor, 0);
    } else if (values.dtype != DType.STRING) {
      boolean isFloat = values.dtype.isFloat();
      otherwise = isFloat ? (Object) (double) defaultFloat : (Object) defaultLong;
    }
    return new LabelEncoder(keys, values, new Column(values.dtype, List.of(otherwise)), false);
  }

  private static Column column(Attributes a, String name) {
    List<String> strings = a.getStrings(name + "_strings");
    List<Long> longs = a.getLongs(name + "_int64s");
    List<Float> floats = a.getFloats(name + "_floats");
    Tensor tensor = a.getTensor(name + "_tensor");
    List<Column> given = new ArrayList<>();
    if (strings != null) {
      given.add(Column.strings(strings));
    }
    if (longs != null) {
      given.add(Column.longs(longs));
    }
    if (floats != null) {
      given.add(Column.floats(floats));
    }
    if (tensor != null) {
      given.add(Column.of(tensor));
    }
    if (given.size() != 1) {
      throw a.error(name + "_*", "given " + given.size() + " times (allowed: once)");
    }
    return given.get(0);
  }

  @Override
  public OpType<LabelEncoder> type() {
    return TYPE;
  }

  /** Before version 2 the classes are the values for integers, too. */
  private boolean reversed(Inputs in) {
    return old && in.dtype(0) == DType.INT64;
  }

  @Override
  public List<TensorType> infer(Inputs in) {
    Column from = reversed(in) ? values : keys;
    Column to = reversed(in) ? keys : values;
    if (in.dtype(0) != from.dtype) {
      throw in.typeError("input 0 is " + in.tensorType(0) + " (allowed: " + from.dtype + ")");
    }
    return List.of(new TensorType(to.dtype, in.tensorType(0).shape()));
  }

  @Override
  public List<Tensor> reference(Inputs in) {
    Tensor x = in.tensor(0);
    Column from = reversed(in) ? values : keys;
    Column to = reversed(in) ? keys : values;
    Map<Object, Integer> places = new HashMap<>();
    for (int k = 0; k < from.elements.size(); k++) {
      places.putIfAbsent(from.elements.get(k), k);
    }
    Tensor y = Tensor.allocate(infer(in).get(0));
    for (int i = 0; i < y.size(); i++) {
      Integer place = places.get(Column.element(x, i));
      if (place != null) {
        to.put(y, i, place);
      } else {
        otherwise.put(y, i, reversed(in) ? 1 : 0);
      }
    }
    return List.of(y);
  }
}
