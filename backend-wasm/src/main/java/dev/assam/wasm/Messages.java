package dev.assam.wasm;

import dev.assam.ValueInfo;
import dev.assam.backend.device.DeviceSource;
import dev.assam.error.InputException;
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

/** How types and values look in the {@link Mailbox}; assam-engine.js is the other side. */
final class Messages {
  private static final int NOTHING = 0;
  private static final int TENSOR = 1;
  private static final int SEQUENCE = 2;
  private static final int OPTIONAL = 3;
  private static final int ON_DEVICE = 4;

  private final Mailbox mailbox;
  private final Storages storages;

  Messages(Mailbox mailbox, Storages storages) {
    this.mailbox = mailbox;
    this.storages = storages;
  }

  void put(ValueInfo info) {
    mailbox.putString(info.name());
    mailbox.putByte(info.required() ? 1 : 0);
    put(info.type());
  }

  private void put(ValueType type) {
    switch (type) {
      case null -> mailbox.putByte(NOTHING);
      case TensorType tensor -> {
        mailbox.putByte(TENSOR);
        mailbox.putByte(tensor.dtype() == null ? 0 : tensor.dtype().onnx());
        put(tensor.shape());
      }
      case SequenceType sequence -> {
        mailbox.putByte(SEQUENCE);
        put(sequence.element());
      }
      case OptionalType optional -> {
        mailbox.putByte(OPTIONAL);
        put(optional.element());
      }
    }
  }

  /** Rank or −1, then for each dimension its size or −1 and its name or nothing. */
  private void put(Shape shape) {
    if (!shape.hasRank()) {
      mailbox.putInt(-1);
      return;
    }
    mailbox.putInt(shape.rank());
    for (int i = 0; i < shape.rank(); i++) {
      mailbox.putInt(shape.dim(i));
      mailbox.putString(shape.name(i) == null ? "" : shape.name(i));
    }
  }

  /** Writes a value; the storages of its tensors get one more owner, JavaScript. */
  void put(Datum datum) {
    switch (datum) {
      case null -> mailbox.putByte(NOTHING);
      case Tensor tensor -> {
        DeviceSource source = DeviceSource.of(tensor);
        mailbox.putByte(source == null ? TENSOR : ON_DEVICE);
        mailbox.putByte(tensor.dtype().onnx());
        mailbox.putInt(tensor.shape().rank());
        for (int i = 0; i < tensor.shape().rank(); i++) {
          mailbox.putInt(tensor.shape().dim(i));
        }
        if (tensor.dtype() == DType.STRING) {
          for (int i = 0; i < tensor.size(); i++) {
            mailbox.putString(tensor.strings()[i]);
          }
        } else {
          mailbox.putInt(storages.add(tensor.storage().retain()));
        }
        if (source != null) {
          mailbox.putInt(source.number());
        }
      }
      case SequenceDatum sequence -> {
        mailbox.putByte(SEQUENCE);
        mailbox.putInt(sequence.elements().size());
        for (Datum element : sequence.elements()) {
          put(element);
        }
      }
      case OptionalDatum optional -> {
        mailbox.putByte(OPTIONAL);
        put(optional.value());
      }
    }
  }

  /**
   * Reads a value over storages that stay JavaScript's, so that it need not be released; strings
   * are objects anyway.
   *
   * @param declared what the model says of the value, for the types that a value cannot tell
   */
  Datum take(ValueType declared) {
    return switch (mailbox.takeByte()) {
      case TENSOR -> takeTensor();
      case SEQUENCE -> {
        ValueType element = declared instanceof SequenceType type ? type.element() : null;
        int count = mailbox.takeInt();
        List<Datum> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          elements.add(take(element));
        }
        if (element == null) {
          element = count == 0 ? new TensorType(null, Shape.UNKNOWN) : elements.get(0).type();
        }
        yield new SequenceDatum(new SequenceType(element), elements);
      }
      default -> {
        ValueType element = declared instanceof OptionalType type ? type.element() : null;
        Datum value = mailbox.takeByte() == 0 ? null : take(element);
        if (element == null) {
          element = value == null ? new TensorType(null, Shape.UNKNOWN) : value.type();
        }
        yield new OptionalDatum(new OptionalType(element), value);
      }
    };
  }

  private Tensor takeTensor() {
    DType dtype = DType.ofOnnx(mailbox.takeByte());
    int[] dims = new int[mailbox.takeInt()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = mailbox.takeInt();
    }
    Shape shape = Shape.of(dims);
    if (dtype != DType.STRING) {
      Storage storage = storages.get(mailbox.takeInt());
      check(shape, storage.length());
      return Tensor.over(dtype, shape, storage);
    }
    int count = mailbox.takeInt();
    String[] values = new String[count];
    for (int i = 0; i < count; i++) {
      values[i] = mailbox.takeString();
    }
    check(shape, count);
    return Tensor.ofStrings(shape, values);
  }

  private static void check(Shape shape, int values) {
    if (shape.elements() != values) {
      throw new InputException(values + " values for a tensor of shape " + shape);
    }
  }
}
