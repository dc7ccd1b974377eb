// Pictures to and from buffers of WebGPU, without a trip through the CPU.

import { pixelsOf } from './assam-image.js';

const NHWC = 1;
const WHOLE = 2;
const BGR = 4;
const GRAY = 8;
const EXACT = 16;

const PARAMS = `
struct Params {
  size: vec2u, taps: vec2u, channels: u32, flags: u32, unused: vec2u, scale: vec4f, bias: vec4f,
}
fn place(p: Params, x: u32, y: u32, c: u32) -> u32 {
  let pixel = y * p.size.x + x;
  return select(c * p.size.x * p.size.y + pixel, pixel * p.channels + c, (p.flags & ${NHWC}u) != 0u);
}`;

const INPUT = `${PARAMS}
@group(0) @binding(0) var image: texture_2d<f32>;
@group(0) @binding(1) var between: sampler;
@group(0) @binding(2) var<storage, read_write> elements: array<u32>;
@group(0) @binding(3) var<uniform> p: Params;

fn pixel(at: vec2u) -> vec4f {
  if ((p.flags & ${EXACT}u) != 0u) {
    return textureLoad(image, at, 0);
  }
  var sum = vec4f();
  for (var j = 0u; j < p.taps.y; j++) {
    for (var i = 0u; i < p.taps.x; i++) {
      let inside = (vec2f(vec2u(i, j)) + 0.5) / vec2f(p.taps);
      sum += textureSampleLevel(image, between, (vec2f(at) + inside) / vec2f(p.size), 0);
    }
  }
  return sum / f32(p.taps.x * p.taps.y);
}

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (any(id.xy >= p.size)) {
    return;
  }
  var v = pixel(id.xy);
  if ((p.flags & ${GRAY}u) != 0u) {
    v.x = dot(v.xyz, vec3f(0.299, 0.587, 0.114));
  }
  if ((p.flags & ${BGR}u) != 0u) {
    v = v.zyxw;
  }
  v = v * p.scale + p.bias;
  for (var c = 0u; c < p.channels; c++) {
    elements[place(p, id.x, id.y, c)] =
      select(bitcast<u32>(v[c]), u32(round(v[c])), (p.flags & ${WHOLE}u) != 0u);
  }
}`;

const OUTPUT = `${PARAMS}
@group(0) @binding(0) var<storage, read> elements: array<u32>;
@group(0) @binding(1) var<uniform> p: Params;

@vertex
fn corner(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {
  return vec4f(select(-1.0, 3.0, i == 1u), select(-1.0, 3.0, i == 2u), 0, 1);
}

@fragment
fn pixel(@builtin(position) at: vec4f) -> @location(0) vec4f {
  var v = vec4f(0, 0, 0, 1);
  for (var c = 0u; c < p.channels; c++) {
    let word = elements[place(p, u32(at.x), u32(at.y), c)];
    v[c] = select(bitcast<f32>(word), f32(bitcast<i32>(word)), (p.flags & ${WHOLE}u) != 0u)
      * p.scale[c] + p.bias[c];
  }
  if ((p.flags & ${GRAY}u) != 0u) {
    v = v.xxxw;
  }
  if ((p.flags & ${BGR}u) != 0u) {
    v = v.zyxw;
  }
  return v;
}`;

/** The pipelines of a device, and what is used again. */
class Painter {
  #device;
  #input;
  #output = new Map();
  #sampler;
  #params;
  #texture = null;

  constructor(device) {
    this.#device = device;
    this.#sampler = device.createSampler({ magFilter: 'linear', minFilter: 'linear' });
    const { UNIFORM, COPY_DST } = GPUBufferUsage;
    this.#params = device.createBuffer({ size: 64, usage: UNIFORM | COPY_DST });
  }

