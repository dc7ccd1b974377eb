package dev.assam.pages.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import dev.assam.pages.Chromium;
import dev.assam.pages.Project;
import dev.assam.tensor.DType;
import dev.assam.tensor.Shape;
import dev.assam.tensor.Tensor;
import dev.assam.testing.OnnxGraph;
import dev.assam.testing.OnnxModel;
import dev.assam.testing.OnnxNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which device is taken, how several sessions share it, what it takes, what is left over. */
class FaceDevicesTest {
  private static FaceServer server;
  private static Chromium chromium;

  /** Makes SwiftShader look like a GPU to whoever asks. */
  private static final String PRETEND =
      """
      const parameter = WebGL2RenderingContext.prototype.getParameter;
      WebGL2RenderingContext.prototype.getParameter = function (name) {
        return name === 0x9246 ? 'Fine GPU' : parameter.call(this, name);
      };
      Object.defineProperty(globalThis.GPUAdapterInfo?.prototype ?? {}, 'isFallbackAdapter',
          { value: false });
      """;

  @BeforeAll
  static void start() throws IOException {
    server = new FaceServer(Project.web());
    chromium = Chromium.withWebGpu();
    server.put("softmax.onnx", FaceModels.softmax());
    server.put("product.onnx", FaceModels.product(64, 64));
    OnnxGraph chain =
        new OnnxGraph("chain")
            .input("x", DType.FLOAT32, 1, 64)
            .node(new OnnxNode("Softmax").name("first").in("x").out("a"))
            .node(new OnnxNode("MatMul").name("second").in("a", "w").out("b"))
            .node(new OnnxNode("Softmax").name("third").in("b").out("y"))
            .initializer("w", Tensor.allocate(DType.FLOAT32, Shape.of(64, 64)))
            .output("y", DType.FLOAT32, 1, 64);
    server.put("chain.onnx", new OnnxModel(chain).opset(21).toBytes());
  }

  @AfterAll
  static void stop() {
    chromium.close();
    server.close();
  }

  private static List<?> in(String body) {
    return in(Map.of(), body);
  }

  private static List<?> in(Object args, String body) {
    try (Page page = newPage()) {
      return (List<?>) FacePage.in(page, "assam", args, body);
    }
  }

  private static Page newPage() {
    Page page = chromium.newPage();
    page.setDefaultTimeout(300_000);
    page.navigate(server.url() + "/page/");
    return page;
  }

