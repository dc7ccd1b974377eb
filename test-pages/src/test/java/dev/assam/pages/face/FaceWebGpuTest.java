package dev.assam.pages.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** What a page sees of WebGPU: which backend and why, a device that is lost, what is left over. */
class FaceWebGpuTest {
  private static FaceServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new FaceServer(Project.web());
    server.put("softmax.onnx", FaceModels.softmax());
    OnnxGraph gather =
        new OnnxGraph("gather")
            .initializer("table", Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6))
            .input("x", DType.INT64, -1)
            .node(new OnnxNode("Gather").name("look").in("table", "x").out("y"))
            .output("y", DType.FLOAT32, -1, 2);
    server.put("product.onnx", product());
    server.put("gather.onnx", new OnnxModel(gather).opset(21).toBytes());
  }

  /** y = max(x · w + b, 0) with x [m,100] and y [m,131]. */
  private static byte[] product() {
    Tensor w = Tensor.allocate(DType.FLOAT32, Shape.of(100, 131));
    for (int i = 0; i < w.size(); i++) {
      w.floats().set(i, i % 17 - 8);
    }
    Tensor b = Tensor.allocate(DType.FLOAT32, Shape.of(131));
    b.floats().set(7, 3);
    OnnxGraph graph =
        new OnnxGraph("product")
            .initializer("w", w)
            .initializer("b", b)
            .input("x", DType.FLOAT32, -1, 100)
            .node(new OnnxNode("MatMul").in("x", "w").out("p"))
            .node(new OnnxNode("Add").in("p", "b").out("s"))
            .node(new OnnxNode("Relu").in("s").out("y"))
            .output("y", DType.FLOAT32, -1, 131);
    return new OnnxModel(graph).opset(21).toBytes();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Object in(Chromium chromium, String body) {
    try (Page page = chromium.newPage()) {
      page.setDefaultTimeout(120_000);
      page.navigate(server.url() + "/page/");
      return FacePage.in(page, "assam", Map.of(), body);
    }
  }

  @Test
  void withoutAnAdapterTheCpuComputes() {
    try (Chromium chromium = new Chromium()) {
      Object actual =
          in(
              chromium,
              """
              const model = await open('/models/softmax.onnx', { backend: 'auto' });
              const { backend, backendWhy } = model.report();
              const error = await fails(() => open('/models/softmax.onnx', { backend: 'webgpu' }));
              return [backend, backendWhy.split(';')[0], error];
              """);
      assertEquals(
          List.of(
              "simd",
              "no WebGPU adapter",
              "true UNSUPPORTED no WebGPU adapter (allowed: backend \"auto\" or \"simd\")"),
          actual);
    }
  }

  @Test
  void anAdapterInSoftwareIsUsedIfAskedFor() {
    try (Chromium chromium = Chromium.withWebGpu()) {
      List<?> actual =
          (List<?>)
              in(
                  chromium,
                  """
                  const auto = await open('/models/softmax.onnx');
                  const model = await open('/models/softmax.onnx', { backend: 'webgpu' });
                  const { y } = await model.run({ x: { data: [0, 0, 0, 1, 1, 1], dims: [2, 3] } });
                  const profile = await model.profile();
                  const { backend, backends, adapter, features } = model.report();
                  return [
                    auto.report().backend, auto.report().backendWhy.includes('is software'),
                    Array.from(y.data, (value) => value.toFixed(3)).join(), backend,
                    JSON.stringify(backends), profile.nodes[0].kernel, profile.launches,
                    features.webgpu.used, adapter.length > 0,
                  ];
                  """);
      assertEquals(
          List.of(
              "simd",
              true,
              "0.333,0.333,0.333,0.333,0.333,0.333",
              "webgpu",
              "{\"webgpu\":1}",
              "lines",
              1,
              true,
              true),
          actual);
    }
  }

  @Test
  void aLostDeviceIsReplacedAndOneThatCannotBeIsAnError() {
    try (Chromium chromium = Chromium.withWebGpu()) {
      List<?> actual =
          (List<?>)
              in(
                  chromium,
                  """
                  const devices = [];
                  const request = GPUAdapter.prototype.requestDevice;
                  GPUAdapter.prototype.requestDevice = async function (...args) {
                    devices.push(await request.apply(this, args));
                    return devices.at(-1);
                  };
                  const x = { data: [0, 0, 0], dims: [1, 3] };
                  const options = { backend: 'webgpu', worker: false };
                  const model = await open('/models/softmax.onnx', options);
                  const value = async () => (await model.run({ x })).y.data[0].toFixed(3);
                  const results = [await value()];
                  devices[0].destroy();
                  results.push(await value(), devices.length);
                  const pending = value();
                  devices[1].destroy();
                  results.push(await pending);
                  GPU.prototype.requestAdapter = async () => null;
                  devices.at(-1).destroy();
                  results.push(await fails(value));
                  return results;
                  """);
      assertEquals(List.of("0.333", "0.333", 2, "0.333"), actual.subList(0, 4));
      String error = (String) actual.get(4);
      assertTrue(error.startsWith("true DEVICE the GPU device was lost"), error);
      assertTrue(error.endsWith("and there is no other: no WebGPU adapter"), error);
    }
  }

  /** The programs for real GPUs, too, compute the same: here the adapter says that it is one. */
  @Test
  void productsThroughSharedMemoryAreTheSame() {
    try (Chromium chromium = Chromium.withWebGpu()) {
      Object actual =
          in(
              chromium,
              """
              Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { value: false });
              const differences = [];
              for (const m of [64, 65, 127, 129]) {
                const data = Float32Array.from({ length: m * 100 }, (_, i) => Math.sin(i));
                const results = [];
                for (const backend of ['webgpu', 'simd']) {
                  const model = await open('/models/product.onnx', { backend, worker: false });
                  const { y } = await model.run({ x: { data, dims: [m, 100] } });
                  results.push(y.data);
                  const { nodes } = await model.profile();
                  if (nodes.length > 0) differences.push(model.report().backends.webgpu);
                  await model.close();
                }
                differences.push(Math.max(...results[0].map((v, i) => Math.abs(v - results[1][i]))) < 1e-3);
              }
              return differences;
              """);
      assertEquals(List.of(1, true, 1, true, 1, true, 1, true), actual);
    }
  }

  /** The search changes no result, and what it found is there for the next page. */
  @Test
  void theFastestProgramsAreSearchedWhereAskedFor() {
    try (Chromium chromium = Chromium.withWebGpu()) {
      Object actual =
          in(
              chromium,
              """
              const data = Float32Array.from({ length: 9 * 100 }, (_, i) => Math.sin(i));
              const results = [];
              for (const tune of [false, true, true]) {
                const model = await open('/models/product.onnx', { backend: 'webgpu', tune });
                const { y } = await model.run({ x: { data, dims: [9, 100] } });
                results.push(y.data);
                await model.close();
              }
              const cache = await caches.open('assam');
              const found = [];
              for (let tries = 0; found.length === 0 && tries < 100; tries++) {
                for (const key of await cache.keys()) {
                  const text = JSON.stringify(await (await cache.match(key)).json());
                  found.push(/"gemm[^"]*9, 131, 100[^"]*":"gemm/.test(text));
                }
                await new Promise((resolve) => setTimeout(resolve, 50));
              }
              const near = (a, b) => a.every((v, i) => Math.abs(v - b[i]) < 1e-3);
              const wrong = await open('/models/product.onnx', { tune: 1 }).then(() => '', (e) => e.message);
              return [near(results[0], results[1]), near(results[0], results[2]), ...found, wrong];
              """);
      assertEquals(List.of(true, true, true, "tune is 1 (allowed: true, false)"), actual);
    }
  }

  @Test
  void anIndexOutOfRangeIsTheOperatorsError() {
    try (Chromium chromium = Chromium.withWebGpu()) {
      Object actual =
          in(
              chromium,
              """
              const model = await open('/models/gather.onnx', { backend: 'webgpu' });
              const run = async (...data) =>
                  Array.from((await model.run({ x: { data, dims: [data.length] } })).y.data).join();
              return [await run(0, 2), await fails(() => run(1, 3)), await run(-1)];
              """);
      assertEquals(
          List.of(
              "1,2,5,6",
              "true SHAPE Gather(axis=0) at \"look\": an index is out of range for axis 0 of [3,2]",
              "5,6"),
          actual);
    }
  }

  @Test
  void manyRunsLeaveNothingBehind() {
    try (Chromium chromium = Chromium.withWebGpu()) {
      Object actual =
          in(
              chromium,
              """
              const model = await open('/models/softmax.onnx', { backend: 'webgpu', worker: false });
              const run = () => model.run({ x: { data: [0, 0, 0], dims: [1, 3] } });
              const held = () => {
                const { gpu, tensors, used } = model.report().memory;
                return JSON.stringify([gpu, tensors.used, used]);
              };
              for (let i = 0; i < 10; i++) await run();
              const before = held();
              for (let i = 0; i < 1000; i++) await run();
              return before === held() ? 'same' : `${before} became ${held()}`;
              """);
      assertEquals("same", actual);
    }
  }
}
