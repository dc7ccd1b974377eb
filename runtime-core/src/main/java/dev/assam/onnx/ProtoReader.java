package dev.assam.onnx;

import dev.assam.error.ModelFormatException;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the messages of onnx.proto into {@link Proto}; field numbers are those of that file. */
final class ProtoReader {
  private final TensorReader tensors;

  ProtoReader(TensorReader tensors) {
    this.tensors = tensors;
  }

  Proto.Model model(Wire wire) {
    Proto.Model model = new Proto.Model();
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> model.irVersion = wire.varintField();
        case 2 -> model.producer = wire.string();
        case 3 -> model.producerVersion = wire.string();
        case 7 -> model.graph = graph(wire.message());
        case 8 -> opset(wire.message(), model.opsets);
        case 14 -> {
          String[] entry = TensorReader.entry(wire.message());
          model.metadata.put(entry[0], entry[1]);
        }
        case 25 -> {
          Proto.Function function = function(wire.message());
          model.functions.put(
              Proto.functionKey(function.domain, function.name, function.overload), function);
        }
        default -> wire.skip();
      }
    }
    if (model.graph == null) {
      throw new ModelFormatException("not an ONNX model: there is no graph in it");
    }
    return model;
  }

  private Proto.Graph graph(Wire wire) {
    Proto.Graph graph = new Proto.Graph();
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> graph.nodes.add(node(wire.message()));
        case 2 -> graph.name = wire.string();
        case 5 -> {
          TensorReader.Named tensor = tensors.tensor(wire.message());
          graph.initializers.put(tensor.name(), tensor.tensor());
        }
        case 11 -> graph.inputs.add(info(wire.message()));
        case 12 -> graph.outputs.add(info(wire.message()));
        case 13 -> {
          Proto.NamedType info = info(wire.message());
          graph.infos.put(info.name(), info.type());
        }
        case 15 -> {
          TensorReader.Named tensor = tensors.sparse(wire.message());
          graph.initializers.put(tensor.name(), tensor.tensor());
        }
        default -> wire.skip();
      }
    }
    return graph;
  }

  private Proto.Node node(Wire wire) {
    Proto.Node node = new Proto.Node();
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> node.inputs.add(wire.string());
        case 2 -> node.outputs.add(wire.string());
        case 3 -> node.name = wire.string();
        case 4 -> node.opType = wire.string();
        case 5 -> node.attributes.add(attribute(wire.message()));
        case 7 -> node.domain = domain(wire.string());
        case 8 -> node.overload = wire.string();
        default -> wire.skip();
      }
    }
    return node;
  }

  private Proto.Function function(Wire wire) {
    Proto.Function function = new Proto.Function();
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> function.name = wire.string();
        case 4 -> function.inputs.add(wire.string());
        case 5 -> function.outputs.add(wire.string());
        case 7 -> function.nodes.add(node(wire.message()));
        case 9 -> opset(wire.message(), function.opsets);
        case 10 -> function.domain = domain(wire.string());
        case 11 -> function.defaults.add(attribute(wire.message()));
        case 12 -> {
          Proto.NamedType info = info(wire.message());
          function.infos.put(info.name(), info.type());
        }
        case 13 -> function.overload = wire.string();
        default -> wire.skip();
      }
    }
    return function;
  }

  private Proto.Attribute attribute(Wire wire) {
    String name = "";
    String reference = "";
    int type = 0;
    Object single = null;
    List<Object> list = new ArrayList<>();
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> name = wire.string();
        case 2 -> single = wire.floatField();
        case 3 -> single = wire.varintField();
        case 4 -> single = wire.string();
        case 5 -> single = tensors.tensor(wire.message()).tensor();
        case 6 -> single = graph(wire.message());
        case 7 -> {
          if (wire.isPacked()) {
            Wire packed = wire.message();
            while (packed.remaining() > 0) {
              list.add(Float.intBitsToFloat((int) packed.fixed(4)));
            }
          } else {
            list.add(wire.floatField());
          }
        }
        case 8 -> {
          if (wire.isPacked()) {
            Wire packed = wire.message();
            while (packed.remaining() > 0) {
              list.add(packed.varint());
            }
          } else {
            list.add(wire.varintField());
          }
        }
        case 9 -> list.add(wire.string());
        case 10 -> list.add(tensors.tensor(wire.message()).tensor());
        case 11 -> list.add(graph(wire.message()));
        case 14 -> single = type(name, wire.message());
        case 15 -> list.add(type(name, wire.message()));
        case 20 -> type = wire.intField();
        case 21 -> reference = wire.string();
        case 22 -> single = tensors.sparse(wire.message()).tensor();
        default -> wire.skip();
      }
    }
    // Lists have type numbers from FLOATS = 6 to GRAPHS = 10, SPARSE_TENSORS = 12, TYPE_PROTOS =
    // 14.
    boolean isList = (type >= 6 && type <= 10) || type == 12 || type == 14;
    if (type == 0) {
      isList = single == null;
    }
    if (!isList && single == null) {
      // A field at its default value is not written.
      single =
          switch (type) {
            case 1 -> 0f;
            case 2 -> 0L;
            case 3 -> "";
            default -> null;
          };
    }
    if (!isList && single == null && reference.isEmpty()) {
      throw new ModelFormatException("attribute \"" + name + "\" has no value");
    }
    return new Proto.Attribute(
        name, reference.isEmpty() ? (isList ? List.copyOf(list) : single) : null, reference);
  }

  private Proto.NamedType info(Wire wire) {
    String name = "";
    ValueType type = null;
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> name = wire.string();
        case 2 -> type = new TypeReader("value \"" + name + "\"").read(wire.message());
        default -> wire.skip();
      }
    }
    return new Proto.NamedType(name, type);
  }

  private static ValueType type(String attribute, Wire wire) {
    ValueType type = new TypeReader("attribute \"" + attribute + "\"").read(wire);
    if (type == null) {
      throw new ModelFormatException("attribute \"" + attribute + "\" has a type without content");
    }
    return type;
  }

  private static void opset(Wire wire, Map<String, Integer> opsets) {
    String domain = "";
    long version = 0;
    while (wire.next()) {
      switch (wire.field()) {
        case 1 -> domain = domain(wire.string());
        case 2 -> version = wire.varintField();
        default -> wire.skip();
      }
    }
    opsets.put(domain, (int) Math.max(0, Math.min(version, Integer.MAX_VALUE)));
  }

  private static String domain(String name) {
    return name.equals("ai.onnx") ? "" : name;
  }
}
