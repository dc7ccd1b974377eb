package dev.assam.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assam.error.AssamException;
import dev.assam.fuzz.Message.Field;
import dev.assam.fuzz.Message.Kind;
import dev.assam.op.OpType;
import dev.assam.op.Ops;
import dev.assam.tensor.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Changes what a model means and leaves it well-formed as a file. Each method changes one thing, or
 * nothing where the model has no such thing; field numbers are those of onnx.proto.
 */
final class GraphMutations {
  private static final int NODE_INPUT = 1;
  private static final int NODE_OUTPUT = 2;

  private final Message model;
  private final Message other;
  private final Dice dice;

  /** Says less about the inputs' shapes, so that more inputs may be given. */
  static void loosen(Message model, Dice dice) {
    for (Message graph : model.all(Kind.GRAPH)) {
      for (Field input : graph.of(11)) {
        for (Message type : input.message.all(Kind.TENSOR_TYPE)) {
          if (!dice.oneIn(4)) {
            type.fields.removeIf(f -> f.number == 2);
          }
        }
      }
      if (!dice.oneIn(4)) {
        graph.fields.removeIf(f -> f.number == 13);
      }
    }
  }

  private GraphMutations(Message model, Message other, Dice dice) {
    this.model = model;
    this.other = other;
    this.dice = dice;
  }

  /** One to four changes; {@code other} is where foreign parts come from. */
  static void mutate(Message model, Message other, Dice dice) {
    GraphMutations mutations = new GraphMutations(model, other, dice);
    int changes = dice.oneIn(2) ? 1 : 1 + dice.below(4);
    for (int i = 0; i < changes; i++) {
      mutations.once();
    }
  }

  private void once() {
    switch (dice.below(26)) {
      case 0 -> swapInputs();
      case 1, 2 -> renameEdge();
      case 3 -> removeEdge();
      case 4 -> addEdge();
      case 5, 6 -> changeDimension();
      case 7 -> changeElementType();
      case 8, 9, 10 -> changeAttribute();
      case 11 -> moveAttribute();
      case 12 -> changeOpset();
      case 13, 14 -> changeOperator();
      case 15 -> duplicateOrRemoveNode();
      case 16 -> changeInitializer();
      case 17, 18, 19 -> changeNumbers();
      case 20 -> changeRawLength();
      case 21 -> nest();
      case 22, 23, 24 -> foreignPart();
      default -> anyField();
    }
  }

  private Message one(Kind kind) {
    List<Message> all = model.all(kind);
    return all.isEmpty() ? new Message(kind) : dice.any(all);
  }

  private Field one(Message message, int number) {
    List<Field> fields = message.of(number);
    return fields.isEmpty() ? null : dice.any(fields);
  }

  private void swapInputs() {
    Message node = one(Kind.NODE);
    List<Field> inputs = node.of(dice.oneIn(4) ? NODE_OUTPUT : NODE_INPUT);
    if (inputs.size() > 1) {
      Field a = dice.any(inputs);
      Field b = dice.any(inputs);
      byte[] bytes = a.bytes;
      a.bytes = b.bytes;
      b.bytes = bytes;
    }
  }

  /** A name that the model uses for a value, or one that it does not. */
  private byte[] name() {
    List<byte[]> names = new ArrayList<>();
    model.walk(message -> {
      int field =
          switch (message.kind) {
            case VALUE -> 1;
            case TENSOR -> 8;
            default -> -1;
          };
      message.of(field).forEach(f -> names.add(f.bytes));
      if (message.kind == Kind.NODE) {
        message.of(NODE_INPUT).forEach(f -> names.add(f.bytes));
        message.of(NODE_OUTPUT).forEach(f -> names.add(f.bytes));
      }
    });
    names.removeIf(name -> name == null);
    if (names.isEmpty() || dice.oneIn(10)) {
      return dice.oneIn(2) ? new byte[0] : "nowhere".getBytes(UTF_8);
    }
    return dice.any(names);
  }

  /** Makes cycles, too, and defines values twice. */
  private void renameEdge() {
    Field edge =
        switch (dice.below(4)) {
          case 0 -> one(one(Kind.NODE), NODE_OUTPUT);
          case 1 -> one(one(Kind.VALUE), 1);
          default -> one(one(Kind.NODE), NODE_INPUT);
        };
    if (edge != null) {
      edge.bytes = name();
    }
  }

  private void removeEdge() {
    Message owner = dice.oneIn(3) ? one(Kind.GRAPH) : one(Kind.NODE);
    int number =
        owner.kind == Kind.GRAPH
            ? dice.oneIn(2) ? 11 : 12
            : dice.oneIn(3) ? NODE_OUTPUT : NODE_INPUT;
    Field edge = one(owner, number);
    if (edge != null && owner.kind == Kind.NODE && dice.oneIn(3)) {
      edge.bytes = new byte[0];
    } else {
      owner.fields.remove(edge);
    }
  }