  @Test
  void autoTakesAGpuBeforeAGpuThroughWebGlBeforeTheCpu() {
    List<?> actual =
        in(
            PRETEND
                + """
                const used = async () => {
                  const model = await open('/models/softmax.onnx', { worker: false, maxMemoryBytes: next-- });
                  const { y } = await model.run({ x: { data: [0, 0, 0], dims: [1, 3] } });
                  const { backend, backendWhy, variant } = model.report();
                  const modules = performance.getEntriesByType('resource')
                      .map(({ name }) => name.split('/').pop()).filter((name) => name.endsWith('.wasm'));
                  performance.clearResourceTimings();
                  return [backend, backendWhy ?? '', modules.join(), y.data[0].toFixed(3)].join('; ');
                };
                let next = 2 ** 32;
                const results = [await used()];
                GPU.prototype.requestAdapter = async () => null;
                results.push(await used());
                const read = WebGL2RenderingContext.prototype.readPixels;
                WebGL2RenderingContext.prototype.readPixels = function (...args) {
                  read.apply(this, args);
                  if (args[6] instanceof Float32Array) args[6][1] = 5592000;
                };
                results.push(await used());
                WebGL2RenderingContext.prototype.getParameter = parameter;
                results.push((await used()).replace(/renderer, .*, is/, 'renderer is'));
                OffscreenCanvas.prototype.getContext = () => null;
                results.push(await used());
                return results;
                """);
    assertEquals(
        List.of(
            "webgpu; ; assam-webgpu.wasm; 0.333",
            "webgl; no WebGPU adapter; assam-webgl.wasm; 0.333",
            "simd; no WebGPU adapter; this WebGL does not compute in float32: 5592000 instead of"
                + " 5592404.333333333; assam-relaxed.wasm; 0.333",
            "simd; no WebGPU adapter; the WebGL renderer is software; ; 0.333",
            "simd; no WebGPU adapter; this browser has no WebGL 2; ; 0.333"),
        actual);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webgpu", "webgl"})
  void allSessionsOfALostDeviceGoOnOnOneNew(String backend) {
    List<?> actual =
        in(
            Map.of("backend", backend),
            """
            const devices = [];
            const request = GPUAdapter.prototype.requestDevice;
            GPUAdapter.prototype.requestDevice = async function (...args) {
              devices.push(await request.apply(this, args));
              return devices.at(-1);
            };
            const get = OffscreenCanvas.prototype.getContext;
            OffscreenCanvas.prototype.getContext = function (kind, ...args) {
              const context = get.call(this, kind, ...args);
              if (kind === 'webgl2' && !devices.includes(context)) devices.push(context);
              return context;
            };
            const lose = async () => {
              const last = devices.at(-1);
              last.destroy?.();
              last.getExtension?.('WEBGL_lose_context').loseContext();
              await new Promise((resolve) => setTimeout(resolve, 50));
            };
            const options = { backend: args.backend, worker: false };
            const soft = await open('/models/softmax.onnx', options);
            const again = await open('/models/softmax.onnx', options);
            const product = await open('/models/product.onnx', options);
            const ones = { data: new Float32Array(64).fill(2), dims: [1, 64] };
            const run = async () => [
              (await soft.run({ x: { data: [0, 0, 0], dims: [1, 3] } })).y.data[2].toFixed(3),
              (await product.run({ x: ones })).y.data[5],
              (await again.run({ x: { data: [1, 1], dims: [1, 2] } }).catch((e) => e.code)),
              (await again.run({ x: { data: [9, 9, 9], dims: [1, 3] } })).y.data[0].toFixed(3),
            ].join();
            const results = [await run(), devices.length];
            const buffers = () => soft.report().memory.gpu.buffers;
            const before = buffers();
            await lose();
            results.push(await run(), devices.length, buffers() - before);
            await lose();
            const third = await open('/models/product.onnx', options);
            results.push((await third.run({ x: ones })).y.data[5], await run(), devices.length);
            await third.close();
            results.push(buffers() - before);
            const { y } = await product.run({ x: ones }, { outputs: 'gpu' });
            await lose();
            results.push(await run(), await fails(() => product.run({ x: y })), await run());
            results.push(await fails(() => y.download()), await fails(() => y.toBitmap()), await run());
            await y.dispose();
            return results;
            """);
    String fine = "0.333,128,INPUT,0.333";
    String gone =
        backend.equals("webgpu")
            ? "true DEVICE the input was on a GPU device that was lost"
            : "true DEVICE the input was in a WebGL context that was lost";
    String tensor = gone.replace("the input", "the tensor");
    assertEquals(
        List.of(fine, 1, fine, 2, 0, 128, fine, 3, 0, fine, gone, fine, tensor, tensor, fine),
        actual);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webgpu", "webgl", "simd"})
  void aProfileOfARunSaysWhichClock(String backend) {
    List<?> actual =
        in(
            Map.of("backend", backend),
            """
            const results = [];
            const x = { data: new Float32Array(64), dims: [1, 64] };
            for (const worker of [false, true]) {
              const model = await open('/models/chain.onnx', { backend: args.backend, worker });
              const { clock, runMs, nodes } = await model.profile({ x });
              const timed = nodes.filter(({ launches }) => launches > 0);
              results.push(clock, runMs > 0, (args.backend === 'simd' || timed.length > 1) && timed.every(({ ms }) => ms > 0 && ms < 1000),
                  nodes.every(({ ms, launches }) => (ms === null) === (launches === 0)));
              const plain = await model.profile();
              results.push(plain.clock === undefined && plain.nodes.every(({ ms }) => ms === undefined));
            }
            return results;
            """);
    String clock = backend.equals("simd") ? "host" : "gpu";
    assertEquals(List.of(clock, true, true, true, true, clock, true, true, true, true), actual);
  }

  @Test
  void withoutATimerTheProfileIsTheHosts() {
    List<?> actual =
        in(
            """
            const features = GPUAdapter.prototype.requestDevice;
            GPUAdapter.prototype.requestDevice = function (what) {
              return features.call(this, { ...what, requiredFeatures: [] });
            };
            const extension = WebGL2RenderingContext.prototype.getExtension;
            WebGL2RenderingContext.prototype.getExtension = function (name) {
              return name.includes('timer') ? null : extension.call(this, name);
            };
            const x = { data: new Float32Array(64), dims: [1, 64] };
            const results = [];
            for (const backend of ['webgpu', 'webgl']) {
              const model = await open('/models/chain.onnx', { backend, worker: false });
              const { clock, runMs, nodes } = await model.profile({ x });
              results.push(clock, runMs > 0, nodes.some(({ ms }) => ms > 0));
            }
            return results;
            """);
    assertEquals(List.of("host", true, false, "host", true, true), actual);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webgpu", "webgl"})
  void aThousandRunsLeaveNothingBehind(String backend) {
    try (Page page = newPage()) {
      CDPSession session = page.context().newCDPSession(page);
      session.send("HeapProfiler.enable");
      FacePage.in(
          page,
          "assam",
          Map.of("backend", backend),
          """
          const model = await open('/models/chain.onnx', { backend: args.backend, worker: false });
          const pixels = new Float32Array(64);
          globalThis.runs = async (count) => {
            for (let i = 0; i < count; i++) {
              const { y } = await model.run({ x: { data: pixels, dims: [1, 64] } });
              if (i % 10 === 0) {
                const { y: stays } =
                    await model.run({ x: { data: y.data, dims: [1, 64] } }, { outputs: 'gpu' });
                await model.run({ x: stays });
                await stays.dispose();
              }
            }
            await model.run({ x: { data: pixels, dims: [1, 64] } });
            const { gpu, tensors, used } = model.report().memory;
            return JSON.stringify([gpu, tensors.used, used]);
          };
          """);
      Object before = page.evaluate("() => runs(10)");
      double heap = heap(session);
      Object after = page.evaluate("() => runs(1000)");
      double more = heap(session) - heap;
      assertEquals(before, after);
      // Code that the browser compiles meanwhile is counted, too.
      assertTrue(more < 300_000, backend + " leaves " + more + " bytes on the heap");
    }
  }

  private static double heap(CDPSession session) {
    for (int i = 0; i < 3; i++) {
      session.send("HeapProfiler.collectGarbage");
    }
    return session.send("Runtime.getHeapUsage").get("usedSize").getAsDouble();
  }

  @Test
  void whatBlocksWebGpuIsSaid() {
    List<?> actual =
        in(
            """
            const results = [];
            const both = async () => {
              const error = await fails(() =>
                  open('/models/softmax.onnx', { backend: 'webgpu', worker: false, maxMemoryBytes: next }));
              const model = await open('/models/softmax.onnx', { worker: false, maxMemoryBytes: next-- });
              results.push(error, model.report().backend, model.report().backendWhy.split(';')[0]);
            };
            let next = 2 ** 32;
            const request = GPU.prototype.requestAdapter;
            GPU.prototype.requestAdapter = async () => { throw new DOMException('not here'); };
            await both();
            GPU.prototype.requestAdapter = request;
            GPUAdapter.prototype.requestDevice = async () => { throw new DOMException('no policy'); };
            await both();
            Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined });
            await both();
            return results;
            """);
    String allowed = " (allowed: backend \"auto\" or \"simd\")";
    String first = "the WebGPU adapter gave no device: not here";
    String second = "the WebGPU adapter gave no device: no policy";
    String third = "this browser has no WebGPU";
    assertEquals(
        List.of(
            "true UNSUPPORTED " + first + allowed,
            "simd",
            first,
            "true UNSUPPORTED " + second + allowed,
            "simd",
            second,
            "true UNSUPPORTED " + third + allowed,
            "simd",
            third),
        actual);
  }

  /** The same answers with the limits that every adapter has; less is a clear error. */
  @Test
  void adaptersWithSmallLimitsComputeOrSayWhyNot() {
    List<?> actual =
        in(
            PRETEND
                + """
                const request = GPUAdapter.prototype.requestDevice;
                GPUAdapter.prototype.requestDevice = function () { return request.call(this); };
                const x = { data: new Float32Array(64).fill(2), dims: [1, 64] };
                let next = 2 ** 32;
                const make = (backend) =>
                    open('/models/product.onnx', { backend, worker: false, maxMemoryBytes: next-- });
                const model = await make('webgpu');
                const results = [(await model.run({ x })).y.data[5]];
                const small = (name, value) =>
                    Object.defineProperty(GPUSupportedLimits.prototype, name, { get: () => value });
                small('maxBufferSize', 16000);
                results.push(await fails(async () => (await make('webgpu')).run({ x })));
                small('maxBufferSize', 256);
                const auto = await open('/models/chain.onnx', { worker: false, maxMemoryBytes: next-- });
                const { y } = await auto.run({ x });
                results.push(auto.report().backend, auto.report().backendWhy, y.data.length);
                small('maxBufferSize', 16000);
                const later = await make('auto');
                results.push(later.report().backend, (await later.run({ x })).y.data[5]);
                results.push(later.report().backend, later.report().backendWhy);
                await later.close();
                return results;
                """);
    assertEquals(128, actual.get(0));
    String error = (String) actual.get(1);
    assertTrue(error.startsWith("true MEMORY a GPU buffer of 16384 bytes (allowed by "), error);
    assertTrue(error.endsWith(": 16000)"), error);
    assertEquals("simd", actual.get(2));
    String why = (String) actual.get(3);
    assertTrue(why.startsWith("values on the GPU need ") && why.endsWith(": 256)"), why);
    assertEquals(List.of(64, "webgpu", 128, "simd"), actual.subList(4, 8));
    assertTrue(((String) actual.get(8)).startsWith("a GPU buffer of 16384 bytes"), error);
  }

  @Test
  void aDeviceLostInTheMiddleOfARunIsReplaced() {
    List<?> actual =
        in(
            """
            const devices = [];
            const request = GPUAdapter.prototype.requestDevice;
            GPUAdapter.prototype.requestDevice = async function (...args) {
              devices.push(await request.apply(this, args));
              return devices.at(-1);
            };
            const model = await open('/models/product.onnx', { backend: 'webgpu', worker: false });
            const x = { data: new Float32Array(64).fill(2), dims: [1, 64] };
            const submit = GPUQueue.prototype.submit;
            let left = 1;
            GPUQueue.prototype.submit = function (...args) {
              submit.apply(this, args);
              if (left-- === 1) devices[0].destroy();
            };
            const results = [(await model.run({ x })).y.data[7], devices.length];
            const memory = await fails(() => model.run({ x: { data: [1], dims: [1, 1] } }));
            results.push(memory.slice(0, 10), (await model.run({ x })).y.data[7]);
            return results;
            """);
    assertEquals(List.of(128, 2, "true INPUT", 128), actual);
  }
}
