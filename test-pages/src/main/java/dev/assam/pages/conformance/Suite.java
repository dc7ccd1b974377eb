package dev.assam.pages.conformance;

import dev.assam.ModelFile;
import dev.assam.graph.Value;
import dev.assam.memory.MemoryScope;
import dev.assam.memory.Storage;
import dev.assam.onnx.ExternalData;
import dev.assam.onnx.Model;
import dev.assam.onnx.OnnxReader;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.Tensor;
import dev.assam.tensor.TensorType;
import dev.assam.tensor.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs cases in a world and says for each what happened. */
final class Suite {
  /** Of the ONNX backend tests. */
  private static final Comparison COMPARISON = new Comparison(1e-3, 1e-5);

  private Suite() {}

  /** What happened to a case. */
  enum Outcome {
    PASSED,
    FAILED,
    SKIPPED
  }

  /**
   * A case and what happened to it.
   *
   * @param reason why it failed or was skipped; empty where it passed
   */
  record Verdict(SuiteCase test, Outcome outcome, String reason) {}

  /** Runs one case; one that is excluded must still fail, else its exclusion is stale. */
  static Verdict run(SuiteCase test, World world, Exclusions exclusions) {
    String difference = difference(test, world);
    String excluded = exclusions.reason(test, world.name());
    if (excluded == null) {
      return difference == null
          ? new Verdict(test, Outcome.PASSED, "")
          : new Verdict(test, Outcome.FAILED, difference);
    }
    return difference == null
        ? new Verdict(test, Outcome.FAILED, "passes, but is excluded: " + excluded)
        : new Verdict(test, Outcome.SKIPPED, excluded);
  }

  @SuppressWarnings("try")
  private static String difference(SuiteCase test, World world) {
    try (MemoryScope scope = MemoryScope.open()) {
      Storage file = ModelFile.readAll(test.model());
      Model model = OnnxReader.read(file, ExternalData.NONE);
      try {
        for (SuiteCase.DataSet set : test.dataSets()) {
          String difference = difference(test, set, model, world);
          if (difference != null) {
            return difference;
          }
        }
        return test.dataSets().isEmpty() ? "has no data" : null;
      } finally {
        model.release();
      }
    } catch (WorldException e) {
      return e.getMessage();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      StackTraceElement[] trace = e.getStackTrace();
      return e + (trace.length > 0 ? " at " + trace[0] : "");
    }
  }

  private static String difference(SuiteCase test, SuiteCase.DataSet set, Model model, World world)
      throws IOException {
    Map<String, Datum> inputs = new LinkedHashMap<>();
    int next = 0;
    for (Value input : model.graph().inputs()) {
      if (model.graph().constants().containsKey(input)) {
        continue;
      }
      if (set.inputs().isEmpty()) {
        inputs.put(input.name(), ramp((TensorType) input.declared()));
      } else if (next < set.inputs().size()) {
        inputs.put(input.name(), read(set.inputs().get(next++), input.declared()));
      }
    }
    List<ValueType> types = new ArrayList<>();
    for (Value output : model.graph().outputs()) {
      types.add(output.declared());
    }
    List<Datum> outputs = world.run(test.model(), inputs, types);
    for (int i = 0; i < set.outputs().size(); i++) {
      Datum expected = read(set.outputs().get(i), types.get(i));
      String difference = COMPARISON.difference(outputs.get(i), expected);
      if (difference != null) {
        return "output " + model.graph().outputs().get(i).name() + " " + difference;
      }
    }
    return null;
  }

  private static Datum read(Path file, ValueType type) throws IOException {
    Datum datum = OnnxReader.readDatum(ModelFile.readAll(file), type);
    // Release 1.12 of the suite stores bfloat16 as uint16.
    if (type instanceof TensorType wanted
        && wanted.dtype() == DType.BFLOAT16
        && datum instanceof Tensor tensor
        && tensor.dtype() == DType.UINT16) {
      return Tensor.over(DType.BFLOAT16, tensor.shape(), tensor.storage());
    }
    return datum;
  }

  /** The light models' input: arange(n) / n. */
  private static Tensor ramp(TensorType type) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, type.shape());
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats().set(i, (float) i / tensor.size());
    }
    return tensor;
  }
}
