package dev.assam.onnx;

import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ONNX's messages as they are in the file, with names in place of values. */
final class Proto {
  private Proto() {}

  /** A named value with the type the model states, or null. */
  record NamedType(String name, ValueType type) {}

  static final class Graph {
    String name = "";
    final List<Node> nodes = new ArrayList<>();
    final List<NamedType> inputs = new ArrayList<>();
    final List<NamedType> outputs = new ArrayList<>();
    final Map<String, ValueType> infos = new HashMap<>();
    final Map<String, Tensor> initializers = new LinkedHashMap<>();
  }

  static final class Node {
    String name = "";
    String domain = "";
    String opType = "";
    String overload = "";
    final List<String> inputs = new ArrayList<>();
    final List<String> outputs = new ArrayList<>();
    final List<Attribute> attributes = new ArrayList<>();

    /** As messages name it. */
    String where() {
      return (domain.isEmpty() ? "" : domain + ".") + opType + " at \"" + name + "\"";
    }
  }

  /**
   * An attribute.
   *
   * @param value Long, Float, String, Tensor, Graph, ValueType or a List of one of these; null for
   *     a reference
   * @param reference the name of the attribute of the function around it that it stands for, or ""
   */
  record Attribute(String name, Object value, String reference) {}

  static final class Function {
    String name = "";
    String domain = "";
    String overload = "";
    final List<String> inputs = new ArrayList<>();
    final List<String> outputs = new ArrayList<>();
    final List<Node> nodes = new ArrayList<>();
    final List<Attribute> defaults = new ArrayList<>();
    final Map<String, Integer> opsets = new HashMap<>();
    final Map<String, ValueType> infos = new HashMap<>();
  }

  static final class Model {
    long irVersion;
    String producer = "";
    String producerVersion = "";
    Graph graph;
    final Map<String, Integer> opsets = new LinkedHashMap<>();
    final Map<String, String> metadata = new LinkedHashMap<>();
    final Map<String, Function> functions = new HashMap<>();
  }

  /** The key of a function among {@link Model#functions}. */
  static String functionKey(String domain, String name, String overload) {
    return domain + ":" + name + ":" + overload;
  }
}
