package dev.assam.pages.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assam.tensor.DType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page can do with assam.js, in Chromium. */
class FaceTest extends FacePage {
  @ParameterizedTest
  @CsvSource({"wasm,true", "wasm,false", "js,true", "js,false", "auto,true"})
  void opensAndRuns(String world, boolean worker) {
    assertEquals(
        List.of(
            "x float32 batch,3 true", "y float32 batch,3", "float32 2,3", "1.0000 1.0000", "ok"),
        in(
            Map.of("world", world, "worker", worker),
            """
            const model = await open('/models/softmax.onnx', args);
            const [x] = model.inputs;
            const [y] = model.outputs;
            const data = new Float32Array([1, 2, 3, 0, 0, 0]);
            const out = (await model.run({ x: { data, dims: [2, 3] } })).y;
            const sum = (from) => out.data.slice(from, from + 3).reduce((a, b) => a + b).toFixed(4);
            const report = model.report();
            const right = report.world === (args.world === 'auto' ? 'wasm' : args.world)
                && report.worker === args.worker
                && report.backend === (report.world === 'wasm' ? 'simd' : 'reference')
                && (report.variant === 'relaxed') === (report.world === 'wasm');
            await model.close();
            return [`${x.name} ${x.type} ${x.dims} ${x.required}`, `${y.name} ${y.type} ${y.dims}`,
                `${out.type} ${out.dims}`, `${sum(0)} ${sum(3)}`,
                right && out.data instanceof Float32Array ? 'ok' : JSON.stringify(report)];
            """));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wasm", "js"})
  void optimisesAsTold(String world) {
    assertEquals(
        List.of("0.5000", "0.5000", "0.5000", "true INPUT", "true OPTION", "true OPTION"),
        in(
            world,
            """
            const runs = [];
            const options = [{}, { optimise: false }, { withoutPasses: ['drop-dead-code'] }];
            for (const some of options) {
              const model = await open('/models/softmax.onnx', { world: args, ...some });
              const { y } = await model.run({ x: { data: [0, 0, -1e9], dims: [1, 3] } });
              runs.push(y.data[0].toFixed(4));
              await model.close();
            }
            const unknown = { withoutPasses: ['x'], optimise: true };
            for (const some of [unknown, { withoutPasses: 'x' }, { optimise: 1 }]) {
              const told = await fails(() => open('/models/softmax.onnx', { world: args, ...some }));
              runs.push(told.split(' ').slice(0, 2).join(' '));
            }
            return runs;
            """));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wasm", "js"})
  void carriesEveryElementTypeBothWays(String world) {
    Object result =
        in(
            world,
            """
            const half = globalThis.Float16Array ?? Uint16Array;
            const values = {
              float32: new Float32Array([1.5, -0, NaN, Infinity]),
              float64: new Float64Array([Math.PI, -1e300, 5e-324]),
              float16: half === Uint16Array ? new half([0x3c00, 1]) : new half([1, 0.5, 65504]),
              bfloat16: new Uint16Array([0x3f80, 0xff80]),
              int8: new Int8Array([-128, 127]), uint8: new Uint8Array([0, 255]),
              int16: new Int16Array([-32768, 32767]), uint16: new Uint16Array([0, 65535]),
              int32: new Int32Array([-(2 ** 31), 2 ** 31 - 1]),
              uint32: new Uint32Array([0, 2 ** 32 - 1]),
              int64: new BigInt64Array([-(2n ** 63n), 2n ** 63n - 1n]),
              uint64: new BigUint64Array([0n, 2n ** 64n - 1n]),
              bool: new Uint8Array([0, 1]), string: ['', 'naïve', '日本 🎉'],
              int4: new Int8Array([-8, 7]), uint4: new Uint8Array([0, 15]),
              int2: new Int8Array([-2, 1]), uint2: new Uint8Array([0, 3]),
              float4e2m1: new Uint8Array([0, 15]), float8e4m3fn: new Uint8Array([0, 0x7e]),
              float8e4m3fnuz: new Uint8Array([1, 2]), float8e5m2: new Uint8Array([1, 2]),
              float8e5m2fnuz: new Uint8Array([1, 2]), float8e8m0: new Uint8Array([1, 127]),
            };
            const wrong = [];
            for (const [type, data] of Object.entries(values)) {
              const model = await open(`/models/${type}.onnx`, { world: args });
              for (const some of [data, data.slice(0, 0)]) {
                const { y } = await model.run({ x: { data: some, dims: [some.length] } });
                const same = y.type === type && y.data.constructor === data.constructor
                    && y.dims[0] === some.length && y.data.length === some.length
                    && some.every((value, i) => Object.is(value, y.data[i]));
                if (!same) wrong.push([type, y.type, y.dims, y.data.constructor.name, [...y.data]]);
              }
              if (model.inputs[0].type !== type) wrong.push([type, model.inputs[0].type]);
              model.close();
            }
            return JSON.stringify(wrong, (k, v) => typeof v === 'bigint' ? String(v) : v);
            """);
    assertEquals("[]", result);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wasm", "js"})
  void carriesSequencesAndOptionals(String world) {
    assertEquals(
        List.of("sequence seq(string)", "[[\"a\",\"b\"],[\"c\"]]", "[]", "optional null", "[1,2]"),
        in(
            world,
            """
            const strings = await open('/models/strings.onnx', { world: args });
            const x = [{ data: ['a', 'b'], dims: [2] }, { data: ['c'] }];
            const { y } = await strings.run({ x });
            const none = await strings.run({ x: [] });
            const optional = await open('/models/optional.onnx', { world: args });
            const absent = await optional.run({ x: null });
            const present = await optional.run({ x: { data: [1, 2] } });
            return [`${strings.inputs[0].kind} ${strings.inputs[0].type}`,
                JSON.stringify(y.map((t) => t.data)), JSON.stringify(none.y),
                `${optional.inputs[0].kind} ${absent.y}`, JSON.stringify([...present.y.data])];
            """));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wasm", "js"})
  void carriesMoreTextThanTheMailboxHasRoomFor(String world) {
    assertEquals(
        "3000 same",
        in(
            world,
            """
            const model = await open('/models/string.onnx', { world: args });
            let answer;
            for (const count of [30, 300, 3000]) {
              const data = Array.from({ length: count }, (_, i) => 'text '.repeat(i % 9) + i);
              const { y } = await model.run({ x: { data } });
              const same = data.every((text, i) => text === y.data[i]);
              answer = `${y.data.length} ${same ? 'same' : 'different'}`;
            }
            return answer;
            """));
  }

  @Test
  void leavesTheCallersArraysAlone() {
    assertEquals(
        "6 4 2",
        in(
            null,
            """
            const model = await open('/models/softmax.onnx');
            const all = new Float32Array([9, 9, 9, 1, 2, 3]);
            const data = all.subarray(3);
            const bytes = new Uint8Array(await (await fetch('/models/softmax.onnx')).arrayBuffer());
            const again = await open(bytes.subarray(0));
            const [a, b] = await Promise.all([
              model.run({ x: { data, dims: [1, 3] } }), again.run({ x: { data, dims: [1, 3] } })]);
            const blob = await open(new Blob([bytes]));
            await blob.run({ x: { data: new Float32Array(new SharedArrayBuffer(12)), dims: [1, 3] } });
            const same = a.y.data.every((v, i) => v === b.y.data[i]) && bytes.length > 0;
            return `${all.length} ${same ? 4 : 0} ${[a, b].length}`;
            """));
  }

  @Test
  void runsAreDoneInOrderAndClosedModelsSaySo() {
    assertEquals(
        List.of("3 1,2,3", "true CLOSED the session was already closed", "ok"),
        in(
            null,
            """
            const model = await open('/models/float32.onnx');
            const other = await open('/models/softmax.onnx');
            const order = [];
            const runs = [1, 2, 3].map((n) =>
                model.run({ x: { data: [n] } }).then(({ y }) => order.push(y.data[0])));
            const closing = model.close();
            const after = await fails(() => model.run({ x: { data: [4] } }));
            await Promise.all(runs);
            await closing;
            await model.close();
            await other.run({ x: { data: [1, 2, 3], dims: [1, 3] } });
            await other.close();
            return [`${order.length} ${order}`, after, 'ok'];
            """));
  }

  @Test
  void reportsWhatIsUsedAndWhy() {
    String isolated =
        (String)
            in(
                null,
                """
                const model = await open('/models/softmax.onnx', { threads: 4 });
                const { features: f, ...r } = model.report();
                return `${r.version === version} ${r.world} ${r.threads.used} ${r.threads.why} `
                    + `${f.isolation.used} ${f.simd.available} ${f.simd.used} `
                    + `${r.memory.reserved >= r.memory.peak && r.memory.peak >= r.memory.used} `
                    + `${r.memory.used > 0} ${r.model.bytes > 50} ${r.model.producer}`;
                """);
    assertEquals("true wasm 4 undefined true true true true true true face", isolated);
    page.close();
    open("plain");
    String plain =
        (String)
            in(
                null,
                """
                const model = await open('/models/softmax.onnx', { threads: 4 });
                await model.run({ x: { data: [1, 2, 3], dims: [1, 3] } });
                const { features: f, threads } = model.report();
                return `${f.isolation.used} ${f.isolation.why} | ${threads.why}`;
                """);
    assertTrue(plain.startsWith("false the page is not cross-origin isolated"), plain);
    assertTrue(plain.split("\\|")[1].contains("not cross-origin isolated"), plain);
  }

  @Test
  void takesTheVariantThatIsAskedFor() {
    assertEquals(
        List.of("plain true false the plain variant was asked for", "relaxed true true undefined"),
        in(
            null,
            """
            const results = [];
            for (const variant of ['plain', 'relaxed']) {
              const model = await open('/models/softmax.onnx', { variant });
              const { variant: used, features: { simd, relaxedSimd } } = model.report();
              results.push(`${used} ${simd.used} ${relaxedSimd.used} ${relaxedSimd.why}`);
            }
            return results;
            """));
  }

  @Test
  void worksUnderAPolicyWithoutEval() {
    server.put(
        "strict.js",
        """
        import { open } from '/assam/assam.js';
        try {
          const results = [];
          for (const world of ['wasm', 'js']) for (const worker of [true, false]) {
            const model = await open('/models/softmax.onnx', { world, worker });
            const { y } = await model.run({ x: { data: [1, 1, 1], dims: [1, 3] } });
            results.push(y.data[0].toFixed(3));
          }
          document.title = results.join(' ');
        } catch (error) {
          document.title = error.message;
        }
        """
            .getBytes(StandardCharsets.UTF_8));
    page.close();
    open("strict");
    // Playwright's waitForFunction would itself need eval.
    page.waitForCondition(() -> !page.title().isEmpty());
    assertEquals("0.333 0.333 0.333 0.333", page.title());
  }

  @Test
  void findsExternalDataBesideTheModelOrWhereItIsGiven() {
    assertEquals(
        List.of("2,3", "3,2", "true EXTERNAL_DATA"),
        in(
            null,
            """
            const x = { data: [1, 2, 3, 4, 5, 6] };
            const beside = await open('/models/external.onnx');
            const bytes = await (await fetch('/models/external.onnx')).arrayBuffer();
            const externalData = { 'data/shape.bin': new BigInt64Array([3n, 2n]) };
            const given = await open(bytes, { externalData });
            const absent = await fails(() => open(bytes));
            return [`${(await beside.run({ x })).y.dims}`, `${(await given.run({ x })).y.dims}`,
                absent.slice(0, 18)];
            """));
  }

  @ParameterizedTest
  @ValueSource(strings = {"models", "chunked", "gzip"})
  void takesLittleMoreLinearMemoryThanTheFile(String how) {
    Object ratio =
        in(
            how,
            """
            let last = null;
            const model = await open(`/${args}/large.onnx`, { onProgress: (p) => { last = p; } });
            const { memory, model: { bytes } } = model.report();
            const { y } = await model.run({ x: { data: new Float32Array(4096), dims: [1, 4096] } });
            if (last.loaded !== bytes || y.data.length !== 4096) return -1;
            return memory.reserved / bytes;
            """);
    double value = ((Number) ratio).doubleValue();
    assertTrue(value > 0 && value <= 1.3, "linear memory is " + value + " times the file");
  }

  @Test
  void givesMemoryBack() {
    assertEquals(
        "same",
        in(
            null,
            """
            const first = await open('/models/softmax.onnx', { worker: false });
            const used = async () => {
              await first.run({ x: { data: [1, 2, 3], dims: [1, 3] } });
              return first.report().memory.used;
            };
            const before = await used();
            for (let i = 0; i < 5; i++) {
              const large = await open('/models/large.onnx', { worker: false });
              await large.run({ x: { data: new Float32Array(4096), dims: [1, 4096] } });
              await fails(() => large.run({ x: { data: [1], dims: [1, 1] } }));
              await fails(() => open('/broken/large.onnx', { worker: false }));
              await fails(() => open('/models/strict.js', { worker: false }));
              await large.close();
            }
            const after = await used();
            const { reserved } = first.report().memory;
            return before === after && reserved < 200e6 ? 'same' : `${before} ${after} ${reserved}`;
            """));
  }

  @Test
  void declaresTypesForEachDType() {
    String types = (String) in(null, "return (await (await fetch('/assam/assam.d.ts')).text());");
    for (DType dtype : DType.values()) {
      assertTrue(types.contains("'" + dtype + "'"), dtype + " is missing in assam.d.ts");
    }
  }
}