  private void addEdge() {
    if (dice.oneIn(3)) {
      Field value = one(one(Kind.GRAPH), dice.oneIn(2) ? 11 : 12);
      if (value != null) {
        Field copy = value.copy();
        copy.message.of(1).forEach(f -> f.bytes = name());
        one(Kind.GRAPH).fields.add(copy);
      }
      return;
    }
    Message node = one(Kind.NODE);
    for (int left = dice.oneIn(20) ? 1000 : 1 + dice.below(3); left > 0; left--) {
      byte[] name = dice.oneIn(3) ? ("new" + left).getBytes(UTF_8) : name();
      node.fields.add(Field.bytes(dice.oneIn(3) ? NODE_OUTPUT : NODE_INPUT, name));
    }
  }

  private void changeDimension() {
    switch (dice.below(4)) {
      case 0 -> {
        Field dimension = one(one(Kind.TENSOR), 1);
        if (dimension != null && dimension.wireType == 0) {
          dimension.integer = dice.integer();
        }
      }
      case 1 -> {
        Message shape = one(Kind.SHAPE);
        Message dimension = new Message(Kind.DIMENSION);
        dimension.fields.add(Field.integer(1, dice.below(4)));
        int count = dice.oneIn(30) ? 5000 : 1;
        for (int i = 0; i < count; i++) {
          shape.fields.add(dice.below(shape.fields.size() + 1), Field.message(1, dimension));
        }
      }
      case 2 -> {
        Message shape = one(Kind.SHAPE);
        shape.fields.remove(one(shape, 1));
      }
      default -> {
        Message dimension = one(Kind.DIMENSION);
        dimension.fields.clear();
        switch (dice.below(3)) {
          case 0 -> dimension.fields.add(Field.bytes(2, "N".getBytes(UTF_8)));
          case 1 -> dimension.fields.add(Field.integer(1, dice.below(6)));
          default -> dimension.fields.add(Field.integer(1, dice.integer()));
        }
      }
    }
  }

  private void changeElementType() {
    boolean tensor = dice.oneIn(2);
    Field type = one(one(tensor ? Kind.TENSOR : Kind.TENSOR_TYPE), tensor ? 2 : 1);
    if (type != null) {
      DType any = dice.oneIn(4) ? DType.STRING : dice.any(List.of(DType.values()));
      type.integer = dice.oneIn(8) ? dice.integer() : any.onnx();
    }
  }

  private void changeAttribute() {
    Message attribute = one(Kind.ATTRIBUTE);
    List<Field> values = new ArrayList<>(attribute.fields);
    values.removeIf(f -> f.number == 1 || f.number == 20);
    if (values.isEmpty()) {
      return;
    }
    Field value = dice.any(values);
    switch (dice.below(10)) {
      case 0 -> attribute.fields.remove(value);
      case 1 -> attribute.fields.add(value.copy());
      case 2 -> {
        for (Field type : attribute.of(20)) {
          type.integer = dice.below(16);
        }
      }
      default -> changeValue(value);
    }
  }

  private void changeValue(Field value) {
    switch (value.wireType) {
      case 0 -> value.integer = dice.integer();
      case 5 -> value.integer = Float.floatToRawIntBits(dice.real());
      default -> {
        if (value.bytes != null) {
          value.bytes = dice.oneIn(2) ? text() : name();
        }
      }
    }
  }

  /** A string that some attribute of this or the other model has. */
  private byte[] text() {
    List<byte[]> texts = new ArrayList<>();
    for (Message from : List.of(model, other)) {
      for (Message attribute : from.all(Kind.ATTRIBUTE)) {
        for (Field field : attribute.fields) {
          if (field.bytes != null) {
            texts.add(field.bytes);
          }
        }
      }
    }
    return texts.isEmpty() || dice.oneIn(5) ? new byte[dice.below(4)] : dice.any(texts);
  }

  private void moveAttribute() {
    Message node = one(Kind.NODE);
    if (dice.oneIn(3)) {
      node.fields.remove(one(node, 5));
      return;
    }
    List<Message> foreign = other.all(Kind.NODE);
    Field attribute = foreign.isEmpty() ? null : one(dice.any(foreign), 5);
    if (attribute != null) {
      node.fields.add(attribute.copy());
    }
  }

  private void changeOpset() {
    Field version = one(one(Kind.OPSET), 2);
    if (version != null) {
      version.integer = dice.oneIn(5) ? dice.integer() : 1 + dice.below(29);
    }
  }

  /** To one that takes as many inputs and outputs. */
  private void changeOperator() {
    Message node = one(Kind.NODE);
    Field op = one(node, 4);
    if (op == null) {
      return;
    }
    List<OpType<?>> fitting = new ArrayList<>(Ops.ALL);
    fitting.removeIf(type -> !takes(type, node));
    if (!fitting.isEmpty()) {
      OpType<?> type = dice.any(fitting);
      op.bytes = type.name().getBytes(UTF_8);
      node.fields.removeIf(f -> f.number == 7);
      if (!type.domain().isEmpty()) {
        node.fields.add(Field.bytes(7, type.domain().getBytes(UTF_8)));
      }
      if (dice.oneIn(2)) {
        node.fields.removeIf(f -> f.number == 5);
      }
    }
  }

