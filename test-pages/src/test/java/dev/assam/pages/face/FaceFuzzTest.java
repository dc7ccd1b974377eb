package dev.assam.pages.face;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assam.Result;
import dev.assam.Session;
import dev.assam.error.AssamException;
import dev.assam.fuzz.FuzzCase;
import dev.assam.fuzz.Seeds;
import dev.assam.memory.Storage;
import dev.assam.pages.Project;
import dev.assam.tensor.Datum;
import dev.assam.tensor.OptionalDatum;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.Tensor;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The mutated models of FuzzTest in the page, each with the JVM's outcome: the same code and
 * message, or outputs of the same types, and no trap. {@code -Dassam.fuzz.pageCases=N} tries so
 * many, {@code -Dassam.fuzz.from=N} begins elsewhere.
 */
class FaceFuzzTest extends FacePage {
  private static final int BATCH = 100;

  private static final String RUN =
      """
      const describe = (value) => {
        if (value === null || value === undefined) return 'none';
        if (Array.isArray(value)) return `[${value.map(describe).join(' ')}]`;
        const { type, dims, data } = value;
        const exact = !type.includes('float');
        return `${type}[${dims}]` + (exact ? `{${Array.from(data).join()}}` : '');
      };
      const answers = [];
      for (const { model, inputs, memoryLimitBytes } of args.cases) {
        let opened;
        try {
          const bytes = Uint8Array.from(atob(model), (c) => c.charCodeAt(0));
          opened = await open(bytes, { world: args.world, memoryLimitBytes });
          const outputs = await opened.run(valuesOf(inputs ?? {}));
          answers.push(Object.entries(outputs).map(([n, v]) => `${n}: ${describe(v)}`).join());
        } catch (error) {
          answers.push(`${error.code} ${error.message}`);
        } finally {
          await opened?.close();
        }
      }
      return answers;
      """;

  @ParameterizedTest
  @ValueSource(strings = {"wasm", "js"})
  void sameAsOnTheJvm(String world) {
    Seeds seeds = new Seeds(Project.shared(), System.getProperty("assam.fuzz.seeds", ""));
    int from = Integer.getInteger("assam.fuzz.from", 0);
    int count = Integer.getInteger("assam.fuzz.pageCases", 1_000);
    List<String> differences = new ArrayList<>();
    for (int first = from; first < from + count && differences.size() < 20; first += BATCH) {
      List<Object> cases = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (int number = first; number < first + BATCH; number++) {
        FuzzCase fuzz = new FuzzCase(number, seeds);
        Map<String, Object> request = new HashMap<>();
        request.put("model", Base64.getEncoder().encodeToString(fuzz.model()));
        request.put("memoryLimitBytes", (double) FuzzCase.LIMITS.memoryLimitBytes());
        String outcome = onJvm(fuzz, request);
        if (!outcome.startsWith("TIMEOUT")) {
          cases.add(request);
          expected.add(outcome);
          names.add("case " + number + ", " + fuzz);
        }
      }
      List<?> actual =
          (List<?>) in(Map.of("world", world, "cases", cases), FaceValues.SCRIPT + RUN);
      for (int i = 0; i < expected.size(); i++) {
        if (!expected.get(i).equals(actual.get(i))) {
          differences.add(
              names.get(i) + "\n  JVM:  " + expected.get(i) + "\n  page: " + actual.get(i));
        }
      }
    }
    assertEquals("", String.join("\n", differences));
  }

  private static String onJvm(FuzzCase fuzz, Map<String, Object> request) {
    Storage file = Storage.ofBytes(fuzz.model());
    try (Session session = Session.open(file, FuzzCase.LIMITS)) {
      Map<String, Datum> inputs = fuzz.inputs(session);
      request.put("inputs", FaceValues.toPage(inputs));
      try (Result result = session.run(inputs)) {
        List<String> outputs = new ArrayList<>();
        result.outputs().forEach((name, value) -> outputs.add(name + ": " + describe(value)));
        return String.join(",", outputs);
      }
    } catch (AssamException e) {
      return e.code() + " " + e.getMessage();
    } finally {
      file.release();
    }
  }

  private static String describe(Datum value) {
    return switch (value) {
      case Tensor tensor -> {
        StringBuilder text = new StringBuilder(tensor.toString());
        if (!tensor.dtype().isFloat()) {
          text.append('{');
          for (int i = 0; i < tensor.size(); i++) {
            text.append(i == 0 ? "" : ",").append(element(tensor, i));
          }
          text.append('}');
        }
        yield text.toString();
      }
      case SequenceDatum sequence -> {
        List<String> elements = new ArrayList<>();
        sequence.elements().forEach(element -> elements.add(describe(element)));
        yield "[" + String.join(" ", elements) + "]";
      }
      case OptionalDatum optional -> optional.isPresent() ? describe(optional.value()) : "none";
    };
  }

  private static String element(Tensor tensor, int i) {
    return switch (tensor.dtype()) {
      case STRING -> tensor.strings()[i];
      case UINT64 -> Long.toUnsignedString(tensor.getLong(i));
      default -> Long.toString(tensor.getLong(i));
    };
  }
}
