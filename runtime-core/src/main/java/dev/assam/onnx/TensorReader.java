package dev.assam.onnx;

import dev.assam.error.ExternalDataException;
import dev.assam.error.MemoryException;
import dev.assam.error.ModelFormatException;
import dev.assam.error.UnsupportedException;
import dev.assam.memory.Bytes;
import dev.assam.memory.Kind;
import dev.assam.memory.Storage;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.OptionalDatum;
import dev.assam.tensor.OptionalType;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Reads TensorProto and its relatives; raw data stays where it is, viewed. */
final class TensorReader {
  private final ExternalData external;

  TensorReader(ExternalData external) {
    this.external = external;
  }

  /** A tensor with the name the message gives it. */
  record Named(String name, Tensor tensor) {}

  Named tensor(Wire wire) {
    List<Long> dims = new ArrayList<>();
    int type = 0;
    String name = "";
    Wire raw = null;
    Wire numbers = null;
    int numbersField = 0;
    Wire integers = null;
    List<Long> longs = new ArrayList<>();
    List<Float> floats = new ArrayList<>();
    List<Double> doubles = new ArrayList<>();
    List<String> strings = new ArrayList<>();
    String location = null;
    long offset = 0;
    long length = -1;
    boolean isExternal = false;
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> {
          if (wire.isPacked()) {
            addAll(wire.message(), dims);
          } else {
            dims.add(wire.varintField());
          }
        }
        case 2 -> type = wire.intField();
        case 4 -> {
          if (wire.isPacked()) {
            numbers = wire.message();
            numbersField = 4;
          } else {
            floats.add(wire.floatField());
          }
        }
        case 10 -> {
          if (wire.isPacked()) {
            numbers = wire.message();
            numbersField = 10;
          } else {
            doubles.add(wire.doubleField());
          }
        }
        case 5, 7, 11 -> {
          if (wire.isPacked() && integers == null && longs.isEmpty()) {
            integers = wire.message();
          } else {
            if (integers != null) {
              addAll(integers, longs);
              integers = null;
            }
            if (wire.isPacked()) {
              addAll(wire.message(), longs);
            } else {
              longs.add(wire.varintField());
            }
          }
        }
        case 6 -> strings.add(wire.string());
        case 8 -> name = wire.string();
        case 9 -> raw = wire.message();
        case 13 -> {
          String[] entry = entry(wire.message());
          switch (entry[0]) {
            case "location" -> location = entry[1];
            case "offset" -> offset = number(name, entry);
            case "length" -> length = number(name, entry);
            default -> {}
          }
        }
        case 14 -> isExternal = wire.intField() == 1;
        default -> wire.skip();
      }
    }
    DType dtype = dtype(type, "tensor \"" + name + "\"");
    Shape shape = shape("tensor \"" + name + "\"", dims);
    long elements = shape.elements();
    String what = "tensor \"" + name + "\" of type " + new TensorType(dtype, shape);
    if (isExternal) {
      Storage data = external(what, location, offset, length, wireBytes(dtype, elements));
      return new Named(name, fromRaw(what, dtype, shape, data, 0, data.length()));
    }
    if (raw != null) {
      return new Named(
          name, fromRaw(what, dtype, shape, raw.storage(), raw.position(), raw.remaining()));
    }
    if (dtype == DType.STRING) {
      count(what, strings.size(), elements);
      return new Named(name, Tensor.ofStrings(shape, strings.toArray(new String[0])));
    }
    if (numbers != null) {
      DType stored = numbersField == 4 ? DType.FLOAT32 : DType.FLOAT64;
      if (dtype != stored) {
        throw new ModelFormatException(what + " has its data in a field of " + stored);
      }
      return new Named(
          name,
          fromRaw(what, dtype, shape, numbers.storage(), numbers.position(), numbers.remaining()));
    }
    return new Named(
        name,
        integers != null
            ? fromPacked(what, dtype, shape, integers)
            : fromNumbers(what, dtype, shape, longs, floats, doubles));
  }

  private static void addAll(Wire packed, List<Long> to) {
    while (packed.remaining() > 0) {
      to.add(packed.varint());
    }
  }

  private static Shape shape(String what, List<Long> dims) {
    int[] array = new int[dims.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = dimension(what, dims.get(i));
    }
    return Shape.of(array);
  }

  /** A tensor of few non-zero elements, made dense. */
  Named sparse(Wire wire) {
    Named values = null;
    Tensor indices = null;
    List<Long> dims = new ArrayList<>();
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> values = tensor(wire.message());
        case 2 -> indices = tensor(wire.message()).tensor();
        case 3 -> {
          if (wire.isPacked()) {
            addAll(wire.message(), dims);
          } else {
            dims.add(wire.varintField());
          }
        }
        default -> wire.skip();
      }
    }
    if (values == null || indices == null || indices.dtype() != DType.INT64) {
      throw new ModelFormatException("a sparse tensor without values or int64 indices");
    }
    Tensor sparse = values.tensor();
    String what = "sparse tensor \"" + values.name() + "\"";
    Tensor dense = allocate(what, sparse.dtype(), shape(what, dims));
    int rank = dims.size();
    boolean linear = indices.shape().rank() == 1;
    if (indices.size() != (linear ? sparse.size() : sparse.size() * (long) rank)) {
      throw new ModelFormatException(
          what + " has " + sparse.size() + " values and indices " + indices);
    }
    int[] strides = dense.shape().strides();
    for (int i = 0; i < sparse.size(); i++) {
      long at = linear ? indices.longs().get(i) : 0;
      for (int d = 0; !linear && d < rank; d++) {
        at += indices.longs().get(i * rank + d) * strides[d];
      }
      if (at < 0 || at >= dense.size()) {
        throw new ModelFormatException(what + " of shape " + dims + " has the index " + at);
      }
      dense.copyFrom((int) at, sparse, i, 1);
    }
    return new Named(values.name(), dense);
  }

  /** A value of the given type: TensorProto, SequenceProto or OptionalProto. */
  Datum datum(Wire wire, ValueType type) {
    return switch (type) {
      case TensorType tensor -> tensor(wire).tensor();
      case SequenceType sequence -> {
        List<Datum> elements = new ArrayList<>();
        while (wire.next()) {
          switch (wire.field()) {
            case 3, 5, 7 -> elements.add(datum(wire.message(), sequence.element()));
            default -> wire.skip();
          }
        }
        yield new SequenceDatum(sequence, elements);
      }
      case OptionalType optional -> {
        Datum value = null;
        while (wire.next()) {
          switch (wire.field()) {
            case 3, 5, 7 -> value = datum(wire.message(), optional.element());
            default -> wire.skip();
          }
        }
        yield new OptionalDatum(optional, value);
      }
    };
  }

  private Storage external(String what, String location, long offset, long length, long needed) {
    if (location == null || location.isEmpty()) {
      throw new ExternalDataException(what + " is external and names no location");
    }
    if (location.startsWith("/") || location.contains("..") || location.indexOf('\\') >= 0) {
      throw new ExternalDataException(
          what + " lies at \"" + location + "\" (allowed: below the model's folder)");
    }
    if (offset < 0 || (length >= 0 && length < needed)) {
      throw new ExternalDataException(
          what + " needs " + needed + " bytes; given are " + length + " at offset " + offset);
    }
    Storage data;
    try {
      data = external.read(location, offset, needed);
    } catch (ExternalDataException e) {
      throw new ExternalDataException(what + ": " + e.getMessage());
    }
    if (data.length() != needed) {
      throw new ExternalDataException(
          what + " needs " + needed + " bytes of \"" + location + "\"; got " + data.length());
    }
    return data;
  }

  /** Bytes of so many elements on the wire, where types below eight bits are packed. */
  private static long wireBytes(DType dtype, long elements) {
    return elements > Long.MAX_VALUE / 64 ? Long.MAX_VALUE : (elements * dtype.bits() + 7) / 8;
  }

  private static Tensor fromRaw(
      String what, DType dtype, Shape shape, Storage from, int at, int bytes) {
    long needed = wireBytes(dtype, shape.elements());
    if (dtype == DType.STRING || needed != bytes) {
      throw new ModelFormatException(
          what + " needs " + needed + " bytes of raw data, there are " + bytes);
    }
    if (dtype.bits() >= 8) {
      return Tensor.over(dtype, shape, from.view(at, dtype.kind(), shape.size()));
    }
    Tensor tensor = allocate(what, dtype, shape);
    Bytes packed = from.view(at, Kind.BYTES, bytes).bytes();
    int perByte = 8 / dtype.bits();
    for (int i = 0; i < tensor.size(); i++) {
      setPacked(tensor, i, packed.get(i / perByte) >> (i % perByte * dtype.bits()));
    }
    return tensor;
  }

  private static Tensor fromNumbers(
      String what,
      DType dtype,
      Shape shape,
      List<Long> longs,
      List<Float> floats,
      List<Double> doubles) {
    int perNumber = perNumber(dtype);
    count(what, longs.size() + floats.size() + doubles.size(), numbers(dtype, shape));
    Tensor tensor = allocate(what, dtype, shape);
    for (int i = 0; i < tensor.size(); i++) {
      if (!floats.isEmpty()) {
        tensor.setDouble(i, floats.get(i));
      } else if (!doubles.isEmpty()) {
        tensor.setDouble(i, doubles.get(i));
      } else {
        setNumber(what, tensor, i, longs.get(i / perNumber), perNumber);
      }
    }
    return tensor;
  }

  /** From integers that lie one after the other; there may be very many. */
  private static Tensor fromPacked(String what, DType dtype, Shape shape, Wire integers) {
    int perNumber = perNumber(dtype);
    count(what, integers.countVarints(), numbers(dtype, shape));
    Tensor tensor = allocate(what, dtype, shape);
    long number = 0;
    for (int i = 0; i < tensor.size(); i++) {
      if (i % perNumber == 0) {
        number = integers.varint();
      }
      setNumber(what, tensor, i, number, perNumber);
    }
    return tensor;
  }

  /** Elements that share one number of int32_data. */
  private static int perNumber(DType dtype) {
    return dtype.bits() < 8 ? 8 / dtype.bits() : 1;
  }

  private static long numbers(DType dtype, Shape shape) {
    int perNumber = perNumber(dtype);
    return shape.elements() / perNumber + (shape.elements() % perNumber == 0 ? 0 : 1);
  }

  private static void setNumber(String what, Tensor tensor, int i, long number, int perNumber) {
    DType dtype = tensor.dtype();
    if (dtype == DType.FLOAT32 || dtype == DType.FLOAT64) {
      throw new ModelFormatException(what + " has its data in a field of integers");
    } else if (perNumber > 1) {
      setPacked(tensor, i, number >> (i % perNumber * dtype.bits()));
    } else if (dtype.isFloat()) {
      tensor.setBits(i, number);
    } else {
      tensor.setLong(i, number);
    }
  }

  private static Tensor allocate(String what, DType dtype, Shape shape) {
    try {
      return Tensor.allocate(dtype, shape);
    } catch (MemoryException e) {
      throw e.at(what);
    }
  }

  private static void setPacked(Tensor tensor, int i, long bits) {
    if (tensor.dtype().isFloat()) {
      tensor.setBits(i, bits & 0xF);
    } else {
      tensor.setLong(i, bits);
    }
  }

  private static void count(String what, long given, long needed) {
    if (given != needed) {
      throw new ModelFormatException(what + " needs " + needed + " numbers, there are " + given);
    }
  }

  static DType dtype(int number, String what) {
    DType dtype = DType.ofOnnx(number);
    if (dtype == null) {
      if (number == 14 || number == 15) {
        throw new UnsupportedException(what + " is complex, which Assam does not have");
      }
      throw new ModelFormatException(what + " has the unknown element type " + number);
    }
    return dtype;
  }

  static int dimension(String what, long dim) {
    if (dim < 0 || dim > Integer.MAX_VALUE) {
      throw new ModelFormatException(
          what + " has the dimension " + dim + " (allowed 0.." + Integer.MAX_VALUE + ")");
    }
    return (int) dim;
  }

  /** Key and value of a StringStringEntryProto. */
  static String[] entry(Wire wire) {
    String[] entry = {"", ""};
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> entry[0] = wire.string();
        case 2 -> entry[1] = wire.string();
        default -> wire.skip();
      }
    }
    return entry;
  }

  private static long number(String name, String[] entry) {
    try {
      return Long.parseLong(entry[1]);
    } catch (NumberFormatException e) {
      throw new ModelFormatException(
          "tensor \"" + name + "\": external " + entry[0] + " is \"" + entry[1] + "\"");
    }
  }
}
