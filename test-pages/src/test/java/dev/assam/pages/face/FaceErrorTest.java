package dev.assam.pages.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.Session;
import dev.assam.SessionOptions;
import dev.assam.error.AssamException;
import dev.assam.memory.Storage;
import dev.assam.tensor.DType;
import dev.assam.tensor.Datum;
import dev.assam.tensor.SequenceDatum;
import dev.assam.tensor.SequenceType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page sees when something is wrong: the same as on the JVM, and never a hang. */
class FaceErrorTest extends FacePage {
  /** Code and message of what goes wrong on the JVM. */
  private static String onJvm(byte[] model, Supplier<Map<String, Datum>> inputs) {
    try (Session session = Session.open(Storage.ofBytes(model), SessionOptions.DEFAULT)) {
      session.run(inputs.get()).close();
      return "no error";
    } catch (AssamException e) {
      return "true " + e.code() + " " + e.getMessage();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wasm", "js"})
  void badModelsFailAsOnTheJvm(String world) {
    byte[] good = FaceModels.softmax();
    List<byte[]> bad = new ArrayList<>();
    for (int length = 0; length < good.length; length += 7) {
      bad.add(Arrays.copyOf(good, length));
    }
    bad.add(new byte[1000]);
    bad.add("<!doctype html><p>not found".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    bad.add(FaceModels.external());
    OnnxGraph unknown =
        new OnnxGraph("g").input("x", DType.FLOAT32, 1).output("y", DType.FLOAT32, 1);
    unknown.node(new OnnxNode("NoSuchOperator").name("n").in("x").out("y"));
    bad.add(new OnnxModel(unknown).opset(21).toBytes());
    bad.add(FaceModels.gigantic());
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < bad.size(); i++) {
      server.put("bad" + i, bad.get(i));
      expected.add(onJvm(bad.get(i), Map::of));
    }
    Object actual =
        in(
            Map.of("world", world, "count", bad.size()),
            """
            const errors = [];
            for (let i = 0; i < args.count; i++) {
              const bytes = await (await fetch(`/models/bad${i}`)).arrayBuffer();
              errors.push(await fails(async () => (await open(bytes, args)).run({})));
            }
            const { y } = await (await open('/models/softmax.onnx', args)).run(
                { x: { data: [0, 0, 0], dims: [1, 3] } });
            return [...errors, y.data[0].toFixed(3)];
            """);
    expected.add("0.333");
    assertEquals(expected, actual);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wasm", "js"})
  void badInputsFailAsOnTheJvm(String world) {
    Tensor right = Tensor.of(Shape.of(1, 3), 1, 2, 3);
    List<Supplier<Map<String, Datum>>> bad =
        List.of(
            Map::of,
            () -> Map.of("z", right),
            () -> Map.of("x", Tensor.ofDoubles(DType.FLOAT64, Shape.of(1, 3), 1, 2, 3)),
            () -> Map.of("x", Tensor.of(Shape.of(3), 1, 2, 3)),
            () -> Map.of("x", Tensor.of(Shape.of(1, 4), 1, 2, 3, 4)),
            () -> Map.of("x", Tensor.of(Shape.of(2, 3), 1, 2, 3)),
            () -> Map.of("x", Tensor.ofStrings(Shape.of(1), "a")),
            () -> Map.of("x", new SequenceDatum(new SequenceType(right.type()), List.of(right))));
    List<String> expected = new ArrayList<>();
    for (Supplier<Map<String, Datum>> inputs : bad) {
      expected.add(onJvm(FaceModels.softmax(), inputs));
    }
    Object actual =
        in(
            world,
            """
            const model = await open('/models/softmax.onnx', { world: args });
            const right = { data: [1, 2, 3], dims: [1, 3] };
            const bad = [
              {}, { z: right },
              { x: { data: new Float64Array([1, 2, 3]), dims: [1, 3] } },
              { x: { data: [1, 2, 3] } },
              { x: { data: [1, 2, 3, 4], dims: [1, 4] } },
              { x: { data: [1, 2, 3], dims: [2, 3] } },
              { x: { data: ['a'], dims: [1] } },
              { x: [right] },
            ];
            const errors = [];
            for (const inputs of bad) errors.push(await fails(() => model.run(inputs)));
            await model.run({ x: right });
            return errors;
            """);
    assertEquals(expected, actual);
  }

  @Test
  void whatOnlyJavaScriptCanGetWrongIsSaidToo() {
    assertEquals(
        List.of(
            "true INPUT input \"x\" has no data (allowed: a typed array or an array)",
            "true INPUT input \"x\" has no data (allowed: a typed array or an array)",
            "true INPUT input \"x\" has dims [1,-3] (allowed: integers from 0 on)",
            "true INPUT input \"x\" is float64 in a Float32Array (allowed: Float64Array)",
            "true INPUT the inputs are not an object of values by name",
            "true OPTION threads is 0 (allowed: auto, integers from 1 on)",
            "true OPTION world is moon (allowed: auto, wasm, js)",
            "true OPTION variant is loose (allowed: auto, relaxed, plain)",
            "true OPTION dims.batch is -1 (allowed: integers from 0 on)",
            "true INPUT the model is number (allowed: a URL, bytes or a Blob)",
            "true UNSUPPORTED backend \"abacus\" (allowed: auto, simd, reference)"),
        in(
            null,
            """
            const model = await open('/models/softmax.onnx');
            const bad = [
              () => model.run({ x: 3 }),
              () => model.run({ x: { data: () => 1, dims: [1, 3] } }),
              () => model.run({ x: { data: [1, 2, 3], dims: [1, -3] } }),
              () => model.run({ x: { type: 'float64', data: new Float32Array(3), dims: [1, 3] } }),
              () => model.run(null),
              () => open('/models/softmax.onnx', { threads: 0 }),
              () => open('/models/softmax.onnx', { world: 'moon' }),
              () => open('/models/softmax.onnx', { variant: 'loose' }),
              () => open('/models/softmax.onnx', { dims: { batch: -1 } }),
              () => open(42),
              () => open('/models/softmax.onnx', { backend: 'abacus' }),
            ];
            const errors = [];
            for (const f of bad) errors.push(await fails(f));
            return errors;
            """));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void networkErrorsNameTheAddress(boolean worker) {
    List<?> errors =
        (List<?>)
            in(
                worker,
                """
                const errors = [];
                for (const url of ['/models/none.onnx', '/broken/large.onnx',
                    'http://localhost:1/x.onnx', 'http://']) {
                  errors.push(await fails(() => open(url, { worker: args })));
                }
                await open('/models/softmax.onnx', { worker: args });
                return errors;
                """);
    String[] starts = {
      "true NETWORK " + server.url() + "/models/none.onnx answered 404",
      "true NETWORK " + server.url() + "/broken/large.onnx broke off after ",
      "true NETWORK http://localhost:1/x.onnx could not be fetched: ",
      "true NETWORK the model has the address \"http://\", which is none",
    };
    for (int i = 0; i < starts.length; i++) {
      String error = (String) errors.get(i);
      assertTrue(error.startsWith(starts[i]), error);
    }
  }

  @Test
  void openingCanBeAborted() {
    assertEquals(
        List.of("true ABORTED opening the model was aborted", "true ABORTED", "0.333"),
        in(
            null,
            """
            const controller = new AbortController();
            const onProgress = ({ loaded }) => { if (loaded > 0) controller.abort(); };
            const stalled = await fails(
                () => open('/stalled/large.onnx', { signal: controller.signal, onProgress }));
            const before = await fails(
                () => open('/models/softmax.onnx', { signal: AbortSignal.abort() }));
            const model = await open('/models/softmax.onnx');
            const { y } = await model.run({ x: { data: [1, 1, 1], dims: [1, 3] } });
            return [stalled, before.slice(0, 12), y.data[0].toFixed(3)];
            """));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTrapIsAnErrorAndTheNextModelCanBeOpened(boolean worker) {
    assertEquals(
        List.of("no error", "true INTERNAL RuntimeError: unreachable", "no error", "no error"),
        in(
            "trap",
            worker,
            """
            const options = { world: 'wasm', worker: args };
            const x = { data: [1, 1, 1], dims: [1, 3] };
            const model = await open('/models/softmax.onnx', options);
            const results = [await fails(() => model.run({ x })), await fails(() => model.run({ x }))];
            globalThis.runs = 0;
            const next = await open('/models/softmax.onnx', options);
            results.push(await fails(() => next.run({ x })));
            results.push(await fails(async () => { await model.close(); await next.close(); }));
            return results;
            """));
  }

  @Test
  void aWorkerThatEndsRejectsWhatWaits() {
    List<?> errors =
        (List<?>)
            in(
                null,
                """
                const workers = [];
                const Original = globalThis.Worker;
                globalThis.Worker = class extends Original {
                  constructor(...args) { super(...args); workers.push(this); }
                };
                const x = { data: new Float32Array(4096 * 64), dims: [64, 4096] };
                const model = await open('/models/large.onnx');
                const running = fails(() => model.run({ x }));
                setTimeout(() => workers[0].terminate(), 50);
                const errors = [await running, await fails(() => model.run({ x }))];
                await model.close();
                const next = await open('/models/softmax.onnx');
                await next.run({ x: { data: [1, 1, 1], dims: [1, 3] } });
                return errors;
                """);
    for (Object error : errors) {
      assertEquals(
          "true INTERNAL Assam's worker ended: the browser ended it; open the model again", error);
    }
  }

  @Test
  void memoryEndsWithAnErrorNotWithTheWorker() {
    assertEquals(
        List.of("true MEMORY no memory for 67108", "0.333"),
        in(
            null,
            """
            const options = { world: 'wasm', maxMemoryBytes: 32 * 2 ** 20 };
            // Weights are read when they are needed, so there is room for the model until it runs.
            const large = await open('/models/large.onnx', options);
            const x = { data: new Float32Array(4096), dims: [1, 4096] };
            const error = await fails(() => large.run({ x }));
            const model = await open('/models/softmax.onnx', options);
            const { y } = await model.run({ x: { data: [1, 1, 1], dims: [1, 3] } });
            return [error.slice(0, 31), y.data[0].toFixed(3)];
            """));
  }
}