  private static boolean takes(OpType<?> type, Message node) {
    try {
      type.checkArity("", node.of(NODE_INPUT).size(), node.of(NODE_OUTPUT).size());
      return true;
    } catch (AssamException e) {
      return false;
    }
  }

  private void duplicateOrRemoveNode() {
    Message graph = one(Kind.GRAPH);
    Field node = one(graph, 1);
    if (node == null) {
      return;
    }
    if (dice.oneIn(2)) {
      graph.fields.remove(node);
      return;
    }
    Field copy = node.copy();
    if (dice.oneIn(2)) {
      copy.message.of(NODE_OUTPUT).forEach(f -> f.bytes = name());
    }
    graph.fields.add(dice.below(graph.fields.size() + 1), copy);
  }

  private void changeInitializer() {
    Message graph = one(Kind.GRAPH);
    Field tensor = one(graph, 5);
    if (tensor == null) {
      return;
    }
    switch (dice.below(3)) {
      case 0 -> graph.fields.remove(tensor);
      case 1 -> tensor.message.of(8).forEach(f -> f.bytes = name());
      default -> {
        Field copy = tensor.copy();
        copy.message.of(8).forEach(f -> f.bytes = name());
        graph.fields.add(copy);
      }
    }
  }

  /** Elements of tensors: axes, shapes, indices, scales. */
  private void changeNumbers() {
    Message tensor = one(Kind.TENSOR);
    for (Field field : tensor.fields) {
      if (field.number == 9 && field.bytes != null && field.bytes.length > 0) {
        Field type = one(tensor, 2);
        changeRaw(field.bytes, type == null ? 0 : (int) type.integer);
      } else if ((field.number == 5 || field.number == 7) && field.wireType == 0) {
        field.integer = dice.integer();
      } else if (field.number == 6 && field.bytes != null) {
        field.bytes = text();
      }
    }
  }

  private void changeRaw(byte[] raw, int type) {
    ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    for (int left = 1 + dice.below(3); left > 0; left--) {
      if (type == DType.INT64.onnx() && raw.length >= 8) {
        buffer.putLong(dice.below(raw.length / 8) * 8, dice.integer());
      } else if (type == DType.INT32.onnx() && raw.length >= 4) {
        buffer.putInt(dice.below(raw.length / 4) * 4, (int) dice.integer());
      } else if (type == DType.FLOAT32.onnx() && raw.length >= 4) {
        buffer.putFloat(dice.below(raw.length / 4) * 4, dice.real());
      } else {
        raw[dice.below(raw.length)] = (byte) dice.random.nextInt();
      }
    }
  }

  private void changeRawLength() {
    Field raw = one(one(Kind.TENSOR), 9);
    if (raw != null && raw.bytes != null) {
      raw.bytes = Arrays.copyOf(raw.bytes, Math.max(0, raw.bytes.length + dice.below(17) - 8));
    }
  }

  /** Graphs inside graphs, their own selves among them. */
  private void nest() {
    List<Field> bodies = new ArrayList<>();
    for (Message attribute : model.all(Kind.ATTRIBUTE)) {
      bodies.addAll(attribute.of(6));
    }
    if (bodies.isEmpty()) {
      return;
    }
    Field body = dice.any(bodies);
    int levels = dice.oneIn(5) ? 5 : 1;
    for (int i = 0; i < levels && body.message != null; i++) {
      Message graph = dice.any(model.all(Kind.GRAPH)).copy();
      if (graph.toBytes().length < 100_000) {
        body.message = graph;
      }
    }
  }

  private void foreignPart() {
    Kind kind = dice.any(List.of(Kind.NODE, Kind.ATTRIBUTE, Kind.TENSOR, Kind.TYPE, Kind.GRAPH));
    List<Message> foreign = other.all(kind);
    if (foreign.isEmpty()) {
      return;
    }
    Message part = dice.any(foreign).copy();
    Message here = one(kind);
    if (!dice.oneIn(3)) {
      // With the names of this model it fits better.
      for (int number : kind == Kind.TENSOR ? new int[] {8} : new int[] {1, 2}) {
        List<Field> names = here.of(number);
        List<Field> foreignNames = part.of(number);
        for (int i = 0; i < Math.min(names.size(), foreignNames.size()); i++) {
          foreignNames.get(i).bytes = names.get(i).bytes;
          foreignNames.get(i).message = names.get(i).message;
        }
      }
    }
    here.fields.clear();
    here.fields.addAll(part.fields);
  }

  private void anyField() {
    List<Message> messages = new ArrayList<>();
    model.walk(messages::add);
    Message message = dice.any(messages);
    if (message.fields.isEmpty()) {
      return;
    }
    Field field = dice.any(message.fields);
    switch (dice.below(6)) {
      case 0 -> message.fields.remove(field);
      case 1 -> message.fields.add(field.copy());
      case 2 -> field.number = 1 + dice.below(26);
      case 3 -> Collections.shuffle(message.fields, dice.random);
      default -> changeValue(field);
    }
  }
}
