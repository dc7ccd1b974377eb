package dev.assam.graph;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.onnx.ExternalData;
import dev.assam.onnx.Model;
import dev.assam.onnx.OnnxReader;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Shape;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import dev.assam.testing.OpCase;
import dev.assam.testing.OpCase.Form;
import dev.assam.testing.cases.OpCases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is inferred from shapes known in part is true of those that are known in full. */
final class UnknownDimensionsTest {
  @Test
  void partsAgreeWithTheWhole() {
    List<String> wrong = new ArrayList<>();
    int[] found = new int[2];
    for (OpCase one : OpCases.all()) {
      for (Form form : List.of(Form.INPUTS, Form.CONSTANTS)) {
        if (one.has(form)) {
          check(one, form, wrong, found);
        }
      }
    }
    assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    assertTrue(found[0] * 10 > found[1] * 7, found[0] + " of " + found[1] + " ranks are found");
  }

  @SuppressWarnings("try")
  private static void check(OpCase one, Form form, List<String> wrong, int[] found) {
    try (MemoryScope scope = MemoryScope.open()) {
      Model model = OnnxReader.read(Storage.ofBytes(one.model(form)), ExternalData.NONE);
      Map<Value, ValueType> whole = new HashMap<>();
      Map<String, Datum> values = one.inputs(form);
      for (Value input : model.graph().inputs()) {
        if (values.containsKey(input.name())) {
          whole.put(input, values.get(input.name()).type());
        }
      }
      Map<Value, ValueType> all = TypeInference.infer(model.graph(), whole);
      Random random = new Random(one.name().hashCode());
      for (int often = 1; often <= 4; often++) {
        Map<Value, ValueType> parts = new HashMap<>();
        for (Map.Entry<Value, ValueType> entry : whole.entrySet()) {
          parts.put(entry.getKey(), hidden(entry.getValue(), random, often));
        }
        Map<Value, ValueType> some = TypeInference.infer(model.graph(), parts);
        for (Value output : model.graph().outputs()) {
          if (!(all.get(output) instanceof TensorType known) || !known.shape().isStatic()) {
            continue;
          }
          found[1]++;
          if (some.get(output) instanceof TensorType part) {
            found[0] += part.shape().hasRank() ? 1 : 0;
            if (!part.shape().fits(known.shape())) {
              wrong.add(one.name() + " " + parts + ": " + part + " but it is " + known);
            }
          }
        }
      }
      model.release();
    }
  }

  /** The type with so many quarters of its dimensions, on average, unknown. */
  private static ValueType hidden(ValueType type, Random random, int quarters) {
    if (!(type instanceof TensorType tensor)) {
      return type;
    }
    int[] dims = tensor.shape().toArray();
    for (int i = 0; i < dims.length; i++) {
      if (random.nextInt(4) < quarters) {
        dims[i] = -1;
      }
    }
    return new TensorType(tensor.dtype(), Shape.of(dims));
  }
}
