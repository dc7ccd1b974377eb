package dev.assam.nativerun.ort;

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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.onnxruntime.AllocatorWithDefaultOptions;
import org.bytedeco.onnxruntime.LongVector;
import org.bytedeco.onnxruntime.OrtAllocator;
import org.bytedeco.onnxruntime.TensorTypeAndShapeInfo;
import org.bytedeco.onnxruntime.Value;
import org.bytedeco.onnxruntime.ValueVector;
import org.bytedeco.onnxruntime.global.onnxruntime;

/** Copies values between Assam and ONNX Runtime; the numbers of the element types are the same. */
final class OrtValues {
  private OrtValues() {}

  /** A value in ONNX Runtime's own memory. */
  static Value toOrt(Datum datum) {
    return switch (datum) {
      case Tensor tensor when tensor.dtype() == DType.STRING -> toOrtStrings(tensor);
      case Tensor tensor -> toOrtNumbers(tensor);
      case SequenceDatum sequence -> toOrtSequence(sequence);
      case OptionalDatum optional when optional.isPresent() -> toOrt(optional.value());
      case OptionalDatum _ ->
          throw new OrtException("ONNX Runtime's C++ interface has no empty optional", null);
    };
  }

  private static Value toOrtNumbers(Tensor tensor) {
    Value value = empty(tensor);
    if (tensor.size() > 0) {
      ByteBuffer to = bytesOf(value);
      switch (tensor.dtype().kind()) {
        case BYTES -> putBytes(tensor, to);
        case SHORTS -> {
          for (int i = 0; i < tensor.size(); i++) {
            to.putShort(tensor.shorts().get(i));
          }
        }
        case INTS -> {
          for (int i = 0; i < tensor.size(); i++) {
            to.putInt(tensor.ints().get(i));
          }
        }
        case LONGS -> {
          for (int i = 0; i < tensor.size(); i++) {
            to.putLong(tensor.longs().get(i));
          }
        }
        case FLOATS -> {
          for (int i = 0; i < tensor.size(); i++) {
            to.putFloat(tensor.floats().get(i));
          }
        }
        case DOUBLES -> {
          for (int i = 0; i < tensor.size(); i++) {
            to.putDouble(tensor.doubles().get(i));
          }
        }
        case STRINGS -> throw new IllegalStateException();
      }
    }
    return value;
  }

  /** Elements narrower than a byte lie side by side, the first in the lowest bits. */
  private static void putBytes(Tensor tensor, ByteBuffer to) {
    int bits = tensor.dtype().bits();
    int perByte = 8 / bits;
    for (int i = 0; i < tensor.size(); i += perByte) {
      int packed = 0;
      for (int k = 0; k < perByte && i + k < tensor.size(); k++) {
        packed |= (tensor.bytes().get(i + k) & ((1 << bits) - 1)) << (k * bits);
      }
      to.put((byte) packed);
    }
  }

  private static Value toOrtStrings(Tensor tensor) {
    Value value = empty(tensor);
    if (tensor.size() > 0) {
      PointerPointer<BytePointer> pointers = new PointerPointer<>(tensor.size());
      for (int i = 0; i < tensor.size(); i++) {
        pointers.put(i, new BytePointer(tensor.strings()[i], StandardCharsets.UTF_8));
      }
      value.FillStringTensor(pointers, tensor.size());
    }
    return value;
  }

  private static Value toOrtSequence(SequenceDatum sequence) {
    ValueVector values = new ValueVector();
    for (Datum element : sequence.elements()) {
      values.push_back(toOrt(element));
    }
    return Value.CreateSequence(values);
  }

  private static Value empty(Tensor tensor) {
    int[] dims = tensor.shape().toArray();
    LongPointer pointer = new LongPointer(Math.max(1, dims.length));
    for (int i = 0; i < dims.length; i++) {
      pointer.put(i, dims[i]);
    }
    return Value.CreateTensor(allocator(), pointer, dims.length, tensor.dtype().onnx());
  }