  #write(plan, scale, bias) {
    const words = new Uint32Array(16);
    const exact = plan.width === plan.fullWidth && plan.height === plan.fullHeight;
    const flags =
      (plan.layout === 'NHWC' ? NHWC : 0) |
      (plan.whole ? WHOLE : 0) |
      (plan.channels === 'BGR' ? BGR : 0) |
      (plan.channels === 'GRAY' ? GRAY : 0) |
      (exact ? EXACT : 0);
    words.set([plan.width, plan.height, ...(plan.taps ?? [1, 1]), plan.count, flags]);
    const floats = new Float32Array(words.buffer);
    floats.set(scale, 8);
    floats.set(bias, 12);
    this.#device.queue.writeBuffer(this.#params, 0, words);
  }

  /** The picture's pixels in a texture of its size, the last one if that has it. */
  #upload({ image, fullWidth: width, fullHeight: height }) {
    const size = { width, height };
    if (this.#texture?.width !== width || this.#texture?.height !== height) {
      this.#texture?.destroy();
      const { TEXTURE_BINDING, COPY_DST, RENDER_ATTACHMENT } = GPUTextureUsage;
      const usage = TEXTURE_BINDING | COPY_DST | RENDER_ATTACHMENT;
      this.#texture = this.#device.createTexture({ size, format: 'rgba8unorm', usage });
    }
    this.#device.queue.copyExternalImageToTexture({ source: image }, { texture: this.#texture }, size);
    return this.#texture;
  }

  /** The elements of a planned picture, into a stretch of a buffer. */
  input(plan, buffer, offset, size) {
    const device = this.#device;
    const module = this.#input ? null : device.createShaderModule({ code: INPUT });
    this.#input ??= device.createComputePipeline({ layout: 'auto', compute: { module } });
    const { mean, std, whole } = plan;
    this.#write(
      plan,
      whole ? std.map(() => 255) : std.map((s) => 1 / s),
      whole ? std.map(() => 0) : mean.map((m, i) => -m / std[i]),
    );
    const group = device.createBindGroup({
      layout: this.#input.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: this.#upload(plan).createView() },
        { binding: 1, resource: this.#sampler },
        { binding: 2, resource: { buffer, offset, size } },
        { binding: 3, resource: { buffer: this.#params } },
      ],
    });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(this.#input);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(Math.ceil(plan.width / 8), Math.ceil(plan.height / 8));
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  /** The bitmap of a planned tensor in a buffer. */
  output(plan, buffer) {
    const device = this.#device;
    const canvas = new OffscreenCanvas(plan.width, plan.height);
    const context = canvas.getContext('webgpu');
    const format = navigator.gpu.getPreferredCanvasFormat();
    context.configure({ device, format, alphaMode: plan.channels === 'RGBA' ? 'premultiplied' : 'opaque' });
    if (!this.#output.has(format)) {
      const module = device.createShaderModule({ code: OUTPUT });
      const made = device.createRenderPipeline({
        layout: 'auto',
        vertex: { module },
        fragment: { module, targets: [{ format }] },
      });
      this.#output.set(format, made);
    }
    const pipeline = this.#output.get(format);
    this.#write(plan, plan.std, plan.mean);
    const group = device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: { buffer } },
        { binding: 1, resource: { buffer: this.#params } },
      ],
    });
    const encoder = device.createCommandEncoder();
    const view = context.getCurrentTexture().createView();
    const pass = encoder.beginRenderPass({
      colorAttachments: [{ view, loadOp: 'clear', storeOp: 'store' }],
    });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.draw(3);
    pass.end();
    device.queue.submit([encoder.finish()]);
    return canvas.transferToImageBitmap();
  }
}

const painters = new WeakMap();

function painter(device) {
  if (!painters.has(device)) {
    painters.set(device, new Painter(device));
  }
  return painters.get(device);
}

/** A planned picture as something that inputs are taken from. */
export function heldImage(plan) {
  return {
    copyTo: (device, buffer, offset, bytes) => painter(device).input(plan, buffer, offset, bytes),
    pixels: () => pixelsOf(plan),
  };
}

/** The bitmap of a planned tensor that the device holds under a number. */
export function heldBitmap(gpu, number, plan) {
  return painter(gpu.device).output(plan, gpu.kept(number));
}
