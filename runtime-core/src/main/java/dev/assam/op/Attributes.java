package dev.assam.op;

import dev.assam.error.AttributeException;
import dev.assam.error.UnsupportedException;
import dev.assam.tensor.DType;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The attributes of a node as the model gives them. Each getter checks the kind and the range;
 * attributes that nobody asked for are refused, since ignoring one would change the result.
 */
public final class Attributes {
  private final String where;
  private final Map<String, Object> values;
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * @param where how messages name the node, as in {@code Softmax at "attn/softmax"}
   * @param values Long, Float, String, Tensor, Subgraph, ValueType, or a List of one of these
   */
  public Attributes(String where, Map<String, Object> values) {
    this.where = where;
    this.values = values;
  }

  public String where() {
    return where;
  }

  public boolean has(String name) {
    known.add(name);
    return values.containsKey(name);
  }

  public long getLong(String name, long otherwise) {
    Long value = get(name, Long.class, "an integer");
    return value == null ? otherwise : value;
  }

  public int getInt(String name, int otherwise) {
    return toInt(getLong(name, otherwise));
  }

  /** A required integer. */
  public int getInt(String name) {
    require(name);
    return getInt(name, 0);
  }

  public boolean getBoolean(String name, boolean otherwise) {
    return getLong(name, otherwise ? 1 : 0) != 0;
  }

  public float getFloat(String name, float otherwise) {
    Float value = get(name, Float.class, "a float");
    return value == null ? otherwise : value;
  }

  /** A required float. */
  public float getFloat(String name) {
    require(name);
    return getFloat(name, 0);
  }

  public String getString(String name, String otherwise) {
    String value = get(name, String.class, "a string");
    return value == null ? otherwise : value;
  }

  /** A required string. */
  public String getString(String name) {
    require(name);
    return getString(name, "");
  }

  /** A string out of a fixed set; the first is the default. */
  public String getChoice(String name, String... allowed) {
    String value = getString(name, allowed[0]);
    for (String choice : allowed) {
      if (choice.equals(value)) {
        return value;
      }
    }
    throw error(name, "\"" + value + "\" (allowed: " + String.join(", ", allowed) + ")");
  }

  /** Integers as ints, or null if the attribute is not there. */
  public List<Integer> getInts(String name) {
    List<Long> longs = getLongs(name);
    if (longs == null) {
      return null;
    }
    List<Integer> ints = new ArrayList<>();
    for (long value : longs) {
      ints.add(toInt(value));
    }
    return List.copyOf(ints);
  }

  /** Integers, or null if the attribute is not there. */
  public List<Long> getLongs(String name) {
    return getList(name, Long.class, "integers");
  }

  /** Floats, or null if the attribute is not there. */
  public List<Float> getFloats(String name) {
    return getList(name, Float.class, "floats");
  }

  /** Strings, or null if the attribute is not there. */
  public List<String> getStrings(String name) {
    return getList(name, String.class, "strings");
  }

  /** A tensor, or null if the attribute is not there. */
  public Tensor getTensor(String name) {
    return get(name, Tensor.class, "a tensor");
  }

  /** A required subgraph. */
  public Subgraph getGraph(String name) {
    require(name);
    return get(name, Subgraph.class, "a graph");
  }

  /** A type, or null if the attribute is not there. */
  public ValueType getType(String name) {
    return get(name, ValueType.class, "a type");
  }

  /** An element type given by its ONNX number, or the default if the attribute is not there. */
  public DType getDType(String name, DType otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    int number = getInt(name, 0);
    DType dtype = DType.ofOnnx(number);
    if (dtype == null) {
      throw new UnsupportedException(
          where
              + ": attribute "
              + name
              + " names the element type "
              + number
              + ", which Assam does not have");
    }
    return dtype;
  }

  /** Fails unless the attribute is there. */
  public void require(String name) {
    if (!has(name)) {
      throw new AttributeException(where + ": attribute " + name + " is missing");
    }
  }

  /** For values out of range, as in {@code group is 0 (allowed: 1 or more)}. */
  public AttributeException error(String name, String what) {
    return new AttributeException(where + ": attribute " + name + " is " + what);
  }

  void requireAllRead() {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        throw new UnsupportedException(
            where
                + ": unknown attribute "
                + name
                + " (allowed: "
                + (known.isEmpty() ? "none" : String.join(", ", known))
                + ")");
      }
    }
  }

  private int toInt(long value) {
    if (value != (int) value) {
      // Slices write "to the end" as the largest int64.
      return value > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE;
    }
    return (int) value;
  }

  private <T> T get(String name, Class<T> kind, String called) {
    known.add(name);
    Object value = values.get(name);
    if (value == null) {
      return null;
    }
    if (!kind.isInstance(value)) {
      throw error(name, "of another kind (allowed: " + called + ")");
    }
    return kind.cast(value);
  }

  private <T> List<T> getList(String name, Class<T> kind, String called) {
    List<?> list = get(name, List.class, "a list of " + called);
    if (list == null) {
      return null;
    }
    List<T> typed = new ArrayList<>();
    for (Object element : list) {
      if (!kind.isInstance(element)) {
        throw error(name, "of another kind (allowed: a list of " + called + ")");
      }
      typed.add(kind.cast(element));
    }
    return List.copyOf(typed);
  }
}
