package dev.assam.fuzz;

import dev.assam.testing.ProtoWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** A protobuf message taken apart into fields that can be changed and put together again. */
final class Message {
  /** The messages of onnx.proto whose fields are looked into. */
  enum Kind {
    MODEL,
    GRAPH,
    NODE,
    ATTRIBUTE,
    TENSOR,
    SPARSE,
    VALUE,
    TYPE,
    TENSOR_TYPE,
    WRAPPED_TYPE,
    SHAPE,
    DIMENSION,
    OPSET,
    ENTRY,
    FUNCTION;

    /** What a length-delimited field holds; null for strings and bytes. */
    Kind of(int field) {
      return switch (this) {
        case MODEL ->
            switch (field) {
              case 7 -> GRAPH;
              case 8 -> OPSET;
              case 14 -> ENTRY;
              case 25 -> FUNCTION;
              default -> null;
            };
        case GRAPH ->
            switch (field) {
              case 1 -> NODE;
              case 5 -> TENSOR;
              case 11, 12, 13 -> VALUE;
              case 15 -> SPARSE;
              default -> null;
            };
        case NODE -> field == 5 ? ATTRIBUTE : null;
        case ATTRIBUTE ->
            switch (field) {
              case 5, 10 -> TENSOR;
              case 6, 11 -> GRAPH;
              case 14, 15 -> TYPE;
              case 22 -> SPARSE;
              default -> null;
            };
        case TENSOR -> field == 13 ? ENTRY : null;
        case SPARSE -> field == 1 || field == 2 ? TENSOR : null;
        case VALUE -> field == 2 ? TYPE : null;
        case TYPE ->
            switch (field) {
              case 1 -> TENSOR_TYPE;
              case 4, 9 -> WRAPPED_TYPE;
              default -> null;
            };
        case TENSOR_TYPE -> field == 2 ? SHAPE : null;
        case WRAPPED_TYPE -> field == 1 ? TYPE : null;
        case SHAPE -> field == 1 ? DIMENSION : null;
        case FUNCTION ->
            switch (field) {
              case 7 -> NODE;
              case 9 -> OPSET;
              case 11 -> ATTRIBUTE;
              case 12 -> VALUE;
              default -> null;
            };
        case DIMENSION, OPSET, ENTRY -> null;
      };
    }
  }

  /** A field: of the last three, the one that its wire type calls for is used. */
  static final class Field {
    int number;
    int wireType;
    long integer;
    byte[] bytes;
    Message message;

    Field(int number, int wireType) {
      this.number = number;
      this.wireType = wireType;
    }

    static Field integer(int number, long value) {
      Field field = new Field(number, 0);
      field.integer = value;
      return field;
    }

    static Field bytes(int number, byte[] value) {
      Field field = new Field(number, 2);
      field.bytes = value;
      return field;
    }

    static Field message(int number, Message value) {
      Field field = new Field(number, 2);
      field.message = value;
      return field;
    }

    Field copy() {
      Field copy = new Field(number, wireType);
      copy.integer = integer;
      copy.bytes = bytes == null ? null : bytes.clone();
      copy.message = message == null ? null : message.copy();
      return copy;
    }
  }

  final Kind kind;
  final List<Field> fields = new ArrayList<>();

  Message(Kind kind) {
    this.kind = kind;
  }

  /** A well-formed message taken apart. */
  static Message parse(Kind kind, byte[] bytes) {
    Message message = new Message(kind);
    int[] at = {0};
    while (at[0] < bytes.length) {
      long tag = varint(bytes, at);
      Field field = new Field((int) (tag >>> 3), (int) (tag & 7));
      switch (field.wireType) {
        case 0 -> field.integer = varint(bytes, at);
        case 1 -> field.integer = fixed(bytes, at, 8);
        case 5 -> field.integer = fixed(bytes, at, 4);
        case 2 -> {
          int length = (int) varint(bytes, at);
          byte[] content = Arrays.copyOfRange(bytes, at[0], at[0] + length);
          at[0] += length;
          Kind inner = kind.of(field.number);
          if (inner == null) {
            field.bytes = content;
          } else {
            field.message = parse(inner, content);
          }
        }
        default -> throw new IllegalArgumentException("wire type " + field.wireType);
      }
      message.fields.add(field);
    }
    return message;
  }

  private static long varint(byte[] bytes, int[] at) {
    long value = 0;
    int shift = 0;
    byte b;
    do {
      b = bytes[at[0]++];
      value |= (long) (b & 0x7F) << shift;
      shift += 7;
    } while (b < 0);
    return value;
  }

  private static long fixed(byte[] bytes, int[] at, int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value |= (bytes[at[0]++] & 0xFFL) << (8 * i);
    }
    return value;
  }

  byte[] toBytes() {
    ProtoWriter out = new ProtoWriter();
    for (Field field : fields) {
      switch (field.wireType) {
        case 0 -> out.integer(field.number, field.integer);
        case 1 -> out.real(field.number, Double.longBitsToDouble(field.integer));
        case 5 -> out.real(field.number, Float.intBitsToFloat((int) field.integer));
        default -> {
          if (field.message != null) {
            out.bytes(field.number, field.message.toBytes());
          } else if (field.bytes != null) {
            out.bytes(field.number, field.bytes);
          }
        }
      }
    }
    return out.toBytes();
  }

  Message copy() {
    Message copy = new Message(kind);
    fields.forEach(field -> copy.fields.add(field.copy()));
    return copy;
  }

  /** Calls {@code visitor} with this message and every one inside. */
  void walk(Consumer<Message> visitor) {
    visitor.accept(this);
    for (Field field : List.copyOf(fields)) {
      if (field.message != null) {
        field.message.walk(visitor);
      }
    }
  }

  /** Every message of one kind, this one included. */
  List<Message> all(Kind wanted) {
    List<Message> found = new ArrayList<>();
    walk(message -> {
      if (message.kind == wanted) {
        found.add(message);
      }
    });
    return found;
  }

  /** The fields of one number. */
  List<Field> of(int number) {
    return fields.stream().filter(field -> field.number == number).toList();
  }
}