  /** A copy in Assam's memory. */
  static Datum fromOrt(Value value) {
    if (!value.HasValue()) {
      return new OptionalDatum(new OptionalType(null), null);
    }
    if (value.IsTensor()) {
      return fromOrtTensor(value);
    }
    int kind = value.GetTypeInfo().GetONNXType();
    if (kind != onnxruntime.ONNX_TYPE_SEQUENCE) {
      throw new OrtException("ONNX Runtime gave a value of kind " + kind, null);
    }
    List<Datum> elements = new ArrayList<>();
    for (int i = 0; i < value.GetCount(); i++) {
      elements.add(fromOrt(value.GetValue(i, allocator())));
    }
    ValueType element =
        elements.isEmpty()
            ? null
            : elements.getFirst() instanceof Tensor tensor
                ? new TensorType(tensor.dtype(), Shape.UNKNOWN)
                : elements.getFirst().type();
    return new SequenceDatum(new SequenceType(element), elements);
  }

  private static Tensor fromOrtTensor(Value value) {
    TensorTypeAndShapeInfo info = value.GetTensorTypeAndShapeInfo();
    DType dtype = DType.ofOnnx(info.GetElementType());
    if (dtype == null) {
      throw new OrtException("ONNX Runtime gave elements of type " + info.GetElementType(), null);
    }
    LongVector shape = info.GetShape();
    int[] dims = new int[Math.toIntExact(shape.size())];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = Math.toIntExact(shape.get(i));
    }
    Tensor tensor = Tensor.allocate(dtype, Shape.of(dims));
    if (dtype == DType.STRING) {
      for (int i = 0; i < tensor.size(); i++) {
        tensor.strings()[i] = stringAt(value, i);
      }
    } else if (tensor.size() > 0) {
      copyNumbers(bytesOf(value), tensor);
    }
    return tensor;
  }

  private static void copyNumbers(ByteBuffer from, Tensor tensor) {
    switch (tensor.dtype().kind()) {
      case BYTES -> takeBytes(from, tensor);
      case SHORTS -> {
        for (int i = 0; i < tensor.size(); i++) {
          tensor.shorts().set(i, from.getShort());
        }
      }
      case INTS -> {
        for (int i = 0; i < tensor.size(); i++) {
          tensor.ints().set(i, from.getInt());
        }
      }
      case LONGS -> {
        for (int i = 0; i < tensor.size(); i++) {
          tensor.longs().set(i, from.getLong());
        }
      }
      case FLOATS -> {
        for (int i = 0; i < tensor.size(); i++) {
          tensor.floats().set(i, from.getFloat());
        }
      }
      case DOUBLES -> {
        for (int i = 0; i < tensor.size(); i++) {
          tensor.doubles().set(i, from.getDouble());
        }
      }
      case STRINGS -> throw new IllegalStateException();
    }
  }

  private static void takeBytes(ByteBuffer from, Tensor tensor) {
    int bits = tensor.dtype().bits();
    if (bits == 8) {
      for (int i = 0; i < tensor.size(); i++) {
        tensor.bytes().set(i, from.get());
      }
      return;
    }
    int perByte = 8 / bits;
    for (int i = 0; i < tensor.size(); i++) {
      tensor.setLong(i, from.get(i / perByte) >> (i % perByte * bits));
    }
  }

  private static String stringAt(Value value, int i) {
    byte[] bytes = new byte[Math.toIntExact(value.GetStringTensorElementLength(i))];
    if (bytes.length > 0) {
      BytePointer pointer = new BytePointer(bytes.length);
      value.GetStringTensorElement(bytes.length, i, pointer);
      pointer.get(bytes);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static ByteBuffer bytesOf(Value value) {
    Pointer raw = value.GetTensorMutableRawData();
    return new BytePointer(raw)
        .capacity(value.GetTensorSizeInBytes())
        .asByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** ONNX Runtime's default allocator; the wrapper's opaque type is the pointer itself. */
  private static OrtAllocator allocator() {
    return new OrtAllocator(new AllocatorWithDefaultOptions().asUnownedAllocator());
  }
}
