package dev.assam.pages.face;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs and outputs that stay on the GPU: pictures, buffers, tensors, canvases. */
class FaceGpuTensorsTest {
  private static FaceServer server;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws IOException {
    server = new FaceServer(Project.web());
    chromium = Chromium.withWebGpu();
    server.put("twice.onnx", twice(DType.FLOAT32, 1, 3, 2, 4));
    server.put("lines.onnx", twice(DType.FLOAT32, 1, 2, 4, 3));
    server.put("any.onnx", twice(DType.FLOAT32, -1, -1, -1, -1));
    server.put("whole.onnx", whole());
    server.put("vector.onnx", twice(DType.FLOAT32, 5));
    OnnxGraph gather =
        new OnnxGraph("gather")
            .initializer("table", Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6))
            .input("x", DType.INT64, 2)
            .node(new OnnxNode("Gather").name("look").in("table", "x").out("y"))
            .output("y", DType.FLOAT32, 2, 2);
    server.put("gather.onnx", new OnnxModel(gather).opset(21).toBytes());
  }

  /** y = max(x + x, 0). */
  private static byte[] twice(DType dtype, int... dims) {
    OnnxGraph graph =
        new OnnxGraph("twice")
            .input("x", dtype, dims)
            .node(new OnnxNode("Add").in("x", "x").out("s"))
            .node(new OnnxNode("Relu").in("s").out("y"))
            .output("y", dtype, dims);
    return new OnnxModel(graph).opset(21).toBytes();
  }

  /** y = float(x) + 1 with x uint8 [1,2,4,3]. */
  private static byte[] whole() {
    OnnxGraph graph =
        new OnnxGraph("whole")
            .initializer("one", Tensor.of(Shape.of(1), 1))
            .input("x", DType.UINT8, 1, 2, 4, 3)
            .node(new OnnxNode("Cast").in("x").out("f").attr("to", 1))
            .node(new OnnxNode("Add").in("f", "one").out("y"))
            .output("y", DType.FLOAT32, 1, 2, 4, 3);
    return new OnnxModel(graph).opset(21).toBytes();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    server.close();
  }

  /** The pictures are 4 × 2: red is 10·i, green 20·i, blue 255 − i of pixel i. */
  private static Object in(String backend, boolean worker, String body) {
    try (Page page = chromium.newPage()) {
      page.setDefaultTimeout(120_000);
      page.navigate(server.url() + "/page/");
      return FacePage.in(
          page,
          "assam",
          Map.of("backend", backend, "worker", worker),
          """
          const { image } = await import('/assam/assam.js');
          const options = { backend: args.backend, worker: args.worker };
          const pixels = new ImageData(4, 2);
          for (let i = 0; i < 8; i++) pixels.data.set([10 * i, 20 * i, 255 - i, 255], 4 * i);
          const nchw = [0, 1, 2].flatMap((c) =>
              Array.from({ length: 8 }, (_, i) => pixels.data[4 * i + c]));
          const nhwc = Array.from({ length: 24 }, (_, i) => pixels.data[4 * Math.floor(i / 3) + i % 3]);
          const rounded = (data, scale) => Array.from(data, (v) => Math.round(v * scale)).join();
          """
              + body);
    }
  }

  private static List<String> same(int count) {
    List<String> same = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      same.add("same");
    }
    return same;
  }

  @ParameterizedTest
  @CsvSource({
    "webgpu, false",
    "webgpu, true",
    "webgl, false",
    "webgl, true",
    "simd, false",
    "simd, true"
  })
  void picturesOfAllKindsAreInputs(String backend, boolean worker) {
    Object actual =
        in(
            backend,
            worker,
            """
            const model = await open('/models/twice.onnx', options);
            const canvas = document.createElement('canvas');
            Object.assign(canvas, { width: 4, height: 2 });
            canvas.getContext('2d').putImageData(pixels, 0, 0);
            const away = new OffscreenCanvas(4, 2);
            away.getContext('2d').putImageData(pixels, 0, 0);
            const element = new Image();
            element.src = canvas.toDataURL('image/png');
            await element.decode();
            const frame = new VideoFrame(canvas, { timestamp: 0 });
            const kinds = [pixels, await createImageBitmap(pixels), canvas, away, element, frame];
            const results = [];
            for (const x of kinds) {
              const { y } = await model.run({ x });
              const got = rounded(y.data, 255 / 2);
              results.push(got === nchw.join() ? 'same' : `${x}: ${got}`);
            }
            const { runMs } = await model.profile({ x: await createImageBitmap(pixels) });
            results.push(runMs > 0 ? 'same' : runMs);
            frame.close();
            return results;
            """);
    assertEquals(same(7), actual);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webgpu", "webgl", "simd"})
  void layoutChannelsAndNormalisationAreSaid(String backend) {
    Object actual =
        in(
            backend,
            false,
            """
            const results = [];
            const check = (got, expected) => results.push(got === expected ? 'same' : got);
            const lines = await open('/models/lines.onnx', options);
            check(rounded((await lines.run({ x: pixels })).y.data, 255 / 2), nhwc.join());
            const any = await open('/models/any.onnx', options);
            const run = async (more) => (await any.run({ x: image(pixels, more) })).y;
            check(rounded((await run({ layout: 'NHWC' })).data, 255 / 2), nhwc.join());
            const bgr = [...nchw.slice(16), ...nchw.slice(8, 16), ...nchw.slice(0, 8)];
            check(rounded((await run({ channels: 'BGR' })).data, 255 / 2), bgr.join());
            const scaled = await run({ std: 1 / 255 });
            check(rounded(scaled.data, 1 / 2), nchw.join());
            const mean = [0.1, 0.2, 0.3], std = [0.5, 0.25, 2];
            const expected = nchw.map((v, i) => {
              const c = Math.floor(i / 8);
              return Math.max(0, (v / 255 - mean[c]) / std[c] * 2);
            });
            check(rounded((await run({ mean, std })).data, 1e4), rounded(expected, 1e4));
            const gray = await run({ channels: 'GRAY' });
            check(gray.dims.join(), '1,1,2,4');
            const grays = nhwc.slice(0, 8).map((_, i) =>
                0.299 * nchw[i] + 0.587 * nchw[8 + i] + 0.114 * nchw[16 + i]);
            check(String(Math.max(...grays.map((v, i) =>
                Math.abs(v - gray.data[i] * 255 / 2))) < 0.1), 'true');
            const small = await run({ size: [2, 1] });
            check(small.dims.join(), '1,3,1,2');
            const whole = await open('/models/whole.onnx', options);
            check(rounded((await whole.run({ x: pixels })).y.data, 1), nhwc.map((v) => v + 1).join());
            return results;
            """);
    assertEquals(same(9), actual);
  }

  @ParameterizedTest
  @CsvSource({"webgpu, false", "webgpu, true", "webgl, false", "webgl, true", "simd, true"})
  void outputsStayAndAreInputsAgain(String backend, boolean worker) {
    Object actual =
        in(
            backend,
            worker,
            """
            const model = await open('/models/vector.onnx', options);
            const other = await open('/models/vector.onnx', options);
            const held = () => JSON.stringify(model.report().memory.gpu ?? null);
            await model.run({ x: { data: [1, 2, 3, 4, 5] } });
            await other.run({ x: { data: [1, 2, 3, 4, 5] } });
            const before = held();
            const { y } = await model.run({ x: { data: [1, 2, 3, 4, 5] } }, { outputs: 'gpu' });
            const { y: z } = await other.run({ x: y }, { outputs: { y: 'gpu' } });
            const { y: end } = await model.run({ x: z });
            const here = await y.download();
            const results = [y.location, y.type, y.dims.join(), here.data.join(), end.data.join()];
            await y.dispose();
            await z.dispose();
            results.push(await fails(() => model.run({ x: y })), await fails(() => y.download()));
            await model.run({ x: { data: [1, 2, 3, 4, 5] } });
            results.push(before === held() ? 'same' : before + ' became ' + held());
            results.push(String(y.gpuBuffer));
            return results;
            """);
    boolean buffer = backend.equals("webgpu") && !worker;
    assertEquals(
        List.of(
            backend.equals("simd") ? "cpu" : backend,
            "float32",
            "5",
            "2,4,6,8,10",
            "8,16,24,32,40",
            "true CLOSED the tensor was disposed of",
            "true CLOSED the tensor was disposed of",
            "same",
            buffer ? "[object GPUBuffer]" : "undefined"),
        actual);
  }

  @Test
  void buffersAreInputs() {
    Object actual =
        in(
            "webgpu",
            false,
            """
            const model = await open('/models/vector.onnx', options);
            const { COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
            const buffer = model.device.createBuffer({ size: 32, usage: COPY_SRC | COPY_DST });
            model.device.queue.writeBuffer(buffer, 0, new Float32Array([1, 2, 3, 4, 5]));
            const results = [(await model.run({ x: buffer })).y.data.join()];
            const { y } = await model.run({ x: { data: buffer, dims: [5] } }, { outputs: 'gpu' });
            const read = model.device.createBuffer({ size: 20, usage: COPY_DST | MAP_READ });
            const encoder = model.device.createCommandEncoder();
            encoder.copyBufferToBuffer(y.gpuBuffer, 0, read, 0, 20);
            model.device.queue.submit([encoder.finish()]);
            await read.mapAsync(GPUMapMode.READ);
            results.push(new Float32Array(read.getMappedRange()).join());
            const gather = await open('/models/gather.onnx', options);
            const indices = model.device.createBuffer({ size: 8, usage: COPY_SRC | COPY_DST });
            model.device.queue.writeBuffer(indices, 0, new Int32Array([2, 0]));
            results.push((await gather.run({ x: indices })).y.data.join());
            return results;
            """);
    assertEquals(List.of("2,4,6,8,10", "2,4,6,8,10", "5,6,1,2"), actual);
  }

  @Test
  void wrongBuffersAreClearErrors() {
    Object actual =
        in(
            "webgpu",
            false,
            """
            const model = await open('/models/vector.onnx', options);
            const any = await open('/models/any.onnx', options);
            const { COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage;
            const make = (device, size, usage) => device.createBuffer({ size, usage });
            const run = (x) => fails(() => model.run({ x }));
            const results = [
              await run(make(model.device, 16, COPY_SRC)),
              await run(make(model.device, 20, MAP_READ | COPY_DST)),
              await fails(() => any.run({ x: make(model.device, 16, COPY_SRC) })),
            ];
            const gone = make(model.device, 20, COPY_SRC);
            gone.destroy();
            const first = (text) => text.split(': ')[0];
            results.push(first(await run(gone)));
            const adapter = await navigator.gpu.requestAdapter();
            const foreign = await adapter.requestDevice();
            results.push(first(await run(make(foreign, 20, COPY_SRC))));
            const worker = await open('/models/vector.onnx', { backend: 'webgpu' });
            results.push(
              String(worker.device),
              await fails(() => worker.run({ x: make(foreign, 20, COPY_SRC) })));
            const simd = await open('/models/vector.onnx', { backend: 'simd', worker: false });
            results.push(await fails(() => simd.run({ x: make(foreign, 20, COPY_SRC) })));
            results.push((await model.run({ x: { data: [1, 2, 3, 4, 5] } })).y.data.join());
            const { y } = await model.run({ x: { data: [1, 2, 3, 4, 5] } }, { outputs: 'gpu' });
            results.push(await fails(() => worker.run({ x: y })));
            results.push(await fails(() => model.run({ x: y }, { outputs: 'here' })));
            results.push(await fails(() => model.run({ x: y }, { outputs: { z: 'gpu' } })));
            return results;
            """);
    String unreadable =
        "true INPUT input \"x\" is a GPUBuffer that cannot be read, because it was destroyed or is"
            + " of another device than model.device";
    assertEquals(
        List.of(
            "true INPUT input \"x\" is a GPUBuffer of 16 bytes for float32[5] (allowed: 20 and"
                + " more, 32 bits an element)",
            "true INPUT input \"x\" is a GPUBuffer that has no usage COPY_SRC (allowed: unmapped"
                + " ones with GPUBufferUsage.COPY_SRC)",
            "true INPUT input \"x\" is a GPUBuffer without dims or of no type (allowed: { data:"
                + " buffer, dims, type })",
            unreadable,
            unreadable,
            "null",
            "true INPUT input \"x\" is a GPUBuffer, which cannot go to the session's worker"
                + " (allowed: open the model with worker: false, and make buffers with"
                + " model.device)",
            "true INPUT input \"x\" is a GPUBuffer, and the model runs on simd (allowed: backend"
                + " \"webgpu\")",
            "2,4,6,8,10",
            "true INPUT input \"x\" is a tensor on the GPU of another session's device (allowed:"
                + " models opened with the same worker, threads and backend)",
            "true OPTION outputs is here (allowed: cpu, gpu)",
            "true OPTION outputs names \"z\" (there are: y)"),
        actual);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webgpu", "webgl", "simd"})
  void wrongPicturesAreClearErrors(String backend) {
    Object actual =
        in(
            backend,
            false,
            """
            const model = await open('/models/twice.onnx', options);
            const run = (x) => fails(() => model.run({ x }));
            const closed = await createImageBitmap(pixels);
            closed.close();
            const vector = await open('/models/vector.onnx', options);
            return [
              await run(image(pixels, { size: [3, 2] })),
              await run(image(pixels, { layout: 'CHW' })),
              await run(image(pixels, { channels: 'CMYK' })),
              await run(image(pixels, { std: 0 })),
              await run(image(pixels, { mean: [1, 2] })),
              await run(closed),
              await fails(() => vector.run({ x: pixels })),
              await run(image(new Uint8Array(3))),
              rounded((await model.run({ x: pixels })).y.data, 255 / 2) === nchw.join(),
            ];
            """);
    String x = "true INPUT input \"x\" ";
    assertEquals(
        List.of(
            x + "is a picture of [1,3,2,3] (allowed: [1,3,2,4])",
            x + "has the layout CHW (allowed: NCHW, NHWC)",
            x + "has the channels CMYK (allowed: RGB, BGR, RGBA, GRAY)",
            x + "has std [0] (allowed: a number or 3 of them, none of them 0)",
            x + "has mean [1,2] (allowed: a number or 3 of them)",
            x + "is a picture without pixels; it is closed or not loaded",
            x + "is a picture for [5] (allowed: four dimensions)",
            x
                + "is a picture given as Uint8Array (allowed: ImageBitmap, ImageData,"
                + " VideoFrame, OffscreenCanvas, and elements of images, videos and canvases)",
            true),
        actual);
  }

  @ParameterizedTest
  @CsvSource({"webgpu, false", "webgpu, true", "webgl, false", "webgl, true", "simd, true"})
  void outputsAreDrawnWithoutComingBack(String backend, boolean worker) {
    Object actual =
        in(
            backend,
            worker,
            """
            const model = await open('/models/twice.onnx', options);
            const { y } = await model.run({ x: pixels }, { outputs: 'gpu' });
            const canvas = document.createElement('canvas');
            await y.toCanvas(canvas, { std: 2 });
            const shown = new OffscreenCanvas(4, 2);
            shown.getContext('2d').drawImage(canvas, 0, 0);
            const { data } = shown.getContext('2d').getImageData(0, 0, 4, 2);
            const off = Math.max(...data.map((v, i) => Math.abs(v - Math.min(255, 4 * pixels.data[i]))));
            const { y: again } = await model.run({ x: pixels }, { outputs: 'gpu' });
            const bitmap = await again.toBitmap({ std: 0.25 });
            const back = new OffscreenCanvas(4, 2);
            back.getContext('2d').drawImage(bitmap, 0, 0);
            const half = back.getContext('2d').getImageData(0, 0, 4, 2).data;
            return [
              canvas.width, canvas.height,
              Array.from(data.subarray(4, 8)).join(), Array.from(half.subarray(28, 32)).join(),
              await fails(() => y.toBitmap({ channels: 'GRAY' })),
              await fails(() => y.toCanvas(shown)),
            ];
            """);
    assertEquals(
        List.of(
            4,
            2,
            "40,80,255,255",
            "35,70,124,255",
            "true INPUT the tensor is [1,3,2,4] with 3 channels in NCHW (allowed: 1 for GRAY)",
            "true OPTION the canvas has a context of another kind (allowed: none yet, or"
                + " \"bitmaprenderer\")"),
        actual);
  }

  /** Of more texels than a line of a texture has, and of a size that is not whole texels. */
  @ParameterizedTest
  @CsvSource({"webgpu, false", "webgl, false", "webgl, true"})
  void largePicturesComeAndGoAsOnTheCpu(String backend, boolean worker) {
    Object actual =
        in(
            backend,
            worker,
            """
            const draw = (width, height) => {
              const canvas = new OffscreenCanvas(width, height);
              const pen = canvas.getContext('2d');
              const paint = pen.createLinearGradient(0, 0, width, height);
              ['red', 'white', 'blue', 'lime'].forEach((c, i) => paint.addColorStop(i / 3, c));
              pen.fillStyle = paint;
              pen.fillRect(0, 0, width, height);
              return pen.getImageData(0, 0, width, height);
            };
            const device = await open('/models/any.onnx', options);
            const cpu = await open('/models/any.onnx', { backend: 'simd', worker: args.worker });
            const results = [];
            const far = (a, b) => a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i])), 0);
            for (const layout of ['NCHW', 'NHWC']) {
              const large = draw(161, 47);
              const x = () => image(large, { layout });
              const expected = (await cpu.run({ x: x() })).y;
              const { y } = await device.run({ x: x() }, { outputs: 'gpu' });
              const here = await y.download();
              results.push(here.dims.join() === expected.dims.join() && far(here.data, expected.data) < 1e-5);
              const again = (await device.run({ x: y })).y;
              results.push(far(again.data, expected.data.map((v) => 2 * v)) < 1e-5);
              const bitmap = await y.toBitmap({ layout, std: 0.5 });
              const back = new OffscreenCanvas(161, 47).getContext('2d');
              back.drawImage(bitmap, 0, 0);
              results.push(far(back.getImageData(0, 0, 161, 47).data, large.data) <= 1);
              await y.dispose();
            }
            const small = () => image(draw(640, 480), { size: [64, 40] });
            const expected = (await cpu.run({ x: small() })).y;
            results.push(far((await device.run({ x: small() })).y.data, expected.data) < 0.06);
            return results;
            """);
    assertEquals(List.of(true, true, true, true, true, true, true), actual);
  }
}
